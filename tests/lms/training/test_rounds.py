"""Courses that are asked for again: in rounds, by a new assignment, and what is still owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.training.courses import CourseFacts
from lms.training.events import COMPLETING
from lms.training.facts import VersionChange
from lms.training.models import AssignmentRule, TrainingEvent
from lms.training.progress import CourseProgress, read_progress
from support.factories import Cast
from support.learning import (
    DAY,
    PLAIN,
    QUIZ,
    TODAY,
    cell,
    complete,
    give,
    in_days,
    on,
    read,
    read_all,
    reapply,
    state,
    take_quiz,
)

RE_READ = replace(QUIZ, version=2, changes=(VersionChange(2, in_days(100), "re-read", 14),))
YEARLY = replace(PLAIN, valid_days=365, renew_days=30)


@pytest.mark.parametrize("course", [QUIZ, PLAIN, YEARLY], ids=["quiz", "once", "yearly"])
def test_a_round_is_completed_though_the_last_completion_is_valid(
    session: Session, cast: Cast, course: CourseFacts
) -> None:
    """Asked for twice a year of Ada, whose completion counts for a year: doing all of it again is recorded."""
    rule = give(session, cast.max, [cast.ada.id], due_days=20, repeat_months=6)
    complete(session, cast.ada.actor, course, on(5))
    second = _let_come(session, rule, "2026-09-02")
    days = (second.day - TODAY).days
    assert [state(session, cast.ada, day) for day in (5, days - 1, days, days + 21)] == [
        "complete",
        "complete",
        "not_started",
        "overdue",
    ]
    assert _progress(session, cast, course, days).asked.is_due
    read(session, cast.ada.actor, course, "one", on(days))
    assert state(session, cast.ada, days) == "in_progress"
    done = complete(session, cast.ada.actor, course, on(days + 1))
    assert done is not None
    assert (state(session, cast.ada, days + 1), _completions(session)) == ("complete", 2)
    expected = None if course.valid_days is None else done.day + course.valid_days * DAY
    assert done.valid_until == expected


def test_a_new_version_to_re_read_is_taken_again_where_a_new_round_asks(session: Session, cast: Cast) -> None:
    """Reading is enough for the version, but not for the round."""
    rule = give(session, cast.max, [cast.ada.id], due_days=20, repeat_months=3)
    complete(session, cast.ada.actor, QUIZ, on(5))
    moment = _let_come(session, rule, "2026-06-20")
    days = (moment.day - TODAY).days
    assert _progress(session, cast, RE_READ, days).asked.asks == "retake"
    assert read_all(session, cast.ada.actor, RE_READ, moment) is None
    assert take_quiz(session, cast.ada.actor, RE_READ, 100, moment)[1] is not None
    assert state(session, cast.ada, days) == "complete"


def test_an_expired_completion_stays_expired_when_the_course_is_assigned_again(session: Session, cast: Cast) -> None:
    """The new assignment adds its due day, and renewing ends it."""
    complete(session, cast.ada.actor, QUIZ)
    give(session, cast.max, [cast.ada.id], due_days=10, now=on(400))
    found = cell(session, cast.ada, 400)
    assert found is not None
    assert (found.state.label, found.is_assigned, found.due_on) == ("expired", True, in_days(410))
    assert state(session, cast.ada, 420) == "expired"
    assert take_quiz(session, cast.ada.actor, QUIZ, 100, on(420))[1] is not None
    assert state(session, cast.ada, 420) == "complete"


def test_who_missed_a_round_is_overdue_in_the_next(session: Session, cast: Cast) -> None:
    """A new round adds its due day and hides nothing, until the rule ends."""
    rule = give(session, cast.max, [cast.ada.id], due_days=20, repeat_months=6)
    moment = _let_come(session, rule, "2026-09-02")
    days = (moment.day - TODAY).days
    found = cell(session, cast.ada, days)
    assert found is not None
    assert (found.state.label, found.due_on) == ("overdue", in_days(20))
    rule.ended_at, rule.ended_by_id = on(days + 1).at, cast.max.id
    reapply(session, rule, on(days + 1))
    assert state(session, cast.ada, days + 1) == "-"


def _let_come(session: Session, rule: AssignmentRule, day: str) -> Now:
    """Let the day come on which a rule is applied again."""
    moment = on((date.fromisoformat(day) - TODAY).days)
    reapply(session, rule, moment)
    return moment


def _progress(session: Session, cast: Cast, course: CourseFacts, days: int = 0) -> CourseProgress:
    return read_progress(session, person_id=cast.ada.id, course=course, day=in_days(days))


def _completions(session: Session) -> int | None:
    query = select(func.count()).select_from(TrainingEvent).where(TrainingEvent.kind.in_(COMPLETING))
    return session.scalar(query)
