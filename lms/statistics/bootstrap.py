"""The bootstrap over people, for anything that people repeat."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from lms.statistics.intervals import LEVEL, Interval

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RESAMPLES = 2000
SEED = 20230101


def bootstrap_people(people: int, statistic: Callable[[NDArray[np.int64]], float]) -> Interval:
    """Return the BCa bootstrap interval of a statistic of people drawn with replacement.

    `statistic` gets how often each person was drawn: an array of counts of shape (people,). Where BCa is
    undefined, as when all resamples agree, the percentile interval is returned instead. The seed is fixed, so
    that the same data always shows the same interval.
    """
    import numpy as np
    from scipy.stats import bootstrap

    def of_sample(sample: Any) -> float:
        return statistic(np.bincount(sample.astype(np.int64), minlength=people))

    methods: tuple[Literal["BCa", "percentile"], ...] = ("BCa", "percentile")
    for method in methods:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # scipy warns where BCa is undefined; the next method follows
            found = bootstrap(
                (np.arange(people),),
                of_sample,
                n_resamples=RESAMPLES,
                confidence_level=LEVEL,
                method=method,
                vectorized=False,
                rng=np.random.default_rng(SEED),
            ).confidence_interval
        if math.isfinite(found.low) and math.isfinite(found.high):
            break
    return Interval(
        float(found.low), float(found.high), LEVEL, f"{method} bootstrap over people, {RESAMPLES} resamples"
    )
