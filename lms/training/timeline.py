"""Timeline of a person in a course, a state for every day, and what is asked: pure, and the only place that decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from lms.training.facts import DAY, CourseHistory, Done, Duty, Pause, end_of
from lms.training.states import Punctuality, State


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


@dataclass(frozen=True, slots=True)
class Requirement:
    """What is asked of somebody on a day, and which work counts for it.

    There is nothing to do unless `is_due`. Work counts in `version` or newer, from `since` on (None: whenever it was
    done), and after `last`: the completion that counts longest, valid (`is_valid`) or not, as it was recorded. `asks`
    is what newer versions want of who has that one; `is_renewal` says that it expired by itself or may be renewed.
    """

    is_due: bool
    asks: Literal["re-read", "retake"] | None
    since: date | None
    version: int
    last: Done | None
    is_valid: bool
    is_renewal: bool


def spans_of(history: CourseHistory) -> list[Span]:
    """Return the spans of days on which there is something to say, in order; what doesn't change is one span."""
    ended = _real_ends(history)
    days = sorted(_turning_days(history, ended))
    found: list[Span] = []
    for since, until in pairwise([*days, date.max]):
        point = _point_on(history, ended, since)
        if point is None or since == until:
            continue
        if found and found[-1].until == since and found[-1].point == point:
            found[-1] = Span(found[-1].since, until, point)
        else:
            found.append(Span(since, until, point))
    return found


def point_on(history: CourseHistory, day: date) -> Point | None:
    """Return how things stand on a day; None for nothing, as when the person isn't with the company."""
    return _point_on(history, _real_ends(history), day)


def _point_on(history: CourseHistory, ended: Sequence[Done], day: date) -> Point | None:
    if not any(since <= day and (until is None or day < until) for since, until in history.employed):
        return None
    facts = _facts_on(history, ended, day)
    state = _state(facts)
    if state is None:
        return None
    open_ones = [duty for duty in facts.unmet if not any(_was_met(one, duty) for one in facts.done)]
    last = facts.last
    return Point(
        state=state,
        is_assigned=bool(facts.duties or facts.unmet),
        punctuality=_punctuality(facts.duties, facts.done, day),
        due_on=min((duty.due_on for duty in open_ones or facts.unmet or facts.duties), default=None),
        completed_on=last.day if last else None,
        valid_until=last.valid_until if last else None,
    )


