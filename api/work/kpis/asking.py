"""The question that a report of one month asks of the registry, for whoever reads it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from api.work.kpis.knowing import read_baselines, settings_of
from api.work.kpis.monthly import MonthReport, asked_months, report_month
from api.work.kpis.months import last_day_of
from api.work.kpis.whose import Of, find_whose
from config import Config
from lms.figures.frames import Generation
from lms.kpis.asked import Asked
from lms.kpis.money import rates_on
from lms.kpis.pages import Page
from lms.people.access import Actor


def read_month(
    session: Session,
    month: date,
    *,
    config: Config,
    figures: Generation,
    pages: tuple[Page, ...],
    who: Actor,
    of: Of | None = None,
    team_id: UUID | None = None,
) -> MonthReport:
    """Return the KPIs of a month as of its last day, by default of the widest view that somebody has.

    Raises NotAllowed and NotFound for what isn't theirs.
    """
    found = find_whose(session, figures, who=who, of=of, team_id=team_id)
    last = last_day_of(month)
    asked = Asked(
        figures,
        asked_months(month),
        last.toordinal(),
        rates_on(figures, day=last.toordinal(), currency=config.currency),
        found.scope,
        year_starts=config.fiscal_year_starts,
        settings=settings_of(config, pages=pages, baselines=lambda: read_baselines(session, config, until=last)),
    )
    return report_month(asked, found, month)
