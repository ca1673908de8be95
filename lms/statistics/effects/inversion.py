"""Inversion of a permutation test: a p-value and the interval that always agrees with it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.intervals import LEVEL, Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLOSE = 1e-9


@dataclass(frozen=True)
class InvertedTest:
    """An effect with the p-value of there being none, and the interval of effects that the test doesn't reject."""

    effect: float
    p: float
    interval: Interval


def invert_test(
    seen: float, unit: float, drawn: NDArray[np.float64], unit_drawn: NDArray[np.float64], *, method: str
) -> InvertedTest:
    """Return the effect, its p-value and interval from a statistic that is linear in the outcomes.

    `seen` and `drawn` (shape (draws,)) are the statistic of the outcomes as things were and in each draw; `unit` and
    `unit_drawn` that of an effect of exactly 1, which in no draw is larger than `unit`. With an effect of x taken away
    they are seen - x unit and drawn - x unit_drawn, so a draw is as extreme as what was seen for the x of one stretch
    around the effect, whose ends need no search. The interval ends where too few of those stretches are left.
    A draw without a statistic (NaN) counts as extreme.
    """
    import numpy as np

    scale = np.nanmax(np.abs(np.append(drawn, seen))) / unit
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([(seen - drawn) / (unit - unit_drawn), (seen + drawn) / (unit + unit_drawn)])
    never_less = ~np.isfinite(drawn) | (np.abs(unit - np.abs(unit_drawn)) < CLOSE * unit)
    low = np.where(never_less, -np.inf, ends.min(axis=0) - CLOSE * scale)
    high = np.where(never_less, np.inf, ends.max(axis=0) + CLOSE * scale)
    needed = math.ceil((1 - LEVEL) * (1 + len(drawn)) - CLOSE) - 1
    interval = Interval(_kth(low, needed), -_kth(-high, needed), LEVEL, method)
    extreme = int(((low <= 0) & (high >= 0)).sum())
    return InvertedTest(seen / unit, (1 + extreme) / (1 + len(drawn)), interval)


def _kth(ends: NDArray[np.float64], place: int) -> float:
    """Return the end from which on so many stretches are open; too few draws reject nothing."""
    import numpy as np

    return float(np.sort(ends)[place - 1]) if place > 0 else -math.inf
