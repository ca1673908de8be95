"""The matrix of people by courses, as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from flask import Blueprint, Response
from pydantic import BaseModel
from pydantic_core import to_json

from api.web.auth import allow
from api.web.below import SiteAddress, facts_below
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, large_answers, spec
from api.web.paging import After, next_address
from api.web.shapes import Day, Id, Strict
from api.web.tables import streamed_csv
from content.places.links import site_url
from lms.training.courses import chosen_courses, list_registered
from lms.training.matrix import (
    Cell,
    Line,
    each_line,
    people_on,
    read_matrix,
)
from lms.training.models import RegisteredCourse
from lms.training.states import LABELS, StateName

blueprint = Blueprint("matrix", __name__, url_prefix=f"{PREFIX}/training")


class ChoiceQuery(Strict):
    """As of which day (today by default), of which team (with those below it, as they were on that day), which courses.

    Who moved since is found in the team they were in, by whoever manages them today.
    """

    as_of: Day | None = None
    team_id: UUID | None = None
    area: Id | None = None
    skill: Id | None = None
    course_id: Id | None = None

    @property
    def chooses_courses(self) -> bool:
        """Whether it is about some courses only."""
        return (self.area, self.skill, self.course_id) != (None, None, None)


class MatrixQuery(ChoiceQuery, After):
    """A page of the matrix: people by name, after the one with this id."""


class MatrixCourse(BaseModel):
    """A column of the matrix."""

    id: str
    title: str
    url: SiteAddress | None
    kind: str
    areas: list[str]
    skills: list[str]


class Scope(NamedTuple):
    """The day to report, the courses to show, and the ids to read, None for all."""

    day: date
    courses: list[MatrixCourse]
    ids: list[str] | None


class MatrixCell(BaseModel):
    """How a person stands in a course."""

    state: StateName
    is_assigned: bool
    due_on: date | None
    valid_until: date | None


class MatrixLine(BaseModel):
    """A person, and a cell for each course in the order of `courses`; null is not assigned."""

    id: UUID
    name: str
    team_name: str | None
    cells: list[MatrixCell | None]


class MatrixOut(BaseModel):
    """People by courses at the end of a day in the company's time zone; `areas` says what areas are called."""

    as_of: date
    time_zone: str
    areas: dict[str, str]
    courses: list[MatrixCourse]
    people: list[MatrixLine]
    next: SiteAddress | None


@blueprint.get("/matrix")
@allow("manager", "admin")
@spec.validate(resp=large_answers(503, HTTP_200=MatrixOut), tags=["training"])
def matrix(query: MatrixQuery) -> Answer:
    """Report who stands how in which course, of the people the asker manages."""
    day, courses, ids = scope_of(query)
    lines = read_matrix(
        session(),
        people=people_on(session(), actor=actor(), day=day, team_id=query.team_id),
        course_ids=ids,
        day=day,
        after=query.after,
        limit=query.limit + 1,
    )
    shown = lines[: query.limit]
    body = {
        "as_of": day,
        "time_zone": parts().config.time_zone,
        "areas": area_labels(courses),
        "courses": [course.model_dump(mode="json") for course in courses],
        "people": [_line(line, courses) for line in shown],
        "next": next_address(lines, query.limit, shown[-1].id if shown else ""),
    }
    # Ten thousand cells: made once as plain JSON, without a model for each.
    return Response(to_json(facts_below(body)), mimetype="application/json")


@blueprint.get("/matrix.csv")
@allow("manager", "admin")
@spec.validate(resp=answers(503, HTTP_200=None), tags=["training"])
def matrix_csv(query: ChoiceQuery) -> Answer:
    """Report the whole matrix as CSV: a row for each person, a column for each course."""
    day, courses, ids = scope_of(query)
    people = people_on(session(), actor=actor(), day=day, team_id=query.team_id)
    return streamed_csv(
        matrix_header(courses),
        lambda own: matrix_rows(each_line(own, people=people, course_ids=ids, day=day), courses),
        name=f"training-matrix-{day}.csv",
    )


def matrix_header(courses: Sequence[MatrixCourse | RegisteredCourse]) -> list[str]:
    """Return the names of the matrix's columns in a spreadsheet."""
    return ["name", "email", "team", *[course.title for course in courses]]


def matrix_rows(
    lines: Iterable[Line], courses: Sequence[MatrixCourse | RegisteredCourse]
) -> Iterator[list[str | None]]:
    """Return a row of a spreadsheet for each person."""
    return ([line.name, line.email, line.team_name, *_states(line, courses)] for line in lines)


def day_of(as_of: date | None) -> date:
    """Return the day to report: today by default, and never the last that a calendar has, which has no day after."""
    return min(as_of or clock().day, date.max - timedelta(days=1))


def scope_of(query: ChoiceQuery) -> Scope:
    """Return what a query chooses to report."""
    courses = [course_out(course) for course in chosen_by(query)]
    return Scope(day_of(query.as_of), courses, [course.id for course in courses] if query.chooses_courses else None)


def chosen_by(query: ChoiceQuery) -> list[RegisteredCourse]:
    """Return the courses that a query chooses, also those that the library no longer has."""
    return chosen_courses(list_registered(session()), area=query.area, skill=query.skill, course_id=query.course_id)


def area_labels(courses: Iterable[MatrixCourse]) -> dict[str, str]:
    """Return what the library calls the areas of courses, of those that it has a name for."""
    labels = parts().search.generation().head.taxonomy.dimensions.get("areas", {})
    return {area: labels[area] for area in sorted({area for course in courses for area in course.areas} & set(labels))}


def course_out(course: RegisteredCourse) -> MatrixCourse:
    """Return a course as the API shows it."""
    entry = parts().search.catalogue().by_id.get(course.id)
    return MatrixCourse(
        id=course.id,
        title=course.title,
        url=site_url(entry.url) if entry else None,
        kind=course.kind,
        areas=course.areas,
        skills=course.skills,
    )


def _line(line: Line, courses: list[MatrixCourse]) -> dict[str, Any]:
    found = map(line.cells.get, [course.id for course in courses])
    return {"id": line.id, "name": line.name, "team_name": line.team_name, "cells": [_cell(cell) for cell in found]}


def _cell(cell: Cell | None) -> dict[str, Any] | None:
    if cell is None:
        return None
    state, is_assigned, due_on, _, valid_until = cell
    return {"state": LABELS[state], "is_assigned": is_assigned, "due_on": due_on, "valid_until": valid_until}


def _states(line: Line, courses: Sequence[MatrixCourse | RegisteredCourse]) -> Iterator[str]:
    for course in courses:
        cell = line.cells.get(course.id)
        yield cell.state.label.replace("_", " ") if cell else "not assigned"
