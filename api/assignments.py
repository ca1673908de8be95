"""Assignments, and the completion report that a manager reads."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field
from sqlalchemy import select

from api.auth import SIGNED_IN, allow
from api.context import actor, now, parts, session, site_url
from api.documentation import PREFIX, answers, spec
from api.schemas import After, Day, Id, Listed, Moment, Strict, next_address
from api.tables import csv_response
from api.writes import writes
from content.course import read_course
from lms.people.access import visible_people
from lms.people.models import Person
from lms.training.assignments import assign_course
from lms.training.report import ReportRow, read_report

blueprint = Blueprint("assignments", __name__, url_prefix=f"{PREFIX}/training")


class AssignmentIn(Strict):
    """Assign a course to people, and to everyone in a team and the teams below it."""

    course_id: str = Field(max_length=200)
    person_ids: list[UUID] = Field([], max_length=500)
    team_id: UUID | None = None
    due_on: Day


class AssignedOut(BaseModel):
    """How many assignments were made, and who had the course already."""

    course_id: str
    due_on: date
    created: int
    already_assigned: list[UUID]


class ReportQuery(After):
    """Which assignments to report, and as of which moment (RFC 3339, default now)."""

    course_id: Id | None = None
    as_of: Moment | None = None


class CsvQuery(Strict):
    """Which assignments to report, and as of which moment (RFC 3339, default now)."""

    course_id: Id | None = None
    as_of: Moment | None = None


class ReportRowOut(BaseModel):
    """One assignment as it stood; the score is in per cent."""

    assignment_id: UUID
    person_id: UUID
    person_name: str
    person_email: str
    team_name: str | None
    course_id: str
    course_title: str | None
    course_url: str | None
    due_on: date
    assigned_at: datetime
    state: Literal["complete", "in_progress", "not_started", "overdue"]
    completed_at: datetime | None
    completed_version: int | None
    score: int | None
    lessons_read: int


@blueprint.post("/assignments")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=AssignedOut), tags=["training"])
def assign(json: AssignmentIn) -> Any:
    """Assign a course; who has it already keeps the assignment they have."""
    course = read_course(parts().search.catalogue(), json.course_id)
    done = assign_course(
        session(),
        actor=actor(),
        course_id=course.entry.id,
        person_ids=json.person_ids,
        team_id=json.team_id,
        due_on=json.due_on,
        at=now(),
    )
    already = list(done.already_assigned)
    out = AssignedOut(course_id=json.course_id, due_on=json.due_on, created=len(done.created), already_assigned=already)
    return out, 201


@blueprint.get("/assignments/mine")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=Listed[ReportRowOut]), tags=["training"])
def mine(query: After) -> Any:
    """List what is assigned to the asker."""
    own = select(Person.id).where(Person.id == actor().id)
    rows = read_report(session(), people=own, as_of=now(), after=query.after, limit=query.limit + 1)
    return _listed(rows, query.limit)


@blueprint.get("/completions")
@allow("manager", "admin")
@spec.validate(resp=answers(503, HTTP_200=Listed[ReportRowOut]), tags=["training"])
def completions(query: ReportQuery) -> Any:
    """Report who completed what, of the people the asker manages."""
    rows = read_report(
        session(),
        people=visible_people(actor()),
        as_of=query.as_of or now(),
        course_id=query.course_id,
        after=query.after,
        limit=query.limit + 1,
    )
    return _listed(rows, query.limit)


@blueprint.get("/completions.csv")
@allow("manager", "admin")
@spec.validate(resp=answers(503, HTTP_200=None), tags=["training"])
def completions_csv(query: CsvQuery) -> Any:
    """Report who completed what as CSV: all of it."""
    as_of = query.as_of or now()
    rows = read_report(session(), people=visible_people(actor()), as_of=as_of, course_id=query.course_id)
    names = [name for name in ReportRowOut.model_fields if name not in {"assignment_id", "person_id", "course_url"}]
    table = ([getattr(row, name) for name in names] for row in map(_row_out, rows))
    return csv_response(names, table, name=f"completions-{as_of:%Y-%m-%d}.csv")


def _listed(rows: list[ReportRow], limit: int) -> Listed[ReportRowOut]:
    items = [_row_out(row) for row in rows[:limit]]
    return Listed[ReportRowOut](items=items, next=next_address(rows, limit, items[-1].assignment_id if items else ""))


def _row_out(row: ReportRow) -> ReportRowOut:
    entry = parts().search.catalogue().by_id.get(row.course_id)
    title, url = (entry.title, site_url(entry.url)) if entry else (None, None)
    return ReportRowOut(course_title=title, course_url=url, **vars(row))
