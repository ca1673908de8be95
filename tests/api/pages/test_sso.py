"""Signing in with an identity provider: who is let in, linked, made, and which roles follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.web.database import db
from lms.audit.models import AuditEntry
from lms.people.directory import find_person
from lms.people.identities import Identity
from lms.people.models import BrowserSession, Person
from support.acting import at_once
from support.factories import Cast, add_rep
from support.issuer import Issuer, begin, come_back, enter, issuing, let_in_by, provider_of, who

ADA, NEW = "ada@brightwharf.example", "nina@brightwharf.example"
MAPPED = {"roles": {"leads": "manager", "it": "admin"}, "teams": {"south": "South", "gone": "Atlantis"}}


@pytest.fixture(scope="module")
def running() -> Iterator[Issuer]:
    """An issuer for all tests of this file."""
    with issuing() as made:
        yield made


@pytest.fixture
def issuer(running: Issuer) -> Issuer:
    """The issuer, with nothing of what earlier tests made it say."""
    running.said, running.discovered, running.asked = None, {}, []
    return running


def test_a_verified_address_links_an_account_and_later_the_subject_decides(
    app: Flask, session: Session, cast: Cast, issuer: Issuer
) -> None:
    """Once linked, whatever address the provider says."""
    let_in_by(app, provider_of(issuer))
    first, second = app.test_client(), app.test_client()
    answer = enter(first, issuer, email="ADA@BrightWharf.example ", email_verified=True, sid="there-1")
    assert (answer.status_code, answer.headers["Location"], who(first)) == (303, "/", ADA)
    assert enter(second, issuer, email="ada@married.example", email_verified=False).status_code == 303
    assert who(second) == ADA
    (identity,) = session.scalars(select(Identity))
    assert (identity.person_id, identity.issuer, identity.subject) == (cast.ada.id, issuer.url, "ada-1")
    begun = session.scalars(select(BrowserSession).order_by(BrowserSession.id)).all()
    assert [(one.method, one.issuer, one.issuer_session) for one in begun] == [
        ("sso", issuer.url, "there-1"),
        ("sso", issuer.url, None),
    ]
    assert "identity.added" in session.scalars(select(AuditEntry.action)).all()


def test_signing_in_asks_for_what_it_should(sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer) -> None:
    """A code with PKCE, and a cookie that no script and no other site gets; the secret goes to one endpoint alone."""
    let_in_by(sqlite_app, provider_of(issuer, scopes=["openid", "email"]))
    client = sqlite_app.test_client()
    asked = begin(client)
    assert {key: asked[key] for key in ("response_type", "client_id", "scope", "code_challenge_method")} == {
        "response_type": "code",
        "client_id": "playbook",
        "scope": "openid email",
        "code_challenge_method": "S256",
    }
    assert asked["redirect_uri"].endswith("/sign-in/with/own/callback")
    cookie = client.get_cookie("repertoire_with", path="/sign-in/with")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.max_age) == (True, "Lax", 600)
    issuer.given["code"] = issuer.sign({"nonce": asked["nonce"], "email": ADA, "email_verified": True})
    assert come_back(client, code="code", state=asked["state"]).status_code == 303
    (token,) = [one for one in issuer.asked if one.path == "/token"]
    assert (len(token.body["code_verifier"]), token.authorization[:6]) == (43, "Basic ")


@pytest.mark.parametrize(
    ("claims", "says"),
    [
        ({"email": ADA}, "verified"),
        ({"email": ADA, "email_verified": False}, "verified"),
        ({"email": ADA, "email_verified": "false"}, "verified"),
        ({"email": [ADA], "email_verified": True}, "verified"),
        ({"email": f"{ADA}\x00", "email_verified": True}, "verified"),
        ({"email": "ada\ud800@brightwharf.example", "email_verified": True}, "verified"),
        ({"email": "ada@elsewhere.example", "email_verified": True}, "verified"),
        ({"email": "nobody@brightwharf.example", "email_verified": True}, "nobody here has the address"),
        ({"email": "gone@brightwharf.example", "email_verified": True}, "has left the company"),
        ({"sub": "x" * 256, "email": ADA, "email_verified": True}, "proves nothing"),
        ({"sub": "ada\x00", "email": ADA, "email_verified": True}, "proves nothing"),
    ],
)
def test_who_is_not_let_in_is_told_why(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer, claims: dict[str, Any], says: str
) -> None:
    """By an address that isn't verified or of another company's, as nobody we know, or after having left."""
    with sqlite_app.app_context():
        add_rep(db.session(), "gone@brightwharf.example").left_at = datetime.now(UTC) - timedelta(days=1)
        db.session.commit()
    let_in_by(sqlite_app, provider_of(issuer, email_domains=["brightwharf.example"]))
    client = sqlite_app.test_client()
    answer = enter(client, issuer, **claims)
    assert (answer.status_code, who(client)) == (403, None)
    assert says in answer.get_data(as_text=True)


def test_an_address_that_went_to_somebody_new_opens_nothing(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer
) -> None:
    """Another account of the same provider isn't the person before, until an admin unlinks that."""
    let_in_by(sqlite_app, provider_of(issuer))
    assert enter(sqlite_app.test_client(), issuer, email=ADA, email_verified=True).status_code == 303
    client = sqlite_app.test_client()
    answer = enter(client, issuer, sub="another", email=ADA, email_verified=True)
    assert (answer.status_code, who(client)) == (403, None)
    assert "ask an admin to unlink" in answer.get_data(as_text=True)


