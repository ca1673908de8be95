"""Roll-outs by lot: who gets a course or a page first is drawn, and the comparison is fixed before it begins."""

from __future__ import annotations

from secrets import token_hex
from uuid import UUID

from flask import Blueprint

from api.effects.asking import basis_of, known_figures
from api.effects.plans import DrawnOut, RollOutIn, RollOutItem, RollOutOut
from api.effects.rolled import item_out, items_out, roll_out_out
from api.web.auth import allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, created, listed
from api.web.shapes import DryRun
from api.web.sight import visible_entry
from api.web.writes import writes
from api.work.training.courses import facts_of
from content.course import read_course
from lms.effects.causal import say_power
from lms.effects.outcomes import Basis
from lms.effects.rolling_out import (
    Plan,
    RollOutDrawn,
    begin_roll_out,
    draw,
    end_roll_out,
    list_roll_outs,
    visible_roll_out,
)
from lms.errors import Conflict
from lms.kpis.registry import registry
from lms.kpis.scope import PeopleScope
from lms.training.courses import register_course

blueprint = Blueprint("roll_outs", __name__, url_prefix=f"{PREFIX}/effects")


@blueprint.post("/roll-outs")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=DrawnOut, HTTP_201=RollOutOut), tags=["effects"])
def begin_rolling_out(query: DryRun, json: RollOutIn) -> Answer:
    """Draw who gets it first, keep that for good, and assign a course in waves; `dry_run` only says what it could show.

    Of a manager, people and teams are those they manage.
    """
    plan, seed = _plan(json), token_hex(8)
    if query.dry_run:
        return _foretold(draw(session(), actor=actor(), plan=plan, basis=_basis(), seed=seed, now=clock()), plan)
    if plan.kind == "course":
        course = read_course(parts().search.catalogue(), plan.subject_id)
        register_course(session(), course=facts_of(course), day=clock().day)
    made = begin_roll_out(session(), actor=actor(), plan=plan, basis=_basis(), seed=seed, now=clock())
    return created(roll_out_out(made), f"{PREFIX}/effects/roll-outs/{made.id}")


@blueprint.get("/roll-outs")
@allow("manager", "admin")
@spec.validate(resp=answers(HTTP_200=Listed[RollOutItem]), tags=["effects"])
def roll_outs(query: After) -> Answer:
    """List the roll-outs that the asker may see, newest first: of a manager, their own, and those of their people."""
    found = list_roll_outs(session(), actor=actor(), after=query.after, limit=query.limit + 1)
    return listed(Listed[RollOutItem], items_out(found), query.limit)


@blueprint.get("/roll-outs/<uuid:roll_out_id>")
@allow("manager", "admin")
@spec.validate(resp=answers(HTTP_200=RollOutOut), tags=["effects"])
def roll_out(roll_out_id: UUID) -> Answer:
    """Return a roll-out: who was drawn into which wave, and from its reading day on what came out."""
    return roll_out_out(visible_roll_out(session(), actor=actor(), roll_out_id=roll_out_id))


@blueprint.post("/roll-outs/<uuid:roll_out_id>/end")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(409, 503, HTTP_200=RollOutItem), tags=["effects"])
def end_rolling_out(roll_out_id: UUID) -> Answer:
    """End a roll-out: waves that haven't begun never do, what was given stays. Ended early, it is never read."""
    return item_out(end_roll_out(session(), actor=actor(), roll_out_id=roll_out_id, now=clock()))


def _plan(json: RollOutIn) -> Plan:
    """Return the plan; raises NotFound for a course or a page that isn't there for the actor."""
    if (json.course_id is None) == (json.page_id is None):
        raise Conflict("name a course or a page", field="course_id")
    if bool(json.person_ids) == bool(json.team_ids):
        raise Conflict("name people or teams", field="person_ids")
    subject = json.course_id or json.page_id or ""
    if json.page_id is not None:
        visible_entry(json.page_id)
    if json.course_id is not None:
        read_course(parts().search.catalogue(), json.course_id)
    return Plan(
        name=json.name,
        kind="course" if json.course_id is not None else "page",
        subject_id=subject,
        unit="person" if json.person_ids else "team",
        outcome=json.outcome,
        waves=tuple(json.waves),
        reading_on=json.reading_on,
        person_ids=tuple(json.person_ids),
        team_ids=tuple(json.team_ids),
        strata=tuple(dict.fromkeys(json.strata)),
        due_days=json.due_days,
    )


def _basis() -> Basis | None:
    figures = known_figures()
    return basis_of(figures, clock().day, PeopleScope()) if figures else None


def _foretold(drawn: RollOutDrawn, plan: Plan) -> DrawnOut:
    others = len(drawn.units) - drawn.first
    said = say_power(
        drawn.detectable,
        registry()[plan.outcome],
        first=drawn.first,
        others=others,
        unit=plan.unit,
        currency=parts().config.currency,
    )
    return DrawnOut(
        units=len(drawn.units), first=drawn.first, others=others, detectable=drawn.detectable, said_of_power=said
    )
