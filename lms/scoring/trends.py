"""Trends: how a rep's scores move on one line, the same criterion with the same levels. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

from lms.statistics.intervals import LEVEL, Interval

# Of fewer scores a slope may be anything.
LEAST_SCORES = 6
DAYS_A_MONTH = 365.25 / 12
METHOD = "Theil and Sen's slope with Kendall's interval"


@dataclass(frozen=True)
class Trend:
    """By how much scores rise in a month, as a share of the levels, with its interval; None of too few, or all alike.

    `mean` is that of all scores, `last` that of the last day's.
    """

    scores: int
    mean: float
    last: float
    slope: float | None
    interval: Interval | None

    @property
    def direction(self) -> str:
        """`up` or `down` where the whole interval says so, `level` where it doesn't, `unknown` of too few."""
        if self.interval is None:
            return "unknown"
        return "up" if self.interval.low > 0 else "down" if self.interval.high < 0 else "level"


def trend_of(scores: Sequence[tuple[date, float]]) -> Trend:
    """Return the trend of scores that others gave on one line: their days and shares (0 to 1), at least one.

    Sen 1968, "Estimates of the regression coefficient based on Kendall's tau".
    """
    ordered = sorted(scores)
    shares = [share for _, share in ordered]
    newest = [share for day, share in ordered if day == ordered[-1][0]]
    known = len(shares), sum(shares) / len(shares), sum(newest) / len(newest)
    if len(shares) < LEAST_SCORES or ordered[0][0] == ordered[-1][0]:
        return Trend(*known, None, None)
    from numpy import errstate
    from scipy.stats import theilslopes  # takes a while to import

    days = [day.toordinal() / DAYS_A_MONTH for day, _ in ordered]
    with errstate(invalid="ignore"):  # of the root of a variance that ties leave nothing of
        found = theilslopes(shares, days, alpha=LEVEL)
    low, high = (float(end) for end in (found.low_slope, found.high_slope))
    interval = Interval(low, high, LEVEL, METHOD) if isfinite(low) and isfinite(high) else None
    return Trend(*known, float(found.slope), interval)
