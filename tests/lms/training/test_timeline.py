"""How a person stands in a course on any day: examples worked out by hand, and what holds for every history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.training.states import Asks, Punctuality, State
from lms.training.timeline import (
    Begun,
    CourseHistory,
    Done,
    Duty,
    Pause,
    Point,
    VersionChange,
    asked_on,
    end_of,
    point_on,
    spans_of,
)

DAY = timedelta(days=1)
MARCH = date(2026, 3, 1)
ALWAYS = [(date(2020, 1, 1), None)]


def march(day: int) -> date:
    """Return a day counted from the start of March 2026, on into later months."""
    return MARCH + (day - 1) * DAY


def duty(
    assigned: int = 1,
    due: int = 10,
    *,
    counts_from: int | None = None,
    ended: int | None = None,
    owed: int | None = -1,
) -> Duty:
    """Return an assignment by days of March; it isn't owed beyond its end unless `owed` says so (None: for ever)."""
    return Duty(
        march(assigned),
        march(due),
        march(counts_from) if counts_from is not None else None,
        march(ended) if ended is not None else None,
        march(owed) if owed is not None else None,
    )


def done(day: int, *, version: int = 1, until: int | None = None, renewable: int | None = None) -> Done:
    """Return a completion by days of March."""
    return Done(march(day), version, march(until) if until else None, march(renewable) if renewable else None)


def states(history: CourseHistory) -> list[tuple[str, int]]:
    """Return each state with the day of March on which it begins; `-` where there is nothing to say."""
    found: list[tuple[str, int]] = []
    last = None
    for span in spans_of(history):
        if last is not None and span.since != last:
            found.append(("-", (last - MARCH).days + 1))
        if not found or found[-1][0] != span.point.state.label:
            found.append((span.point.state.label, (span.since - MARCH).days + 1))
        last = span.until
    if last is not None and last != date.max:
        found.append(("-", (last - MARCH).days + 1))
    return found


