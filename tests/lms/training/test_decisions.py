"""What managers decide for one person, what came about elsewhere, and what explains how somebody stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.base import in_steps
from lms.errors import Conflict, NotFound
from lms.training.courses import register_course
from lms.training.ending import end_rule
from lms.training.explaining import explain
from lms.training.facts import VersionChange
from lms.training.imports import MadeElsewhere, record_attendance, record_elsewhere
from lms.training.mine import list_tasks
from lms.training.models import CourseChange, RegisteredCourse, TrainingEvent
from lms.training.progress import read_progress
from lms.training.upkeep import refresh_stale_courses
from lms.training.waivers import end_waiver, grant_attempts, waive_course
from support.acting import meanwhile
from support.factories import Cast
from support.learning import PLAIN, QUIZ, cell, complete, give, in_days, on, read_all, reapply, state, take_quiz

EVENT = replace(PLAIN, id="e", kind="workshop", is_event=True, lesson_ids=(), valid_days=100, renew_days=10)


def test_a_waiver_holds_from_its_day_to_its_last(session: Session, cast: Cast) -> None:
    """A course due on day 10 is waived from day 6 to day 20, and is overdue after."""
    give(session, cast.max, [cast.ada.id], due_days=10)
    _waive(session, cast, 6, until=20)
    assert [state(session, cast.ada, day) for day in (5, 6, 20, 21)] == ["not_started", "waived", "waived", "overdue"]


def test_a_later_waiver_replaces_the_one_that_holds_and_can_be_ended(session: Session, cast: Cast) -> None:
    """For good, and then no longer."""
    give(session, cast.max, [cast.ada.id], due_days=10)
    _waive(session, cast, 1, until=3)
    _waive(session, cast, 2, until=None)
    end_waiver(session, actor=cast.max.actor, person_id=cast.ada.id, course=PLAIN, now=on(30))
    assert [state(session, cast.ada, day) for day in (1, 29, 30)] == ["waived", "waived", "overdue"]
    with pytest.raises(Conflict):
        end_waiver(session, actor=cast.max.actor, person_id=cast.ada.id, course=PLAIN, now=on(31))


def test_nobody_waives_for_themselves_or_for_others_people(session: Session, cast: Cast) -> None:
    """Nor into the past."""
    with pytest.raises(Conflict, match="themselves"):
        waive_course(
            session, actor=cast.max.actor, person_id=cast.max.id, course=PLAIN, reason="r", until_on=None, now=on()
        )
    with pytest.raises(NotFound):
        waive_course(
            session, actor=cast.greta.actor, person_id=cast.ada.id, course=PLAIN, reason="r", until_on=None, now=on()
        )
    with pytest.raises(Conflict) as late:
        _waive(session, cast, 6, until=5)
    assert late.value.field == "until_on"


def test_more_attempts_are_given_and_used(session: Session, cast: Cast) -> None:
    """One was allowed and failed; Max gives another."""
    course = replace(QUIZ, attempts=1)
    read_all(session, cast.ada.actor, course)
    take_quiz(session, cast.ada.actor, course, 0)
    with pytest.raises(Conflict):
        take_quiz(session, cast.ada.actor, course, 100)
    grant_attempts(session, actor=cast.max.actor, person_id=cast.ada.id, course=course, more=1, reason="ill", now=on(1))
    assert read_progress(session, person_id=cast.ada.id, course=course, day=in_days(1)).attempts_left == 1
    assert take_quiz(session, cast.ada.actor, course, 100, on(2))[1] is not None
    with pytest.raises(Conflict):
        grant_attempts(session, actor=cast.max.actor, person_id=cast.ada.id, course=QUIZ, more=1, reason="r", now=on())


def test_attendance_completes_an_event_once(session: Session, cast: Cast) -> None:
    """On the day it was held, with its result, valid as long as the event says."""
    asked: dict[str, Any] = {"course": EVENT, "on": in_days(2), "result": "second place", "now": on(5)}
    people = [cast.ada.id, cast.sven.id, cast.ada.id]
    assert record_attendance(session, actor=cast.max.actor, person_ids=people, **asked) == [True, True]
    assert record_attendance(session, actor=cast.max.actor, person_ids=people[:1], **asked) == [False]
    assert [state(session, cast.ada, day, "e") for day in (1, 2, 92, 103)] == ["-", "complete", "expiring", "expired"]
    event = session.scalars(select(TrainingEvent).where(TrainingEvent.person_id == cast.ada.id)).one()
    assert (event.kind, event.note, event.recorded_at, event.recorded_by_id) == (
        "attended",
        "second place",
        on(5).at,
        cast.max.id,
    )


def test_attendance_is_refused_where_it_makes_no_sense(session: Session, cast: Cast) -> None:
    """Of a course that is read, on a day to come, and of other managers' people."""
    with pytest.raises(Conflict, match="no event"):
        record_attendance(
            session, actor=cast.max.actor, course=PLAIN, person_ids=[cast.ada.id], on=in_days(0), result=None, now=on()
        )
    with pytest.raises(Conflict) as early:
        record_attendance(
            session, actor=cast.max.actor, course=EVENT, person_ids=[cast.ada.id], on=in_days(1), result=None, now=on()
        )
    assert early.value.field == "on"
    with pytest.raises(NotFound):
        record_attendance(
            session, actor=cast.max.actor, course=EVENT, person_ids=[cast.olga.id], on=in_days(0), result=None, now=on()
        )


