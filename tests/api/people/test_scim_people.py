"""What a directory's word does to people: joining, standing, leaving, coming back; and what it doesn't."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.web.database import db
from lms.audit.models import AuditEntry
from lms.people.models import BrowserSession, Person
from support.acting import in_days, problem_of
from support.factories import Cast, apart, fill, sign_in
from support.scim import ENTERPRISE, PATCH, USER, Directory, directory_of, person_of


@pytest.fixture
def directory(app: Flask, cast: Cast) -> Directory:
    """A directory with Nadia's token."""
    return directory_of(app, cast.nadia)


def _user(directory: Directory, email: str) -> dict[str, Any]:
    return directory.find(f'userName eq "{email}"')[0]


def test_leaving_ends_every_way_in_at_once(app: Flask, session: Session, cast: Cast, directory: Directory) -> None:
    """Ada's browser and token are out in the same moment, today is her last day, and nothing of hers is lost."""
    browser = sign_in(app, cast.ada)
    assert browser.get("/api/v1/me").status_code == 200
    user = _user(directory, cast.ada.email)
    directory.patch(f"/Users/{user['id']}", {"op": "replace", "path": "active", "value": False})
    assert browser.get("/api/v1/me").status_code == 401
    assert cast.ada.get("/me").status_code == 401
    rows = cast.nadia.get(f"/people/{cast.ada.id}/memberships").get_json()["items"]
    assert [row["is_employed"] for row in rows] == [True, False]
    directory.patch(f"/Users/{user['id']}", {"op": "replace", "path": "active", "value": True})
    assert person_of(cast.nadia, user)["team_name"] == "North"
    assert browser.get("/api/v1/me").status_code == 401
    session.expire_all()
    assert [found.ended_at is None for found in session.scalars(select(BrowserSession))] == [False]


def test_saying_again_that_somebody_left_moves_nothing(cast: Cast, directory: Directory) -> None:
    """Their last day stays the one that it was."""
    gone = cast.nadia.post(f"/people/{cast.ada.id}/leaving", {"last_day": "2026-01-30"})
    problem_of(gone, 409)
    user = _user(directory, cast.ada.email)
    for _ in range(2):
        directory.patch(f"/Users/{user['id']}", {"op": "replace", "path": "active", "value": False})
    rows = cast.nadia.get(f"/people/{cast.ada.id}/memberships").get_json()["items"]
    assert [row["is_employed"] for row in rows] == [True, False]


def test_whom_a_directory_deletes_is_gone_for_it_alone(cast: Cast, directory: Directory) -> None:
    """SCIM answers 404, the record stays; added again it is the same person, with the same history."""
    user = _user(directory, cast.ada.email)
    assert directory.ask("DELETE", f"/Users/{user['id']}").status_code == 204
    assert directory.ask("GET", f"/Users/{user['id']}").status_code == 404
    assert directory.find(f'userName eq "{cast.ada.email}"') == []
    assert person_of(cast.nadia, user)["left_at"] is not None
    again = directory.add(cast.ada.email, displayName="Ada Lind-Berg")
    assert again["id"] == user["id"]
    person = person_of(cast.nadia, again)
    assert (person["name"], person["left_at"], person["team_name"]) == ("Ada Lind-Berg", None, "North")


def test_who_was_erased_is_gone_for_it_for_good(cast: Cast, directory: Directory) -> None:
    """Also after it deleted them before: 404, found by nothing, and nothing brings them back."""
    ada, olga = _user(directory, cast.ada.email), _user(directory, cast.olga.email)
    assert directory.ask("DELETE", f"/Users/{ada['id']}").status_code == 204
    directory.patch(f"/Users/{olga['id']}", {"op": "replace", "path": "active", "value": False})
    for user in (ada, olga):
        assert cast.nadia.post(f"/people/{user['id']}/erasure", {"email": user["userName"]}).status_code == 200
        assert directory.ask("GET", f"/Users/{user['id']}").status_code == 404
        directory.patch(f"/Users/{user['id']}", {"op": "replace", "path": "active", "value": True}, status=404)
        assert person_of(cast.nadia, user)["left_at"] is not None


