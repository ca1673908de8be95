"""The Net Promoter Score of many groups at once, with an interval that holds for few answers too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.intervals import Z
from lms.statistics.many import as_floats

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

MINIMUM_ANSWERS = 10
METHOD = "adjusted Wald interval"


@dataclass(frozen=True, eq=False)
class NetPromoter:
    """Scores between -100 and 100, the ends of their intervals, and their standard errors; NaN without answers."""

    value: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    standard_error: NDArray[np.float64]
    method: str = METHOD


def net_promoter(promoters: ArrayLike, detractors: ArrayLike, n: ArrayLike) -> NetPromoter:
    """Return 100 (p - d) of n answers, with the standard error 100 sqrt((p + d - (p - d)^2) / n).

    That error is zero where everybody answers alike, and far too small for few. So the interval is Wald's of three
    answers more: three quarters of a promoter, as much of a detractor, one and a half between (Rocks 2016,
    "Interval estimation for the net promoter score"); it always holds the score itself. Over all mixtures of answers
    95 % covers 95.5 % on average of 10 answers and 93.0 % at the worst where both kinds are 5 % or more; of 5 answers
    90 % at the worst, so ask for `MINIMUM_ANSWERS`.
    """
    import numpy as np

    pro, contra, whole = as_floats(promoters, detractors, n)
    whole = np.where(whole > 0, whole, np.nan)
    value, error = _scored(pro, contra, whole)
    centre, adjusted = _scored(pro + 0.75, contra + 0.75, whole + 3)
    low = np.minimum(np.maximum(centre - Z * adjusted, -100), value)
    high = np.maximum(np.minimum(centre + Z * adjusted, 100), value)
    return NetPromoter(value, low, high, error)


def _scored(
    pro: NDArray[np.float64], contra: NDArray[np.float64], n: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    import numpy as np

    net = (pro - contra) / n
    variance = np.maximum((pro + contra) / n - net**2, 0)
    return 100 * net, 100 * np.sqrt(variance / n)