def test_lessons_and_a_quiz_do_not_complete_an_event(session: Session, cast: Cast) -> None:
    """Reading up isn't taking part."""
    course = replace(EVENT, lesson_ids=("one",))
    assert complete(session, cast.ada.actor, course) is None
    assert state(session, cast.ada, 0, "e") == "in_progress"


def test_what_was_done_elsewhere_counts_from_its_day(session: Session, cast: Cast) -> None:
    """Recorded on day 30 for day 3: past days show it, with the version and the validity of that day."""
    give(session, cast.max, [cast.ada.id], due_days=5)
    course = replace(QUIZ, version=2, changes=(VersionChange(2, in_days(20), "nothing", 0),))
    rows = [MadeElsewhere(cast.ada.id, course, in_days(3), score=91, source="old LMS")]
    assert record_elsewhere(session, actor=cast.max.actor, rows=rows, now=on(30)) == [True]
    assert record_elsewhere(session, actor=cast.max.actor, rows=[*rows, *rows], now=on(31)) == [False, False]
    assert [state(session, cast.ada, day) for day in (2, 3, 10)] == ["not_started", "complete", "complete"]
    event = session.scalars(select(TrainingEvent)).one()
    assert (event.course_version, event.valid_until, event.score) == (1, in_days(368), 91)


def test_two_completions_of_one_day_are_told_apart_by_their_reference(session: Session, cast: Cast) -> None:
    """And an end that is given stands, whatever the course says."""
    rows = [
        MadeElsewhere(cast.ada.id, QUIZ, in_days(3), reference="a"),
        MadeElsewhere(cast.ada.id, QUIZ, in_days(3), reference="b", valid_until=in_days(900)),
    ]
    assert record_elsewhere(session, actor=cast.max.actor, rows=rows, now=on(5)) == [True, True]
    found = cell(session, cast.ada, 800)
    assert found is not None
    assert (found.state.label, found.valid_until) == ("complete", in_days(900))


def test_the_same_list_sent_twice_at_once_counts_once(session: Session, cast: Cast) -> None:
    """The second waits for the first."""
    rows = [MadeElsewhere(cast.ada.id, QUIZ, in_days(0))]
    outcome = meanwhile(
        session,
        lambda first: record_elsewhere(first, actor=cast.max.actor, rows=rows, now=on()),
        lambda second: record_elsewhere(second, actor=cast.max.actor, rows=rows, now=on()),
    )
    assert outcome == [False]
    assert session.scalar(select(func.count()).select_from(TrainingEvent)) == 1


def test_a_cell_is_explained_by_all_that_led_there(session: Session, cast: Cast) -> None:
    """Assigned, begun, read, tried, completed, withdrawn: in the order of days, with who and when."""
    rule = give(session, cast.max, [cast.ada.id], due_days=10)
    read_all(session, cast.ada.actor, QUIZ, on(1))
    take_quiz(session, cast.ada.actor, QUIZ, 50, on(2))
    take_quiz(session, cast.ada.actor, QUIZ, 90, on(3))
    end_rule(session, actor=cast.nadia.actor, rule_id=rule.id, now=on(4))
    reapply(session, rule, on(4))
    course, facts = explain(session, person_id=cast.ada.id, course_id="c", day=in_days(9))
    assert course.title == "A course"
    assert [(fact.kind, (fact.day - in_days(0)).days) for fact in facts] == [
        ("assigned", 0),
        ("started", 1),
        ("lesson_read", 1),
        ("lesson_read", 1),
        ("attempt", 2),
        ("attempt", 3),
        ("completed", 3),
        ("withdrawn", 4),
    ]
    assert (facts[0].recorded_by, facts[0].until, facts[1].recorded_by) == (cast.max.name, in_days(10), cast.ada.name)
    assert [fact.score for fact in facts if fact.kind == "attempt"] == [50, 90]
    assert len(explain(session, person_id=cast.ada.id, course_id="c", day=in_days(2))[1]) == 5
    with pytest.raises(NotFound):
        explain(session, person_id=cast.ada.id, course_id="never heard of", day=in_days(0))


