"""Clustered shares: the matched difference, and how far it moves when the cases of one person are left out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.effects.matched import MatchedDifference, Stratum, matched_difference
from lms.statistics.intervals import LEVEL, Interval, Z

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_CLUSTERS = 4


@dataclass(frozen=True)
class ClusteredDifference:
    """A matched difference whose cases come in clusters: the wider of two intervals, and the p-value that goes with it.

    All are None where no stratum has both arms, or where fewer than LEAST_CLUSTERS have cases.
    """

    matched: MatchedDifference
    interval: Interval | None
    p: float | None


def clustered_difference(counts: NDArray[np.int64]) -> ClusteredDifference:
    """Return the Mantel-Haenszel difference of shares of cases in clusters, as the deals of people are.

    `counts` has the shape (clusters, strata, 4): successes and trials of the first arm, then of the other. Cases of one
    cluster are alike, so that they tell less than as many of as many clusters: the interval is the wider of that of
    independent cases and of the jackknife over clusters, with Student's t.
    """
    import numpy as np
    from scipy.stats import norm, t

    whole = counts.sum(axis=0)
    matched = matched_difference(Stratum(*row) for row in whole.tolist())
    used = counts[counts[:, :, [1, 3]].sum(axis=(1, 2)) > 0]
    without = _differences(whole[None] - used)
    known = without[np.isfinite(without)]
    if matched.difference is None or matched.interval is None or len(known) < LEAST_CLUSTERS:
        return ClusteredDifference(matched, None, None)
    error = math.sqrt((len(known) - 1) / len(known) * float(((known - known.mean()) ** 2).sum()))
    # An end that was cut at all or nothing is the nearer one.
    half = max(matched.interval.high - matched.difference, matched.difference - matched.interval.low)
    freedom = len(known) - 1
    reach = float(t.ppf((1 + LEVEL) / 2, freedom)) * error
    size = abs(matched.difference)
    of_cases = 2 * float(norm.sf(size * Z / half)) if half else 1.0
    of_clusters = 2 * float(t.sf(size / error, freedom)) if error else 1.0
    wider = max(half, reach)
    low, high = max(-1.0, matched.difference - wider), min(1.0, matched.difference + wider)
    name = "jackknife over people" if reach > half else matched.interval.method
    interval = Interval(low, high, LEVEL, f"Mantel-Haenszel, {name}")
    return ClusteredDifference(matched, interval, max(of_cases, of_clusters))


def _differences(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the Mantel-Haenszel differences of several tables, NaN where no stratum has both arms."""
    import numpy as np

    won, trials, other_won, others = (counts[:, :, column].astype(float) for column in range(4))
    with np.errstate(invalid="ignore", divide="ignore"):
        weight = np.nan_to_num(trials * others / (trials + others))
        excess = np.nan_to_num((won * others - other_won * trials) / (trials + others))
        return np.asarray(excess.sum(axis=1) / weight.sum(axis=1))
