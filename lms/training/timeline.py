"""Timeline of a person in a course, a state for every day: pure, and the only place that decides it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from lms.training.states import Asks, Punctuality, State

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
    """One assignment, in force from `assigned_on` until the day before `ended_on`."""

    assigned_on: date
    due_on: date
    counts_from: date | None
    ended_on: date | None


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


@dataclass(frozen=True, slots=True)
class Point:
    """How a person stands on one day."""

    state: State
    is_assigned: bool
    punctuality: Punctuality
    due_on: date | None
    completed_on: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Span:
    """A point that holds from `since` until the day before `until`."""

    since: date
    until: date
    point: Point


def spans_of(history: CourseHistory) -> list[Span]:
    """Return the spans of days on which there is something to say, in order; what doesn't change is one span."""
    history = _with_real_ends(history)
    days = sorted(_turning_days(history))
    found: list[Span] = []
    for since, until in pairwise([*days, date.max]):
        point = point_on(history, since)
        if point is None or since == until:
            continue
        if found and found[-1].until == since and found[-1].point == point:
            found[-1] = Span(found[-1].since, until, point)
        else:
            found.append(Span(since, until, point))
    return found


def point_on(history: CourseHistory, day: date) -> Point | None:
    """Return how things stand on a day, of a history whose completions have their real ends; None for nothing."""
    if not any(since <= day and (until is None or day < until) for since, until in history.employed):
        return None
    duties = [duty for duty in history.duties if duty.assigned_on <= day and not _is_over(duty.ended_on, day)]
    done = [completion for completion in history.completions if completion.day <= day]
    valid = _best([completion for completion in done if not _is_past(completion.valid_until, day)])
    unmet = [duty for duty in duties if valid is None or _is_too_old(valid, duty)]
    due_on = min((duty.due_on for duty in unmet or duties), default=None)
    last = valid or _best(done)
    state = _state(history, day, duties=duties, unmet=unmet, valid=valid, last=last)
    if state is None:
        return None
    return Point(
        state=state,
        is_assigned=bool(duties),
        punctuality=_punctuality(duties, done, day),
        due_on=due_on,
        completed_on=last.day if last else None,
        valid_until=last.valid_until if last else None,
    )


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


def _with_real_ends(history: CourseHistory) -> CourseHistory:
    ended = (end_of(completion, history.changes) for completion in history.completions)
    kept = [completion for completion in ended if not _is_past(completion.valid_until, completion.day)]
    return CourseHistory(history.employed, history.duties, kept, history.waivers, history.begun, history.changes)


def _turning_days(history: CourseHistory) -> set[date]:
    """Return every day on which something may be other than the day before."""
    days: set[date | None] = set()
    for since, until in history.employed:
        days |= {since, until}
    for duty in history.duties:
        days |= {duty.assigned_on, _after(duty.due_on), duty.ended_on}
    for completion in history.completions:
        days |= {completion.day, completion.renewable_from, _after(completion.valid_until)}
    for waiver in history.waivers:
        days |= {waiver.since, waiver.until}
    days |= {begun.day for begun in history.begun}
    days |= {change.since for change in history.changes}
    return {day for day in days if day is not None}


def _state(
    history: CourseHistory, day: date, *, duties: list[Duty], unmet: list[Duty], valid: Done | None, last: Done | None
) -> State | None:
    if valid is not None and not unmet:
        is_expiring = valid.valid_until and valid.renewable_from and valid.renewable_from <= day
        return State.EXPIRING if is_expiring else State.COMPLETE
    if any(waiver.since <= day and not _is_over(waiver.until, day) for waiver in history.waivers):
        return State.WAIVED
    if last is not None and valid is None and (not duties or all(_was_met(last, duty) for duty in unmet)):
        return State.EXPIRED
    if any(duty.due_on < day for duty in unmet):
        return State.OVERDUE
    if _is_begun(history, day, unmet, last):
        return State.IN_PROGRESS
    return State.NOT_STARTED if duties else None


def _is_begun(history: CourseHistory, day: date, unmet: list[Duty], last: Done | None) -> bool:
    """Tell whether work was begun that still counts: after the last completion, in a version not asked anew."""
    since = max([duty.counts_from for duty in unmet if duty.counts_from], default=date.min)
    asked = [change.version for change in history.changes if change.since <= day and change.asks != "nothing"]
    return any(
        begun.day <= day
        and begun.day >= since
        and begun.version >= max(asked, default=0)
        and (last is None or begun.day > last.day)
        for begun in history.begun
    )


def _punctuality(duties: Iterable[Duty], done: Sequence[Done], day: date) -> Punctuality:
    due = [duty for duty in duties if duty.due_on < day]
    if not due:
        return Punctuality.NOT_DUE
    in_time = all(any(one.day <= duty.due_on and _was_met(one, duty) for one in done) for duty in due)
    return Punctuality.ON_TIME if in_time else Punctuality.LATE


def _was_met(completion: Done, duty: Duty) -> bool:
    """Tell whether a completion fulfilled an assignment, be it valid today or not."""
    return not _is_too_old(completion, duty) and not _is_past(completion.valid_until, duty.assigned_on)


def _is_too_old(completion: Done, duty: Duty) -> bool:
    return duty.counts_from is not None and completion.day < duty.counts_from


def _best(completions: Sequence[Done]) -> Done | None:
    """Return the completion that counts longest, of several the newest."""
    return max(completions, key=lambda one: (one.valid_until or date.max, one.day, one.version), default=None)


def _is_past(last_day: date | None, day: date) -> bool:
    return last_day is not None and last_day < day


def _is_over(until: date | None, day: date) -> bool:
    return until is not None and until <= day


def _after(day: date | None) -> date | None:
    return day + DAY if day is not None and day < date.max else None
