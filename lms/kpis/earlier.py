"""The same question of other days: a year before, or of as many days right before."""

from __future__ import annotations

from datetime import date

from lms.kpis.asked import KpiPeriod, KpiQuestion


def a_year_before(asked: KpiQuestion) -> KpiQuestion:
    """Return the same question of the same days a year before; of a period that isn't over, of as many days."""
    periods = [
        KpiPeriod(_back(period.start), _back(int(last))) if last >= period.start else KpiPeriod(_back(period.start), 0)
        for period, last in zip(asked.periods, asked.last_days, strict=True)
    ]
    return asked.over(periods)


def _back(day: int) -> int:
    own = date.fromordinal(day)
    try:
        return own.replace(year=own.year - 1).toordinal()
    except ValueError:  # 29 February, or the calendar's first year
        return own.replace(year=own.year - 1, day=28).toordinal() if own.year > 1 else 1
