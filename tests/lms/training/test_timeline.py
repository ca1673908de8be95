"""How a person stands in a course on any day: examples worked out by hand, and what holds for every history."""

from __future__ import annotations

from datetime import date

import pytest

from lms.training.facts import Begun, CourseHistory, Duty, Pause, VersionChange, end_of
from lms.training.states import Punctuality, State
from lms.training.timeline import Point, point_on, spans_of
from support.histories import ALWAYS, MARCH, done, duty, march


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
    "two that a new version ends alike: the one that can be renewed": (
        CourseHistory(
            ALWAYS,
            [],
            [done(1, until=20, renewable=10), done(2, until=15, renewable=14)],
            changes=[VersionChange(4, march(12), "re-read", 1)],
        ),
        [("complete", 1), ("expiring", 10), ("expired", 13)],
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