def test_two_records_made_one_are_one_user(cast: Cast, directory: Directory) -> None:
    """The directory, which knew the one that is gone, looks for her, finds the other, and lets that one go."""
    hers = directory.add("ada.lind@example.com", displayName="Ada Lind")
    merged = cast.nadia.post(f"/people/{cast.ada.id}/merge", {"other_id": hers["id"], "takes_address": True})
    assert merged.status_code == 200
    change = {"op": "replace", "path": "active", "value": False}
    directory.patch(f"/Users/{hers['id']}", change | {"value": True}, status=404)
    (found,) = directory.find('userName eq "ada.lind@example.com"')
    assert (found["id"], found["active"]) == (str(cast.ada.id), True)
    directory.patch(f"/Users/{found['id']}", change)
    assert person_of(cast.nadia, found)["left_at"] is not None
    back = cast.nadia.post(f"/people/{hers['id']}/return", {"on": in_days(1).isoformat()})
    assert "joined with" in problem_of(back, 409)["detail"]


def test_a_team_that_an_admin_renamed_is_not_made_again(cast: Cast, directory: Directory) -> None:
    """By a change that doesn't speak of it, or by joining a group; by going out of the group into it again, it is."""
    made = directory.add("zoe@example.com", **{ENTERPRISE: {"department": "Field"}})
    field = person_of(cast.nadia, made)["team_id"]
    assert cast.nadia.ask("PATCH", f"/teams/{field}", json={"name": "Field EMEA"}).status_code == 200
    directory.patch(f"/Users/{made['id']}", {"op": "replace", "path": "displayName", "value": "Zoe"})
    assert person_of(cast.nadia, made)["team_name"] == "Field EMEA"
    group = directory.add_group("First", made["id"])
    assert person_of(cast.nadia, made)["team_name"] == "First"
    assert "Field" not in {team["name"] for team in cast.nadia.get("/teams").get_json()["items"]}
    assert directory.ask("DELETE", f"/Groups/{group['id']}").status_code == 204
    assert person_of(cast.nadia, made)["team_name"] == "Field"


def test_the_last_admin_stays(cast: Cast, directory: Directory) -> None:
    """A directory can't lock everybody out."""
    user = _user(directory, cast.nadia.email)
    refused = directory.ask("DELETE", f"/Users/{user['id']}")
    assert refused.status_code == 409
    assert "last admin" in refused.get_json(force=True)["detail"]
    assert cast.nadia.get("/me").status_code == 200


def test_what_an_admin_changes_by_hand_stands_until_the_directory_says_something_else(
    cast: Cast, directory: Directory
) -> None:
    """A new name moves nobody back into the department's team; a new department does."""
    made = directory.add("zoe@example.com", displayName="Zoe", **{ENTERPRISE: {"department": "North"}})
    place, team = f"/Users/{made['id']}", str(cast.teams["South"])
    cast.nadia.ask("PATCH", f"/people/{made['id']}", json={"team_id": team, "roles": ["rep", "author"]})
    directory.patch(place, {"op": "replace", "path": "displayName", "value": "Zoe Marsh"})
    person = person_of(cast.nadia, made)
    assert (person["name"], person["team_name"], person["roles"]) == ("Zoe Marsh", "South", ["author", "rep"])
    directory.patch(place, {"op": "replace", "path": f"{ENTERPRISE}:department", "value": "North juniors"})
    assert person_of(cast.nadia, made)["team_name"] == "North juniors"


def test_the_last_group_counts_and_the_one_before_it_when_that_is_left(cast: Cast, directory: Directory) -> None:
    """A team for each person: the group they came into last, then the one before, then the department."""
    made = directory.add("zoe@example.com", **{ENTERPRISE: {"department": "Docks"}})
    first, second = directory.add_group("First", made["id"]), directory.add_group("Second", made["id"])
    teams = [person_of(cast.nadia, made)["team_name"]]
    for group in (second, first):
        assert directory.ask("DELETE", f"/Groups/{group['id']}").status_code == 204
        teams.append(person_of(cast.nadia, made)["team_name"])
    assert teams == ["Second", "First", "Docks"]