CHANGE = VersionChange(2, march(20), "retake", 5)
LIVES: dict[str, tuple[CourseHistory, list[tuple[str, int]]]] = {
    "nothing ever happened": (CourseHistory(ALWAYS), []),
    "never begun": (CourseHistory(ALWAYS, [duty()]), [("not_started", 1), ("overdue", 11)]),
    "done in time": (
        CourseHistory(ALWAYS, [duty()], [done(8)], begun=[Begun(march(4), 1)]),
        [("not_started", 1), ("in_progress", 4), ("complete", 8)],
    ),
    "done too late": (
        CourseHistory(ALWAYS, [duty()], [done(15)], begun=[Begun(march(4), 1)]),
        [("not_started", 1), ("in_progress", 4), ("overdue", 11), ("complete", 15)],
    ),
    "done on the due day": (CourseHistory(ALWAYS, [duty()], [done(10)]), [("not_started", 1), ("complete", 10)]),
    "expires, and is renewed after": (
        CourseHistory(ALWAYS, [duty()], [done(5, until=20, renewable=15), done(25)]),
        [("not_started", 1), ("complete", 5), ("expiring", 15), ("expired", 21), ("complete", 25)],
    ),
    "renewed in the window": (
        CourseHistory(ALWAYS, [duty()], [done(5, until=20, renewable=15), done(16, until=40, renewable=35)]),
        [("not_started", 1), ("complete", 5), ("expiring", 15), ("complete", 16), ("expiring", 35), ("expired", 41)],
    ),
    "done before it was assigned, and still valid": (
        CourseHistory(ALWAYS, [duty(5, 10)], [done(1)]),
        [("complete", 1)],
    ),
    "expired before it was assigned": (
        CourseHistory(ALWAYS, [duty(8, 12)], [done(1, until=4)]),
        [("complete", 1), ("expired", 5)],
    ),
    "expired before it was assigned, and renewed": (
        CourseHistory(ALWAYS, [duty(8, 12)], [done(1, until=4), done(14)]),
        [("complete", 1), ("expired", 5), ("complete", 14)],
    ),
    "done by oneself, and expired": (CourseHistory(ALWAYS, [], [done(1, until=4)]), [("complete", 1), ("expired", 5)]),
    "begun by oneself": (CourseHistory(ALWAYS, begun=[Begun(march(3), 1)]), [("in_progress", 3)]),
    "withdrawn": (CourseHistory(ALWAYS, [duty(ended=6)]), [("not_started", 1), ("-", 6)]),
    "withdrawn on its first day": (CourseHistory(ALWAYS, [duty(ended=1)]), []),
    "done, then withdrawn": (
        CourseHistory(ALWAYS, [duty(ended=9)], [done(5)]),
        [("not_started", 1), ("complete", 5)],
    ),
    "waived for some days": (
        CourseHistory(ALWAYS, [duty()], waivers=[Pause(march(3), march(15))]),
        [("not_started", 1), ("waived", 3), ("overdue", 15)],
    ),
    "waived, and done anyway": (
        CourseHistory(ALWAYS, [duty()], [done(6)], waivers=[Pause(march(3), None)]),
        [("not_started", 1), ("waived", 3), ("complete", 6)],
    ),
    "left, and came back to a new assignment": (
        CourseHistory([(march(-30), march(6)), (march(20), None)], [duty(ended=6), duty(20, 30)]),
        [("not_started", 1), ("-", 6), ("not_started", 20), ("overdue", 31)],
    ),
    "left with a certificate, and came back while it was valid": (
        CourseHistory([(march(-30), march(6)), (march(20), None)], [], [done(2, until=25)]),
        [("complete", 2), ("-", 6), ("complete", 20), ("expired", 26)],
    ),
    "a new version to take again": (
        CourseHistory(ALWAYS, [duty()], [done(5)], changes=[CHANGE]),
        [("not_started", 1), ("complete", 5), ("expiring", 20), ("expired", 25)],
    ),
    "a new version, taken again in time": (
        CourseHistory(ALWAYS, [duty()], [done(5), done(22, version=2)], changes=[CHANGE]),
        [("not_started", 1), ("complete", 5), ("expiring", 20), ("complete", 22)],
    ),
    "a new version that asks nothing": (
        CourseHistory(ALWAYS, [duty()], [done(5)], changes=[VersionChange(2, march(20), "nothing", 0)]),
        [("not_started", 1), ("complete", 5)],
    ),
    "a new version in the middle of the work": (
        CourseHistory(ALWAYS, [duty(1, 30)], begun=[Begun(march(4), 1), Begun(march(23), 2)], changes=[CHANGE]),
        [("not_started", 1), ("in_progress", 4), ("not_started", 20), ("in_progress", 23), ("overdue", 31)],
    ),
    "an old version recorded long after the new one": (
        CourseHistory(ALWAYS, [duty(1, 40)], [done(30)], changes=[CHANGE]),
        [("not_started", 1), ("expired", 30)],
    ),
    "a round that begins anew": (
        CourseHistory(ALWAYS, [duty(1, 10, ended=30), duty(30, 40, counts_from=30)], [done(5), done(35)]),
        [("not_started", 1), ("complete", 5), ("not_started", 30), ("complete", 35)],
    ),
    "a round that begins while the certificate is valid, done in its time": (
        CourseHistory(ALWAYS, [duty(30, 40, counts_from=30)], [done(5, until=60, renewable=55), done(35, until=90)]),
        [("complete", 5), ("not_started", 30), ("complete", 35), ("expired", 91)],
    ),
    "a round that a completion meets which ends before an older one": (
        CourseHistory(ALWAYS, [duty(30, 40, counts_from=30)], [done(5, until=90), done(35, until=60)]),
        [("complete", 5), ("not_started", 30), ("complete", 35), ("overdue", 61), ("expired", 91)],
    ),
    "a round that nobody did, and the next": (
        CourseHistory(ALWAYS, [duty(1, 10, ended=30, owed=None), duty(30, 40, counts_from=30)], [done(35)]),
        [("not_started", 1), ("overdue", 11), ("complete", 35)],
    ),
    "a round that nobody did, of a rule that ended": (
        CourseHistory(ALWAYS, [duty(1, 10, ended=30, owed=33), duty(30, 40, counts_from=30, ended=33)]),
        [("not_started", 1), ("overdue", 11), ("-", 33)],
    ),
    "a round that was waived to its end, and the next": (
        CourseHistory(
            ALWAYS,
            [duty(1, 10, ended=30, owed=None), duty(30, 40, counts_from=30)],
            waivers=[Pause(march(3), march(30))],
        ),
        [("not_started", 1), ("waived", 3), ("not_started", 30), ("overdue", 41)],
    ),
    "two assignments: the earlier day counts": (
        CourseHistory(ALWAYS, [duty(1, 20), duty(3, 8)]),
        [("not_started", 1), ("overdue", 9)],
    ),
}


