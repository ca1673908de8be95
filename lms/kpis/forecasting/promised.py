"""Promises for periods: the last word kept before each began, by part; NaN where nothing was kept."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lms.figures.promises import COMPANY, KIND_NUMBERS
from lms.kpis.asked import KpiPeriod, KpiQuestion, PartsShown


def promised(asked: KpiQuestion, period: KpiPeriod, kind: str) -> NDArray[np.float64]:
    """Return what was promised on the last day up to the first of a period on which anything was, of shape (parts,).

    Promises are kept of teams and of the company: those of a person, a product or a segment are not.
    """
    nothing = np.full(asked.part_count, np.nan)
    if asked.scope.people is not None or asked.filters or (asked.parts and asked.parts.dimension != "team"):
        return nothing
    rows = asked.frame("promise")
    own = (rows["start"] == period.start) & (rows["end"] == period.end) & (rows["kind"] == KIND_NUMBERS[kind])
    own &= rows["taken"] <= min(period.start, asked.as_of)
    if not own.any():
        return nothing
    own &= rows["taken"] == rows["taken"][own].max()
    return _by_part(asked, rows["team"][own], asked.rates.amounts(rows["amount"][own], rows["currency"][own]))


def _by_part(asked: KpiQuestion, teams: NDArray[np.int32], amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    is_team = teams != COMPANY
    if asked.scope.teams is not None:
        keep = is_team & np.isin(teams, list(asked.scope.teams))
        return _summed(asked.parts, teams[keep], amounts[keep])
    whole = amounts[~is_team].sum()
    if asked.parts is None:
        return np.array([whole])
    found = _summed(asked.parts, teams[is_team], amounts[is_team])
    found[-1] = whole - np.nansum(found[:-1])
    return found


def _summed(parts: PartsShown | None, teams: NDArray[np.int32], amounts: NDArray[np.float64]) -> NDArray[np.float64]:
    if parts is None:
        return np.array([amounts.sum() if len(amounts) else np.nan])
    part = parts.of(teams)
    summed = np.bincount(part, weights=amounts, minlength=parts.count)
    return np.where(np.bincount(part, minlength=parts.count) > 0, summed, np.nan)
