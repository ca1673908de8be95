"""Completion, on-time and overdue rates: pure arithmetic over counts, with the rule for the denominator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lms.statistics.shares import Share
from lms.training.counts import Count
from lms.training.states import Punctuality, State

RULE = (
    "Counted is each course of each person to whom it is assigned and who is with the company on the day; "
    "waived courses and people who left are not. Complete: with a completion that is valid on the day. "
    "On time: of those whose due day has passed, completed by that day. Overdue: past the due day and never completed; "
    "a completion that has expired counts as expired, not as overdue."
)
ASSUMPTION = "one person's courses are taken as independent of each other, and the people as a sample of such people"


@dataclass(frozen=True)
class Rates:
    """How many stand how, of those who count, and the three rates."""

    states: dict[str, int]
    assigned: int
    waived: int
    completion: Share
    on_time: Share
    overdue: Share


def rates_of(counts: Iterable[Count]) -> Rates:
    """Return the rates of some counts."""
    counts = list(counts)
    counted = [count for count in counts if count.is_assigned and count.state is not State.WAIVED]
    assigned = _people(counted)
    due = [count for count in counted if count.punctuality is not Punctuality.NOT_DUE]
    return Rates(
        states={state.label: _people(count for count in counted if count.state is state) for state in State},
        assigned=assigned,
        waived=_people(count for count in counts if count.is_assigned and count.state is State.WAIVED),
        completion=Share(_people(count for count in counted if count.state.is_complete), assigned),
        on_time=Share(_people(count for count in due if count.punctuality is Punctuality.ON_TIME), _people(due)),
        overdue=Share(_people(count for count in counted if count.state is State.OVERDUE), assigned),
    )


def _people(counts: Iterable[Count]) -> int:
    return sum(count.people for count in counts)
