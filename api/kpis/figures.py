"""The figures of KPIs: all of them over periods, one told apart by people, teams or what the CRM says, and as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from flask import Blueprint
from pydantic import BaseModel, Field

from api.kpis.asking import AskQuery, Dimension, PeriodOut, Shown, ask, parts_by, periods_out, step_of
from api.kpis.definitions import DefinitionOut
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import IntervalOut
from api.web.tables import csv_response
from api.web.whose import shows_people, whose
from api.work.kpis.whose import Of, Whose
from lms.errors import Conflict, NotAllowed, NotFound
from lms.figures.building import is_pending
from lms.figures.frames import Generation
from lms.kpis.asked import Asked
from lms.kpis.definition import Definition, Group
from lms.kpis.periods import before
from lms.kpis.registry import registry
from lms.kpis.results import Result, Results, Status, differing, results_of
from lms.statistics.differing import Difference
from lms.statistics.intervals import LEVEL

blueprint = Blueprint("kpis", __name__, url_prefix=PREFIX)
_HEADER = ("kpi", "title", "unit", "part", "period", "from", "to", "status", "value", "low", "high", "n", "n_means")


class KpisQuery(AskQuery):
    """Which KPIs: those of one group, or all."""

    group: Group | None = None


class BreakdownQuery(AskQuery):
    """By what the figure is told apart."""

    count: int = Field(1, ge=1, le=60)
    by: Dimension


class ResultOut(BaseModel):
    """One figure; value and interval are null unless it is measured, the interval also where none can be said.

    `faulty` counts what has faults of the data-quality report, `unpriced` what has no amount in that currency.
    """

    status: Status
    value: float | None
    interval: IntervalOut | None
    n: int
    faulty: int | None
    unpriced: int | None
    details: dict[str, float | None]

    @classmethod
    def of(cls, result: Result, method: str) -> ResultOut:
        """Return a figure as the API shows it."""
        has = result.low is not None and result.high is not None
        interval = IntervalOut(low=result.low or 0.0, high=result.high or 0.0, level=LEVEL, method=method)
        names = ("status", "value", "n", "faulty", "unpriced")
        own = {name: getattr(result, name) for name in names}
        return cls(**own, interval=interval if has else None, details=dict(result.details))


class KpiOut(DefinitionOut):
    """A KPI with its figures, one for each period, and that of the period before, of as many days as the last has."""

    notes: list[str]
    results: list[ResultOut]
    before: ResultOut
    before_period: PeriodOut


class WhoseOut(BaseModel):
    """Whose figures these are."""

    of: Of
    id: str | None
    name: str


class BasisOut(BaseModel):
    """What figures rest on: whose they are, as of which day, in which currency, and when they were counted.

    `is_pending` says that what came in since then is still to be counted.
    """

    whose: WhoseOut
    as_of: date
    currency: str
    counted_at: datetime
    is_pending: bool
    periods: list[PeriodOut]


class KpisOut(BasisOut):
    """KPIs with their figures."""

    items: list[KpiOut]


class DifferenceOut(BaseModel):
    """Whether the parts differ at all, by one test over all of them."""

    test: str
    statistic: float
    df: int
    p: float
    groups: int
    is_evident: bool
    sentence: str


class PartOut(Shown):
    """A part with its figures, one for each period."""

    results: list[ResultOut]


class BreakdownOut(BasisOut):
    """A KPI told apart; parts without any data are left out."""

    kpi: DefinitionOut
    by: Dimension
    notes: list[str]
    parts: list[PartOut]
    difference: DifferenceOut | None


@blueprint.get("/kpis")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=KpisOut), tags=["kpis"])
def kpis(query: KpisQuery) -> Answer:
    """Report KPIs over periods: a rep's own, a manager's of teams and people they manage, leaders' of the company."""
    figures, found = begin(query)
    asked = ask(query, found, figures)
    chosen = [one for one in registry().values() if query.group in {None, one.group}]
    return KpisOut(**_basis(asked, query, found), items=_items(asked, query, chosen))


@blueprint.get("/kpis.csv")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=None), tags=["kpis"])
def kpis_csv(query: KpisQuery) -> Answer:
    """Return the same figures as CSV, one row for each KPI and period."""
    figures, found = begin(query)
    asked = ask(query, found, figures)
    chosen = [one for one in registry().values() if query.group in {None, one.group}]
    periods = periods_out(asked, step_of(query))
    rows = (row for each in results_of(asked, chosen) for row in _lines(each, [found.name], periods))
    return csv_response(_HEADER, rows, name="kpis.csv")


