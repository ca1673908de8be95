"""The figures of KPIs: all of them over periods, one told apart by people, teams or what the CRM says, and as CSV."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from flask import Blueprint
from pydantic import BaseModel

from api.kpis.asking import AskQuery, PeriodOut, ask, periods_out, step_of
from api.kpis.change import ChangesOut, KpiChangeOut
from api.kpis.definitions import DefinitionOut
from api.kpis.goal import GoalOut, Goals
from api.kpis.known import known_kpis
from api.web.auth import SIGNED_IN, allow
from api.web.context import clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import IntervalOut
from api.web.tables import csv_response
from api.web.whose import whose
from api.work.kpis.whose import Of, Whose
from lms.errors import NotFound
from lms.figures.building import is_pending
from lms.figures.frames import FigureSet
from lms.kpis.asked import KpiQuestion
from lms.kpis.changes import FigureChange, change_of
from lms.kpis.definition import Definition, KpiGroup
from lms.kpis.periods import Step, before
from lms.kpis.results import KpiResult, KpiResults, KpiStatus, results_of
from lms.statistics.intervals import LEVEL

blueprint = Blueprint("kpis", __name__, url_prefix=PREFIX)
HEADER = ("kpi", "title", "unit", "part", "period", "from", "to", "status", "value", "low", "high", "n", "n_means")


class KpisQuery(AskQuery):
    """Which KPIs: those of one group, or all."""

    group: KpiGroup | None = None


class KpiFigureOut(BaseModel):
    """One figure; value and interval are null unless it is measured, the interval also where none can be said.

    `faulty` counts what has faults of the data-quality report, `unpriced` what has no amount in that currency.
    """

    status: KpiStatus
    value: float | None
    interval: IntervalOut | None
    n: int
    faulty: int | None
    unpriced: int | None
    details: dict[str, float | None]

    @classmethod
    def of(cls, result: KpiResult, method: str) -> KpiFigureOut:
        """Return a figure as the API shows it."""
        interval = None
        if result.low is not None and result.high is not None:
            interval = IntervalOut.model_construct(low=result.low, high=result.high, level=LEVEL, method=method)
        names = ("status", "value", "n", "faulty", "unpriced")
        own = {name: getattr(result, name) for name in names}
        # Thousands of these are made of what is known to fit: checking each would take longer than all else.
        return cls.model_construct(**own, interval=interval, details=dict(result.details))


class KpiOut(DefinitionOut):
    """A KPI with its figures, one for each period, and that of the period before, of as many days as the last has.

    `change` is null where one of the two isn't measured. `targets` are of the periods, `target` is that of the last one
    with how it stands; some deals alone have none.
    """

    notes: list[str]
    results: list[KpiFigureOut]
    before: KpiFigureOut
    before_period: PeriodOut
    change: KpiChangeOut | None
    target: GoalOut | None
    targets: list[float | None]


class WhoseOut(BaseModel):
    """Whose figures these are."""

    of: Of
    id: str | None
    name: str

    @classmethod
    def naming(cls, found: Whose) -> WhoseOut:
        """Return whose figures were found, as the API shows it."""
        return cls(of=found.of, id=str(found.id) if found.id else None, name=found.name)


class FiguresBasisOut(BaseModel):
    """What figures rest on: whose they are, as of which day, in which currency, and when they were counted.

    `is_pending` says that what came in since then is still to be counted.
    """

    whose: WhoseOut
    as_of: date
    currency: str
    counted_at: datetime
    is_pending: bool
    periods: list[PeriodOut]


class KpisOut(FiguresBasisOut):
    """KPIs with their figures, and what stands out: those whose change is clear."""

    items: list[KpiOut]
    changes: ChangesOut


@blueprint.get("/kpis")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=KpisOut), tags=["kpis"])
def kpis(query: KpisQuery) -> Answer:
    """Report KPIs over periods: a rep's own, a manager's of teams and people they manage, leaders' of the company."""
    figures, found = begin(query)
    asked = ask(query, found, figures)
    return _answer(asked, query, _chosen(query), found)


