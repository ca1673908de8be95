"""Records of people as an admin joins, gives out and erases them, and finds people among many."""

from __future__ import annotations

import json

import pytest

from support.acting import PAGE, in_days
from support.coaching import schedule
from support.factories import Cast


def _let_sven_go(cast: Cast) -> None:
    """Let Sven have come some months ago, and left yesterday."""
    path = f"/people/{cast.sven.id}"
    cast.nadia.ask("PATCH", path, json={"hired_on": in_days(-100).isoformat()})
    assert cast.nadia.post(f"{path}/leaving", {"last_day": in_days(-1).isoformat()}).status_code == 200


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=lind", {"Ada Lind"}),
        ("q=ADA%20lind", {"Ada Lind"}),
        ("q=%25", set()),
        ("q=petrova%40nowhere", set()),
        ("role=author", {"Mara Quill"}),
        ("team_id={north}", {"Ada Lind", "Max Oduya", "Sven Berg"}),
        ("state=left", {"Sven Berg"}),
        ("state=here&role=rep", {"Ada Lind", "Olga Petrova"}),
    ],
)
def test_people_are_found(cast: Cast, query: str, names: set[str]) -> None:
    """By words of their name or address, team with those below it, role, and whether they have left."""
    _let_sven_go(cast)
    answer = cast.nadia.get(f"/people?{query.format(north=cast.teams['North'])}")
    assert {person["name"] for person in answer.get_json()["items"]} == names


def test_a_manager_finds_their_own_people_only(cast: Cast) -> None:
    """Whatever they look for."""
    assert cast.max.get("/people?q=petrova").get_json()["items"] == []


def test_two_records_are_made_one_and_parted_again(cast: Cast) -> None:
    """Foretold, done, listed with until when it can be undone, and undone."""
    cast.sven.put(f"/favourites/{PAGE}")
    foreseen = cast.nadia.get(f"/people/{cast.ada.id}/merge/{cast.sven.id}").get_json()["items"]
    assert {"table": "favourite", "moves": 1, "stays": 0} in foreseen
    made = cast.nadia.post(f"/people/{cast.ada.id}/merge", {"other_id": str(cast.sven.id), "takes_address": True})
    assert made.status_code == 200, made.get_data(as_text=True)
    assert (made.get_json()["kept"], made.get_json()["gone"]) == ("Ada Lind", "Sven Berg")
    assert cast.sven.get("/me").status_code == 401
    assert [page["id"] for page in cast.ada.get("/favourites").get_json()["items"]] == [PAGE]
    (listed,) = cast.nadia.get("/merges").get_json()["items"]
    assert listed["undone_until"] is not None
    assert cast.nadia.post(f"/merges/{listed['id']}/undo").status_code == 200
    assert cast.ada.get("/favourites").get_json()["items"] == []
    assert cast.sven.get("/me").status_code == 200


def test_a_merge_of_an_erased_record_is_not_undone(cast: Cast) -> None:
    """The list says so, and the answer why; two records were erased in one."""
    _let_sven_go(cast)
    made = cast.nadia.post(f"/people/{cast.sven.id}/merge", {"other_id": str(cast.olga.id), "takes_address": False})
    assert made.get_json()["undone_until"] is not None
    yesterday = {"last_day": in_days(-1).isoformat()}
    assert cast.nadia.post(f"/people/{cast.sven.id}/leaving", yesterday).status_code == 200
    done = cast.nadia.post(f"/people/{cast.sven.id}/erasure", {"email": cast.sven.email})
    assert done.get_json()["records"] == 2
    (listed,) = cast.nadia.get("/merges").get_json()["items"]
    assert listed["undone_until"] is None
    refused = cast.nadia.post(f"/merges/{listed['id']}/undo")
    assert (refused.status_code, "was erased since" in refused.get_json()["detail"]) == (409, True)


def test_everybody_is_given_their_own_data_and_an_admin_anybodys(cast: Cast) -> None:
    """As a file, and with an entry in the audit."""
    own = cast.ada.get("/me/personal-data")
    assert own.headers["Content-Disposition"].startswith("attachment")
    assert json.loads(own.get_data(as_text=True))["person"][0]["email"] == cast.ada.email
    session_id = schedule(cast.max, cast.ada)["id"]
    place = f"/coaching/sessions/{session_id}/texts/private"
    assert cast.ada.put(place, {"text": "What only Ada knows"}, headers={"If-Match": '"0"'}).status_code == 200
    assert "What only Ada knows" in cast.ada.get("/me/personal-data").get_data(as_text=True)
    assert "What only Ada knows" not in cast.max.get("/me/personal-data").get_data(as_text=True)
    assert cast.nadia.get(f"/people/{cast.ada.id}/personal-data").status_code == 200
    assert cast.max.get(f"/people/{cast.ada.id}/personal-data").status_code == 403
    (first, *_) = cast.nadia.get(f"/audit?action=export&person_id={cast.ada.id}").get_json()["items"]
    assert first["actor"] == cast.nadia.name


def test_who_has_left_is_erased_when_their_address_is_typed(cast: Cast) -> None:
    """Somebody else's address is refused, and so is somebody who is here."""
    path = f"/people/{cast.sven.id}/erasure"
    assert cast.nadia.post(path, {"email": cast.sven.email}).status_code == 409
    _let_sven_go(cast)
    assert cast.nadia.post(path, {"email": cast.ada.email}).status_code == 409
    done = cast.nadia.post(path, {"email": f" {cast.sven.email.upper()} "})
    assert (done.status_code, done.get_json()["records"], done.get_json()["tables"]["api_token"]) == (200, 1, 1)
    assert cast.nadia.get(f"/people/{cast.sven.id}").get_json()["name"] == "(erased)"


def test_a_link_signs_in_whom_it_was_made_for(cast: Cast) -> None:
    """Nobody who has left gets one."""
    made = cast.nadia.post(f"/people/{cast.ada.id}/sign-in-link").get_json()
    assert "/sign-in/" in made["url"]
    _let_sven_go(cast)
    assert cast.nadia.post(f"/people/{cast.sven.id}/sign-in-link").status_code == 409


def test_tokens_of_all_are_listed_and_revoked(cast: Cast) -> None:
    """Once it is revoked, its owner is a stranger."""
    tokens = cast.nadia.get("/admin/tokens").get_json()["items"]
    mine = next(token for token in tokens if token["person"] == "Ada Lind")
    assert "secret" not in mine
    assert cast.nadia.delete(f"/admin/tokens/{mine['id']}").status_code == 204
    assert cast.ada.get("/me").status_code == 401


def test_what_is_stored_is_said(cast: Cast) -> None:
    """Folders with bytes, tables with rows."""
    found = cast.nadia.get("/storage").get_json()
    assert found["free_bytes"] > 0
    assert found["database_bytes"] > 0
    assert {"person", "audit_entry"} <= {table["name"] for table in found["tables"]}
    assert cast.max.get("/storage").status_code == 403
