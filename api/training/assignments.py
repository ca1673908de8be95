"""Assignments: a manager says who must learn what by when, once, and it keeps applying."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, BeforeValidator, Field

from api.training.courses import course_of
from api.web.auth import allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, created, listed
from api.web.shapes import Day, DryRun, Id, Region, Role, Strict, as_number
from api.web.writes import writes
from api.work.training.courses import facts_of
from content.path import read_path
from lms.errors import Conflict
from lms.people.directory import names_of
from lms.training.applying import apply_rule, reaches_few
from lms.training.courses import register_course
from lms.training.ending import EndsFor, TeamEnd, can_end, end_rule, read_ends
from lms.training.given import Given, count_already, count_given
from lms.training.models import AssignmentRule
from lms.training.rules import (
    Order,
    count_reached,
    courses_of,
    create_rule,
    list_rules,
    visible_rule,
)
from lms.training.states import Priority

blueprint = Blueprint("assignments", __name__, url_prefix=f"{PREFIX}/training")


class AssignmentIn(Strict):
    """Assign a course, or all of a path, to people named and to everyone who fits every criterion given.

    A course is due on `due_on`, or `due_days` after the start (of the assignment, or of a newcomer); the courses of a
    path as the path says. With `repeat_months` it begins anew after so many months. It keeps applying as people join,
    move and leave, until it is ended.
    """

    course_id: Id | None = None
    path_id: Id | None = None
    person_ids: list[UUID] = Field([], max_length=500)
    team_id: UUID | None = None
    with_below: bool = True
    role: Role | None = None
    region: Region | None = None
    hired_from: Day | None = None
    hired_until: Day | None = None
    due_on: Day | None = None
    due_days: Annotated[int, Field(ge=0, le=3650), BeforeValidator(as_number)] | None = None
    repeat_months: Annotated[int, Field(ge=1, le=120), BeforeValidator(as_number)] | None = None
    priority: Priority = "required"
    starts_on: Day | None = None


class ReachedOut(BaseModel):
    """How many people an assignment would reach now, and how many of them have all of it already by others.

    `already_due_on` is the day on which those have to be done, null where it isn't one for all.
    """

    reached: int
    already: int
    already_due_on: date | None


class AssignedCourse(BaseModel):
    """A course of an assignment; `due_days` is null when all of it is due on `due_on`."""

    course_id: str
    due_days: int | None


class TeamEndOut(BaseModel):
    """A team for which an assignment was ended, with those below it, when and by whom."""

    team_name: str
    ended_at: datetime
    ended_by: str


class AssignmentOut(BaseModel):
    """An assignment: what, to whom, by when, by whom.

    `people` counts whom it names, `given` the courses of people that it gave, `complete` those of them that are, null
    for very many; a manager's count their own people only. `is_applied` is false while it is still being given to many
    people, or taken back from them. `can_end` says for whom the asker can end it: where it reaches people whom they
    don't manage, or where others ask it of them, for their own people only. `ended_for` are the teams for which that
    was done, a manager's and those above.
    """

    id: UUID
    courses: list[AssignedCourse]
    path_id: str | None
    people: int
    team_id: UUID | None
    team_name: str | None
    with_below: bool
    role: str | None
    region: str | None
    hired_from: date | None
    hired_until: date | None
    due_on: date | None
    repeat_months: int | None
    priority: Priority
    starts_on: date
    created_at: datetime
    created_by: str
    ended_at: datetime | None
    ended_by: str | None
    is_applied: bool
    given: int
    complete: int | None
    can_end: EndsFor
    ended_for: list[TeamEndOut]


@blueprint.post("/assignments")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=ReachedOut, HTTP_201=AssignmentOut), tags=["training"])
def assign(query: DryRun, json: AssignmentIn) -> Answer:
    """Assign a course or a path. Many people are reached a moment later: `is_applied` tells when it is done."""
    rule = create_rule(session(), actor=actor(), order=_order(json), now=clock())
    if query.dry_run:
        reached = count_reached(session(), rule=rule, now=clock())
        already = count_already(session(), rule=rule, now=clock())
        session().rollback()
        return ReachedOut(reached=reached, already=already.people, already_due_on=already.due_on)
    _apply_if_few(rule)
    return created(_outs([rule])[0], f"{PREFIX}/training/assignments/{rule.id}")


@blueprint.get("/assignments")
@allow("manager", "admin")
@spec.validate(resp=answers(HTTP_200=Listed[AssignmentOut]), tags=["training"])
def assignments(query: After) -> Answer:
    """List the assignments that the asker may see, newest first, ended ones too."""
    found = list_rules(session(), actor=actor(), after=query.after, limit=query.limit + 1)
    return listed(Listed[AssignmentOut], _outs(found), query.limit)


@blueprint.get("/assignments/<uuid:assignment_id>")
@allow("manager", "admin")
@spec.validate(resp=answers(HTTP_200=AssignmentOut), tags=["training"])
def assignment(assignment_id: UUID) -> Answer:
    """Return an assignment."""
    return _outs([visible_rule(session(), actor=actor(), rule_id=assignment_id)])[0]


@blueprint.delete("/assignments/<uuid:assignment_id>")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(HTTP_200=AssignmentOut), tags=["training"])
def end(assignment_id: UUID) -> Answer:
    """End an assignment: what it gave is withdrawn, what was done stays; others' people keep it, see `can_end`."""
    rule = end_rule(session(), actor=actor(), rule_id=assignment_id, now=clock())
    _apply_if_few(rule)
    return _outs([rule])[0]


