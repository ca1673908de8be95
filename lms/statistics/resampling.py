"""People drawn with replacement: the same draws each time, kept, and how much few people widen an interval."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from lms.statistics.bootstrap import SEED
from lms.statistics.intervals import Z

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

DRAWS = 1000
KEPT_UP_TO = 5000  # units, where a matrix of 1,000 draws takes 20 MB; larger ones are rare and made anew


def drawn_weights(units: int, *, draws: int, stream: int = 0) -> NDArray[np.float32]:
    """Return how often each unit was drawn: multinomial, of shape (units, draws); read only, for it is kept.

    The seed is fixed, so that the same data always shows the same interval. Draws of two streams are independent.
    """
    return (_kept if units <= KEPT_UP_TO else _made)(units, draws, stream)


def drawn_units(units: int, *, draws: int, stream: int = 0) -> NDArray[np.int32]:
    """Return which units were drawn, of shape (draws, units); the same as `drawn_weights` counts."""
    import numpy as np

    return np.random.default_rng((SEED, stream)).integers(0, max(units, 1), (draws, units), dtype=np.int32)


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
    import numpy as np

    cells = drawn_units(units, draws=draws, stream=stream).astype(np.int64)
    cells += np.arange(draws)[:, None] * units
    counted = np.bincount(cells.ravel(), minlength=draws * units).reshape(draws, units)
    weights = np.ascontiguousarray(counted.T, np.float32)
    weights.flags.writeable = False
    return weights


_kept = lru_cache(maxsize=8)(_made)