def test_somebody_new_is_made_once_when_two_browsers_come_at_once(
    app: Flask, session: Session, cast: Cast, issuer: Issuer
) -> None:
    """With the roles and the team that the claims say."""
    let_in_by(app, provider_of(issuer, creates_people=True, **MAPPED))
    issuer.said = {
        "sub": "nina-1",
        "email": NEW,
        "email_verified": True,
        "name": "Nina\u0000 Moor ",
        "groups": ["leads"],
    }
    flows = []
    for number in range(2):
        client = app.test_client()
        asked = begin(client)
        issuer.given[f"code-{number}"] = issuer.sign({"nonce": asked["nonce"], "sub": "nina-1"})
        flows.append((client, {"code": f"code-{number}", "state": asked["state"]}))
    answers = at_once(*[lambda flow=flow: come_back(flow[0], **flow[1]) for flow in flows])
    assert [answer.status_code for answer in answers] == [303, 303]
    nina = find_person(session, email=NEW)
    assert nina is not None
    assert (nina.name, [role.role for role in nina.roles], nina.team_id) == ("Nina Moor", ["manager"], None)
    assert [who(client) for client, _ in flows] == [NEW, NEW]


def test_roles_and_team_follow_the_claims_where_the_setting_says_so(
    app: Flask, session: Session, cast: Cast, issuer: Issuer
) -> None:
    """At each sign-in, from that day on; what a claim isn't there for stays, as does what no rule allows."""
    let_in_by(app, provider_of(issuer, roles_follow=True, **MAPPED))
    own = {"email": ADA, "email_verified": True}

    def stands(**claims: Any) -> tuple[list[str], str | None]:
        assert enter(app.test_client(), issuer, **own, **claims).status_code == 303
        session.expire_all()
        ada = session.get_one(Person, cast.ada.id)
        return [role.role for role in ada.roles], ada.team.name if ada.team else None

    assert stands(groups=["leads", "south", "unknown", 7]) == (["manager"], "South")
    assert stands() == (["manager"], "South")
    assert stands(groups=["gone"]) == (["rep"], "South")
    assert stands(groups="it") == (["admin"], "South")


def test_the_last_admin_stays_one(app: Flask, session: Session, cast: Cast, issuer: Issuer) -> None:
    """Whatever groups are sent, and the team follows all the same; nobody is locked out."""
    let_in_by(app, provider_of(issuer, roles_follow=True, **MAPPED))
    client = app.test_client()
    nadia = {"sub": "nadia", "email": "nadia@brightwharf.example", "email_verified": True}
    assert enter(client, issuer, **nadia, groups=["leads", "south"]).status_code == 303
    session.expire_all()
    found = session.get_one(Person, cast.nadia.id)
    assert ([role.role for role in found.roles], found.team_id) == (["admin"], cast.teams["South"])


