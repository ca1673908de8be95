"""Assigning courses, and the completion report: who sees which rows, as of when, and as CSV."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from acting import COURSE, assign, follow, in_days, items_of, pass_course, pointers_of, problem_of
from content.library import Library
from factories import Cast, Player
from lms.people.models import Person
from lms.training.models import Assignment, Completion

OTHERS = ("course-dockside-basics", "course-handling-objections")


def test_max_sees_adas_completion_and_greta_does_not(cast: Cast, library: Library) -> None:
    """The report of each manager is about their own people."""
    assign(cast.max, cast.ada)
    assign(cast.greta, cast.olga)
    pass_course(cast.ada, library)
    pass_course(cast.olga, library)
    assert _states(cast.max) == {"Ada Lind": "complete"}
    assert _states(cast.greta) == {"Olga Petrova": "complete"}
    assert _states(cast.nadia) == {"Ada Lind": "complete", "Olga Petrova": "complete"}


def test_max_sees_the_team_below_his(cast: Cast) -> None:
    """Sven of the juniors is in Max's report."""
    assign(cast.max, cast.sven)
    assert _states(cast.max) == {"Sven Berg": "not_started"}


def test_ada_sees_her_own_assignments_only(cast: Cast) -> None:
    """A rep lists what is assigned to her; so does a manager, apart from what he manages."""
    assign(cast.max, cast.ada, cast.sven, cast.max)
    assert [row["person_name"] for row in items_of(cast.ada.get("/training/assignments/mine"))] == ["Ada Lind"]
    assert [row["person_name"] for row in items_of(cast.max.get("/training/assignments/mine"))] == ["Max Oduya"]
    assert items_of(cast.olga.get("/training/assignments/mine")) == []


def test_a_manager_can_not_assign_to_another_teams_people(cast: Cast) -> None:
    """To Max, Olga and her team aren't there."""
    problem_of(assign(cast.max, cast.olga), 404)
    body = {"course_id": COURSE, "team_id": str(cast.teams["South"]), "due_on": in_days(3).isoformat()}
    problem_of(cast.max.post("/training/assignments", body), 404)
    assert items_of(cast.olga.get("/training/assignments/mine")) == []


def test_assigning_to_a_team_reaches_the_teams_below_and_no_leavers(session: Session, cast: Cast) -> None:
    """North with its juniors: Max, Ada and Sven; who has left gets nothing."""
    session.get_one(Person, cast.ada.id).left_at = datetime.now(UTC)
    session.commit()
    body = {"course_id": COURSE, "team_id": str(cast.teams["North"]), "due_on": in_days(3).isoformat()}
    answer = cast.nadia.post("/training/assignments", body)
    assert (answer.status_code, answer.get_json()["created"]) == (201, 2)
    assert set(_states(cast.nadia)) == {"Max Oduya", "Sven Berg"}


def test_who_has_the_course_already_keeps_that_assignment(session: Session, cast: Cast) -> None:
    """Assigning again moves no due date; the answer says who had it."""
    assign(cast.max, cast.ada, days=3)
    again = assign(cast.max, cast.ada, cast.ada, cast.sven, days=30).get_json()
    assert (again["created"], again["already_assigned"]) == (1, [str(cast.ada.id)])
    due = session.scalars(select(Assignment.due_on).where(Assignment.person_id == cast.ada.id)).all()
    assert due == [in_days(3)]


def test_an_assignment_needs_a_course_people_and_a_day_to_come(cast: Cast) -> None:
    """Each refusal names its field."""
    problem_of(assign(cast.max, cast.ada, course_id="nothing"), 404)
    problem_of(assign(cast.max, cast.ada, course_id="too-expensive"), 404)
    assert problem_of(assign(cast.max), 409)["errors"][0]["pointer"] == "#/person_ids"
    assert problem_of(assign(cast.max, cast.ada, days=-1), 409)["errors"][0]["pointer"] == "#/due_on"
    assert assign(cast.max, cast.ada, days=0).status_code == 201


def test_a_row_moves_from_not_started_to_complete(cast: Cast, library: Library) -> None:
    """Reading a lesson starts a course; the score stands beside the completion."""
    assign(cast.max, cast.ada)
    assert _states(cast.max) == {"Ada Lind": "not_started"}
    cast.ada.put(f"/training/courses/{COURSE}/lessons/lesson-before-the-call/read")
    assert _states(cast.max) == {"Ada Lind": "in_progress"}
    pass_course(cast.ada, library)
    row = items_of(cast.max.get("/training/completions"))[0]
    assert (row["state"], row["score"], row["completed_version"], row["lessons_read"]) == ("complete", 100, 1, 3)
    assert (row["course_title"], row["team_name"]) == ("Discovery calls", "North")
    assert row["course_url"] == "/courses/discovery-calls/"


def test_the_report_of_a_past_date_shows_what_stood_then(session: Session, cast: Cast) -> None:
    """Assigned thirty days ago, due twenty ago, completed ten ago: four dates, four answers."""
    now = datetime.now(UTC)
    _history(session, cast, now)
    found = {days: _state_of(cast.max, now - timedelta(days=days)) for days in (35, 25, 15, 5)}
    assert found == {35: None, 25: "not_started", 15: "overdue", 5: "complete"}