@blueprint.get("/kpis.csv")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=None), tags=["kpis"])
def kpis_csv(query: KpisQuery) -> Answer:
    """Return the same figures as CSV, one row for each KPI and period."""
    figures, found = begin(query)
    asked = ask(query, found, figures)
    periods = periods_out(asked, step_of(query))
    lines = (
        line_of(each.definition, found.name, period, one)
        for each in results_of(asked, _chosen(query))
        for period, one in zip(periods, each.results, strict=True)
    )
    return csv_response(HEADER, lines, name="kpis.csv")


@blueprint.get("/kpis/<name>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=KpisOut), tags=["kpis"])
def kpi(name: str, query: AskQuery) -> Answer:
    """Report one KPI over periods."""
    figures, found = begin(query)
    asked = ask(query, found, figures)
    return _answer(asked, query, [named(name)], found)


def begin(query: AskQuery) -> tuple[FigureSet, Whose]:
    """Return the figures, and whose are asked for."""
    parts().journal.move(session())
    figures = parts().figures.current()
    return figures, whose(query, figures)


def named(name: str) -> Definition:
    """Return a KPI by its name; raises NotFound."""
    found = known_kpis().get(name)
    if found is None:
        raise NotFound(f"there is no KPI `{name[:80]}`")
    return found


def basis_of(asked: KpiQuestion, query: AskQuery, found: Whose) -> dict[str, object]:
    """Return what figures rest on, as fields of FiguresBasisOut."""
    notes = asked.figures.notes
    return {
        "whose": WhoseOut.naming(found),
        "as_of": date.fromordinal(asked.as_of),
        "currency": asked.rates.currency,
        "counted_at": datetime.fromisoformat(notes["counted_at"]),
        "is_pending": is_pending(session(), asked.figures, clock()),
        "periods": periods_out(asked, step_of(query)),
    }


def question_before(asked: KpiQuestion, step: Step | None, *, is_whole: bool) -> KpiQuestion:
    """Return the question of the period before the last: of all its days, or of as many as the last one has."""
    last = asked.periods[-1]
    until = max(last.end, asked.as_of) if is_whole else asked.as_of
    return replace(asked, periods=(before(last, as_of=until, step=step, year_starts=asked.year_starts),))


def line_of(definition: Definition, part: str, period: PeriodOut, one: KpiResult) -> tuple[object, ...]:
    """Return a row of CSV, of a part in a period."""
    return (
        *(definition.name, definition.title, definition.unit, part),
        *(period.name, period.start, period.end, one.status),
        *(one.value, one.low, one.high, one.n, definition.n_means),
    )


def _chosen(query: KpisQuery) -> list[Definition]:
    return [one for one in known_kpis().values() if query.group in {None, one.group}]


def _answer(asked: KpiQuestion, query: AskQuery, definitions: Iterable[Definition], whose_: Whose) -> KpisOut:
    chosen, goals = list(definitions), Goals(asked, whose_)
    was = _earlier(asked, step_of(query), chosen)
    found = [(now, *was[now.definition.name]) for now in results_of(asked, chosen)]
    changes = [change_of(now.results[-1], then.results[0], now.definition.direction) for now, then, _ in found]
    items = [_item(*each, change, goals) for each, change in zip(found, changes, strict=True)]
    return KpisOut(**basis_of(asked, query, whose_), items=items, changes=ChangesOut.of(changes))


def _item(now: KpiResults, then: KpiResults, period: PeriodOut, change: FigureChange | None, goals: Goals) -> KpiOut:
    return KpiOut(
        **DefinitionOut.of(now.definition).model_dump(),
        notes=list(now.notes),
        results=[KpiFigureOut.of(one, now.method) for one in now.results],
        before=KpiFigureOut.of(then.results[0], then.method),
        before_period=period,
        change=KpiChangeOut.of(change),
        target=goals.last(now.definition),
        targets=goals.values(now.definition),
    )


def _earlier(
    asked: KpiQuestion, step: Step | None, definitions: list[Definition]
) -> dict[str, tuple[KpiResults, PeriodOut]]:
    """Return by name what each KPI was in the period before, and which one that is."""
    found: dict[str, tuple[KpiResults, PeriodOut]] = {}
    for is_whole in (False, True):
        then = question_before(asked, step, is_whole=is_whole)
        (period,) = periods_out(then, None)
        own = [one for one in definitions if one.is_of_whole_periods is is_whole]
        found |= {one.definition.name: (one, period) for one in results_of(then, own)}
    return found
