"""Ratios of sums over people, hundreds at once, with their bootstrap intervals over people."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lms.statistics.ends import DrawnValues, bca_ends, studentised_ends
from lms.statistics.many import Bounds
from lms.statistics.resampling import DRAWS, drawn_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Pair = tuple[NDArray[np.float64], NDArray[np.float64]]

MINIMUM_CLUSTERS = 8
STUDENTISED_BELOW = 200
BLOCK = 128  # ratios at once: their draws take 128 x 1000 x 4 bytes


def bootstrap_ratios(
    numerators: ArrayLike,
    denominators: ArrayLike,
    *,
    resamples: int = DRAWS,
    minimum: int = MINIMUM_CLUSTERS,
    ceiling: ArrayLike = math.inf,
) -> Bounds:
    """Return the bootstrap interval of k ratios of sums over clusters (people), drawn with replacement.

    Both are of shape (clusters, k), denominators not negative; `ceiling` is 1 for ratios that are shares. From 200
    clusters with a denominator on it is BCa (Efron 1987), or percentiles where that is undefined, as when all draws
    agree; of fewer the bootstrap-t. NaN below `minimum`, and of fewer than 200 where too few vary, or none, for an
    end to be told (where Wilson's or Garwood's interval may say more).

    In thousands of simulated teams of 8 people, 95 % covers 94.6 to 96.4 % for shares and for normal or exponential
    values, 93.5 % for lognormal ones of sigma .75; below 8 less than 93 % for shares of 10 %. Amounts as skewed as
    sigma 1 are covered by 91 % with 8 people, 93 % with 30, 94 % with 199.
    """
    import numpy as np

    parts = _floats(numerators)
    ends = [_ends(*pair, resamples, minimum) for pair in _blocks(parts, _floats(denominators))]
    low, high = _joined(ends)
    floor = np.where(parts.min(axis=0, initial=0) < 0, -math.inf, 0)
    return Bounds(np.maximum(low, floor), np.minimum(high, ceiling), _method(resamples))


def _ends(part: NDArray[np.float64], over: NDArray[np.float64], resamples: int, minimum: int) -> NDArray[np.float64]:
    """Return the lower and upper ends of a block, of shape (2, k)."""
    import numpy as np

    clusters = np.count_nonzero(over, axis=0)
    ends = np.full((2, len(clusters)), np.nan)
    known = clusters >= max(minimum, 2)
    few, many = known & (clusters < STUDENTISED_BELOW), known & (clusters >= STUDENTISED_BELOW)
    if few.any():
        drawn, variances = _drawn(part[:, few], over[:, few], resamples, is_studentised=True)
        ends[:, few] = studentised_ends(drawn, variances)
    if many.any():
        ends[:, many] = bca_ends(_drawn(part[:, many], over[:, many], resamples, is_studentised=False)[0])
    return ends


def _drawn(
    part: NDArray[np.float64], over: NDArray[np.float64], resamples: int, *, is_studentised: bool
) -> tuple[DrawnValues, NDArray[np.float32]]:
    """Draw the clusters of k ratios; beside them the variance of each draw, NaN where none is needed.

    A ratio R = N/D is exceeded by r/d, with what each cluster has beyond R, r = n - R d: their sum over that of d
    is how far a draw lies from R, which float32 holds well however small it is beside R. Leaving out cluster i moves
    R by -r_i / (D - d_i): the jackknife in closed form.
    """
    import numpy as np

    total = over.sum(axis=0)
    value = part.sum(axis=0) / total
    beyond = part - value * over
    beyond[np.abs(beyond) <= 1e-12 * np.abs(part)] = 0
    weights = _weights(len(part), resamples)
    with np.errstate(all="ignore"):
        # In one product: reading the weights takes as long as multiplying.
        exceeded, whole = np.split(_summed(np.concatenate([beyond, over], axis=1), weights), 2)
        offsets = exceeded / whole
        variances = np.full(1, np.nan, np.float32)
        if is_studentised:
            variances = _variances(beyond, over, weights, offsets) / whole**2
        left_out = beyond / (total - over)
    return DrawnValues(value, offsets, np.count_nonzero(over, axis=0), left_out), variances


def _weights(clusters: int, resamples: int) -> NDArray[np.float32]:
    """Return how often each cluster is drawn; of many along with blanks, so that numbers close by share their draws.

    Blanks, an eighth at most, let the number that is drawn vary. What clusters have beyond a ratio sums to zero, so
    that this moves no ratio; a sum would vary by it.
    """
    step = 2 ** max(clusters.bit_length() - 4, 0) if clusters >= STUDENTISED_BELOW else 1
    return drawn_weights(-(-clusters // step) * step, draws=resamples)[:clusters]


def _variances(
    beyond: NDArray[np.float64],
    over: NDArray[np.float64],
    weights: NDArray[np.float32],
    offsets: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return the sums of squares of what drawn clusters have beyond the ratio of their own draw."""
    import numpy as np

    square = _summed(beyond**2, weights)
    found = square - 2 * offsets * _summed(beyond * over, weights) + offsets**2 * _summed(over**2, weights)
    return np.asarray(np.maximum(found, 0))


def _summed(values: NDArray[np.float64], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the sums of values (clusters, k) in each draw, of shape (k, draws)."""
    import numpy as np

    return np.asarray(values.T.astype(np.float32) @ weights)


def _floats(column: ArrayLike) -> NDArray[np.float64]:
    import numpy as np

    return np.asarray(column, np.float64)


def _blocks(part: NDArray[np.float64], over: NDArray[np.float64]) -> Iterator[Pair]:
    for start in range(0, part.shape[1], BLOCK):
        yield part[:, start : start + BLOCK], over[:, start : start + BLOCK]


def _joined(ends: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    import numpy as np

    return np.concatenate([np.empty((2, 0)), *ends], axis=1)


def _method(resamples: int) -> str:
    return f"bootstrap over people (BCa; bootstrap-t of fewer than {STUDENTISED_BELOW}), {resamples} resamples"