def test_who_had_left_by_the_date_is_not_in_the_report(session: Session, cast: Cast) -> None:
    """Ada left five days ago: she is in the report of ten days ago, and not in today's."""
    now = datetime.now(UTC)
    _history(session, cast, now)
    session.get_one(Person, cast.ada.id).left_at = now - timedelta(days=5)
    session.commit()
    assert _state_of(cast.max, now - timedelta(days=8)) == "complete"
    assert _state_of(cast.max, now) is None


def test_the_offset_of_a_date_counts(session: Session, cast: Cast) -> None:
    """The same moment in another zone gives the same report."""
    now = datetime.now(UTC)
    _history(session, cast, now)
    completed = (now - timedelta(days=10)).replace(tzinfo=None)
    for zone, states in (("-02:00", {"complete"}), ("%2B02:00", {"overdue"})):
        rows = items_of(cast.max.get(f"/training/completions?as_of={completed.isoformat()}{zone}"))
        assert {row["state"] for row in rows} == states


def test_following_next_gives_every_row_once(cast: Cast) -> None:
    """Nine rows in pages of four: 4, 4 and 1, with the filters kept."""
    for course_id in (COURSE, *OTHERS):
        assert assign(cast.nadia, cast.ada, cast.sven, cast.max, course_id=course_id).status_code == 201
    pages = follow(cast.max, "/training/completions?limit=4")
    assert [len(page) for page in pages] == [4, 4, 1]
    ids = [row["assignment_id"] for page in pages for row in page]
    assert len(set(ids)) == 9
    of_one = follow(cast.max, f"/training/completions?limit=1&course_id={COURSE}&as_of={_moment(datetime.now(UTC))}")
    assert [row["course_id"] for page in of_one for row in page] == [COURSE] * 3
    assert [len(page) for page in follow(cast.ada, "/training/assignments/mine?limit=2")] == [2, 1]


def test_the_csv_opens_in_a_spreadsheet(cast: Cast, library: Library) -> None:
    """UTF-8 with its mark, one header, and all rows without paging, of the manager's people alone."""
    assign(cast.max, cast.ada, cast.sven)
    assign(cast.greta, cast.olga)
    pass_course(cast.ada, library)
    answer = cast.max.get("/training/completions.csv")
    assert answer.data.startswith(b"\xef\xbb\xbfperson_name,")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f"completions-{datetime.now(UTC):%Y-%m-%d}.csv" in answer.headers["Content-Disposition"]
    rows = _csv(answer.data)
    assert {row["person_name"]: row["state"] for row in rows} == {"Ada Lind": "complete", "Sven Berg": "not_started"}
    assert rows[0]["person_email"] == cast.ada.email


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", 'Ada, "the" Lind', "Łucja Żak"])
def test_no_name_becomes_a_formula(cast: Cast, name: str) -> None:
    """A person named `=1+1` is text in the spreadsheet; other names stay as they are."""
    team_id = str(cast.teams["North"])
    body = {"email": "f@brightwharf.example", "name": name, "roles": ["rep"], "team_id": team_id}
    made = cast.nadia.post("/people", body).get_json()
    due_on = in_days(3).isoformat()
    cast.max.post("/training/assignments", {"course_id": COURSE, "person_ids": [made["id"]], "due_on": due_on})
    wanted = f"'{name}" if name[0] in "=+-@" else name
    assert [row["person_name"] for row in _csv(cast.max.get("/training/completions.csv").data)] == [wanted]
    assert [row["person_name"] for row in items_of(cast.max.get("/training/completions"))] == [name]


def test_a_course_that_left_the_library_stays_in_the_report(session: Session, cast: Cast) -> None:
    """History doesn't vanish with a file: the id stays, the title is empty."""
    _history(session, cast, datetime.now(UTC), course_id="gone")
    row = items_of(cast.max.get("/training/completions"))[0]
    assert (row["course_id"], row["course_title"], row["course_url"]) == ("gone", None, None)


def test_a_list_of_people_has_an_end(sqlite_cast: Cast) -> None:
    """501 people at once are refused; a team is the way."""
    body = {"course_id": COURSE, "person_ids": [str(sqlite_cast.ada.id)] * 501, "due_on": in_days(3).isoformat()}
    assert pointers_of(sqlite_cast.max.post("/training/assignments", body)) == ["#/person_ids"]


def test_a_course_id_no_database_can_keep_reports_nothing(request: pytest.FixtureRequest, cast: Cast) -> None:
    """NUL in a filter is no failure of ours on either database."""
    assert cast.max.get("/training/completions?course_id=%00").status_code in {200, 422}


def _history(session: Session, cast: Cast, now: datetime, *, course_id: str = COURSE) -> None:
    """Ada was assigned the course thirty days ago, due twenty days ago, and completed it ten days ago."""
    then = {days: now - timedelta(days=days) for days in (30, 20, 10)}
    who = {"person_id": cast.ada.id, "course_id": course_id}
    session.add(Assignment(**who, due_on=then[20].date(), assigned_at=then[30], assigned_by_id=cast.max.id))
    session.add(Completion(**who, course_version=1, completed_at=then[10], score=80))
    session.commit()


def _states(player: Player) -> dict[str, str]:
    return {row["person_name"]: row["state"] for row in items_of(player.get("/training/completions"))}


def _state_of(player: Player, as_of: datetime) -> str | None:
    rows = items_of(player.get(f"/training/completions?as_of={_moment(as_of)}"))
    return rows[0]["state"] if rows else None


def _moment(at: datetime) -> str:
    return quote(at.isoformat())


def _csv(data: bytes) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
