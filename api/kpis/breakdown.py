"""A KPI told apart by people, teams or what the CRM says, and whether the parts differ at all."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint
from pydantic import BaseModel, Field

from api.kpis.asking import AskQuery, KpiDimension, PartNamed, ask, parts_by, periods_out, step_of
from api.kpis.definitions import DefinitionOut
from api.kpis.figures import HEADER, FiguresBasisOut, KpiFigureOut, basis_of, begin, line_of, named
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.tables import csv_response
from api.web.whose import shows_people
from api.work.kpis.whose import Whose
from lms.errors import Conflict, NotAllowed
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition
from lms.kpis.results import KpiResult, KpiResults, differing, results_of
from lms.statistics.differing import Difference

blueprint = Blueprint("kpi_breakdown", __name__, url_prefix=PREFIX)


class BreakdownQuery(AskQuery):
    """By what the figure is told apart."""

    count: int = Field(1, ge=1, le=60)
    by: KpiDimension


class DifferenceOut(BaseModel):
    """Whether the parts differ at all, by one test over all of them."""

    test: str
    statistic: float
    df: int
    p: float
    groups: int
    is_evident: bool
    sentence: str


class FigurePartOut(PartNamed):
    """A part with its figures, one for each period."""

    results: list[KpiFigureOut]


class BreakdownOut(FiguresBasisOut):
    """A KPI told apart; parts without any data are left out.

    `whole` is the figure of all of them, one for each period; `difference` is about the last period, and where it is
    null, `untested` says why.
    """

    kpi: DefinitionOut
    by: KpiDimension
    notes: list[str]
    whole: list[KpiFigureOut]
    parts: list[FigurePartOut]
    difference: DifferenceOut | None
    untested: str | None


@blueprint.get("/kpis/<name>/breakdown")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=BreakdownOut), tags=["kpis"])
def kpi_breakdown(name: str, query: BreakdownQuery) -> Answer:
    """Tell a KPI apart by people, teams, or what the CRM says, and whether the parts differ at all.

    People are told apart for who manages them alone.
    """
    asked, results, shown, found = _broken_down(name, query)
    definition = results.definition
    items = [
        FigurePartOut(**part.model_dump(), results=[KpiFigureOut.of(one, results.method) for one in own])
        for part, own in _with_data(results, shown)
    ]
    (whole,) = results_of(replace(asked, parts=None), [definition])
    difference = _difference(differing(asked, results))
    return BreakdownOut(
        **basis_of(asked, query, found),
        kpi=DefinitionOut.of(definition),
        by=query.by,
        notes=list(results.notes),
        whole=[KpiFigureOut.of(one, whole.method) for one in whole.results],
        parts=items,
        difference=difference,
        untested=None if difference else _why_untested(definition),
    )


@blueprint.get("/kpis/<name>/breakdown.csv")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=None), tags=["kpis"])
def kpi_breakdown_csv(name: str, query: BreakdownQuery) -> Answer:
    """Return the same as CSV, one row for each part and period."""
    asked, results, shown, _ = _broken_down(name, query)
    periods = periods_out(asked, step_of(query))
    parts = _with_data(results, shown)
    lines = (
        line_of(results.definition, part.name, period, own[at])
        for at, period in enumerate(periods)
        for part, own in parts
    )
    return csv_response(HEADER, lines, name=f"{results.definition.name}.csv")


def _broken_down(name: str, query: BreakdownQuery) -> tuple[KpiQuestion, KpiResults, list[PartNamed], Whose]:
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


def _with_data(results: KpiResults, shown: list[PartNamed]) -> list[tuple[PartNamed, tuple[KpiResult, ...]]]:
    """Return the parts that have any data, with their results by period: what the others are called is nobody's."""
    own = [(part, results.results[place :: len(shown)]) for place, part in enumerate(shown)]
    return [(part, found) for part, found in own if any(one.n for one in found)]


def _why_untested(definition: Definition) -> str:
    """Say why nobody tests whether parts differ: sums of skewed amounts over unlike groups have no honest test."""
    if definition.measure in {"flow", "stock"} and definition.unit == "money":
        return (
            "Whether sums of money differ isn't tested: one large amount can make the difference, and groups hold "
            "different numbers of deals. Deals won and the median deal, say, are tested."
        )
    return "Whether these differ by more than chance isn't tested."


def _difference(found: Difference | None) -> DifferenceOut | None:
    if found is None:
        return None
    p = "less than 0.001" if found.p < 0.001 else f"= {found.p:.2g}"
    sentence = (
        f"There is evidence that these {found.groups} differ (p {p})."
        if found.is_evident
        else f"No evidence that these {found.groups} differ: what shows is what chance alone would show."
    )
    names = ("test", "statistic", "df", "p", "groups", "is_evident")
    return DifferenceOut(**{name: getattr(found, name) for name in names}, sentence=sentence)
