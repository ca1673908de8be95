"""Histories of a person in a course: by days of March 2026, and drawn, however unlikely."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from lms.training.facts import Begun, CourseHistory, Done, Duty, Pause, VersionChange
from lms.training.states import Asks

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
