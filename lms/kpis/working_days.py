"""Working days: Monday to Friday, of the people whom rows are of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lms.kpis.asked import KpiQuestion

# Day 1 of the calendar was a Monday.
_WEEK, _WORKED = 7, 5


def person_days(asked: KpiQuestion, people: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each group the working days of its period times the people who have rows in it."""
    days = np.array(
        [
            _until(int(last)) - _until(period.start - 1) if last >= period.start else 0
            for period, last in zip(asked.periods, asked.last_days, strict=True)
        ]
    )
    return np.repeat(days, asked.part_count).astype(np.float64) * people


def _until(day: int) -> int:
    """Return how many working days there are up to a day."""
    weeks, rest = divmod(day, _WEEK)
    return weeks * _WORKED + min(rest, _WORKED)
