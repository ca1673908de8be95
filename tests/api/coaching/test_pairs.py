"""Mentoring through the API: who pairs whom, and that a mentor sees nothing of a mentee's records."""

from __future__ import annotations

from typing import Any

from support.acting import in_days, items_of, problem_of
from support.coaching import NOBODY, body
from support.factories import Cast, Player


def pair(by: Player, mentor: Player, mentee: Player) -> dict[str, Any]:
    """Let somebody pair two of the cast by the mentor's address."""
    answer = by.post("/coaching/pairs", {"mentee_id": str(mentee.id), "mentor_email": mentor.email})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    made: dict[str, Any] = answer.get_json()
    return made


def test_a_mentor_may_talk_to_a_mentee_and_sees_no_records(cast: Cast) -> None:
    """Olga of South is Ada's mentor: they have sessions of mentoring, and nothing else of hers is there for Olga."""
    made = pair(cast.max, cast.olga, cast.ada)
    assert (made["mentor"]["name"], made["mentee"]["name"], made["since"]) == (
        "Olga Petrova",
        "Ada Lind",
        str(in_days(0)),
    )
    planned = cast.olga.post("/coaching/sessions", body(cast.ada, kind="mentoring"))
    assert planned.status_code == 201
    assert problem_of(cast.olga.post("/coaching/sessions", body(cast.ada)), 409)["errors"][0]["pointer"] == "#/kind"
    problem_of(cast.olga.get(f"/people/{cast.ada.id}"), 404)
    problem_of(cast.olga.get(f"/training/people/{cast.ada.id}/courses/course-discovery-calls"), 404)
    assert [person["name"] for person in items_of(cast.olga.get("/people"))] == ["Olga Petrova"]
    problem_of(cast.max.get(f"/coaching/sessions/{planned.get_json()['id']}"), 404)


def test_both_see_with_whom_they_may_have_sessions(cast: Cast) -> None:
    """The mentor the mentee, the mentee the mentor beside the manager; what kinds are called is said too."""
    pair(cast.max, cast.olga, cast.ada)

    def seen(player: Player) -> list[tuple[str, str, int]]:
        items = items_of(player.get("/coaching/partners"))
        return [(one["name"], one["part"], len(one["kinds"])) for one in items]

    assert seen(cast.ada) == [("Max Oduya", "coach", 7), ("Olga Petrova", "coach", 1)]
    assert seen(cast.olga) == [("Greta Holm", "coach", 7), ("Ada Lind", "rep", 1)]
    assert seen(cast.mara) == []
    kinds = cast.mara.get("/coaching/partners").get_json()["kinds"]
    assert [one["name"] for one in kinds][:2] == ["One-to-one", "Call review"]


def test_who_manages_the_mentee_ends_a_pair(cast: Cast) -> None:
    """Those of other teams don't know of it; a rep pairs nobody."""
    made = pair(cast.max, cast.olga, cast.ada)
    address = f"/coaching/pairs/{made['id']}/ended"
    assert [one["may_end"] for player in (cast.max, cast.ada) for one in items_of(player.get("/coaching/pairs"))] == [
        True,
        False,
    ]
    assert items_of(cast.greta.get("/coaching/pairs")) == []
    problem_of(cast.greta.post(address), 404)
    problem_of(cast.ada.post(address), 409)
    problem_of(cast.max.post(address, {"until": in_days(-1).isoformat()}), 409)
    assert cast.max.post(address).get_json()["until"] == in_days(0).isoformat()
    assert items_of(cast.max.get("/coaching/pairs")) == []
    problem_of(cast.max.post(f"/coaching/pairs/{NOBODY}/ended"), 404)
    problem_of(cast.ada.post("/coaching/pairs", {"mentee_id": str(cast.ada.id), "mentor_email": cast.olga.email}), 403)


def test_a_pair_that_can_not_be_is_refused(sqlite_cast: Cast) -> None:
    """Somebody of another team as mentee, nobody of that address, no mentor at all."""
    cast = sqlite_cast
    mine = {"mentee_id": str(cast.ada.id)}
    problem_of(cast.max.post("/coaching/pairs", {"mentee_id": str(cast.olga.id), "mentor_email": cast.mara.email}), 404)
    problem_of(cast.max.post("/coaching/pairs", {**mine, "mentor_email": "x@y.example"}), 409)
    problem_of(cast.max.post("/coaching/pairs", mine), 409)
    problem_of(cast.max.post("/coaching/pairs", {**mine, "mentor_id": "x"}), 422)
    problem_of(cast.max.post("/coaching/pairs", {"mentor_email": cast.olga.email}), 422)
