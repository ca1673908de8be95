"""Since when something is recorded: of a period before that, nothing done isn't known to be nothing done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from lms.figures.frames import NEVER
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import KpiReading


def since_recorded(
    asked: KpiQuestion, reading: KpiReading, frames: Sequence[str], what: str, *, days: int | None = None
) -> KpiReading:
    """Return a reading without periods that are over and began before anybody's first row of some frames.

    With `days` it is the last days of a period that count. The note says since when there are rows.
    """
    first = min((int(asked.frame(name)["day"][0]) for name in frames if len(asked.frame(name)["day"])), default=NEVER)
    last = asked.last_days
    begin = np.array([period.start for period in asked.periods]) if days is None else last - days + 1
    is_over = np.array([period.end <= asked.as_of for period in asked.periods])
    unknown = (last < first) | (is_over & (begin < first))
    if first == NEVER or not (begin < first).any():
        return reading
    value = np.where(np.repeat(unknown, asked.part_count), np.nan, reading.value)
    day = date.fromordinal(first)
    note = f"{what} recorded since {day.day} {day:%B %Y}: nothing is known of before"
    return replace(reading, value=value, notes=(*reading.notes, note))
