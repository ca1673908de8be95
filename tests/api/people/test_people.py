"""People, teams and tokens: who sees whom, and secrets that are shown once."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.models import ROLES, ApiToken
from support.acting import follow, in_days, items_of, pointers_of, problem_of
from support.factories import Cast, Player


def test_everybody_is_told_who_they_are(cast: Cast) -> None:
    """`/me` names the asker, their roles and their team."""
    me = cast.sven.get("/me").get_json()
    assert (me["name"], me["roles"], me["team_name"], me["left_at"]) == ("Sven Berg", ["rep"], "North juniors", None)
    assert cast.mara.get("/me").get_json()["team_name"] is None


def test_a_rep_sees_only_herself(cast: Cast) -> None:
    """Ada's colleagues are none of her business."""
    assert _names(cast.ada) == {"Ada Lind"}
    assert cast.ada.get(f"/people/{cast.ada.id}").status_code == 200
    for other in (cast.max, cast.sven, cast.olga):
        problem_of(cast.ada.get(f"/people/{other.id}"), 404)


def test_a_manager_sees_the_team_and_the_teams_below(cast: Cast) -> None:
    """Max sees Ada and Sven of the juniors, and nobody of South."""
    assert _names(cast.max) == {"Max Oduya", "Ada Lind", "Sven Berg"}
    assert _names(cast.greta) == {"Greta Holm", "Olga Petrova"}
    assert cast.max.get(f"/people/{cast.sven.id}").status_code == 200
    problem_of(cast.max.get(f"/people/{cast.olga.id}"), 404)
    problem_of(cast.max.get(f"/people/{cast.nadia.id}"), 404)


def test_an_author_sees_only_herself(cast: Cast) -> None:
    """Writing content opens nobody's records."""
    assert _names(cast.mara) == {"Mara Quill"}


def test_the_admin_sees_everybody(cast: Cast) -> None:
    """Nadia runs the place."""
    assert _names(cast.nadia) == {player.name for player in cast.everyone()}


def test_a_manager_without_a_team_sees_only_himself(cast: Cast) -> None:
    """No team is not all teams."""
    body = {"email": "tom@brightwharf.example", "name": "Tom", "roles": ["manager"]}
    made = cast.nadia.post("/people", body).get_json()
    assert made["team_name"] is None
    assert "Tom" not in _names(cast.max)


def test_managers_see_the_teams_they_manage(cast: Cast) -> None:
    """Max sees North and the juniors, Greta South, Nadia all three."""
    assert [team["name"] for team in items_of(cast.max.get("/teams"))] == ["North", "North juniors"]
    assert [team["name"] for team in items_of(cast.greta.get("/teams"))] == ["South"]
    juniors = items_of(cast.nadia.get("/teams"))[1]
    assert juniors["parent_id"] == str(cast.teams["North"])


def test_following_next_gives_every_person_once(cast: Cast) -> None:
    """Eight people in pages of three: 3, 3 and 2."""
    pages = follow(cast.nadia, "/people?limit=3")
    assert [len(page) for page in pages] == [3, 3, 2]
    names = [person["name"] for page in pages for person in page]
    assert sorted(names) == sorted(player.name for player in cast.everyone())


def test_a_full_last_page_has_no_next(cast: Cast) -> None:
    """Eight people in pages of eight are one page."""
    assert [len(page) for page in follow(cast.nadia, "/people?limit=8")] == [8]


def test_the_admin_adds_a_person(cast: Cast) -> None:
    """The answer and its Location name the new rep, whom her manager sees at once."""
    body = {"email": "Freya@BrightWharf.example", "name": " Freya Madsen ", "roles": ["rep", "rep"]}
    answer = cast.nadia.post("/people", {**body, "team_id": str(cast.teams["North juniors"])})
    made = answer.get_json()
    assert answer.status_code == 201
    assert (made["email"], made["name"], made["roles"]) == ("freya@brightwharf.example", "Freya Madsen", ["rep"])
    assert made["team_name"] == "North juniors"
    assert answer.headers["Location"] == f"/api/v1/people/{made['id']}"
    assert cast.max.get(f"/people/{made['id']}").get_json() == made


