"""Initiatives over HTTP: each with who answers for what, how its KPIs moved since it began, and its tasks."""

from __future__ import annotations

from datetime import date

from flask import Blueprint
from pydantic import BaseModel

from api.kpis.asking import AskQuery, PeriodOut, ask, periods_out
from api.kpis.figures import KpiFigureOut, WhoseOut
from api.kpis.initiative_tasks import InitiativeTaskOut, is_overdue, tasks_out, visible_initiative
from api.kpis.known import known_kpis
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import PageOut, page_out
from api.web.sight import visible_entries
from api.web.whose import whose
from api.work.kpis.whose import Whose
from api.work.targets import read_value
from content.fields.items import Target
from content.fields.models import InitiativeFields
from content.kpis import InitiativePage, read_initiatives
from lms.goals.models import InitiativeTask
from lms.goals.tasks import GIVERS, list_tasks
from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.definition import Definition, KpiUnit
from lms.kpis.moved import Direction, moved
from lms.kpis.results import results_of

blueprint = Blueprint("initiatives", __name__, url_prefix=f"{PREFIX}/kpis/initiatives")


class ResponsibilityOut(BaseModel):
    """One row of the RACI matrix."""

    task: str
    responsible: str
    accountable: str
    consulted: str
    informed: str


class InitiativeKpiOut(BaseModel):
    """A KPI of an initiative: what it is to reach by when, what it was before, and what it is since.

    `since` is null before the initiative began, both where no such KPI is known; `target` where the words of the page
    are no number. `sentence` never says why.
    """

    kpi: str
    title: str
    unit: KpiUnit | None
    target_text: str
    target: float | None
    by: date | None
    before: KpiFigureOut | None
    since: KpiFigureOut | None
    moved: Direction | None
    sentence: str


class InitiativeRowOut(BaseModel):
    """An initiative in a list, with how many of its tasks are open, overdue and done."""

    page: PageOut
    starts: date | None
    kpis: list[str]
    open: int
    overdue: int
    done: int


class InitiativesOut(BaseModel):
    """All initiatives of the library."""

    items: list[InitiativeRowOut]


class InitiativeOut(BaseModel):
    """An initiative; periods are null where the page names no day on which it starts, or it hasn't begun."""

    page: PageOut
    whose: WhoseOut
    as_of: date
    currency: str
    goals: list[str]
    raci: list[ResponsibilityOut]
    starts: date | None
    before: PeriodOut | None
    since: PeriodOut | None
    kpis: list[InitiativeKpiOut]
    content: list[PageOut]
    courses: list[PageOut]
    tasks: list[InitiativeTaskOut]
    can_give_tasks: bool


@blueprint.get("")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=InitiativesOut), tags=["kpis"])
def initiatives() -> Answer:
    """List the initiatives of the library with the state of their tasks."""
    found = read_initiatives(parts().search.catalogue())
    tasks = list_tasks(session(), page_ids=[page.entry.id for page in found])
    return InitiativesOut(items=[_row(page, [one for one in tasks if one.page_id == page.entry.id]) for page in found])


@blueprint.get("/<page_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=InitiativeOut), tags=["kpis"])
def initiative(page_id: str, query: AskQuery) -> Answer:
    """Return an initiative, with how its KPIs moved since it began: a rep's own, a team's or the company's."""
    page = visible_initiative(page_id)
    figures = parts().figures.current()
    found = whose(query, figures)
    asked = ask(query, found, figures)
    return _out(page, found, asked)


def _row(page: InitiativePage, tasks: list[InitiativeTask]) -> InitiativeRowOut:
    open_ = [task for task in tasks if task.done_at is None]
    return InitiativeRowOut(
        page=page_out(page.entry),
        starts=page.fields.starts,
        kpis=[target.kpi for target in page.fields.targets],
        open=len(open_),
        overdue=sum(is_overdue(task) for task in open_),
        done=len(tasks) - len(open_),
    )


def _out(page: InitiativePage, found: Whose, asked: KpiQuestion) -> InitiativeOut:
    fields = page.fields
    before, since = _periods(fields, asked.as_of)
    named = periods_out(asked.over([one for one in (before, since) if one]), None) if before else []
    return InitiativeOut(
        page=page_out(page.entry),
        whose=WhoseOut.naming(found),
        as_of=date.fromordinal(asked.as_of),
        currency=asked.rates.currency,
        goals=fields.goals,
        raci=[ResponsibilityOut(**row.model_dump()) for row in fields.raci],
        starts=fields.starts,
        before=named[0] if named else None,
        since=named[1] if len(named) > 1 else None,
        kpis=[_kpi(target, asked, before, since, begins=fields.starts is not None) for target in fields.targets],
        content=[page_out(entry) for entry in visible_entries(fields.content)],
        courses=[page_out(entry) for entry in visible_entries(fields.courses)],
        tasks=tasks_out(list_tasks(session(), page_ids=[page.entry.id])),
        can_give_tasks=bool(actor().roles & GIVERS),
    )


def _periods(fields: InitiativeFields, as_of: int) -> tuple[KpiPeriod | None, KpiPeriod | None]:
    """Return the days before and those since; of an initiative that hasn't begun only the baseline it names."""
    named = fields.baseline
    before = KpiPeriod(named.start.toordinal(), named.end.toordinal()) if named else None
    if fields.starts is None or fields.starts.toordinal() > as_of:
        return before, None
    since = KpiPeriod(fields.starts.toordinal(), as_of)
    return before or KpiPeriod(since.start - since.days, since.start - 1), since


def _kpi(
    target: Target, asked: KpiQuestion, before: KpiPeriod | None, since: KpiPeriod | None, *, begins: bool
) -> InitiativeKpiOut:
    definition = known_kpis().get(target.kpi)
    common = {"kpi": target.kpi, "target_text": target.target, "target": read_value(target.target), "by": target.by}
    if definition is None:
        sentence = "There is no such KPI."
        return InitiativeKpiOut(
            **common, title=target.kpi, unit=None, before=None, since=None, moved=None, sentence=sentence
        )
    shown = {"title": definition.title, "unit": definition.unit}
    if since is None or before is None:
        sentence = "The initiative hasn't begun." if begins else "The page doesn't say when it starts."
        was = _figure(asked, definition, before) if before else None
        return InitiativeKpiOut(**common, **shown, before=was, since=None, moved=None, sentence=sentence)
    found = moved(asked, definition, before=before, since=since)
    return InitiativeKpiOut(
        **common,
        **shown,
        before=KpiFigureOut.of(found.before, found.method),
        since=KpiFigureOut.of(found.since, found.method),
        moved=found.direction,
        sentence=found.sentence,
    )


def _figure(asked: KpiQuestion, definition: Definition, period: KpiPeriod) -> KpiFigureOut:
    (found,) = results_of(asked.over([period]), [definition])
    return KpiFigureOut.of(found.results[0], found.method)
