"""One deal as it stood from day to day, from what was said of it. Pure; a deal's state is one, whatever its fields say.

How contradictions count, which the quality report lists:
- A stage called won or lost decides, also against the flags; without such a stage the flags do.
- A closed deal ends on its close day. Where that is missing, or lies ahead of the day we have, it ends on the day from
  which it was said to be closed; where that isn't known either, it counts in no period, and never in the pipeline.
- What was said of a closed deal later corrects it. What was said of it before it closed holds until then.
- A deal that was merged into another one never counts; one that was deleted counts until that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntFlag
from itertools import groupby
from typing import Any

from lms.crm.facts import RecordFact
from lms.crm.outcomes import DealOutcome, outcome_of

# What says whether a deal is open holds from the day it was said, and never before.
_OF_ITS_OUTCOME = ("stage", "is_won", "is_closed", "is_deleted", "merged_into")


class Fault(IntFlag):
    """What is wrong with a deal by itself."""

    OPEN_FLAG = 1
    """Its stage says that it is closed, its flags that it isn't, or the other way round."""
    NO_CLOSE_DAY = 2
    """Closed, without a close day."""
    CLOSES_LATER = 4
    """Closed, with a close day that lies ahead."""
    CLOSED_BEFORE_CREATED = 8
    NO_VALUE = 16
    """Won, without an amount or with none above 0."""
    NO_ACCOUNT = 32
    NO_OWNER = 64
    NO_STAGE = 128
    """Open, without a stage."""


@dataclass(frozen=True)
class Held:
    """What held of a deal in the days [since, until); `until` is None for good. A stage that isn't known is None."""

    since: date
    until: date | None
    stage: str | None
    told: Mapping[str, Any]


@dataclass(frozen=True)
class End:
    """A deal was closed on a day, until it was opened again or deleted, which for most never comes."""

    day: date
    until: date | None
    is_won: bool
    told: Mapping[str, Any]
    cycle_days: int | None


@dataclass(frozen=True)
class DealLife:
    """A deal: all it says of itself now, the days in which it was open, its ends, and its faults.

    `created_on` is None where nobody said; `began_on` is the first contact or the creation. `changes_on` is the day on
    which it would read differently without anything being said.
    """

    values: Mapping[str, Any]
    created_on: date | None
    began_on: date | None
    held: tuple[Held, ...]
    ends: tuple[End, ...]
    faults: Fault
    changes_on: date | None = None


def read_deal(facts: Sequence[RecordFact], *, today: date) -> DealLife:
    """Return a deal from its facts in their order, as it reads today."""
    states = _states(facts)
    values = {name: value for name, value in states[-1].told.items() if value is not None}
    created_on, close_on = _day(values, "created_on"), _day(values, "close_on")
    began_on = _day(values, "first_contact_on") or created_on
    runs = _runs(states)
    faults = _faults(values, today)
    if values.get("merged_into"):
        return DealLife(values, created_on, began_on, (), (), faults)
    gone_on = _gone_on(states)
    closings = _closings(runs, close_on if close_on and close_on <= today else None)
    ends = tuple(
        End(day, _earlier(until, gone_on), outcome_said(run[-1].told) == "won", run[-1].told, _days(began_on, day))
        for day, until, run in closings
        if gone_on is None or day < gone_on
    )
    first = created_on or began_on or next((state.day for state in states if state.day), None)
    is_placed = runs[-1].is_open or bool(closings)
    held = _held(states, _open_days(runs, first, closings, gone_on)) if is_placed else ()
    waits = not runs[-1].is_open and close_on is not None and close_on > today
    return DealLife(values, created_on, began_on, tuple(held), ends, faults, close_on if waits else None)


def outcome_said(values: Mapping[str, Any]) -> DealOutcome:
    """Return what the fields of a deal say: its stage where that is a closed one, else its flags."""
    stage = outcome_of(values.get("stage") or "")
    if stage != "open":
        return stage
    if values.get("is_won"):
        return "won"
    return "lost" if values.get("is_closed") else "open"


@dataclass(frozen=True)
class _State:
    """What held from a day on; None is from the beginning."""

    day: date | None
    told: dict[str, Any]

    @property
    def is_open(self) -> bool:
        return outcome_said(self.told) == "open"


class _Run(tuple[_State, ...]):
    """States in a row in which a deal was open, or in which it was closed."""

    __slots__ = ()

    @property
    def is_open(self) -> bool:
        return self[0].is_open

    @property
    def day(self) -> date | None:
        return self[0].day


