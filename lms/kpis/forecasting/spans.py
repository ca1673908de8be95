"""Spans: periods that are over, those to come, and the day of each past one that is as far into it as today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lms.kpis.asked import KpiPeriod


@dataclass(frozen=True)
class Spans:
    """Periods of one step: `past` are over, the first of `coming` holds the day as of which is asked."""

    past: tuple[KpiPeriod, ...]
    coming: tuple[KpiPeriod, ...]
    as_of: int

    @property
    def days_in(self) -> int:
        """How many days of the present period are over."""
        return self.as_of - self.coming[0].start + 1

    @property
    def basis(self) -> str:
        """What was forecast again, in words."""
        return f"past periods forecast again on day {self.days_in} of each, by what was known then"

    def same_days(self, most: int) -> Iterator[tuple[KpiPeriod, int]]:
        """Yield the latest past periods with the day of each on which as many of its days were over."""
        for period in self.past[-most:] if most > 0 else ():
            yield period, min(period.start + self.days_in, period.end) - 1
