"""What a manager decides for one person: waivers, more attempts, attendance."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.training.models import TrainingEvent
from support.acting import COURSE, assign, follow_people_of, in_days, items_of, problem_of
from support.factories import Cast, Player

NOBODY = "00000000-0000-7000-8000-000000000000"
LIMITED = "course-dockside-certification"
EVENT = "event-winter-peak"


def test_a_waiver_takes_a_course_out_of_the_rates(cast: Cast) -> None:
    """Waived for Ada, it counts for Sven alone; ended, it counts for both again."""
    assign(cast.max, cast.ada, cast.sven)
    made = cast.max.post(_waiver(cast.ada), {"reason": "On leave.", "until_on": in_days(3).isoformat()})
    assert made.status_code == 201
    today = in_days(0).isoformat()
    assert made.get_json() == {"since": today, "until_on": in_days(3).isoformat(), "reason": "On leave."}
    assert (_counts(cast.max), _state(cast.max, cast.ada)) == ((1, 1), "waived")
    assert _state(cast.max, cast.ada, f"&as_of={in_days(3)}") == "waived"
    assert _state(cast.max, cast.ada, f"&as_of={in_days(4)}") == "not_started"
    assert items_of(cast.ada.get("/training/mine"))[0]["state"] == "waived"
    assert cast.max.delete(_waiver(cast.ada)).status_code == 204
    assert (_counts(cast.max), _state(cast.max, cast.ada)) == ((2, 0), "not_started")


def test_a_later_waiver_replaces_the_one_that_holds(cast: Cast) -> None:
    """For good after all: there is no last day any more."""
    assign(cast.max, cast.ada)
    cast.max.post(_waiver(cast.ada), {"reason": "On leave.", "until_on": in_days(3).isoformat()})
    assert cast.max.post(_waiver(cast.ada), {"reason": "Wrote it herself."}).get_json()["until_on"] is None
    assert _state(cast.max, cast.ada, f"&as_of={in_days(400)}") == "waived"
    assert cast.max.delete(_waiver(cast.ada)).status_code == 204
    assert _state(cast.max, cast.ada) == "not_started"
    assert "no waiver holds" in problem_of(cast.max.delete(_waiver(cast.ada)), 409)["detail"]


def test_a_waiver_until_today_is_one_and_until_yesterday_is_none(cast: Cast) -> None:
    """The last day counts; the refusal names its field."""
    assert cast.max.post(_waiver(cast.ada), {"reason": "x", "until_on": in_days(0).isoformat()}).status_code == 201
    late = problem_of(cast.max.post(_waiver(cast.ada), {"reason": "x", "until_on": in_days(-1).isoformat()}), 409)
    assert late["errors"][0]["pointer"] == "#/until_on"
    far = cast.max.post(_waiver(cast.ada), {"reason": "x", "until_on": "9999-12-31"})
    assert far.status_code == 201, far.get_data(as_text=True)
    assert cast.max.get("/training/matrix?as_of=9999-12-31").status_code == 200


DECISIONS = [
    (f"/courses/{COURSE}/waiver", {"reason": "x"}),
    (f"/courses/{LIMITED}/more-attempts", {"reason": "x", "more": 1}),
]


@pytest.mark.parametrize(("path", "body"), DECISIONS)
def test_decisions_about_others_people_are_404(cast: Cast, path: str, body: dict[str, Any]) -> None:
    """Greta decides nothing for Ada, and learns nothing of her; reps, authors and partners decide nothing at all."""
    for player in (cast.greta,):
        found, unknown = (player.post(f"/training/people/{id_}{path}", body) for id_ in (cast.ada.id, NOBODY))
        assert problem_of(found, 404) == problem_of(unknown, 404)
        problem_of(player.delete(f"/training/people/{cast.ada.id}/courses/{COURSE}/waiver"), 404)
    for player in (cast.ada, cast.mara, cast.paula):
        problem_of(player.post(f"/training/people/{cast.ada.id}{path}", body), 403)
    assert cast.nadia.post(f"/training/people/{cast.ada.id}{path}", body).status_code == 201


@pytest.mark.parametrize(("path", "body"), DECISIONS)
def test_nobody_decides_for_themselves(cast: Cast, path: str, body: dict[str, Any]) -> None:
    """A manager is in a team too; an admin asks another one."""
    for player in (cast.max, cast.nadia):
        answer = player.post(f"/training/people/{player.id}{path}", body)
        assert "themselves" in problem_of(answer, 409)["detail"]


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        (f"/courses/{COURSE}/waiver", {}, "#/reason"),
        (f"/courses/{COURSE}/waiver", {"reason": " "}, "#/reason"),
        (f"/courses/{COURSE}/waiver", {"reason": "a\u0000"}, "#/reason"),
        (f"/courses/{COURSE}/waiver", {"reason": "x" * 1001}, "#/reason"),
        (f"/courses/{COURSE}/waiver", {"reason": "x", "until_on": 1}, "#/until_on"),
        (f"/courses/{LIMITED}/more-attempts", {"reason": "x", "more": 0}, "#/more"),
        (f"/courses/{LIMITED}/more-attempts", {"reason": "x", "more": 21}, "#/more"),
        (f"/courses/{LIMITED}/more-attempts", {"reason": "x", "more": "1"}, "#/more"),
    ],
)
def test_a_wrong_decision_names_its_field(sqlite_cast: Cast, path: str, body: dict[str, Any], pointer: str) -> None:
    """And nothing is recorded."""
    problem = problem_of(sqlite_cast.max.post(f"/training/people/{sqlite_cast.ada.id}{path}", body), 422)
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


def test_more_attempts_need_a_limit(sqlite_cast: Cast) -> None:
    """Where any number is allowed there is nothing to give; a course that isn't there is 404."""
    body = {"more": 1, "reason": "x"}
    path = f"/training/people/{sqlite_cast.ada.id}/courses"
    assert "any number" in problem_of(sqlite_cast.max.post(f"{path}/{COURSE}/more-attempts", body), 409)["detail"]
    problem_of(sqlite_cast.max.post(f"{path}/nothing/more-attempts", body), 404)