def asked_on(history: CourseHistory, day: date) -> Requirement:
    """Return what is asked on a day of somebody who is with the company; who was asked nothing may do all of it."""
    ended = _real_ends(history)
    facts = _facts_on(history, ended, day)
    # As it was recorded, before newer versions ended it; of equals the last.
    recorded = dict(zip(ended, history.completions, strict=True)).get(facts.last) if facts.last else None
    return Requirement(
        is_due=_state(facts) is not State.COMPLETE,
        asks=_asks(history, facts, recorded),
        since=_work_since(facts, recorded),
        version=_version_asked(history, day),
        last=recorded,
        is_valid=facts.valid is not None,
        is_renewal=_opens(recorded) <= day,
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What counts on a day: completions with their real ends, and which duties no valid one meets."""

    history: CourseHistory
    day: date
    done: list[Done]
    duties: list[Duty]
    unmet: list[Duty]
    valid: Done | None
    last: Done | None


def _real_ends(history: CourseHistory) -> list[Done]:
    """Return the completions as newer versions leave them, in their order."""
    return [end_of(completion, history.changes) for completion in history.completions]


def _facts_on(history: CourseHistory, ended: Sequence[Done], day: date) -> _Facts:
    done = [completion for completion in ended if completion.day <= day]
    counting = [completion for completion in done if not _is_past(completion.valid_until, day)]
    given = [duty for duty in history.duties if duty.assigned_on <= day]
    duties = [duty for duty in given if not _is_over(duty.ended_on, day)]
    owed = [duty for duty in given if _is_over(duty.ended_on, day) and _is_owed(history, done, duty, day)]
    unmet = [duty for duty in [*duties, *owed] if all(_is_too_old(one, duty) for one in counting)]
    newest = max((change.version for change in history.changes if change.asks != "nothing"), default=0)
    valid = _best(counting, newest)
    return _Facts(history, day, done, duties, unmet, valid, valid or _best(done, newest))


def _is_owed(history: CourseHistory, done: Sequence[Done], duty: Duty, day: date) -> bool:
    """Tell whether a round that is over was never met, and nobody was let off when it ended."""
    if duty.ended_on is None or duty.ended_on == duty.assigned_on or _is_over(duty.owed_until, day):
        return False
    is_waived = any(_holds(waiver, duty.ended_on - DAY) for waiver in history.waivers)
    return not is_waived and not any(_was_met(one, duty) for one in done)


def _turning_days(history: CourseHistory, ended: Sequence[Done]) -> set[date]:
    """Return every day on which something may be other than the day before."""
    days: set[date | None] = set()
    for since, until in history.employed:
        days |= {since, until}
    for duty in history.duties:
        days |= {duty.assigned_on, _after(duty.due_on), duty.ended_on, duty.owed_until}
    for completion in ended:
        days |= {completion.day, _opens(completion), _after(completion.valid_until)}
    for waiver in history.waivers:
        days |= {waiver.since, waiver.until}
    days |= {begun.day for begun in history.begun}
    days |= {change.since for change in history.changes}
    return {day for day in days if day is not None} - {date.min, date.max}


def _state(facts: _Facts) -> State | None:
    valid = facts.valid
    if valid is not None and not facts.unmet:
        return State.EXPIRING if valid.valid_until and _opens(valid) <= facts.day else State.COMPLETE
    if any(_holds(waiver, facts.day) for waiver in facts.history.waivers):
        return State.WAIVED
    if facts.last is not None and valid is None:
        return State.EXPIRED
    if any(duty.due_on < facts.day for duty in facts.unmet):
        return State.OVERDUE
    if _is_begun(facts):
        return State.IN_PROGRESS
    return State.NOT_STARTED if facts.duties or facts.unmet else None


def _is_begun(facts: _Facts) -> bool:
    """Tell whether work was begun that still counts."""
    since, version = _work_since(facts, facts.last), _version_asked(facts.history, facts.day)
    return any(
        begun.day <= facts.day
        and (since is None or begun.day >= since)
        and begun.version >= version
        and (facts.last is None or begun.day > facts.last.day)
        for begun in facts.history.begun
    )


def _work_since(facts: _Facts, last: Done | None) -> date | None:
    """Return the day from which work counts: a round's for who must meet it, else the one that opens the renewal."""
    rounds = [duty.counts_from for duty in facts.unmet if duty.counts_from is not None]
    opens = _opens(last)
    is_renewed = opens <= facts.day and not (facts.valid and facts.unmet)
    return max([*rounds, opens] if is_renewed else rounds, default=None)


def _version_asked(history: CourseHistory, day: date) -> int:
    """Return the oldest version that is still good for new work."""
    return max((one.version for one in history.changes if one.since <= day and one.asks != "nothing"), default=0)


def _asks(history: CourseHistory, facts: _Facts, last: Done | None) -> Literal["re-read", "retake"] | None:
    """Return what newer versions ask; what expired by itself or is due anew must be taken again anyway."""
    if last is None:
        return None
    newer = {one.asks for one in history.changes if one.since <= facts.day and one.version > last.version}
    if not newer & {"re-read", "retake"}:
        return None
    is_due_anew = _is_past(last.valid_until, facts.day) or (facts.valid is not None and bool(facts.unmet))
    return "retake" if is_due_anew or "retake" in newer else "re-read"


def _opens(completion: Done | None) -> date:
    """Return the day from which a completion can be renewed; the last of all days for one that never can."""
    if completion is None or completion.valid_until is None:
        return date.max
    return completion.renewable_from or _after(completion.valid_until) or date.max


def _punctuality(duties: Iterable[Duty], done: Sequence[Done], day: date) -> Punctuality:
    due = [duty for duty in duties if duty.due_on < day]
    if not due:
        return Punctuality.NOT_DUE
    in_time = all(any(one.day <= duty.due_on and _was_met(one, duty) for one in done) for duty in due)
    return Punctuality.ON_TIME if in_time else Punctuality.LATE


def _was_met(completion: Done, duty: Duty) -> bool:
    """Tell whether a completion fulfilled an assignment, be it valid today or not."""
    counted_on = max(duty.assigned_on, completion.day)
    return not _is_too_old(completion, duty) and not _is_past(completion.valid_until, counted_on)


def _is_too_old(completion: Done, duty: Duty) -> bool:
    return duty.counts_from is not None and completion.day < duty.counts_from


def _best(completions: Sequence[Done], newest: int) -> Done | None:
    """Return the completion that counts longest.

    Of several that end alike, the last that no version ends; else, of those that one ends, the first to be renewed.
    """

    def order(one: Done) -> tuple[date, bool, int, date, int]:
        is_newest = one.version >= newest
        opens = 0 if is_newest else -_opens(one).toordinal()
        return one.valid_until or date.max, is_newest, opens, one.day, one.version

    return max(completions, key=order, default=None)


def _holds(waiver: Pause, day: date) -> bool:
    return waiver.since <= day and not _is_over(waiver.until, day)


def _is_past(last_day: date | None, day: date) -> bool:
    return last_day is not None and last_day < day


def _is_over(until: date | None, day: date) -> bool:
    return until is not None and until <= day


def _after(day: date | None) -> date | None:
    return day + DAY if day is not None and day < date.max else None
