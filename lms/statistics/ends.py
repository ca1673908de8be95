"""The ends of an interval among draws: by BCa of many clusters, by the bootstrap-t of few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.many import TAIL
from lms.statistics.resampling import widened

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FARTHEST = 100.0  # standard errors: an end beyond them says nothing but that too few vary


@dataclass(frozen=True, eq=False)
class DrawnValues:
    """Of k values: how far each draw lies from them (k, draws), and what leaving one cluster out takes (clusters, k).

    `clusters` counts those that say anything of a value.
    """

    value: NDArray[np.float64]
    offsets: NDArray[np.float32]
    clusters: NDArray[np.int64]
    left_out: NDArray[np.float64]


def bca_ends(drawn: DrawnValues) -> NDArray[np.float64]:
    """Return the ends, of shape (2, k), after Efron 1987.

    Where that is undefined they are percentiles. Few clusters widen both (see `resampling.widened`).
    """
    import numpy as np

    offsets, finite = _ordered(drawn.offsets)
    freedom = drawn.clusters - 1
    score = widened(freedom, np.sqrt(drawn.clusters / freedom))
    levels = _levels(offsets, finite, *_moments(drawn.left_out), score)
    return np.asarray(drawn.value + _at(offsets, finite, levels))


def studentised_ends(drawn: DrawnValues, variances: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the ends, of shape (2, k), by the bootstrap-t (Efron 1982); `variances` (k, draws) are of each draw.

    Each draw is measured by its own standard error, so that a small one, which few clusters yield by luck, counts
    as what it is. NaN where no cluster varies, or so few that an end would lie anywhere.
    """
    import numpy as np

    with np.errstate(all="ignore"):
        scores = np.asarray(drawn.offsets / np.sqrt(variances), np.float32)
    scores[drawn.offsets == 0] = 0
    scores, finite = _ordered(np.clip(scores, -2 * FARTHEST, 2 * FARTHEST))
    error = np.sqrt((drawn.left_out**2).sum(axis=0))
    taken = _at(scores, finite, np.full((2, len(scores)), [[1 - TAIL], [TAIL]]))
    taken[:, (np.abs(taken) > FARTHEST).any(axis=0) | (error == 0)] = np.nan
    return np.asarray(drawn.value - taken * error)


def _ordered(draws: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return each row of draws in order, and how many there are: those without any denominator, NaN, stand last."""
    import numpy as np

    return np.sort(draws, axis=1), draws.shape[1] - np.count_nonzero(np.isnan(draws), axis=1)


def _moments(left_out: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the jackknife's sums of squares and of cubes, for each value."""
    n = len(left_out)
    moved = (left_out - left_out.mean(axis=0)) * ((n - 1) / n)
    squared = moved**2
    return squared.sum(axis=0), (squared * moved).sum(axis=0)


def _levels(
    offsets: NDArray[np.float32],
    finite: NDArray[np.int64],
    variance: NDArray[np.float64],
    third: NDArray[np.float64],
    score: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return at which parts of the draws the ends lie, of shape (2, k)."""
    import numpy as np
    from scipy.special import ndtr, ndtri

    less = np.count_nonzero(offsets < 0, axis=1) + np.count_nonzero(offsets == 0, axis=1) / 2
    normal = np.array([-score, score])
    with np.errstate(all="ignore"):
        bias = ndtri(less / finite)
        stretched = 1 - third / (6 * variance**1.5) * (bias + normal)
        levels = ndtr(bias + (bias + normal) / stretched)
    is_defined = (np.isfinite(levels) & (stretched > 0)).all(axis=0) & (variance > 0)
    return np.where(is_defined, levels, ndtr(normal))


def _at(ordered: NDArray[np.float32], finite: NDArray[np.int64], levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what stands at these parts of each row's draws, interpolated; levels are of shape (2, k)."""
    import numpy as np

    last = np.maximum(finite - 1, 0)
    place = levels * last
    below = np.floor(place).astype(np.int64)
    row = np.arange(len(ordered))
    under = ordered[row, below].astype(np.float64)
    return np.asarray(under + (ordered[row, np.minimum(below + 1, last)] - under) * (place - below))