def _states(facts: Sequence[RecordFact]) -> list[_State]:
    """Return what held from which day on; what was first said of a field held before too, but for its outcome."""
    held: dict[str, Any] = {}
    for fact in reversed(facts):
        held |= {name: value for name, value in fact.told.items() if name not in _OF_ITS_OUTCOME}
        held |= {name: value for name, value in (fact.values.get("was") or {}).items() if name != "stage"}
    first_stage = _first_stage(facts)
    if first_stage is not None and outcome_of(first_stage) == "open":
        held["stage"] = first_stage
    states = [_State(None, held)] if facts[0].values.get("was") else []
    for fact in facts:
        if fact.is_event and "stage" in fact.told:
            held = held | {"is_won": None, "is_closed": None}
        held = held | fact.told
        if states and states[-1].day == fact.day:
            states.pop()
        states.append(_State(fact.day, held))
    return states


def _first_stage(facts: Sequence[RecordFact]) -> str | None:
    for fact in facts:
        stage = (fact.values.get("was") or {}).get("stage") or fact.values.get("stage")
        if stage is not None:
            return str(stage)
    return None


def _runs(states: Sequence[_State]) -> list[_Run]:
    return [_Run(group) for _, group in groupby(states, key=lambda state: state.is_open)]


def _closings(runs: Sequence[_Run], close_on: date | None) -> list[tuple[date, date | None, _Run]]:
    """Return when the deal was closed and until when, with the states in between; without a known day it is left out.

    Only of the last closing the close day is known; of those before, the day on which we heard of it.
    """
    found: list[tuple[date, date | None, _Run]] = []
    for number, run in enumerate(runs):
        if run.is_open:
            continue
        day = run.day if number else None
        opened_on = runs[number - 1].day if number > 1 else None
        if run is runs[-1] and close_on is not None and (opened_on is None or opened_on <= close_on):
            day = close_on
        if day is not None:
            found.append((day, runs[number + 1].day if number + 1 < len(runs) else None, run))
    return found


def _open_days(
    runs: Sequence[_Run],
    first: date | None,
    closings: Sequence[tuple[date, date | None, _Run]],
    gone_on: date | None,
) -> Iterator[tuple[date, date | None]]:
    """Yield the days [since, until) in which the deal was open."""
    since = first
    for day, until, _ in closings:
        end = _earlier(day, gone_on)
        if since is not None and end is not None and since < end:
            yield since, end
        since = until
    if since is not None and runs[-1].is_open and (gone_on is None or since < gone_on):
        yield since, gone_on


def _held(states: Sequence[_State], spans: Iterable[tuple[date, date | None]]) -> Iterator[Held]:
    """Yield what was said of the deal in the days in which it was open, cut where it changed."""
    days = [state.day or date.min for state in states]
    days[0] = date.min
    for since, until in spans:
        for state, begins, ends in zip(states, days, [*days[1:], date.max], strict=True):
            start, end = max(since, begins), min(until or date.max, ends)
            if start < end:
                stage = state.told.get("stage")
                is_told = stage is not None and outcome_of(stage) == "open"
                yield Held(start, None if end == date.max else end, stage if is_told else None, state.told)


def _faults(values: Mapping[str, Any], today: date) -> Fault:
    outcome, close_on, created_on = outcome_said(values), _day(values, "close_on"), _day(values, "created_on")
    closed, won = values.get("is_closed"), values.get("is_won")
    found = {
        Fault.OPEN_FLAG: closed not in {None, outcome != "open"} or won not in {None, outcome == "won"},
        Fault.NO_CLOSE_DAY: outcome != "open" and close_on is None,
        Fault.CLOSES_LATER: outcome != "open" and close_on is not None and close_on > today,
        Fault.CLOSED_BEFORE_CREATED: outcome != "open" and bool(close_on and created_on and close_on < created_on),
        Fault.NO_VALUE: outcome == "won" and (values.get("amount") or 0) <= 0,
        Fault.NO_ACCOUNT: not values.get("account"),
        Fault.NO_OWNER: not (values.get("owner") or values.get("owner_email")),
        Fault.NO_STAGE: outcome == "open" and not values.get("stage"),
    }
    return Fault(sum(fault for fault, is_there in found.items() if is_there))


def _gone_on(states: Sequence[_State]) -> date | None:
    """Return the day from which the deal is deleted."""
    gone: date | None = None
    for state in states:
        gone = (gone or state.day or date.min) if state.told.get("is_deleted") else None
    return gone


def _day(values: Mapping[str, Any], name: str) -> date | None:
    text = values.get(name)
    return date.fromisoformat(text[:10]) if text else None


def _days(since: date | None, until: date) -> int | None:
    return None if since is None or until < since else (until - since).days


def _earlier(one: date | None, other: date | None) -> date | None:
    return min(filter(None, (one, other)), default=None)