def test_who_is_in_none_of_the_groups_is_refused_where_there_is_no_default_role(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer
) -> None:
    """So a group decides who has access."""
    let_in_by(sqlite_app, provider_of(issuer, creates_people=True, default_role=None, **MAPPED))
    client = sqlite_app.test_client()
    own = {"sub": "nina", "email": NEW, "email_verified": True}
    answer = enter(client, issuer, **own, groups=["kitchen"])
    assert (answer.status_code, "none of your groups" in answer.get_data(as_text=True)) == (403, True)
    assert enter(client, issuer, **own, groups=["leads"]).status_code == 303
    assert who(client) == NEW
    assert "none of your groups" in enter(client, issuer, sub="nina", groups=["kitchen"]).get_data(as_text=True)


@pytest.mark.parametrize("groups", [None, [], ["kitchen"]])
def test_who_lost_the_groups_that_let_people_in_is_kept_out(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer, groups: list[str] | None
) -> None:
    """Also who is linked, who has an address that is known, and where the claim isn't there at all."""
    let_in_by(sqlite_app, provider_of(issuer))
    assert enter(sqlite_app.test_client(), issuer, email=ADA, email_verified=True).status_code == 303
    let_in_by(sqlite_app, provider_of(issuer, default_role=None, **MAPPED))
    for sub, email in (("ada-1", ADA), ("max-1", "max@brightwharf.example")):
        client = sqlite_app.test_client()
        answer = enter(client, issuer, sub=sub, email=email, email_verified=True, groups=groups)
        assert (answer.status_code, who(client)) == (403, None)
        assert "none of your groups" in answer.get_data(as_text=True)
    assert enter(sqlite_app.test_client(), issuer, groups=["leads"]).status_code == 303


def test_where_addresses_find_nobody_who_is_not_linked_is_told_so(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer
) -> None:
    """And not that nobody has the address, which somebody may have."""
    let_in_by(sqlite_app, provider_of(issuer, matches_by_email=False))
    for claims in ({"email": ADA, "email_verified": True}, {}):
        answer = enter(sqlite_app.test_client(), issuer, **claims)
        page = answer.get_data(as_text=True).replace("&#39;", "'")
        assert (answer.status_code, "isn't linked to anybody here" in page, ADA in page) == (403, True, False)


def test_a_team_that_is_not_there_is_named_in_the_log(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer, caplog: pytest.LogCaptureFixture
) -> None:
    """Also when somebody is made."""
    let_in_by(sqlite_app, provider_of(issuer, creates_people=True, **MAPPED))
    own = {"sub": "nina", "email": NEW, "email_verified": True}
    assert enter(sqlite_app.test_client(), issuer, **own, groups=["gone"]).status_code == 303
    assert "no team is called Atlantis" in caplog.text


def test_the_provider_is_asked_beside_its_token_only_for_what_that_lacks(
    sqlite_app: Flask, sqlite_cast: Cast, issuer: Issuer
) -> None:
    """An address, whether it is verified, a name, and the claims that groups are read from."""
    issuer.said = {"sub": "ada-1"}
    let_in_by(sqlite_app, provider_of(issuer, teams_claim="units", **MAPPED))
    whole = {"email": ADA, "email_verified": True, "name": "Ada Lind", "groups": [], "units": ["south"]}
    for lacking in (None, *whole):
        issuer.asked.clear()
        enter(sqlite_app.test_client(), issuer, **{name: whole[name] for name in whole if name != lacking})
        was_asked = "/userinfo" in [asked.path for asked in issuer.asked]
        assert was_asked == (lacking is not None), lacking


def test_the_sign_in_page_has_a_button_for_each_provider(sqlite_app: Flask, issuer: Issuer) -> None:
    """By its label, whatever stands in that; without providers there is none."""
    page = sqlite_app.test_client().get("/sign-in").get_data(as_text=True)
    assert "/sign-in/with/" not in page
    let_in_by(sqlite_app, provider_of(issuer, label="Sign in with <b>Entra</b>"))
    page = sqlite_app.test_client().get("/sign-in").get_data(as_text=True)
    assert 'href="/sign-in/with/own">Sign in with &lt;b&gt;Entra&lt;/b&gt;</a>' in page
    assert sqlite_app.test_client().get("/sign-in/with/another").status_code == 404
