"""Warming up, so that the first report of a process waits for nothing: libraries, draws, the newest figures."""

from __future__ import annotations

from datetime import date

from lms.figures.frames import FigureSet
from lms.kpis.asked import KpiQuestion
from lms.kpis.money import rates_on
from lms.kpis.periods import periods_up_to
from lms.kpis.registry import registry
from lms.kpis.results import results_of


def warm_up(figures: FigureSet, *, day: date, currency: str) -> None:
    """Read all KPIs of the company's quarter, and throw them away; without deals nobody will ask for much."""
    if not len(figures.frames["deal"]["ref"]):
        return
    number = day.toordinal()
    periods = periods_up_to("quarter", day, count=1)
    results_of(
        KpiQuestion(figures, periods, number, rates_on(figures, day=number, currency=currency)), registry().values()
    )