@pytest.mark.parametrize("life", LIVES)
def test_a_life(life: str) -> None:
    """Each state begins on the day that was worked out by hand."""
    history, expected = LIVES[life]
    assert states(history) == expected


@pytest.mark.parametrize(
    ("completed", "day", "expected"),
    [
        (None, 10, Punctuality.NOT_DUE),
        (None, 11, Punctuality.LATE),
        (10, 11, Punctuality.ON_TIME),
        (11, 11, Punctuality.LATE),
        (11, 40, Punctuality.LATE),
        (5, 10, Punctuality.NOT_DUE),
    ],
)
def test_punctuality_is_known_once_the_due_day_has_passed(
    completed: int | None, day: int, expected: Punctuality
) -> None:
    """Who completes on the due day is on time, who does so a day later is late for good."""
    point = point_on(CourseHistory(ALWAYS, [duty()], [done(completed)] if completed else []), march(day))
    assert point is not None
    assert point.punctuality is expected


def test_a_completion_that_expired_stays_on_time() -> None:
    """What was reached in time isn't taken back when it expires."""
    point = point_on(CourseHistory(ALWAYS, [duty()], [done(5, until=15, renewable=12)]), march(30))
    assert point == Point(State.EXPIRED, True, Punctuality.ON_TIME, march(10), march(5), march(15))


def test_a_leap_day_is_a_day_like_others() -> None:
    """Due on 29 February 2028: not overdue then, overdue on 1 March."""
    history = CourseHistory(ALWAYS, [Duty(date(2028, 2, 1), date(2028, 2, 29), None, None)])
    found = {day: point_on(history, day) for day in (date(2028, 2, 29), date(2028, 3, 1))}
    assert [point.state for point in found.values() if point] == [State.NOT_STARTED, State.OVERDUE]


def test_a_re_read_trims_only_what_is_older() -> None:
    """A completion of the version itself keeps its end."""
    change = VersionChange(3, march(10), "re-read", 14)
    assert end_of(done(1, version=2, until=100), [change]).valid_until == march(23)
    assert end_of(done(1, version=2, until=12), [change]).valid_until == march(12)
    assert end_of(done(1, version=3, until=100), [change]).valid_until == march(100)


ALL_ASKS: tuple[Asks, ...] = ("nothing", "re-read", "retake")
days = st.integers(min_value=-40, max_value=60)
asks: st.SearchStrategy[Asks] = st.sampled_from(ALL_ASKS)


@st.composite
def duties(draw: st.DrawFn) -> Duty:
    """Draw an assignment: in force or over, with or without a round that counts anew."""
    day = draw(days)
    ended = draw(st.none() | st.integers(min_value=day, max_value=90))
    return duty(
        day,
        day + draw(st.integers(0, 30)),
        counts_from=draw(st.none() | st.just(day)),
        ended=ended,
        owed=draw(st.just(-50) | st.none() | st.integers(ended, 90)) if ended is not None else -50,
    )


@st.composite
def changes_of(draw: st.DrawFn, version: int) -> VersionChange:
    """Draw what a version asks."""
    asked: Asks = draw(asks)
    return VersionChange(version, march(draw(days)), asked, draw(st.integers(0, 20)))


@st.composite
def histories(draw: st.DrawFn) -> CourseHistory:
    """Draw any history, however unlikely."""

    def later(day: int) -> int | None:
        return draw(st.none() | st.integers(min_value=day, max_value=90))

    def done_of(day: int) -> Done:
        until = later(day)
        opens = march(draw(st.integers(day, until))) if until is not None else None
        return Done(march(day), draw(st.integers(1, 3)), march(until) if until is not None else None, opens)

    def pause_of(day: int) -> Pause:
        until = later(day + 1)
        return Pause(march(day), march(until) if until is not None else None)

    left = draw(st.none() | st.integers(-30, 50))
    return CourseHistory(
        employed=[(march(-35), march(left) if left is not None else None)],
        duties=draw(st.lists(duties(), max_size=3)),
        completions=[done_of(day) for day in draw(st.lists(days, max_size=3))],
        waivers=[pause_of(day) for day in draw(st.lists(days, max_size=2))],
        begun=[Begun(march(day), draw(st.integers(1, 3))) for day in draw(st.lists(days, max_size=2))],
        changes=[
            draw(changes_of(version)) for version in draw(st.lists(st.sampled_from([2, 3]), max_size=2, unique=True))
        ],
    )


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
