"""Shares: a part of a whole with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lms.statistics.intervals import Interval, wilson


@dataclass(frozen=True)
class Share:
    """A part of a whole; of a whole below `minimum` there is too little data for a value and an interval."""

    part: int
    whole: int
    minimum: int = 1

    @property
    def status(self) -> Literal["measured", "insufficient_data"]:
        """Whether there is enough data."""
        return "measured" if self.whole >= self.minimum else "insufficient_data"

    @property
    def value(self) -> float | None:
        """The share, between 0 and 1."""
        return self.part / self.whole if self.status == "measured" else None

    @property
    def interval(self) -> Interval | None:
        """The Wilson score interval of the share."""
        return wilson(self.part, self.whole) if self.status == "measured" else None