def test_a_change_of_members_is_answered_as_it_was_asked_for(cast: Cast, directory: Directory) -> None:
    """Without a body but with the version that reading gives, or with the members; an id may be in capitals."""
    zoe, yan = directory.add("zoe@example.com")["id"], directory.add("yan@example.com")["id"]
    place = f"/Groups/{directory.add_group('First', zoe)['id']}"
    body = {
        "schemas": [PATCH],
        "Operations": [{"op": "Add", "path": "members", "value": [{"value": zoe.upper()}, {"value": yan}]}],
    }
    bare = directory.ask("PATCH", place, body)
    assert (bare.status_code, bare.data, bare.headers["ETag"]) == (204, b"", directory.get(place)["meta"]["version"])
    body["Operations"] = [{"op": "remove", "path": f'members[value eq "{zoe}"]'}]
    shown = directory.ask("PATCH", place, body, query_string={"attributes": "members"}).get_json(force=True)
    assert [member["value"] for member in shown["members"]] == [yan]
    assert person_of(cast.nadia, {"id": yan})["team_name"] == "First"
    assert person_of(cast.nadia, {"id": zoe})["team_name"] is None


def test_who_has_neither_group_nor_department_stands_beside_their_manager(cast: Cast, directory: Directory) -> None:
    """The manager's team is a guess, and the last one."""
    made = directory.add("zoe@example.com", **{ENTERPRISE: {"manager": {"value": str(cast.greta.id)}}})
    assert person_of(cast.nadia, made)["team_name"] == "South"


def test_groups_that_the_settings_name_give_roles_and_no_team(make_app: Callable[..., Flask]) -> None:
    """Who comes in holds the role, who goes out is a rep again."""
    app = make_app(directory_roles="Sales leads=manager, Sales leads=author")
    cast = fill(app)
    directory = directory_of(app, cast.nadia)
    made = directory.add("zoe@example.com", **{ENTERPRISE: {"department": "North"}})
    group = directory.add_group("SALES LEADS", made["id"])
    person = person_of(cast.nadia, made)
    assert (person["roles"], person["team_name"]) == (["author", "manager"], "North")
    directory.patch(f"/Groups/{group['id']}", {"op": "remove", "path": "members"})
    assert person_of(cast.nadia, made)["roles"] == ["rep"]


def test_a_user_name_that_is_no_address_is_kept_beside_one(cast: Cast, directory: Directory) -> None:
    """The primary e-mail is the address; without any, one is made up that leads nowhere."""
    mails = [{"value": "other@example.com"}, {"value": "王@例子.example", "primary": True}]
    made = directory.add("王小明", emails=mails, name={"formatted": "王 小明"})
    person = person_of(cast.nadia, made)
    assert (person["email"], person["name"]) == ("王@例子.example", "王 小明")
    assert directory.find('userName eq "王小明"')[0]["id"] == made["id"]
    assert person_of(cast.nadia, directory.add("jdoe"))["email"] == "jdoe@no-address.invalid"


def test_a_new_address_is_followed_and_one_that_is_taken_refused(cast: Cast, directory: Directory) -> None:
    """Whoever marries keeps their record; nobody takes another's address."""
    made = directory.add("zoe@example.com")
    place = f"/Users/{made['id']}"
    directory.patch(place, {"op": "replace", "path": "userName", "value": "zoe.berg@example.com"})
    assert person_of(cast.nadia, made)["email"] == "zoe.berg@example.com"
    refused = {"op": "replace", "path": "userName", "value": cast.ada.email.upper()}
    assert directory.patch(place, refused, status=409)["scimType"] == "uniqueness"


def test_what_a_directory_does_is_in_the_audit(session: Session, cast: Cast, directory: Directory) -> None:
    """By way of `scim`, with whose token it was; the token says what it is for."""
    made = directory.add("zoe@example.com")
    session.expire_all()
    entries = list(session.scalars(select(AuditEntry).order_by(AuditEntry.number)))
    added = next(entry for entry in entries if entry.action == "person.added" and entry.subject == made["id"])
    assert (added.via, added.actor_id) == ("scim", cast.nadia.id)
    assert any(entry.action == "token.added" and '"scope": "scim"' in (entry.details or "") for entry in entries)


def test_two_at_once_add_somebody_once(app: Flask, session: Session, cast: Cast, directory: Directory) -> None:
    """One is told 201, all others 409, whichever database it is."""
    statuses: list[int] = []

    def add() -> None:
        body = {"schemas": [USER], "userName": "zoe@example.com"}
        twin = Directory(app.test_client(), directory.token)
        statuses.append(apart(twin.ask, "POST", "/Users", body).status_code)

    threads = [Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201, 409, 409, 409]
    db.session.rollback()
    assert len(list(session.scalars(select(Person).where(Person.email == "zoe@example.com")))) == 1