@pytest.mark.parametrize("role", ROLES)
def test_every_role_can_be_given_and_is_shown(sqlite_cast: Cast, role: str) -> None:
    """To the admin, who made a partner as well as a rep."""
    body = {"email": "pia@brightwharf.example", "name": "Pia", "roles": [role]}
    made = sqlite_cast.nadia.post("/people", body)
    assert made.status_code == 201, made.get_data(as_text=True)
    (shown,) = [person for person in items_of(sqlite_cast.nadia.get("/people")) if person["name"] == "Pia"]
    assert shown["roles"] == [role]


def test_an_address_is_taken_once_in_any_spelling(cast: Cast) -> None:
    """ADA@ is ada@; the field at fault is named."""
    answer = cast.nadia.post("/people", {"email": cast.ada.email.upper(), "name": "Other", "roles": ["rep"]})
    assert problem_of(answer, 409)["errors"][0]["pointer"] == "#/email"


@pytest.mark.parametrize("email", ["ada", "@x.example", "a b@x.example", "a@", "<a>@x.example", "a@x.test\n", "a@@b"])
def test_what_is_no_address_is_refused(sqlite_cast: Cast, email: str) -> None:
    """The directory holds addresses only."""
    answer = sqlite_cast.nadia.post("/people", {"email": email, "name": "A", "roles": ["rep"]})
    assert pointers_of(answer) == ["#/email"]


def test_a_person_needs_a_role(sqlite_cast: Cast) -> None:
    """Without one nobody could do anything."""
    answer = sqlite_cast.nadia.post("/people", {"email": "a@x.example", "name": "A", "roles": []})
    assert pointers_of(answer) == ["#/roles"]


def test_a_team_that_is_not_there_is_refused(cast: Cast) -> None:
    """Nobody is put into an unknown team."""
    body = {"email": "a@x.example", "name": "A", "roles": ["rep"], "team_id": str(cast.ada.id)}
    problem_of(cast.nadia.post("/people", body), 404)


def test_a_tokens_secret_is_shown_once_and_kept_as_sha_256(session: Session, cast: Cast) -> None:
    """The answer that makes a token is the only place of its secret."""
    made = cast.ada.post("/tokens", {"name": " laptop ", "days": 30})
    secret = made.get_json()["secret"]
    assert made.status_code == 201
    assert made.get_json()["name"] == "laptop"
    assert made.get_json()["expires_at"].startswith(in_days(30).isoformat())
    assert secret not in cast.ada.get("/tokens").get_data(as_text=True)
    rows = session.execute(select(ApiToken.__table__).where(ApiToken.name == "laptop")).all()
    assert hashlib.sha256(secret.encode()).digest() in rows[0]
    assert secret not in str(rows)


def test_nobody_sees_or_revokes_anothers_token(cast: Cast) -> None:
    """Not her manager, not the admin; to them it isn't there."""
    made = cast.ada.post("/tokens", {"name": "laptop"}).get_json()
    for other in (cast.max, cast.nadia, cast.olga):
        assert made["id"] not in {token["id"] for token in items_of(other.get("/tokens"))}
        problem_of(other.delete(f"/tokens/{made['id']}"), 404)
    assert cast.ada.get("/me", headers={"Authorization": f"Bearer {made['secret']}"}).status_code == 200


def test_tokens_are_listed_newest_first(cast: Cast) -> None:
    """The one just made stands at the top."""
    for name in ("one", "two"):
        cast.ada.post("/tokens", {"name": name})
    assert [token["name"] for token in items_of(cast.ada.get("/tokens"))] == ["two", "one", "test"]


@pytest.mark.parametrize("days", [0, 367, 1.5, "many"])
def test_a_token_lives_a_day_to_a_year(sqlite_cast: Cast, days: object) -> None:
    """No token is for ever."""
    assert pointers_of(sqlite_cast.ada.post("/tokens", {"name": "x", "days": days})) == ["#/days"]


def _names(player: Player) -> set[str]:
    return {person["name"] for person in items_of(player.get("/people"))}