def _order(json: AssignmentIn) -> Order:
    """Return what is asked for; courses must be in the library."""
    courses: tuple[tuple[str, int | None], ...]
    if (json.course_id is None) == (json.path_id is None):
        raise Conflict("name a course or a path", field="course_id")
    has_days = (json.due_on is not None) + (json.due_days is not None)
    if has_days != (0 if json.path_id else 1):
        what = "a path says itself when its courses are due" if json.path_id else "give `due_on` or `due_days`"
        raise Conflict(what, field="due_on")
    if json.path_id is not None:
        path = read_path(parts().search.catalogue(), json.path_id)
        courses = tuple((step.course_id, step.day) for step in path.steps)
    else:
        courses = ((course_of(json.course_id or "").entry.id, json.due_days),)
    for course_id, _ in courses:
        register_course(session(), course=facts_of(course_of(course_id)), day=clock().day)
    chosen = json.model_dump(exclude={"course_id", "due_days", "person_ids"})
    return Order(courses=courses, person_ids=tuple(json.person_ids), **chosen)


def _apply_if_few(rule: AssignmentRule) -> None:
    """Apply a rule at once when that takes a moment; the worker does the others."""
    if rule.starts_on <= clock().day and reaches_few(session(), rule=rule, now=clock()):
        sum(apply_rule(session(), rule=rule, now=clock()))


def _outs(rules: list[AssignmentRule]) -> list[AssignmentOut]:
    ids = [rule.id for rule in rules]
    courses = courses_of(session(), rule_ids=ids)
    given = count_given(session(), actor=actor(), rule_ids=ids, day=clock().day)
    whom = can_end(session(), actor=actor(), rules=rules, now=clock())
    ends = read_ends(session(), actor=actor(), rule_ids=ids)
    actors = {rule.created_by_id for rule in rules} | {rule.ended_by_id for rule in rules if rule.ended_by_id}
    names = names_of(session(), person_ids=actors)
    return [_out(rule, courses[rule.id], given[rule.id], whom[rule.id], ends[rule.id], names) for rule in rules]


def _out(
    rule: AssignmentRule,
    courses: dict[str, int | None],
    given: Given,
    whom: EndsFor,
    ends: list[TeamEnd],
    names: dict[UUID, str],
) -> AssignmentOut:
    own = {name: getattr(rule, name) for name in AssignmentOut.model_fields if hasattr(AssignmentRule, name)}
    return AssignmentOut(
        **own,
        courses=[AssignedCourse(course_id=course_id, due_days=days) for course_id, days in courses.items()],
        people=given.named,
        team_name=given.team_name,
        created_by=names[rule.created_by_id],
        ended_by=names.get(rule.ended_by_id) if rule.ended_by_id else None,
        is_applied=rule.applied_on is not None,
        given=given.people,
        complete=given.complete,
        can_end=whom,
        ended_for=[TeamEndOut(**vars(end)) for end in ends],
    )
