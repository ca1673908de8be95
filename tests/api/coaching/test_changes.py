"""Changes of a session through the API: by its two people, each once, and as the table lets them."""

from __future__ import annotations

from typing import Any

import pytest

from support.acting import in_days, pointers_of, problem_of
from support.coaching import NOBODY, at, body, schedule
from support.factories import Cast

CHANGES: dict[str, Any] = {
    "accepted": None,
    "moved": {"minutes": 60},
    "held": {},
    "missed": {},
    "cancelled": {"reason": "Ill"},
    "reopened": {},
}


def test_nobody_else_changes_a_session(cast: Cast) -> None:
    """To them it isn't there, not even to the admin; a partner isn't let in."""
    made = schedule(cast.max, cast.ada)
    address = f"/coaching/sessions/{made['id']}"
    for name, sent in CHANGES.items():
        for other in (cast.nadia, cast.greta, cast.sven, cast.mara):
            problem_of(other.post(f"{address}/{name}", sent), 404)
        problem_of(cast.paula.post(f"{address}/{name}", sent), 403)
        problem_of(cast.max.post(f"/coaching/sessions/{NOBODY}/{name}", sent), 404)
    assert cast.ada.get(address).get_json()["events"] == made["events"]


def test_a_rep_proposes_and_the_coach_accepts(cast: Cast) -> None:
    """It waits for Max; Ada can't accept her own."""
    asked = {**body(cast.ada), "rep_id": None, "coach_id": str(cast.max.id)}
    made = cast.ada.post("/coaching/sessions", asked).get_json()
    address = f"/coaching/sessions/{made['id']}"
    assert (made["status"], made["actions"]) == ("proposed", ["move", "edit", "cancel"])
    problem_of(cast.ada.post(f"{address}/accepted"), 403)
    accepted = cast.max.post(f"{address}/accepted").get_json()
    assert accepted["status"] == "accepted"
    assert [event["kind"] for event in accepted["events"]] == ["proposed", "accepted"]
    problem_of(cast.max.post(f"{address}/accepted"), 409)


def test_a_session_is_moved_and_cancelled_with_what_was_said(cast: Cast) -> None:
    """Each fact names who did it and what holds from then on; what is cancelled stays so."""
    address = f"/coaching/sessions/{schedule(cast.max, cast.ada, days=2)['id']}"
    moved = cast.ada.post(f"{address}/moved", {"scheduled_at": at(5), "minutes": 45, "reason": "Fair"}).get_json()
    assert (moved["scheduled_at"], moved["minutes"], moved["status"]) == (at(5), 45, "accepted")
    assert (moved["events"][1]["by"]["name"], moved["events"][1]["reason"]) == ("Ada Lind", "Fair")
    assert pointers_of(cast.ada.post(f"{address}/cancelled", {})) == ["#/reason"]
    assert pointers_of(cast.ada.post(f"{address}/cancelled", {"reason": " "})) == ["#/reason"]
    cancelled = cast.ada.post(f"{address}/cancelled", {"reason": "The fair again"}).get_json()
    assert (cancelled["status"], cancelled["actions"]) == ("cancelled", [])
    for name, sent in CHANGES.items():
        problem_of(cast.max.post(f"{address}/{name}", sent), 409)


def test_only_the_coach_marks_a_session_as_held(cast: Cast) -> None:
    """Ada gets 403; Max says when it was and how long it took, and takes back what he marked by mistake."""
    address = f"/coaching/sessions/{schedule(cast.max, cast.ada, scheduled_at=at(-3))['id']}"
    problem_of(cast.ada.post(f"{address}/held"), 403)
    held = cast.max.post(f"{address}/held")
    assert (held.status_code, held.get_json()["held_on"]) == (200, in_days(0).isoformat())
    problem_of(cast.max.post(f"{address}/held"), 409)
    problem_of(cast.ada.post(f"{address}/reopened"), 403)
    again = cast.max.post(f"{address}/reopened", {"reason": "Wrong line"}).get_json()
    assert (again["status"], again["held_at"], again["held_on"]) == ("accepted", None, None)
    earlier = {"on": in_days(-3).isoformat(), "minutes": 3}
    held = cast.max.post(f"{address}/held", earlier)
    assert (held.get_json()["held_on"], held.get_json()["minutes"]) == (in_days(-3).isoformat(), 3)
    kinds = [event["kind"] for event in cast.ada.get(address).get_json()["events"]]
    assert kinds == ["accepted", "held", "reopened", "held"]


def test_either_says_that_a_session_was_missed_once_it_was_to_begin(cast: Cast) -> None:
    """Before it begins it is cancelled or moved instead."""
    coming, gone = (schedule(cast.max, cast.ada, scheduled_at=at(days))["id"] for days in (3, -3))
    problem_of(cast.ada.post(f"/coaching/sessions/{coming}/missed"), 409)
    missed = cast.ada.post(f"/coaching/sessions/{gone}/missed", {"reason": "Nobody came"}).get_json()
    assert (missed["status"], missed["actions"]) == ("missed", ["reopen"])


@pytest.mark.parametrize(
    ("name", "sent", "pointer"),
    [
        ("held", {"on": "yesterday"}, "#/on"),
        ("held", {"minutes": 0}, "#/minutes"),
        ("held", {"minutes": True}, "#/minutes"),
        ("moved", {"scheduled_at": "2026-03-02"}, "#/scheduled_at"),
        ("moved", {"minutes": 4}, "#/minutes"),
        ("missed", {"reason": "x" * 501}, "#/reason"),
        ("cancelled", {"reason": "a\0b"}, "#/reason"),
        ("reopened", {"why": "x"}, "#/why"),
    ],
)
def test_a_bad_field_is_named(sqlite_cast: Cast, name: str, sent: dict[str, Any], pointer: str) -> None:
    """As of every request."""
    made = schedule(sqlite_cast.max, sqlite_cast.ada)
    assert pointers_of(sqlite_cast.max.post(f"/coaching/sessions/{made['id']}/{name}", sent)) == [pointer]


def test_a_body_may_be_left_out_but_not_be_anything_else(sqlite_cast: Cast) -> None:
    """None, or one of JSON; text is refused as ever, and so is a list."""
    address = f"/coaching/sessions/{schedule(sqlite_cast.max, sqlite_cast.ada)['id']}/held"
    problem_of(sqlite_cast.max.post(address, data="x", content_type="text/plain"), 415)
    problem_of(sqlite_cast.max.post(address, []), 400)
    assert sqlite_cast.max.post(address).status_code == 200
