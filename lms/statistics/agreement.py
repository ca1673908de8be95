"""Agreement: how far several people give the same levels to the same things, beyond what chance would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lms.statistics.intervals import LEVEL, Interval
from lms.statistics.resampling import DRAWS, drawn_units

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Of fewer units draws say little more than that there are few.
LEAST_UNITS = 5
METHOD = f"bootstrap over what was scored, {DRAWS:,} draws, percentiles"


@dataclass(frozen=True)
class Agreement:
    """Krippendorff's alpha for ordered levels: 1 is full agreement, 0 what chance does, below 0 worse than that.

    None where nobody scored the same thing as another, or all gave one and the same level everywhere, so that there is
    nothing to tell apart. `units` are the things that two or more scored, `ratings` how often. No interval of fewer
    than LEAST_UNITS units, or where most draws have one level alone.
    """

    alpha: float | None
    interval: Interval | None
    units: int
    ratings: int


def ordinal_agreement(ratings: Sequence[Sequence[int]], *, levels: int) -> Agreement:
    """Return the agreement on some things, for each of which the levels given are listed, in whatever order.

    Levels count from 0 and are below `levels`. Things that one person alone scored are left out. Krippendorff,
    "Content Analysis" (4th ed.), chapter 12; the interval draws things, not people, with replacement.
    """
    import numpy as np

    paired = [np.bincount(given, minlength=levels) for given in ratings if len(given) > 1]
    counts = np.array(paired, dtype=np.int64).reshape(len(paired), levels)
    alpha = _alpha(counts)
    return Agreement(alpha, _interval(counts) if alpha is not None else None, len(counts), int(counts.sum()))


def _alpha(counts: NDArray[np.int64]) -> float | None:
    """Return alpha of units by levels; None where fewer than two levels were given."""
    from krippendorff import alpha

    if (counts.sum(axis=0) > 0).sum() < 2:
        return None
    return float(alpha(value_counts=counts, level_of_measurement="ordinal", value_domain=list(range(counts.shape[1]))))


def _interval(counts: NDArray[np.int64]) -> Interval | None:
    import numpy as np

    if len(counts) < LEAST_UNITS:
        return None
    drawn = [_alpha(counts[rows]) for rows in drawn_units(len(counts), draws=DRAWS)]
    known = [alpha for alpha in drawn if alpha is not None]
    if len(known) < DRAWS / 2:
        return None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high), LEVEL, METHOD)