def test_tasks_come_most_urgent_first(session: Session, cast: Cast) -> None:
    """Overdue before expired before expiring before what is due; required before recommended."""
    for course_id, days in (("late", 1), ("later", 3), ("far", 80), ("near", 70)):
        give(session, cast.max, [cast.ada.id], course_id=course_id, due_days=days)
    give(session, cast.max, [cast.ada.id], course_id="nice", due_days=60, priority="recommended")
    for course_id, done in (("gone", -360), ("going", -320)):
        row = MadeElsewhere(cast.ada.id, replace(QUIZ, id=course_id), in_days(done))
        record_elsewhere(session, actor=cast.max.actor, rows=[row], now=on())
    tasks = list_tasks(session, person_id=cast.ada.id, prerequisites={}, day=in_days(30))
    assert [task.course_id for task in tasks] == ["late", "later", "gone", "going", "near", "far", "nice"]
    assert (tasks[0].assigned_by, tasks[0].priority, tasks[2].assigned_by) == (cast.max.name, "required", None)


def test_what_comes_first_stands_before_what_waits_for_it(session: Session, cast: Cast) -> None:
    """Also what isn't assigned, and what comes before that; after a completion or a waiver nothing waits for it."""
    needs = {"late": ["basics", "tour"], "basics": ["zero"], "round": ["trip"], "trip": ["round"]}
    for course_id, days in (("late", 1), ("tour", 70), ("later", 3)):
        give(session, cast.max, [cast.ada.id], course_id=course_id, due_days=days)

    def ordered() -> list[tuple[str, ...]]:
        tasks = list_tasks(session, person_id=cast.ada.id, prerequisites=needs, day=in_days(30))
        return [(task.course_id, *task.first) for task in tasks]

    assert ordered() == [("zero",), ("basics", "zero"), ("tour",), ("late", "zero", "basics", "tour"), ("later",)]
    complete(session, cast.ada.actor, replace(PLAIN, id="basics"))
    tour = replace(PLAIN, id="tour")
    waive_course(
        session, actor=cast.max.actor, person_id=cast.ada.id, course=tour, reason="known", until_on=None, now=on()
    )
    assert ordered() == [("late",), ("later",), ("basics",), ("tour",)]
    for course_id in ("round", "trip"):
        give(session, cast.max, [cast.ada.id], course_id=course_id, due_days=1)
    assert {"round", "trip"} <= {one[0] for one in ordered()}


def test_everybody_is_looked_at_again_when_a_version_asks_something_else(session: Session, cast: Cast) -> None:
    """Also before anybody opens the course; a date that its author corrects is the date that counts."""
    complete(session, cast.ada.actor, QUIZ)
    complete(session, cast.olga.actor, QUIZ)
    for since in (40, 60):
        newer = replace(QUIZ, version=2, changes=(VersionChange(2, in_days(since), "retake", 10),))
        register_course(session, course=newer, day=in_days(30))
        assert session.get_one(RegisteredCourse, "c").is_stale
        assert in_steps(session, refresh_stale_courses(session)) == 2
        assert not session.get_one(RegisteredCourse, "c").is_stale
        found = [state(session, cast.olga, day) for day in (since - 1, since, since + 9, since + 10)]
        assert found == ["complete", "expiring", "expiring", "expired"]
    register_course(session, course=newer, day=in_days(31))
    assert not session.get_one(RegisteredCourse, "c").is_stale


def test_what_a_version_asked_stays_known_when_the_page_forgets_it(session: Session, cast: Cast) -> None:
    """The past isn't rewritten by a shorter front matter."""
    change = VersionChange(2, date(2026, 1, 1), "nothing", 30)
    register_course(session, course=replace(QUIZ, version=2, changes=(change,)), day=in_days(0))
    register_course(session, course=replace(QUIZ, version=2, title="Renamed"), day=in_days(1))
    rows = session.scalars(select(CourseChange)).all()
    assert [(row.version, row.since, row.asks) for row in rows] == [(2, date(2026, 1, 1), "nothing")]
    assert session.get_one(RegisteredCourse, "c").title == "Renamed"


def _waive(session: Session, cast: Cast, day: int, *, until: int | None) -> None:
    waive_course(
        session,
        actor=cast.max.actor,
        person_id=cast.ada.id,
        course=PLAIN,
        reason="On leave",
        until_on=in_days(until) if until is not None else None,
        now=on(day),
    )
