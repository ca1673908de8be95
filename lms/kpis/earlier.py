"""The same question of other days: a year before, or some days before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lms.kpis.asked import KpiPeriod, KpiQuestion


def a_year_before(asked: KpiQuestion) -> KpiQuestion:
    """Return the same question of the same days a year before; of a period that isn't over, of as many days."""
    periods = [
        KpiPeriod(_back(period.start), _back(int(last))) if last >= period.start else KpiPeriod(_back(period.start), 0)
        for period, last in zip(asked.periods, asked.last_days, strict=True)
    ]
    return asked.over(periods)


def days_before(asked: KpiQuestion, days: Sequence[int]) -> KpiQuestion:
    """Return the same question of each period so many days before; of one that isn't over, of as many days."""
    periods = [
        KpiPeriod(period.start - back, last - back)
        for period, last, back in zip(asked.periods, asked.last_days.tolist(), days, strict=True)
    ]
    return asked.over(periods)


def _back(day: int) -> int:
    own = date.fromordinal(day)
    try:
        return own.replace(year=own.year - 1).toordinal()
    except ValueError:  # 29 February, or the calendar's first year
        return own.replace(year=own.year - 1, day=28).toordinal() if own.year > 1 else 1
