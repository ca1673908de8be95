"""Targets over HTTP: what KPIs are to reach, how they stand, set one by one or by CSV."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field, FiniteFloat

from api.kpis.asking import AskQuery, WordsAsked, ask
from api.kpis.figures import WhoseOut
from api.kpis.goal import GoalOut, goal_out, period_of, whom_of
from api.kpis.known import known_kpis
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Day, PersonRef, Strict
from api.web.tables import csv_response, takes_list
from api.web.uploads import UploadOut, UploadQuery
from api.web.whose import whose
from api.web.writes import writes
from api.work.kpis.whose import LEADERS, Whose, teams_read
from api.work.targets import TargetRow, upload_targets, write_value
from api.work.uploads.lists import SentList
from lms.errors import Conflict, NotFound
from lms.goals.models import KpiTarget
from lms.goals.targets import SetTarget, WantedTarget, Whom, list_targets, list_targets_of, may_set, set_target
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import KpiUnit
from lms.kpis.periods import STEPS, name_of, period_at
from lms.people.access import visible_people
from lms.people.directory import emails_of, names_of

blueprint = Blueprint("kpi_targets", __name__, url_prefix=PREFIX)
_HEADER = tuple(TargetRow.model_fields)


class TargetsQuery(AskQuery):
    """Whose targets, of which KPIs; all if none is named, with those of any period."""

    kpi: WordsAsked = Field(default_factory=list)


class TargetIn(Strict):
    """What a KPI is to reach; `value` null takes a target back."""

    kpi: Annotated[str, Field(max_length=100)]
    of: Literal["company", "team", "person"]
    team_id: UUID | None = None
    person_id: UUID | None = None
    start: Day
    end: Day
    value: FiniteFloat | None


class EarlierOut(BaseModel):
    """A target that was replaced; one that was taken back has no value."""

    value: float | None
    set_by: PersonRef
    set_at: datetime


class TargetOut(GoalOut):
    """A target of a period, how it stands, and which it replaced, the newest first."""

    kpi: str
    title: str
    unit: KpiUnit
    period: str
    start: date
    end: date
    earlier: list[EarlierOut]


class TargetsOut(BaseModel):
    """Targets, the latest period first; `can_set` tells whether the asker may set them."""

    whose: WhoseOut
    as_of: date
    currency: str
    can_set: bool
    items: list[TargetOut]


class TargetSetOut(BaseModel):
    """A target as it was set."""

    id: UUID
    kpi: str
    start: date
    end: date
    value: float | None
    set_at: datetime
    is_new: bool


@blueprint.get("/kpis/targets")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=TargetsOut), tags=["kpis"])
def targets(query: TargetsQuery) -> Answer:
    """List targets with progress and expected landing: one's own, a team's or the company's."""
    figures = parts().figures.current()
    found = whose(query, figures)
    asked = ask(query, found, figures)
    held = _known(found, query)
    names = _names(held)
    return TargetsOut(
        whose=WhoseOut.naming(found),
        as_of=date.fromordinal(asked.as_of),
        currency=asked.rates.currency,
        can_set=may_set(session(), actor=actor(), whom=whom_of(found)),
        items=[_out(target, names, asked) for target in held],
    )


@blueprint.get("/kpis/targets.csv")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=None), tags=["kpis"])
def targets_csv(query: TargetsQuery) -> Answer:
    """Return targets as CSV, in the columns in which they are sent: all that the asker may read, or those of one.

    Team and address tell whose each is; the company's have neither.
    """
    is_of_one = query.of or query.team_id or query.person_id
    held = _known(whose(query, parts().figures.current()), query) if is_of_one else _all_read(query)
    return csv_response(_HEADER, _rows(held), name="targets.csv")