@blueprint.get("/kpis/<name>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=KpisOut), tags=["kpis"])
def kpi(name: str, query: AskQuery) -> Answer:
    """Report one KPI over periods."""
    figures, found = begin(query)
    asked = ask(query, found, figures)
    return KpisOut(**_basis(asked, query, found), items=_items(asked, query, [named(name)]))


@blueprint.get("/kpis/<name>/breakdown")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=BreakdownOut), tags=["kpis"])
def kpi_breakdown(name: str, query: BreakdownQuery) -> Answer:
    """Tell a KPI apart by people, teams, or what the CRM says, and whether the parts differ at all.

    People are told apart for who manages them alone.
    """
    asked, results, shown, found = _broken_down(name, query)
    count, definition = len(shown), results.definition
    own = [[results.results[period * count + part] for period in range(len(asked.periods))] for part in range(count)]
    items = [
        PartOut(**shown[part].model_dump(), results=[ResultOut.of(one, results.method) for one in own[part]])
        for part in range(count)
        if any(one.n for one in own[part])
    ]
    return BreakdownOut(
        **_basis(asked, query, found),
        kpi=DefinitionOut.of(definition),
        by=query.by,
        notes=list(results.notes),
        parts=items,
        difference=_difference(differing(definition, results, count)),
    )


@blueprint.get("/kpis/<name>/breakdown.csv")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=None), tags=["kpis"])
def kpi_breakdown_csv(name: str, query: BreakdownQuery) -> Answer:
    """Return the same as CSV, one row for each part and period."""
    asked, results, shown, _ = _broken_down(name, query)
    rows = _lines(results, [part.name for part in shown], periods_out(asked, step_of(query)))
    return csv_response(_HEADER, rows, name=f"{results.definition.name}.csv")


def begin(query: AskQuery) -> tuple[Generation, Whose]:
    """Return the figures, and whose are asked for."""
    parts().journal.move(session())
    figures = parts().figures.current()
    return figures, whose(query, figures)


def named(name: str) -> Definition:
    """Return a KPI by its name; raises NotFound."""
    found = registry().get(name)
    if found is None:
        raise NotFound(f"there is no KPI `{name[:80]}`")
    return found


def _basis(asked: Asked, query: AskQuery, found: Whose) -> dict[str, object]:
    notes = asked.figures.notes
    return {
        "whose": WhoseOut(of=found.of, id=str(found.id) if found.id else None, name=found.name),
        "as_of": date.fromordinal(asked.as_of),
        "currency": asked.rates.currency,
        "counted_at": datetime.fromisoformat(notes["counted_at"]),
        "is_pending": is_pending(session(), asked.figures, clock()),
        "periods": periods_out(asked, step_of(query)),
    }


def _items(asked: Asked, query: AskQuery, definitions: Iterable[Definition]) -> list[KpiOut]:
    chosen = list(definitions)
    step = step_of(query)
    earlier = replace(
        asked, periods=(before(asked.periods[-1], as_of=asked.as_of, step=step, year_starts=asked.year_starts),)
    )
    (before_period,) = periods_out(earlier, None)
    found = zip(results_of(asked, chosen), results_of(earlier, chosen), strict=True)
    return [
        KpiOut(
            **DefinitionOut.of(now.definition).model_dump(),
            notes=list(now.notes),
            results=[ResultOut.of(one, now.method) for one in now.results],
            before=ResultOut.of(was.results[0], was.method),
            before_period=before_period,
        )
        for now, was in found
    ]


def _broken_down(name: str, query: BreakdownQuery) -> tuple[Asked, Results, list[Shown], Whose]:
    definition = named(name)
    figures, found = begin(query)
    if query.by not in definition.dimensions:
        raise Conflict(f"{definition.title} is told apart by {', '.join(definition.dimensions)}", field="by")
    if query.by == "person" and not shows_people(actor()):
        raise NotAllowed("people are told apart for their managers alone")
    by, shown = parts_by(query.by, found, figures)
    asked = ask(query, found, figures, by=by)
    (results,) = results_of(asked, [definition])
    return asked, results, shown, found


def _difference(found: Difference | None) -> DifferenceOut | None:
    if found is None:
        return None
    sentence = (
        f"There is evidence that these {found.groups} differ (p = {found.p:.2g})."
        if found.is_evident
        else f"No evidence that these {found.groups} differ: what shows is what chance alone would show."
    )
    names = ("test", "statistic", "df", "p", "groups", "is_evident")
    return DifferenceOut(**{name: getattr(found, name) for name in names}, sentence=sentence)


def _lines(results: Results, parts_shown: list[str], periods: list[PeriodOut]) -> Iterator[tuple[object, ...]]:
    definition = results.definition
    for number, one in enumerate(results.results):
        period, part = periods[number // len(parts_shown)], parts_shown[number % len(parts_shown)]
        yield (
            *(definition.name, definition.title, definition.unit, part),
            *(period.name, period.start, period.end, one.status),
            *(one.value, one.low, one.high, one.n, definition.n_means),
        )
