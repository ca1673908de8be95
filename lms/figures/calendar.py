"""Calendar months of days, as arrays: months are counted from January 1970."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

_EPOCH = 719_163  # the number of 1 January 1970
DAYS_IN_MONTH = 365.25 / 12
DAYS_IN_YEAR = 365.25


def month_of(days: ArrayLike) -> NDArray[np.int64]:
    """Return the month that each day is in."""
    return _dates(days).astype("datetime64[M]").astype(np.int64)


def first_day(months: ArrayLike) -> NDArray[np.int64]:
    """Return the first day of each month."""
    first = np.asarray(months, np.int64).astype("datetime64[M]").astype("datetime64[D]")
    return first.astype(np.int64) + _EPOCH


def months_between(first: ArrayLike, last: ArrayLike) -> NDArray[np.float64]:
    """Return how many months there are from the first to the last day, both with them: 12 for a whole year."""
    start, after = np.asarray(first, np.int64), np.asarray(last, np.int64) + 1
    whole = month_of(after) - month_of(start)
    days = (after - first_day(month_of(after))) - (start - first_day(month_of(start)))
    return whole + days / DAYS_IN_MONTH


def _dates(days: ArrayLike) -> NDArray[np.datetime64]:
    return (np.asarray(days, np.int64) - _EPOCH).astype("datetime64[D]")
