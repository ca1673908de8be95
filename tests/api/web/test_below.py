"""Below a path of a host: what comes in is taken there alone, and no address of an answer leads beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from api.web.below import copied_within
from api.web.database import db
from api.web.documentation import document
from api.work.settings import check_settings
from config import Config, ConfigError
from lms.people.models import Person
from lms.people.proofs import issue_link
from support.factories import Cast, apart, fill

HOST, PATH = "https://tools.example.com", "/playbook"
SAME = {"Sec-Fetch-Site": "same-origin"}
# Whoever asks by another name than ours must not find that name in an answer.
HOSTILE = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """An app that stands below a path."""
    return make_app(base_url=f"{HOST}{PATH}/")


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Everybody."""
    return fill(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


def test_what_is_asked_beside_the_path_is_told_where_to_go(client: FlaskClient) -> None:
    """Also where its name begins alike; the path alone leads to the home below it."""
    for beside in ("/", "/api/v1/health", "/playbooks/", "/app/deals/"):
        answer = apart(client.get, beside)
        assert (answer.status_code, f"{PATH}/" in answer.get_data(as_text=True)) == (404, True)
    answer = apart(client.get, f"{PATH}?q=1")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{PATH}/")
    assert apart(client.get, f"{PATH}/api/v1/health").status_code == 200


def test_signing_in_leads_back_below_the_path_and_its_cookies_stay_there(
    app: Flask, cast: Cast, client: FlaskClient
) -> None:
    """By HTTPS alone, as BASE_URL says, whatever the request says of its host."""
    asked = apart(
        client.get, f"{PATH}/guides/?from=mail", headers={"Accept": "text/html", "Sec-Fetch-Dest": "document"} | HOSTILE
    )
    assert asked.headers["Location"] == f"{PATH}/sign-in"
    answer = apart(client.post, f"{PATH}/sign-in/{_link(app, cast)}", headers=SAME | HOSTILE)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PATH}/guides/?from=mail")
    cookies = [*asked.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    assert len(cookies) == 4
    assert [cookie for cookie in cookies if not re.search(rf"; Path={PATH}/(sign-in)?(;|$)", cookie)] == []
    assert [cookie for cookie in cookies if "; Secure" not in cookie and "; Max-Age=0" not in cookie] == []


@pytest.mark.parametrize("wanted", ["/app/deals/", "/playbooks/x/", f"{PATH}//evil.example/", f"{PATH}/api/v1/me"])
def test_signing_in_leads_to_no_page_beside_the_path(app: Flask, cast: Cast, client: FlaskClient, wanted: str) -> None:
    """What stands beside it on the host is somebody else's."""
    client.set_cookie("repertoire_asked", wanted, path=f"{PATH}/sign-in")
    answer = apart(client.post, f"{PATH}/sign-in/{_link(app, cast)}", headers=SAME)
    assert answer.headers["Location"] == f"{PATH}/"


def test_a_form_is_known_as_ours_by_the_origin_that_browsers_send(app: Flask, cast: Cast, client: FlaskClient) -> None:
    """An origin has no path; that of whoever is in front of us isn't ours."""
    link = f"{PATH}/sign-in/{_link(app, cast)}"
    refused = apart(client.post, link, headers={"Origin": "https://evil.example", "Host": "127.0.0.1:8000"})
    assert refused.status_code == 403
    assert apart(client.post, link, headers={"Origin": HOST, "Host": "127.0.0.1:8000"}).status_code == 303


# What answers have of addresses: of pages, of parts of the API, in HTML, and in lists that no schema writes.
ANSWERS = (
    "/search?q=pricing&limit=20",
    "/suggest?q=pri",
    "/content?limit=2",
    "/content/too-expensive",
    "/content/too-expensive/similar",
    "/content/deck-business-case/slides",
    "/home",
    "/training/courses",
    "/training/matrix?limit=1",
    "/demand/pages?kind=unused",
)
# In JSON, and in HTML within it.
_ADDRESS = re.compile(r"""(?:"|=\\")(/[^"\\ ]*)""")


def test_addresses_in_answers_lead_below_the_path(cast: Cast, client: FlaskClient) -> None:
    """Those of pages, of parts of the API, and of links in HTML; the host that was asked for is in none."""
    for path in ANSWERS:
        answer = _read(cast, client, path)
        text = answer.get_data(as_text=True)
        assert answer.status_code == 200, (path, text)
        assert "evil.example" not in text
        found = _ADDRESS.findall(text)
        assert found, path
        assert [address for address in found if not address.startswith(f"{PATH}/")] == [], path


def test_what_was_made_and_the_document_of_the_api_are_below_the_path(cast: Cast, client: FlaskClient) -> None:
    """Its paths are those of its server."""
    body = {"name": "Nora Vale", "email": "nora@brightwharf.example", "roles": ["rep"]}
    made = apart(client.post, f"{PATH}/api/v1/people", json=body, headers=_bearer(cast) | HOSTILE)
    assert made.status_code == 201, made.get_data(as_text=True)
    assert made.headers["Location"] == f"{PATH}/api/v1/people/{made.get_json()['id']}"
    assert _read(cast, client, "/openapi.json").get_json()["servers"] == [{"url": PATH}]


def test_an_address_that_was_copied_is_known(app: Flask) -> None:
    """From the browser's bar or from a link; another host's is left alone."""
    with app.test_request_context(f"{PATH}/", base_url=f"{HOST}{PATH}"):
        for text in (f"{HOST}{PATH}/guides/pricing/", f" {PATH}/guides/pricing/"):
            assert copied_within(text) == "/guides/pricing/"
        for text in ("pricing", "https://evil.example/playbook/guides/", f"{HOST}/guides/"):
            assert copied_within(text) == text


def test_every_address_of_an_answer_is_one_that_knows_the_path(sqlite_app: Flask) -> None:
    """A field called `url` or `next` is a `SiteAddress`, whose format the document names."""
    schemas = document(sqlite_app)["components"]["schemas"]
    plain = [
        f"{schema}.{name}"
        for schema, shape in schemas.items()
        for name, field in shape.get("properties", {}).items()
        if (name in {"url", "next"} or name.endswith("_url"))
        and '"string"' in json.dumps(field)
        and "uri-reference" not in json.dumps(field)
    ]
    assert plain == []


@pytest.mark.parametrize(
    "address",
    [
        "tools.example.com",
        "https://tools.example.com/a b",
        "https://tools.example.com/a/../b",
        "https://a.example/?x=1",
    ],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    """Or one whose path could be written in several ways; the message shows one that works."""
    with pytest.raises(ConfigError, match=r"BASE_URL is .*use the whole address"):
        check_settings(Config(base_url=address))
    check_settings(Config(base_url=f"{HOST}{PATH}/"))


def _link(app: Flask, cast: Cast) -> str:
    """Return the secret of a new link for Ada to sign in with."""
    with app.app_context(), Session(db.engine) as session:
        secret = issue_link(session, person=session.get_one(Person, cast.ada.id), at=datetime.now(UTC))
        session.commit()
        return secret


def _bearer(cast: Cast) -> dict[str, str]:
    return {"Authorization": f"Bearer {cast.nadia.token}"}


def _read(cast: Cast, client: FlaskClient, path: str) -> TestResponse:
    """Ask the API below the path as the admin, by another host's name."""
    return apart(client.get, f"{PATH}/api/v1{path}", headers=_bearer(cast) | HOSTILE)
