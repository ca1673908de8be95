"""People drawn with replacement: the same draws each time, kept, and how much few people widen an interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from lms.keeping import LastAsked
from lms.statistics.intervals import Z

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

DRAWS = 1000
SEED = 20230101
# 1,000 draws of 2,000 people take 8 MB; a report of a company asks for a dozen sizes.
MOST_KEPT_BYTES = 64_000_000
AT_ONCE = 25


def drawn_weights(units: int, *, draws: int, stream: int = 0) -> NDArray[np.float32]:
    """Return how often each unit was drawn: multinomial, of shape (units, draws); read only, for it is kept.

    The seed is fixed, so that the same data always shows the same interval. Draws of two streams are independent.
    """
    return _KEPT.once((units, draws, stream), partial(_made, units, draws, stream))


def drawn_units(units: int, *, draws: int, stream: int = 0) -> NDArray[np.int32]:
    """Return which units were drawn, of shape (draws, units); the same as `drawn_weights` counts."""
    import numpy as np

    return np.random.default_rng((SEED, stream)).integers(0, max(units, 1), (draws, units), dtype=np.int32)


def places_of_ranks(weights: NDArray[np.float32], ranks: Sequence[int]) -> NDArray[np.int64]:
    """Return in which row of each draw's weights (rows, draws) the values of some ranks lie, of shape (ranks, draws).

    Rows are in the order of their values, and a value counts as often as it was drawn; ranks are from 0. Rows are added
    up in blocks first, and one by one in the block of each draw alone: adding up all of them takes six times as long.
    """
    import numpy as np

    size = math.isqrt(len(weights) - 1) + 1
    blocks = -(-len(weights) // size)
    padded = np.zeros((blocks * size, weights.shape[1]), weights.dtype)
    padded[: len(weights)] = weights
    reached = np.cumsum(padded.reshape(blocks, size, -1).sum(axis=1), axis=0)
    before = np.concatenate([np.zeros((1, weights.shape[1]), weights.dtype), reached])
    draws = np.arange(weights.shape[1])
    found = []
    for rank in ranks:
        start = np.count_nonzero(reached <= rank, axis=0)
        within = np.cumsum(padded[start * size + np.arange(size)[:, None], draws], axis=0)
        found.append(start * size + np.count_nonzero(before[start, draws] + within <= rank, axis=0))
    return np.stack(found)


def widened(freedom: ArrayLike, factor: ArrayLike) -> NDArray[np.float64]:
    """Return the normal score of an end that makes up for few units; that of any level for very many is Z.

    Draws from n units vary by (n-1)/n too little, and their tails are normal where Student's are right: the score
    is t's at these degrees of freedom, times `factor`, the square root of n/(n-1) (Hesterberg 2015, "What teachers
    should know about the bootstrap", section 5.2).
    """
    import numpy as np
    from scipy.special import ndtr, stdtrit

    return np.asarray(stdtrit(np.asarray(freedom, np.float64), ndtr(Z)) * np.asarray(factor, np.float64))


def _made(units: int, draws: int, stream: int) -> NDArray[np.float32]:
    """Count a few draws at a time: all at once takes twice as long, for the counts leave the processor's memory."""
    import numpy as np

    drawn = drawn_units(units, draws=draws, stream=stream)
    weights = np.empty((units, draws), np.float32)
    for start in range(0, draws, AT_ONCE):
        cells = drawn[start : start + AT_ONCE].astype(np.int64)
        cells += np.arange(len(cells))[:, None] * units
        counted = np.bincount(cells.ravel(), minlength=cells.size)
        weights[:, start : start + AT_ONCE] = counted.reshape(cells.shape).T
    weights.flags.writeable = False
    return weights


_KEPT: LastAsked[NDArray[np.float32]] = LastAsked(MOST_KEPT_BYTES, lambda weights: weights.nbytes)
