"""Periods of reports: weeks, months, quarters and years of the company's fiscal year, in rows up to a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from lms.days import first_of_month, month_number
from lms.kpis.asked import KpiPeriod

Step = Literal["week", "month", "quarter", "year"]
STEPS: tuple[Step, ...] = ("week", "month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_FIRST = date(1900, 1, 1)


def period_at(step: Step, day: date, *, year_starts: int = 1) -> KpiPeriod:
    """Return the week (from Monday), month, quarter or year that a day is in; years begin with the month given."""
    if step == "week":
        monday = day.toordinal() - day.weekday()
        return KpiPeriod(monday, monday + 6)
    months = _MONTHS[step]
    since = (day.month - year_starts) % 12
    number = month_number(day) - since % months
    return KpiPeriod(first_of_month(number).toordinal(), first_of_month(number + months).toordinal() - 1)


def periods_up_to(step: Step, day: date, *, count: int, year_starts: int = 1) -> tuple[KpiPeriod, ...]:
    """Return the period that a day is in and those before it, in their order, as far as the calendar goes."""
    found = [period_at(step, day, year_starts=year_starts)]
    while len(found) < count and found[0].start > _FIRST.toordinal():
        found.insert(0, period_at(step, date.fromordinal(found[0].start) - timedelta(days=1), year_starts=year_starts))
    return tuple(found)


def before(period: KpiPeriod, *, as_of: int, step: Step | None = None, year_starts: int = 1) -> KpiPeriod:
    """Return the period before: of one that isn't over, as many days of it; without a step, as many days right before.

    So a month's first five days are compared with the first five of the month before, and never with all of it.
    """
    days = min(period.end, as_of) - period.start + 1
    if step is None:
        return KpiPeriod(period.start - max(days, 1), period.start - 1)
    whole = period_at(step, date.fromordinal(period.start) - timedelta(days=1), year_starts=year_starts)
    return whole if period.end <= as_of else KpiPeriod(whole.start, min(whole.end, whole.start + max(days, 1) - 1))


def name_of(period: KpiPeriod, step: Step | None, *, year_starts: int = 1) -> str:
    """Return what a period is called: 2026-W07, 2026-02, 2026-Q1, 2026; a fiscal year by the year in which it ends."""
    start, end = date.fromordinal(period.start), date.fromordinal(period.end)
    if step == "week":
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02}"
    if step == "month":
        return f"{start:%Y-%m}"
    year = _fiscal_year(start, year_starts)
    mark = "FY" if year_starts != 1 else ""
    if step == "quarter":
        return f"{mark}{year}-Q{(start.month - year_starts) % 12 // 3 + 1}"
    return f"{mark}{year}" if step == "year" else f"{start} to {end}"


def _fiscal_year(day: date, year_starts: int) -> int:
    return day.year + (year_starts != 1 and day.month >= year_starts)