def test_attendance_completes_an_event_once(session: Session, cast: Cast) -> None:
    """Ada and Sven took part; saying it again is known already, and of those named twice one counts."""
    body = {"person_ids": [str(cast.ada.id), str(cast.sven.id)], "on": in_days(-1).isoformat(), "result": "second"}
    first = cast.max.post(f"/training/courses/{EVENT}/attendance", body)
    assert (first.status_code, first.get_json()) == (201, {"recorded": 2, "already_there": 0})
    again = cast.max.post(f"/training/courses/{EVENT}/attendance", {**body, "result": "first"})
    assert again.get_json() == {"recorded": 0, "already_there": 2}
    twice = {**body, "person_ids": [str(cast.max.id)] * 2}
    assert cast.nadia.post(f"/training/courses/{EVENT}/attendance", twice).get_json()["recorded"] == 1
    assert session.scalar(select(func.count()).select_from(TrainingEvent)) == 3
    event = cast.ada.get(f"/training/courses/{EVENT}").get_json()
    assert (event["completion"]["kind"], event["standing"]["state"]) == ("attended", "complete")
    assert event["standing"]["completed_on"] == in_days(-1).isoformat()
    fact = cast.ada.get(f"/training/people/{cast.ada.id}/courses/{EVENT}").get_json()["facts"][-1]
    assert (fact["kind"], fact["note"], fact["recorded_by"]) == ("attended", "second", "Max Oduya")


def test_attendance_is_for_events_past_days_and_ones_own_people(session: Session, cast: Cast) -> None:
    """Each refusal says what is wrong, and keeps nothing of the others named beside."""
    body = {"person_ids": [str(cast.ada.id)], "on": in_days(0).isoformat()}
    path = f"/training/courses/{EVENT}/attendance"
    assert "no event" in problem_of(cast.max.post(f"/training/courses/{COURSE}/attendance", body), 409)["detail"]
    ahead = problem_of(cast.max.post(path, {**body, "on": in_days(1).isoformat()}), 409)
    assert ahead["errors"][0]["pointer"] == "#/on"
    for id_ in (str(cast.olga.id), NOBODY):
        problem_of(cast.max.post(path, {**body, "person_ids": [str(cast.ada.id), id_]}), 404)
    problem_of(cast.ada.post(path, body), 403)
    problem_of(cast.max.post(path, {**body, "person_ids": []}), 422)
    problem_of(cast.max.post("/training/courses/nothing/attendance", body), 404)
    assert session.scalar(select(func.count()).select_from(TrainingEvent)) == 0


@pytest.mark.parametrize("day", ["0001-01-01", "1969-12-31", "2024-02-29"])
def test_attendance_of_long_ago_is_kept(cast: Cast, day: str) -> None:
    """However long ago, it is recorded or refused in words."""
    body = {"person_ids": [str(cast.ada.id)], "on": day}
    answer = cast.max.post(f"/training/courses/{EVENT}/attendance", body)
    assert answer.status_code in {201, 409}, answer.get_data(as_text=True)
    assert cast.max.get("/training/records").status_code == 200


def _waiver(person: Player) -> str:
    return f"/training/people/{person.id}/courses/{COURSE}/waiver"


def _counts(player: Player) -> tuple[int, int]:
    total = player.get("/training/rates").get_json()["total"]
    return total["assigned"], total["waived"]


def _state(player: Player, person: Player, query: str = "") -> str:
    lines = follow_people_of(player, f"/training/matrix?course_id={COURSE}{query}")
    found: str = next(line["cells"][0]["state"] for line in lines if line["id"] == str(person.id))
    return found
