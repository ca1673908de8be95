"""Facts of one person in one course, from which the timeline says how they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lms.training.states import Asks

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class VersionChange:
    """What a version asks, from `since` on, of those who completed an older one, and how many days they have."""

    version: int
    since: date
    asks: Asks
    within_days: int


@dataclass(frozen=True, slots=True)
class Duty:
    """One assignment, in force from `assigned_on` until the day before `ended_on`.

    A round that was never met is owed until the day before `owed_until`, though the next began: that lets nobody off.
    """

    assigned_on: date
    due_on: date
    counts_from: date | None
    ended_on: date | None
    owed_until: date | None = date.min


@dataclass(frozen=True, slots=True)
class Done:
    """A completion; `valid_until` is the last day on which it counts, none for one that never expires."""

    day: date
    version: int
    valid_until: date | None
    renewable_from: date | None


@dataclass(frozen=True, slots=True)
class Pause:
    """Days [since, until) on which a waiver held; an open end is None."""

    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Begun:
    """The day on which a person began a version of the course."""

    day: date
    version: int


@dataclass(frozen=True, slots=True)
class CourseHistory:
    """All that happened to one person in one course; `employed` holds half-open spans of days."""

    employed: Sequence[tuple[date, date | None]]
    duties: Sequence[Duty] = ()
    completions: Sequence[Done] = ()
    waivers: Sequence[Pause] = ()
    begun: Sequence[Begun] = ()
    changes: Sequence[VersionChange] = ()


def end_of(completion: Done, changes: Iterable[VersionChange]) -> Done:
    """Return a completion as newer versions leave it: it ends when their time is over, and can be renewed at once."""
    until, renewable_from = completion.valid_until, completion.renewable_from
    for change in changes:
        if change.version > completion.version and change.asks != "nothing":
            last = last_day_of(change)
            until = last if until is None else min(until, last)
            renewable_from = change.since if renewable_from is None else min(renewable_from, change.since)
    return Done(completion.day, completion.version, until, renewable_from)


def last_day_of(change: VersionChange) -> date:
    """Return the last day on which an older version still counts."""
    return change.since + timedelta(days=change.within_days) - DAY
