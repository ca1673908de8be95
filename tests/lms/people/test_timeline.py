"""A person's timeline: what a change does to every day, and what must be recorded for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.timeline import Place, Timeline, employed_spans

FIRST = date(2026, 1, 1)
NORTH, SOUTH = UUID(int=1), UUID(int=2)
HERE, AWAY = Place(NORTH, None, None, is_employed=True), Place(NORTH, None, None, is_employed=False)
days = st.integers(0, 12).map(lambda number: FIRST + timedelta(days=number))
words, jobs = st.sampled_from([None, "EMEA"]), st.sampled_from([None, "sdr"])
places = st.builds(Place, st.sampled_from([NORTH, SOUTH]), words, jobs, st.booleans())
timelines = st.dictionaries(days, places, min_size=1, max_size=5).map(Timeline)


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)


@given(known=timelines, since=days, length=st.none() | st.integers(0, 6), is_employed=st.booleans())
def test_a_change_holds_on_its_days_and_on_no_others(
    known: Timeline, since: date, length: int | None, is_employed: bool
) -> None:
    """Every day is compared, of what is asked of the timeline and of what is recorded for it."""
    until = None if length is None else since + timedelta(days=length)
    changed = known.spread(since, until, is_employed=is_employed, region="APAC")
    recorded = Timeline({**known.places, **changed.changes_from(known)})
    for number in range(20):
        day = _day(number)
        is_within = since <= day and (until is None or day < until)
        wanted = replace(known.on(day), is_employed=is_employed, region="APAC") if is_within else known.on(day)
        if day >= min(known.places) or is_within:
            assert changed.on(day) == wanted
        assert recorded.on(day).is_employed == changed.on(day).is_employed == wanted.is_employed
        if day >= min(changed.places):
            assert recorded.on(day) == changed.on(day)


@given(known=timelines)
def test_what_changes_nothing_records_nothing(known: Timeline) -> None:
    """Not even on the day at which it is said to begin."""
    place = known.on(_day(3))
    last = known.next_change("region", after=_day(3))
    assert known.spread(_day(3), last, region=place.region).changes_from(known) == {} or min(known.places) > _day(3)


@pytest.mark.parametrize(
    ("entries", "spans"),
    [
        ([], []),
        ([(0, True)], [(0, None)]),
        ([(0, False)], []),
        ([(0, True), (3, True), (5, False)], [(0, 5)]),
        ([(0, True), (3, False), (4, False), (5, True)], [(0, 3), (5, None)]),
        ([(0, False), (2, True), (3, False)], [(2, 3)]),
    ],
)
def test_days_of_coming_and_going_become_spans(
    entries: list[tuple[int, bool]], spans: list[tuple[int, int | None]]
) -> None:
    """Moves within a span don't cut it."""
    wanted = [(_day(since), None if until is None else _day(until)) for since, until in spans]
    assert employed_spans((_day(number), is_employed) for number, is_employed in entries) == wanted


def test_before_the_first_day_nobody_is_with_the_company() -> None:
    """Their first team is known, so that a first day that moves ahead has one."""
    timeline = Timeline({_day(5): HERE})
    assert timeline.on(_day(4)) == AWAY
    assert timeline.start() == _day(5)
    assert Timeline({_day(5): AWAY}).start() is None


def test_the_next_change_of_a_value_is_the_day_on_which_that_value_differs() -> None:
    """A move doesn't change the region."""
    timeline = Timeline({_day(0): HERE, _day(2): replace(HERE, team_id=SOUTH), _day(4): replace(HERE, region="EMEA")})
    assert timeline.next_change("team_id", after=_day(0)) == _day(2)
    assert timeline.next_change("region", after=_day(0)) == _day(4)
    assert timeline.next_change("is_employed", after=_day(0)) is None


@given(known=timelines, number=st.integers(0, 14), name=st.sampled_from(["team_id", "job", "is_employed"]))
def test_a_value_has_held_since_the_day_before_which_another_did(known: Timeline, number: int, name: str) -> None:
    """Every day between is compared; who was away in between begins anew."""
    day = _day(number)
    since = known.since(day, name)
    held = known.on(day)
    first = min(known.places)
    assert since <= day
    for at in range((day - since).days + 1):
        place = known.on(since + timedelta(days=at))
        assert (getattr(place, name), place.is_employed) == (getattr(held, name), held.is_employed)
    if since > first:
        before = known.on(since - timedelta(days=1))
        assert (getattr(before, name), before.is_employed) != (getattr(held, name), held.is_employed)
