"""What holds for every history of a person in a course."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from lms.training.facts import CourseHistory, Done, Duty, VersionChange
from lms.training.states import Punctuality, State
from lms.training.timeline import asked_on, point_on, spans_of
from support.histories import DAY, changes_of, duties, histories, march


@given(histories())
def test_spans_say_of_every_day_what_the_day_itself_says(history: CourseHistory) -> None:
    """Nothing changes within a span, and no day between spans has anything to say."""
    spans = spans_of(history)
    for number in range(-45, 100):
        day = march(number)
        inside = [span.point for span in spans if span.since <= day < span.until]
        expected = point_on(history, day)
        assert inside == ([expected] if expected else [])


@given(histories())
def test_spans_are_in_order_and_do_not_overlap(history: CourseHistory) -> None:
    """Each begins when or after the one before ends, and two that touch differ."""
    spans = spans_of(history)
    for one, other in pairwise(spans):
        assert one.since < one.until <= other.since
        assert one.until != other.since or one.point != other.point


# From the best a person can look to the worst; expired and overdue are both red.
LOOKS = {None: 0, "complete": 1, "expiring": 2, "waived": 3, "in_progress": 4, "not_started": 5}
RED = 6
TWO_MONTHS = [march(number) for number in range(-45, 100)]


def look(history: CourseHistory, day: date) -> int:
    """Return how bad somebody looks on a day."""
    point = point_on(history, day)
    if point is None or (point.state is State.IN_PROGRESS and not point.is_assigned):
        return LOOKS[None]
    return LOOKS.get(point.state.label, RED)


@given(histories(), duties())
def test_who_is_assigned_more_never_looks_better(history: CourseHistory, more: Duty) -> None:
    """Whatever happened before or after it, an assignment hides nothing: no expired certificate, no missed day."""
    with_more = replace(history, duties=[*history.duties, more])
    for day in TWO_MONTHS:
        assert look(with_more, day) >= look(history, day), day


@given(histories(), duties(), st.integers(1, 60), st.integers(0, 30))
def test_who_is_asked_again_in_a_new_round_never_looks_better(
    history: CourseHistory, first: Duty, later: int, days: int
) -> None:
    """The round before is over, and still owed, unless it was waived when it ended.

    Of completions a later one counts at least as long, as those of one course do.
    """
    ends = [one.valid_until or date.max for one in sorted(history.completions, key=lambda one: one.day)]
    assume(ends == sorted(ends))
    begins = first.assigned_on + later * DAY
    alone = replace(first, ended_on=None, owed_until=date.min)
    over = replace(first, ended_on=begins, owed_until=None)
    rounds = [over, Duty(begins, begins + days * DAY, begins, None)]
    before = replace(history, duties=[*history.duties, alone], waivers=[])
    after = replace(before, duties=[*history.duties, *rounds])
    for day in TWO_MONTHS:
        assert look(after, day) >= look(before, day), day


@given(histories(), changes_of(4))
def test_who_is_asked_more_by_a_version_never_looks_better(history: CourseHistory, change: VersionChange) -> None:
    """A new version ends what older ones completed, and gives nothing."""
    with_more = replace(history, changes=[*history.changes, change])
    for day in TWO_MONTHS:
        assert look(with_more, day) >= look(history, day), day


@given(histories(), duties())
def test_who_is_assigned_more_is_late_no_less(history: CourseHistory, more: Duty) -> None:
    """Late is late, whatever else is asked for and done in time."""
    with_more = replace(history, duties=[*history.duties, more])
    for day in TWO_MONTHS:
        before, after = point_on(history, day), point_on(with_more, day)
        if before is not None and before.punctuality is Punctuality.LATE:
            assert after is not None
            assert after.punctuality is Punctuality.LATE


@given(histories())
def test_something_is_due_unless_it_is_complete_and_cannot_be_renewed(history: CourseHistory) -> None:
    """What is asked of a person and how they stand are one decision."""
    for day in TWO_MONTHS:
        point = point_on(history, day)
        if point is not None:
            assert asked_on(history, day).is_due == (point.state is not State.COMPLETE), day


@given(histories())
def test_who_does_what_is_due_is_complete(history: CourseHistory) -> None:
    """A completion of the newest version, made on a day on which one is due, meets all that is asked on that day."""
    for day in TWO_MONTHS:
        if not asked_on(history, day).is_due:
            continue
        newest = Done(day, 3, None, None)
        after = replace(history, completions=[*history.completions, newest])
        point = point_on(after, day)
        asks_more = [one for one in history.changes if one.version > newest.version]
        assert asks_more or point is None or point.state is State.COMPLETE, day


@given(histories())
def test_work_that_shows_as_begun_is_work_that_counts(history: CourseHistory) -> None:
    """In progress is only who did something from the day on, and in a version, that counts for what is due."""
    for day in TWO_MONTHS:
        point, asked = point_on(history, day), asked_on(history, day)
        if point is not None and point.state is State.IN_PROGRESS:
            begun = [one for one in history.begun if one.day <= day and one.version >= asked.version]
            assert any(asked.since is None or one.day >= asked.since for one in begun), day
