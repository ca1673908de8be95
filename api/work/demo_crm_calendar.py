"""The demo company's calendar: it grows, sleeps in August, hurries at the end of a quarter, and rests at weekends."""

from __future__ import annotations

import random
from bisect import bisect
from datetime import date, timedelta
from itertools import accumulate

DAYS = 730
GROWTH_A_YEAR = 0.15
_BY_MONTH = (0.95, 1.0, 1.1, 1.0, 1.0, 1.05, 0.85, 0.55, 1.15, 1.1, 1.1, 0.8)
# Who is so many days from the end of a quarter often aims at it: that share of the deals.
_HURRY_DAYS, _HURRIED = 36, 0.6
_LEFT_IN_AUGUST = 0.5


class Calendar:
    """The two years up to a day."""

    def __init__(self, last: date) -> None:
        """Weigh each day by how much begins on it."""
        self.last = last
        self.first = last - timedelta(days=DAYS)
        days = [self.first + timedelta(days=number) for number in range(DAYS)]
        self._sums = list(accumulate(self._weight(day) for day in days))

    def beginning(self, share: float) -> date:
        """Return the day by which that share of everything has begun."""
        return self.first + timedelta(days=min(DAYS - 1, bisect(self._sums, share * self._sums[-1])))

    def _weight(self, day: date) -> float:
        grown: float = (1 + GROWTH_A_YEAR) ** ((day - self.first).days / 365)
        return grown * _BY_MONTH[day.month - 1] * (day.weekday() < 5)


def closing(dice: random.Random, day: date) -> date:
    """Return when a deal really closes that would on this day."""
    hurries, waits, days = dice.random() < _HURRIED, dice.random() < _LEFT_IN_AUGUST, dice.randrange(6)
    end = quarter_start(day + timedelta(days=_HURRY_DAYS)) - timedelta(days=1)
    if hurries and end >= day:
        return working(end - timedelta(days=days))
    if waits and day.month == 8:
        return working(day + timedelta(days=31))
    return working(day)


def quarter_start(day: date) -> date:
    """Return the first day of a day's quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def working(day: date) -> date:
    """Return the day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
