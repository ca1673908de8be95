"""Questions to the registry that nobody's request asks: of the whole company, on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from config import Config
from lms.figures.frames import FigureSet
from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.money import rates_on


def whole_company(figures: FigureSet, day: date, config: Config, *, periods: Iterable[KpiPeriod] = ()) -> KpiQuestion:
    """Return the question of the whole company as of a day."""
    return KpiQuestion(
        figures,
        tuple(periods),
        day.toordinal(),
        rates_on(figures, day=day.toordinal(), currency=config.currency),
        year_starts=config.fiscal_year_starts,
        settings={"min_episodes": config.min_episodes},
    )
