"""Points through the API: the rep writes, the coach of a session to come reads, and nobody else is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from support.acting import follow, items_of, pointers_of, problem_of
from support.agreeing import met
from support.factories import MONDAY, Cast, Player

POINTS = "/coaching/points"


def test_a_point_goes_from_the_rep_to_the_session(session: Session, cast: Cast) -> None:
    """Written for Max, read by both in the session to come, changed and dropped by Ada alone."""
    coming = met(session, cast.max, cast.ada, at=MONDAY + timedelta(days=3000), status="accepted")
    made = _write(cast.ada, " The pilot ", cast.max)
    assert (made["text"], made["coach"]["name"], made["session_id"]) == ("The pilot", "Max Oduya", None)
    place = f"{POINTS}/{made['id']}"
    of_session = f"/coaching/sessions/{coming.id}/points"
    for player in (cast.ada, cast.max):
        assert [point["text"] for point in items_of(player.get(of_session))] == ["The pilot"]
    changed = cast.ada.ask("PATCH", place, json={"coach_id": None}).get_json()
    assert (changed["text"], changed["coach"]) == ("The pilot", None)
    dropped = cast.ada.delete(place).get_json()
    assert dropped["dropped_at"] is not None
    problem_of(cast.ada.ask("PATCH", place, json={"text": "x"}), 409)
    assert items_of(cast.max.get(of_session)) == items_of(cast.ada.get(POINTS)) == []
    assert cast.ada.put(f"{place}/open").get_json()["dropped_at"] is None
    assert cast.ada.get(place).get_json() == changed


def test_a_session_that_is_held_takes_points_up(session: Session, cast: Cast) -> None:
    """They stay with it, and are closed for the rep."""
    coming = met(session, cast.max, cast.ada, at=MONDAY, status="accepted")
    _write(cast.ada, "The pilot")
    assert cast.max.post(f"/coaching/sessions/{coming.id}/held").status_code == 200
    assert [point["text"] for point in items_of(cast.max.get(f"/coaching/sessions/{coming.id}/points"))] == [
        "The pilot"
    ]
    assert items_of(cast.ada.get(POINTS)) == []
    closed = items_of(cast.ada.get(f"{POINTS}?state=closed"))
    assert [point["session_id"] for point in closed] == [str(coming.id)]


def test_nobody_else_sees_or_changes_a_point(session: Session, cast: Cast) -> None:
    """404 for everybody; for Max too outside of the session, and 403 for who is no colleague."""
    coming = met(session, cast.max, cast.ada, at=MONDAY, status="accepted")
    made = _write(cast.ada, "The pilot")
    place = f"{POINTS}/{made['id']}"
    for player in cast.everyone():
        if player is cast.ada:
            continue
        status = 403 if player is cast.paula else 404
        problem_of(player.get(place), status)
        problem_of(player.ask("PATCH", place, json={"text": "x"}), status)
        problem_of(player.delete(place), status)
        problem_of(player.put(f"{place}/open"), status)
        if player is not cast.max:
            problem_of(player.get(f"/coaching/sessions/{coming.id}/points"), status)
        if player is not cast.paula:
            assert items_of(player.get(POINTS)) == []
    assert cast.ada.get(place).get_json() == made


def test_a_point_is_for_coaches_of_ones_own_and_in_words(sqlite_cast: Cast) -> None:
    """Whoever else is named isn't there; pages go on where the one before ended."""
    cast = sqlite_cast
    assert [coach["name"] for coach in items_of(cast.ada.get(f"{POINTS}/coaches"))] == ["Max Oduya"]
    problem_of(cast.ada.post(POINTS, {"text": "x", "coach_id": str(cast.greta.id)}), 404)
    for body, pointer in (({"text": " "}, "#/text"), ({"text": "x" * 501}, "#/text"), ({}, "#/text")):
        assert pointers_of(cast.ada.post(POINTS, body)) == [pointer]
    assert pointers_of(cast.ada.post(POINTS, {"text": "x", "coach_id": "max"})) == ["#/coach_id"]
    for number in range(3):
        _write(cast.ada, str(number))
    pages = follow(cast.ada, f"{POINTS}?limit=2")
    assert [[point["text"] for point in page] for page in pages] == [["0", "1"], ["2"]]


def _write(player: Player, text: str, coach: Player | None = None) -> dict[str, Any]:
    answer = player.post(POINTS, {"text": text, "coach_id": str(coach.id) if coach else None})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    made: dict[str, Any] = answer.get_json()
    return made
