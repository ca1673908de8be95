"""Promising: what open deals and our own forecast say of the periods to come, of each team and of the company."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from lms.crm.currencies import digits_of
from lms.figures.deals import OPEN
from lms.figures.people import team_on
from lms.goals.promises import Promise, PromiseKind
from lms.kpis.asked import KpiPeriod, KpiQuestion, PartsShown
from lms.kpis.forecasting.history import ValueHistory, won_history
from lms.kpis.forecasting.revenue import forecast_of
from lms.kpis.periods import STEPS, Step, period_at

# What CRMs call the categories, in lower case; an open deal without one is in the pipeline.
_COMMIT = re.compile(r"commit|most.?likely|zusage|zobow")
_BEST_CASE = re.compile(r"best.?case|upside")
_OMITTED = re.compile(r"omit|not.?forecast|excluded")
_RANKS: tuple[PromiseKind, ...] = ("commit", "best_case", "pipeline")
NumberList = NDArray[np.float64]


def promises_of(asked: KpiQuestion) -> Iterator[Promise]:
    """Yield what is forecast for the current and the next week, month, quarter and year.

    `commit` is what was won so far in the period with the open deals that are committed and expected to close in it;
    `best_case` adds those of that category, `pipeline` all others but omitted ones; `ours` is our own forecast.
    """
    teams = asked.words("team")
    parts = PartsShown("team", tuple(range(len(teams))))
    whole = replace(asked, parts=None, periods=())
    by_team = replace(asked, parts=parts, periods=())
    for own, ids in ((whole, [None]), (by_team, [UUID(team) for team in teams])):
        history = won_history(own)
        for step, period in _coming(asked):
            amounts = _amounts(own, history, period)
            for number, team_id in enumerate(ids):
                for kind, values in amounts.items():
                    yield _promise(team_id, step, period, kind, float(values[number]), asked.rates.currency)


def _coming(asked: KpiQuestion) -> Iterator[tuple[Step, KpiPeriod]]:
    for step in STEPS:
        current = period_at(step, date.fromordinal(asked.as_of), year_starts=asked.year_starts)
        yield step, current
        yield step, period_at(step, date.fromordinal(current.end + 1), year_starts=asked.year_starts)


def _amounts(asked: KpiQuestion, history: ValueHistory, period: KpiPeriod) -> dict[PromiseKind, NumberList]:
    made = forecast_of(history, period, as_of=asked.as_of)
    summed = made.so_far + np.cumsum(_open_by_category(asked, period), axis=0)
    return {**dict(zip(_RANKS, summed, strict=True)), "ours": made.value}


def _open_by_category(asked: KpiQuestion, period: KpiPeriod) -> NumberList:
    """Return the amounts of open deals that are expected to close in a period, of shape (categories, parts)."""
    deal = asked.frame("deal")
    own = np.flatnonzero(
        (deal["state"] == OPEN) & (deal["expected"] >= period.start) & (deal["expected"] <= period.end)
    )
    ranks = np.array([_rank(text) for text in asked.words("forecast_category")] + [2])
    rank = ranks[deal["forecast_category_word"][own]]
    worth = np.nan_to_num(asked.rates.amounts(deal["amount"][own], deal["currency"][own]))
    part = np.zeros(len(own), dtype=np.int64)
    if asked.parts:
        part = asked.parts.of(team_on(asked.frame("stand"), deal["who"][own], np.full(len(own), asked.as_of)))
    counts = rank < len(_RANKS)
    place = rank[counts] * asked.part_count + part[counts]
    size = len(_RANKS) * asked.part_count
    summed = np.bincount(place, weights=worth[counts], minlength=size).astype(np.float64, copy=False)
    return summed.reshape(len(_RANKS), asked.part_count)


def _rank(text: str) -> int:
    """Return the place of a category among those that count, or the one after them."""
    said = text.casefold()
    if _OMITTED.search(said):
        return 3
    return 0 if _COMMIT.search(said) else 1 if _BEST_CASE.search(said) else 2


def _promise(
    team_id: UUID | None, step: Step, period: KpiPeriod, kind: PromiseKind, amount: float, currency: str
) -> Promise:
    minor = round(amount * 10 ** digits_of(currency))
    return Promise(team_id, step, date.fromordinal(period.start), date.fromordinal(period.end), kind, minor, currency)
