"""Placebo: what random halves of the same people show, whose deals nothing tells apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from lms.effects.outcomes import Basis, Sellers, cells_of, sellers_of
from lms.statistics.differing import Difference, shares_differ
from lms.statistics.effects.placebo import PlaceboPanel, placebo_panel

DRAWS = 2000
LEAST_PEOPLE = 4


@dataclass(frozen=True)
class PlaceboReport:
    """Random halves by win rate and by won value per person, and whether people differ in their win rates at all.

    All three are None where fewer than LEAST_PEOPLE closed a deal.
    """

    people: int
    deals: int
    first_day: date | None
    last_day: date | None
    win_rate: PlaceboPanel | None
    won_value: PlaceboPanel | None
    differing: Difference | None
    draws: int = DRAWS


def placebo_report(basis: Basis) -> PlaceboReport:
    """Split those who closed deals into random halves, again and again."""
    sellers = sellers_of(basis)
    deals = int(sellers.deals.sum())
    if len(sellers.people) < LEAST_PEOPLE:
        return PlaceboReport(len(sellers.people), deals, None, None, None, None, None)
    rates, worth = cells_of(basis, sellers, "win_rate"), cells_of(basis, sellers, "won_value")
    won = np.nansum(rates.values * rates.weights, axis=1)
    closed = rates.weights.sum(axis=1)
    sold = np.nansum(worth.values, axis=1)
    return PlaceboReport(
        len(sellers.people),
        deals,
        *_days(sellers),
        win_rate=_halves(won, closed),
        won_value=_halves(sold, np.ones(len(sold))),
        differing=shares_differ(won, closed),
    )


def _days(sellers: Sellers) -> tuple[date, date]:
    return date.fromordinal(sellers.months[0].start), date.fromordinal(sellers.months[-1].end)


def _halves(numerators: np.ndarray, denominators: np.ndarray) -> PlaceboPanel | None:
    try:
        return placebo_panel(numerators.tolist(), denominators.tolist(), draws=DRAWS)
    except ValueError:
        return None