@blueprint.put("/kpis/targets")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=TargetSetOut), tags=["kpis"])
def put_target(json: TargetIn) -> Answer:
    """Set a target: an admin any, a manager those of teams and people they manage; earlier ones stay known."""
    if json.kpi not in known_kpis():
        raise NotFound(f"there is no KPI `{json.kpi}`")
    wanted = WantedTarget(json.kpi, _whom(json), json.start, json.end, json.value)
    made, is_new = set_target(session(), actor=actor(), wanted=wanted, now=clock())
    return TargetSetOut(
        id=made.id,
        kpi=made.kpi,
        start=made.starts_on,
        end=made.ends_on,
        value=made.value,
        set_at=made.set_at,
        is_new=is_new,
    )


@blueprint.post("/kpis/targets.csv")
@allow("manager", "admin")
@takes_list
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=UploadOut), tags=["kpis"])
def upload(data: bytes, query: UploadQuery) -> Answer:
    """Set targets by CSV or .xlsx (kpi, team or email, starts_on, ends_on, value); each row by itself."""
    sent = SentList(actor(), parts().config.zone, clock(), query.answers, is_dry_run=query.dry_run)
    return UploadOut.of(upload_targets(session(), data, known_kpis(), sent), query)


def _whom(json: TargetIn) -> Whom:
    wanted = {"company": Whom(), "team": Whom(team_id=json.team_id), "person": Whom(person_id=json.person_id)}[json.of]
    if json.of == "team" and json.team_id is None:
        raise Conflict("name the team", field="team_id")
    if json.of == "person" and json.person_id is None:
        raise Conflict("name the person", field="person_id")
    return wanted


def _known(found: Whose, query: TargetsQuery) -> list[SetTarget]:
    return _of_known_kpis(list_targets(session(), whom=whom_of(found), kpis=query.kpi or None))


def _all_read(query: TargetsQuery) -> list[SetTarget]:
    who = actor()
    held = list_targets_of(
        session(),
        people=visible_people(who),
        team_ids=[team.id for team in teams_read(session(), who)],
        with_company=bool(who.roles & LEADERS),
        kpis=query.kpi or None,
    )
    return _of_known_kpis(held)


def _of_known_kpis(held: list[SetTarget]) -> list[SetTarget]:
    return [target for target in held if target.last.kpi in known_kpis()]


def _names(held: list[SetTarget]) -> dict[UUID, PersonRef]:
    ids = {row.set_by_id for target in held for row in (target.last, *target.earlier)}
    return {
        person_id: PersonRef(id=person_id, name=name) for person_id, name in names_of(session(), person_ids=ids).items()
    }


def _out(target: SetTarget, names: dict[UUID, PersonRef], asked: KpiQuestion) -> TargetOut:
    last, definition = target.last, known_kpis()[target.last.kpi]
    goal = goal_out(last, names[last.set_by_id], asked, definition)
    return TargetOut(
        **goal.model_dump(),
        kpi=last.kpi,
        title=definition.title,
        unit=definition.unit,
        period=_name(last, asked.year_starts),
        start=last.starts_on,
        end=last.ends_on,
        earlier=[EarlierOut(value=row.value, set_by=names[row.set_by_id], set_at=row.set_at) for row in target.earlier],
    )


def _name(target: KpiTarget, year_starts: int) -> str:
    period = period_of(target)
    step = next((one for one in STEPS if period_at(one, target.starts_on, year_starts=year_starts) == period), None)
    return name_of(period, step, year_starts=year_starts)


def _rows(held: list[SetTarget]) -> Iterator[tuple[object, ...]]:
    rows = [target.last for target in held]
    teams = {team.id: team.name for team in teams_read(session(), actor())}
    emails = emails_of(session(), person_ids={row.person_id for row in rows if row.person_id})
    for row in rows:
        team, email = teams[row.team_id] if row.team_id else "", emails[row.person_id] if row.person_id else ""
        value = write_value(row.value or 0.0, known_kpis()[row.kpi].unit)
        yield row.kpi, team, email, row.starts_on, row.ends_on, value
