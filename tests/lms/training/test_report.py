"""The completion report as of any moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from factories import MONDAY, Cast, Player
from lms.people.access import visible_people
from lms.people.models import Person
from lms.training.models import Assignment, Completion, LessonRead, QuizAttempt
from lms.training.report import ReportRow, read_report

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (-1, None),  # before it was assigned
        (0, "not_started"),
        (1, "in_progress"),  # a lesson was read on day 1
        (5, "in_progress"),  # the day it is due is still in time
        (6, "overdue"),
        (8, "complete"),
        (17, "complete"),
        (18, "overdue"),  # expired ten days after completing it
        (20, "complete"),  # completed again, for good
    ],
)
def test_the_state_is_what_stood_at_that_moment(session: Session, cast: Cast, days: int, state: str | None) -> None:
    """Assigned on day 0 and due on day 5; begun on day 1, completed on day 8 for ten days, and again on day 20."""
    _assign(session, cast.ada)
    session.add(LessonRead(person_id=cast.ada.id, course_id="c", course_version=1, lesson_id="l", read_at=MONDAY + DAY))
    _complete(session, cast.ada, MONDAY + 8 * DAY, expires_at=MONDAY + 18 * DAY)
    _complete(session, cast.ada, MONDAY + 20 * DAY)
    rows = _report(session, cast.max, MONDAY + days * DAY)
    assert [row.state for row in rows] == ([state] if state else [])


def test_an_attempt_alone_is_a_beginning(session: Session, cast: Cast) -> None:
    """Who tried the quiz has started, even if the lessons of the new version are unread."""
    _assign(session, cast.ada)
    attempt = QuizAttempt(person_id=cast.ada.id, course_id="c", course_version=1, answers={}, score=0, has_passed=False)
    attempt.submitted_at = MONDAY + DAY
    session.add(attempt)
    session.flush()
    assert [row.state for row in _report(session, cast.max, MONDAY)] == ["not_started"]
    assert [row.state for row in _report(session, cast.max, MONDAY + DAY)] == ["in_progress"]


def test_the_newest_valid_completion_is_shown_with_its_version(session: Session, cast: Cast) -> None:
    """Version 2, completed later, is what the manager reads."""
    _assign(session, cast.ada)
    _complete(session, cast.ada, MONDAY + DAY, version=1, score=80)
    _complete(session, cast.ada, MONDAY + 2 * DAY, version=2, score=95)
    row = _report(session, cast.max, MONDAY + 3 * DAY)[0]
    assert (row.completed_version, row.score, row.completed_at) == (2, 95, MONDAY + 2 * DAY)
    row = _report(session, cast.max, MONDAY + DAY)[0]
    assert (row.completed_version, row.score) == (1, 80)


def test_what_others_did_changes_nothing(session: Session, cast: Cast) -> None:
    """Sven's completion of the course, and Ada's of another, leave Ada's row as it is."""
    _assign(session, cast.ada)
    _complete(session, cast.sven, MONDAY)
    _complete(session, cast.ada, MONDAY, course_id="other")
    assert [row.state for row in _report(session, cast.max, MONDAY)] == ["not_started"]


def test_who_had_left_is_out_and_who_left_later_is_in(session: Session, cast: Cast) -> None:
    """The report of a date is about the company of that date."""
    _assign(session, cast.ada)
    session.get_one(Person, cast.ada.id).left_at = MONDAY + 3 * DAY
    session.flush()
    assert len(_report(session, cast.max, MONDAY + 2 * DAY)) == 1
    assert _report(session, cast.max, MONDAY + 3 * DAY) == []


def test_each_manager_gets_their_own_people(session: Session, cast: Cast) -> None:
    """Max has Ada and Sven, Greta Olga, Ada herself, the admin all."""
    for player in (cast.ada, cast.sven, cast.olga):
        _assign(session, player)
    found = {
        who: {row.person_name.split()[0] for row in _report(session, getattr(cast, who), MONDAY)}
        for who in ("max", "greta", "ada", "mara", "nadia")
    }
    assert found == {
        "max": {"Ada", "Sven"},
        "greta": {"Olga"},
        "ada": {"Ada"},
        "mara": set(),
        "nadia": {"Ada", "Sven", "Olga"},
    }


def test_pages_of_the_report_join_without_gap_or_double(session: Session, cast: Cast) -> None:
    """Three rows in pages of two, in the order of assignment."""
    for player in (cast.ada, cast.sven, cast.max):
        _assign(session, player)
    whole = _report(session, cast.max, MONDAY)
    people = visible_people(cast.max.actor)
    first = read_report(session, people=people, as_of=MONDAY, limit=2)
    rest = read_report(session, people=people, as_of=MONDAY, after=first[-1].assignment_id, limit=2)
    assert [*first, *rest] == whole
    assert [len(first), len(rest)] == [2, 1]


def test_one_course_can_be_kept(session: Session, cast: Cast) -> None:
    """A filter by course leaves the others out."""
    _assign(session, cast.ada)
    _assign(session, cast.ada, course_id="other")
    people = visible_people(cast.max.actor)
    assert [row.course_id for row in read_report(session, people=people, as_of=MONDAY, course_id="c")] == ["c"]


def test_a_day_is_a_day_in_utc(session: Session, cast: Cast) -> None:
    """Due on the 7th is in time until midnight UTC."""
    _assign(session, cast.ada)
    midnight = datetime(2026, 3, 8, tzinfo=UTC)
    assert _report(session, cast.max, midnight - timedelta(seconds=1))[0].state == "not_started"
    assert _report(session, cast.max, midnight)[0].state == "overdue"


def _assign(session: Session, player: Player, *, course_id: str = "c") -> UUID:
    due_on = (MONDAY + 5 * DAY).date()
    made = Assignment(person_id=player.id, course_id=course_id, due_on=due_on, assigned_at=MONDAY)
    made.assigned_by_id = player.id
    session.add(made)
    session.flush()
    return made.id


def _complete(
    session: Session,
    player: Player,
    at: datetime,
    *,
    course_id: str = "c",
    version: int = 1,
    score: int | None = None,
    expires_at: datetime | None = None,
) -> None:
    done = Completion(person_id=player.id, course_id=course_id, course_version=version, completed_at=at, score=score)
    done.expires_at = expires_at
    session.add(done)
    session.flush()


def _report(session: Session, player: Player, as_of: datetime) -> list[ReportRow]:
    return read_report(session, people=visible_people(player.actor), as_of=as_of)
