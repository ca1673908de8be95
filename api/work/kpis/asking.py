"""Questions to the registry with the settings of an installation, and the one that a report of a month asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from sqlalchemy.orm import Session

from api.work.kpis.knowing import pages_in, read_baselines, settings_of
from api.work.kpis.known import kpis_in
from api.work.kpis.monthly import MonthReport, asked_months, report_month
from api.work.kpis.months import last_day_of
from api.work.kpis.whose import Of, find_whose
from config import Config
from content.catalogue import Catalogue
from content.history import History
from lms.figures.frames import FigureSet
from lms.kpis.asked import KpiPeriod, KpiQuestion, PartsShown, PeopleScope
from lms.kpis.definition import Definition
from lms.kpis.money import rates_on
from lms.kpis.pages import Page
from lms.kpis.saving import Baselines
from lms.people.access import Actor

EVERYBODY = PeopleScope()


@dataclass(frozen=True)
class KpiSource:
    """What reports are read from: figures as they were counted last, and the KPIs and pages that are known."""

    figures: FigureSet
    kpis: Mapping[str, Definition]
    pages: tuple[Page, ...]


def source_of(figures: FigureSet, catalogue: Catalogue | None, history: History, *, config: Config) -> KpiSource:
    """Return the source of reports, as far as the library is read."""
    return KpiSource(figures, kpis_in(catalogue), pages_in(catalogue, history, config.zone))


def question_of(
    figures: FigureSet,
    day: date,
    *,
    config: Config,
    pages: tuple[Page, ...] = (),
    periods: Iterable[KpiPeriod] = (),
    scope: PeopleScope = EVERYBODY,
    by: PartsShown | None = None,
    filters: Mapping[str, frozenset[int]] = MappingProxyType({}),
    baselines: Callable[[], Baselines] = Baselines,
) -> KpiQuestion:
    """Return a question as of a day, of the whole company unless some are named; amounts at that day's rates."""
    return KpiQuestion(
        figures,
        tuple(periods),
        day.toordinal(),
        rates_on(figures, day=day.toordinal(), currency=config.currency),
        scope,
        by,
        filters,
        config.fiscal_year_starts,
        settings_of(config, pages=pages, baselines=baselines),
    )


def read_month(
    session: Session,
    month: date,
    *,
    config: Config,
    source: KpiSource,
    who: Actor,
    of: Of | None = None,
    team_id: UUID | None = None,
) -> MonthReport:
    """Return the KPIs of a month as of its last day, by default of the widest view that somebody has.

    Raises NotAllowed and NotFound for what isn't theirs.
    """
    found = find_whose(session, source.figures, who=who, of=of, team_id=team_id)
    last = last_day_of(month)
    asked = question_of(
        source.figures,
        last,
        config=config,
        pages=source.pages,
        periods=asked_months(month),
        scope=found.scope,
        baselines=lambda: read_baselines(session, config, until=last),
    )
    return report_month(asked, source.kpis.values(), found, month)
