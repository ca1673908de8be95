"""Time until something happens, which for some it hasn't yet: Kaplan-Meier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.intervals import Z

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

ROUNDING = 1e-9  # a survival of one half, as a product of fractions, is off by less


@dataclass(frozen=True, eq=False)
class Curve:
    """Which part is without the event after each time at which there was one, and how many were at risk then.

    The median is the first time by which half had it, None where that isn't reached; so are its ends, and then the
    interval is open.
    """

    times: NDArray[np.float64]
    survival: NDArray[np.float64]
    at_risk: NDArray[np.int64]
    median: float | None
    median_low: float | None
    median_high: float | None

    def survival_at(self, time: float) -> float:
        """Return which part is without the event at a time."""
        reached = int(self.times.searchsorted(time, side="right"))
        return float(self.survival[reached - 1]) if reached else 1.0


def kaplan_meier(durations: ArrayLike, is_observed: ArrayLike) -> Curve:
    """Return the curve of durations, those that aren't observed being censored; who is censored at a time is at risk.

    The median's interval holds the times at which the curve doesn't differ from one half (Brookmeyer and Crowley
    1982), by Greenwood's variance on the scale of log(-log S), which keeps few people honest.
    """
    import numpy as np

    lasted, ended = np.asarray(durations, np.float64), np.asarray(is_observed, np.bool_)
    times, events = np.unique(lasted[ended], return_counts=True)
    at_risk = len(lasted) - np.sort(lasted).searchsorted(times)
    survival = np.asarray(np.cumprod(1 - events / at_risk), np.float64)
    with np.errstate(all="ignore"):
        greenwood = np.cumsum(events / (at_risk * (at_risk - events)))
        half = Z * np.sqrt(greenwood) / -np.log(survival)
        low, high = survival ** np.exp(half), survival ** np.exp(-half)
    return Curve(times, survival, at_risk, _halved(times, survival), _halved(times, low), _halved(times, high))


def _halved(times: NDArray[np.float64], curve: NDArray[np.float64]) -> float | None:
    """Return the first time at which a curve is down to one half; where it isn't a number it isn't."""
    reached = times[curve <= 0.5 + ROUNDING]
    return float(reached[0]) if len(reached) else None
