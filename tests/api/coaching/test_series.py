"""Series through the API: planned on one's own clock, accepted, changed from a day on and ended, by the two alone."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from api.running.company_jobs import make_sessions
from support.acting import in_days, items_of, pointers_of, problem_of
from support.coaching import NOBODY, at, body
from support.factories import Cast, Player

WEEKLY = "FREQ=WEEKLY"


def repeat(coach: Player, rep: Player, *, days: int = 7, **fields: Any) -> dict[str, Any]:
    """Let a coach plan a series with a rep, and return it."""
    sent = body(rep, **{"scheduled_at": at(days), "rule": WEEKLY, **fields})
    answer = coach.post("/coaching/series", sent)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    made: dict[str, Any] = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/coaching/series/{made['id']}"
    return made


def test_a_series_is_said_in_words_with_its_next_sessions(cast: Cast) -> None:
    """In the zone that the coach set; each session names its series, and may be asked for by it."""
    assert cast.max.ask("PATCH", "/me", json={"time_zone": "Asia/Tokyo"}).get_json()["zone"] == "Asia/Tokyo"
    made = repeat(cast.max, cast.ada, rule="RRULE:FREQ=WEEKLY;COUNT=3")
    assert (made["rule"], made["said"], made["zone"]) == ("FREQ=WEEKLY;COUNT=3", "every week, 3 times", "Asia/Tokyo")
    assert made["starts_at"] == f"{in_days(7)}T18:00"
    assert [one["scheduled_at"] for one in made["sessions"]] == [at(7), at(14), at(21)]
    assert (made["is_agreed"], made["is_asked"], made["kind_name"]) == (True, False, "One-to-one")
    assert len(items_of(cast.ada.get(f"/coaching/sessions?series_id={made['id']}"))) == 3
    assert [one["id"] for one in items_of(cast.ada.get("/coaching/series"))] == [made["id"]]
    assert cast.ada.get(f"/coaching/series/{made['id']}").get_json()["sessions"][0]["series_id"] == made["id"]


def test_a_rep_proposes_a_series_and_the_coach_accepts_it(cast: Cast) -> None:
    """As a whole; the rep can't."""
    asked = {"coach_id": str(cast.max.id), "topic": "Weekly", "scheduled_at": at(7), "rule": WEEKLY}
    made = cast.ada.post("/coaching/series", asked).get_json()
    address = f"/coaching/series/{made['id']}"
    assert cast.max.get(address).get_json()["is_asked"] is True
    problem_of(cast.ada.post(f"{address}/accepted"), 403)
    accepted = cast.max.post(f"{address}/accepted").get_json()
    assert {one["status"] for one in accepted["sessions"]} == {"accepted"}
    problem_of(cast.max.post(f"{address}/accepted"), 409)
    assert items_of(cast.max.get("/coaching/sessions?waiting=true")) == []


def test_a_series_changes_and_ends(cast: Cast) -> None:
    """Each of the two may; the new one is answered, and what was planned of the old one is cancelled with a reason."""
    made = repeat(cast.max, cast.ada)
    sent = {"scheduled_at": at(22), "rule": "FREQ=WEEKLY;INTERVAL=2", "topic": "Fortnightly", "place": None}
    new = cast.ada.post(f"/coaching/series/{made['id']}/changed", sent).get_json()
    assert (new["topic"], new["said"], new["is_agreed"]) == ("Fortnightly", "every 2 weeks", True)
    left = cast.max.get(f"/coaching/series/{made['id']}").get_json()
    assert [one["status"] for one in left["sessions"]] == ["accepted"] * 3 + ["cancelled"] * 6
    dropped = cast.max.get(f"/coaching/sessions/{left['sessions'][-1]['id']}").get_json()
    assert dropped["events"][-1]["reason"] == f"The series changed from {in_days(22)} on"
    problem_of(cast.max.post(f"/coaching/series/{made['id']}/ended", {"reason": "x"}), 409)
    ended = cast.max.post(f"/coaching/series/{new['id']}/ended", {"reason": "New team", "on": in_days(30).isoformat()})
    assert [one["status"] for one in ended.get_json()["sessions"]] == ["accepted", *["cancelled"] * 4]
    assert items_of(cast.ada.get("/coaching/series")) == []


def test_the_worker_makes_what_is_missing(app: Flask, cast: Cast) -> None:
    """The job runs in an app of its own, finds nothing to add to what was just made, and may run again."""
    made = repeat(cast.max, cast.ada)
    with app.app_context():
        make_sessions()
        make_sessions()
    assert len(items_of(cast.max.get(f"/coaching/sessions?series_id={made['id']}"))) == 9


def test_nobody_else_reaches_a_series(cast: Cast) -> None:
    """404 for everybody but the two, the admin included."""
    address = f"/coaching/series/{repeat(cast.max, cast.ada)['id']}"
    for player in (cast.nadia, cast.greta, cast.sven, cast.mara):
        problem_of(player.get(address), 404)
        problem_of(player.post(f"{address}/accepted"), 404)
        problem_of(player.post(f"{address}/changed", {"scheduled_at": at(22)}), 404)
        problem_of(player.post(f"{address}/ended", {"reason": "x"}), 404)
        assert items_of(player.get("/coaching/series")) == []
    problem_of(cast.paula.get(address), 403)
    problem_of(cast.max.get(f"/coaching/series/{NOBODY}"), 404)
    problem_of(cast.max.post("/coaching/series", body(cast.olga, rule=WEEKLY)), 404)


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"rule": None}, 422, "#/rule"),
        ({"rule": "x" * 501}, 422, "#/rule"),
        ({"rule": "FREQ=SECONDLY;COUNT=1000000000"}, 409, "#/rule"),
        ({"rule": "FREQ=DAILY;BYHOUR=1"}, 409, "#/rule"),
        ({"scheduled_at": "2020-03-02T09:00:00Z"}, 409, "#/scheduled_at"),
        ({"scheduled_at": at(7).replace("00Z", "30Z")}, 409, "#/scheduled_at"),
    ],
)
def test_what_is_at_fault_is_named(sqlite_cast: Cast, change: dict[str, Any], status: int, pointer: str) -> None:
    """A rule that isn't kept says which part of it."""
    answer = sqlite_cast.max.post("/coaching/series", body(sqlite_cast.ada, **{"rule": WEEKLY, **change}))
    assert problem_of(answer, status)["errors"][0]["pointer"] == pointer


def test_a_change_of_a_series_needs_its_first_session(sqlite_cast: Cast) -> None:
    """And an end its reason."""
    address = f"/coaching/series/{repeat(sqlite_cast.max, sqlite_cast.ada)['id']}"
    assert pointers_of(sqlite_cast.max.post(f"{address}/changed", {})) == ["#/scheduled_at"]
    assert pointers_of(sqlite_cast.max.post(f"{address}/ended", {})) == ["#/reason"]
