"""Spans: periods that are over, those to come, and the day of each past one that is as far from it as today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lms.kpis.asked import KpiPeriod


@dataclass(frozen=True)
class Spans:
    """Periods of one step: `past` are over, the first of `coming` holds the day after the one as of which is asked."""

    past: tuple[KpiPeriod, ...]
    coming: tuple[KpiPeriod, ...]
    as_of: int

    @property
    def days_in(self) -> int:
        """How many days of the first coming period are over: none, where the one before it ends today."""
        return self.as_of - self.coming[0].start + 1

    def basis(self, ahead: int) -> str:
        """Return in words what was forecast again, of periods so many after the first coming one."""
        where = ("each", "the one before each")[ahead] if ahead < 2 else f"the one {ahead} before each"
        day = f"on day {self.days_in} of {where}" if self.days_in else f"on the day before {where} began"
        return f"past periods forecast again {day}, by what was known then"

    def same_day(self, place: int) -> int:
        """Return the day of a past period, by its place, on which as many of its days were over."""
        return min(self.past[place].start + self.days_in, self.past[place].end) - 1

    def same_days(self, most: int, *, ahead: int = 0) -> Iterator[tuple[KpiPeriod, int]]:
        """Yield the latest past periods, each with that day of the period so many before it."""
        for place in range(max(ahead, len(self.past) - most), len(self.past)):
            yield self.past[place], self.same_day(place - ahead)
