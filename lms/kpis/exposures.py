"""Days that counts of people and teams are laid beside: who came in the middle of a period had less time to sell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lms.kpis.asked import KpiQuestion


def days_to_sell(asked: KpiQuestion, counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each group the days of its sellers with the company in its period; 1 where it isn't of people.

    Sellers are reps, and of people told apart whoever has a count. Who is in the CRM alone was there all the time.
    """
    if asked.parts is None or asked.parts.dimension not in {"person", "team"}:
        return np.ones(asked.groups)
    own = replace(asked, filters={})
    held = own.spans("stand")
    is_seller = own.frame("person")["is_rep"][held["who"]] == 1
    if asked.parts.dimension == "person":
        is_seller |= counts[held.group] > 0
    held = held.where(held["is_employed"] & is_seller)
    days = np.bincount(held.group, own.days_of(held, held["since"], held["until"]), minlength=asked.groups)
    return np.where(_is_outside(asked) & (counts > 0), asked.lengths, days)


def _is_outside(asked: KpiQuestion) -> NDArray[np.bool_]:
    """Tell which groups are of somebody whom the directory doesn't know."""
    if asked.parts is None or asked.parts.dimension != "person":
        return np.zeros(asked.groups, dtype=bool)
    ids = asked.figures.notes["who"]["ids"]
    outside = [ids[number] is None for number in asked.parts.numbers]
    return np.tile([*outside, False], len(asked.periods))
