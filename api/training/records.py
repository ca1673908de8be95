"""Training records as of a day, those first that need somebody, and what explains each of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, BeforeValidator, Field
from sqlalchemy.orm import Session

from api.training.courses import StandingOut
from api.training.matrix import ChoiceQuery, MatrixCourse, course_out, day_of, scope_of
from api.web.auth import SIGNED_IN, allow
from api.web.below import SiteAddress
from api.web.context import actor, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import Numbered
from api.web.shapes import Day, Strict, as_list
from api.web.tables import streamed_csv
from lms.people.access import visible_person
from lms.training.explaining import explain
from lms.training.matrix import people_on, people_with_standing, read_cell
from lms.training.records import Record, each_record, read_records
from lms.training.states import NUMBERS, State, StateName

blueprint = Blueprint("records", __name__, url_prefix=f"{PREFIX}/training")


StateNames = Annotated[list[StateName], Field(max_length=20), BeforeValidator(as_list)]


class StatesQuery(ChoiceQuery):
    """Records in these states, all without any; of one person, everybody without one."""

    state: StateNames | None = None
    person_id: UUID | None = None


class RecordsQuery(StatesQuery, Numbered):
    """Records in these states, all without any, page by page; of one person, everybody without one."""


class OneQuery(Strict):
    """As of which day; today by default."""

    as_of: Day | None = None


class RecordOut(StandingOut):
    """One cell of the matrix with its person, its course and the completion it speaks of; the score in per cent."""

    person_id: UUID
    person_name: str
    person_email: str
    team_name: str | None
    course_id: str
    course_title: str
    course_url: SiteAddress | None
    score: int | None
    completed_version: int | None


class RecordsOut(BaseModel):
    """A page of records, those first that need somebody; `has_more` tells whether another page follows."""

    as_of: date
    items: list[RecordOut]
    page: int
    has_more: bool


class FactOut(BaseModel):
    """Something that happened: when, how we know, and who recorded it."""

    day: date
    at: datetime | None
    kind: str
    version: int | None
    score: int | None
    until: date | None
    source: str
    recorded_at: datetime | None
    recorded_by: str | None
    note: str | None
    lesson_id: str | None


class ExplanationOut(BaseModel):
    """How somebody stands in a course, and everything that led there, oldest first."""

    as_of: date
    person_id: UUID
    person_name: str
    course: MatrixCourse
    standing: StandingOut | None
    facts: list[FactOut]


@blueprint.get("/records")
@allow("manager", "admin")
@spec.validate(resp=answers(503, HTTP_200=RecordsOut), tags=["training"])
def records(query: RecordsQuery) -> Answer:
    """List how people stand, one person and course at a time: overdue first, then expired, then expiring."""
    day, courses, ids = scope_of(query)
    found, has_more = read_records(
        session(),
        people=people_with_standing(
            session(), actor=actor(), day=day, team_id=query.team_id, person_id=query.person_id
        ),
        course_ids=ids,
        states=_numbers(query.state),
        day=day,
        page=query.page,
        limit=query.limit,
    )
    known = {course.id: course for course in courses}
    items = [_record_out(record, known) for record in found]
    return RecordsOut(as_of=day, items=items, page=query.page, has_more=has_more)


@blueprint.get("/records.csv")
@allow("manager", "admin")
@spec.validate(resp=answers(503, HTTP_200=None), tags=["training"])
def records_csv(query: StatesQuery) -> Answer:
    """Report how people stand as CSV, one row for each person and course: all of it, by person."""
    day, courses, ids = scope_of(query)
    people = people_on(session(), actor=actor(), day=day, team_id=query.team_id, person_id=query.person_id)
    states = _numbers(query.state)
    titles = {course.id: course.title for course in courses}

    def rows(own: Session) -> Iterator[list[object]]:
        found = each_record(own, people=people, course_ids=ids, states=states, day=day)
        return (_record_row(record, titles) for record in found)

    return streamed_csv(_RECORD_COLUMNS, rows, name=f"training-{day}.csv")


@blueprint.get("/people/<uuid:person_id>/courses/<course_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=ExplanationOut), tags=["training"])
def explanation(person_id: UUID, course_id: str, query: OneQuery) -> Answer:
    """Explain one cell: how a person stands in a course, and everything that led there."""
    day = day_of(query.as_of)
    person = visible_person(session(), actor=actor(), person_id=person_id)
    course, facts = explain(session(), person_id=person_id, course_id=course_id, day=day)
    cell = read_cell(session(), person_id=person_id, course_id=course_id, day=day)
    return ExplanationOut(
        as_of=day,
        person_id=person_id,
        person_name=person.name,
        course=course_out(course),
        standing=StandingOut.of(cell) if cell else None,
        facts=[FactOut(**vars(fact)) for fact in facts],
    )


_RECORD_COLUMNS = (
    "person_name", "person_email", "team_name", "course_id", "course_title", "state", "is_assigned", "due_on",
    "completed_on", "completed_version", "valid_until", "score",
)  # fmt: skip


def _record_row(record: Record, titles: dict[str, str]) -> list[object]:
    cell = record.cell
    return [
        record.person_name, record.person_email, record.team_name, record.course_id,
        titles.get(record.course_id, record.course_id), cell.state.label, "yes" if cell.is_assigned else "no",
        cell.due_on, cell.completed_on, record.completed_version, cell.valid_until, record.score,
    ]  # fmt: skip


def _numbers(states: list[StateName] | None) -> list[State]:
    return [State(NUMBERS[name]) for name in states or ()]


def _record_out(record: Record, courses: dict[str, MatrixCourse]) -> RecordOut:
    course = courses.get(record.course_id)
    return RecordOut(
        person_id=record.person_id,
        person_name=record.person_name,
        person_email=record.person_email,
        team_name=record.team_name,
        course_id=record.course_id,
        course_title=course.title if course else record.course_id,
        course_url=course.url if course else None,
        score=record.score,
        completed_version=record.completed_version,
        **StandingOut.of(record.cell).model_dump(),
    )
