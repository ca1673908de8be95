"""Lists of assignments and completions: what their rows are, and what each of them does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.work.training.courses import facts_of
from api.work.uploads.lists import DoRows, ListOf, SentList, Upload, upload_list
from api.work.uploads.names import plain_name
from api.work.uploads.reading import FIRST_YEAR, CellText
from content.catalogue import Catalogue
from content.course import NoSuchPageError, read_course
from lms.days import Now
from lms.errors import Refusal
from lms.people.access import Actor, visible_by_email
from lms.people.directory import take_turns
from lms.training.bulk import Ask, assign_listed
from lms.training.courses import CourseFacts, register_course
from lms.training.imports import MadeElsewhere, record_elsewhere
from lms.training.states import Priority

ListKind = Literal["assignments", "completions"]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AssignmentRow(_Row):
    """A person, a course, and when it is due: on a day, or so many days from now."""

    email: CellText
    course_id: CellText
    due_on: date | None = None
    due_days: int | None = Field(None, ge=0, le=3650)
    priority: Priority = "required"


class CompletionRow(_Row):
    """A person completed a course elsewhere; `reference` tells two completions of one day apart."""

    email: CellText
    course_id: CellText
    completed_on: date
    version: int | None = Field(None, ge=1, le=1_000_000)
    score: int | None = Field(None, ge=0, le=100)
    valid_until: date | None = None
    kind: Literal["imported", "attended"] = "imported"
    source: Annotated[CellText, Field(max_length=100)] = "import"
    reference: CellText | None = None


def upload_training(session: Session, kind: ListKind, data: bytes, catalogue: Catalogue, sent: SentList) -> Upload:
    """Assign or record what a file says, or find out what that would do, as `upload_list` does."""
    courses = _Courses(catalogue)
    model, do_rows = _KINDS[kind]

    def begin(done: Upload, _: object) -> DoRows[Any]:
        return lambda rows: do_rows(session, done, rows, courses, sent.actor, sent.now)

    return upload_list(session, ListOf(kind, model, begin), data, sent)


def _assign_rows(
    session: Session,
    done: Upload,
    rows: Sequence[tuple[int, AssignmentRow]],
    courses: _Courses,
    actor: Actor,
    now: Now,
) -> None:
    people = visible_by_email(session, actor=actor, emails={row.email for _, row in rows})
    take_turns(session, person_ids=set(people.values()))
    asks: dict[Ask, list[tuple[int, UUID]]] = defaultdict(list)
    for number, row in rows:
        place = _place(done, number, row, people, courses)
        if place is None:
            continue
        if (row.due_on is None) == (row.due_days is None):
            done.refuse(number, "due_on", "give `due_on` or `due_days`, not both")
        else:
            asks[Ask(place[1].id, row.due_on, row.due_days, row.priority)].append((number, place[0]))
    for course_id in {ask.course_id for ask in asks}:
        courses.register(session, course_id, now)
    for ask, wanted in asks.items():
        _assign(session, done, actor, ask, wanted, now)


def _complete_rows(
    session: Session,
    done: Upload,
    rows: Sequence[tuple[int, CompletionRow]],
    courses: _Courses,
    actor: Actor,
    now: Now,
) -> None:
    people = visible_by_email(session, actor=actor, emails={row.email for _, row in rows})
    good = []
    for number, row in rows:
        place = _place(done, number, row, people, courses)
        if place is not None and _fits(done, number, row, place[1], now):
            good.append(_made_elsewhere(row, *place))
    for made, is_new in zip(good, record_elsewhere(session, actor=actor, rows=good, now=now), strict=True):
        done.count((made.person_id, made.course.id, made.kind, made.reference or made.day), is_new=is_new)


_KINDS: dict[ListKind, tuple[type[Any], Callable[..., None]]] = {
    "assignments": (AssignmentRow, _assign_rows),
    "completions": (CompletionRow, _complete_rows),
}


class _Courses:
    """The courses that rows name, each looked up once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[str, CourseFacts | None] = {}

    def find(self, name: str) -> CourseFacts | None:
        """Return a course by its id, or by its title where only one has it."""
        if name not in self._known:
            try:
                own = name if name in self._catalogue.by_id else self._titles.get(plain_name(name), name)
                self._known[name] = facts_of(read_course(self._catalogue, own))
            except NoSuchPageError:
                self._known[name] = None
        return self._known[name]

    @cached_property
    def _titles(self) -> dict[str, str]:
        courses = [entry for entry in self._catalogue.entries if entry.type == "course"]
        times = Counter(plain_name(course.title) for course in courses)
        return {title: course.id for course in courses if times[title := plain_name(course.title)] == 1}

    def register(self, session: Session, course_id: str, now: Now) -> None:
        course = self.find(course_id)
        if course is not None:
            register_course(session, course=course, day=now.day)


def _place(
    done: Upload, number: int, row: AssignmentRow | CompletionRow, people: dict[str, UUID], courses: _Courses
) -> tuple[UUID, CourseFacts] | None:
    person_id, course = people.get(row.email.lower()), courses.find(row.course_id)
    if person_id is None:
        done.refuse(number, "email", f"nobody you manage has the address {row.email}")
    if course is None:
        done.refuse(number, "course_id", f"the library has no course `{row.course_id[:80]}`")
    return (person_id, course) if person_id is not None and course is not None else None


def _assign(session: Session, done: Upload, actor: Actor, ask: Ask, wanted: list[tuple[int, UUID]], now: Now) -> None:
    """Assign to all of them at once, or where one is refused, to each alone."""
    try:
        with session.begin_nested():
            new = assign_listed(
                session, actor=actor, ask=ask, person_ids=[person_id for _, person_id in wanted], now=now
            )
    except Refusal as refusal:
        if len(wanted) == 1:
            done.refuse(wanted[0][0], refusal.field if refusal.field != "person_ids" else "email", str(refusal))
            return
        for one in wanted:
            _assign(session, done, actor, ask, [one], now)
        return
    for _, person_id in wanted:
        done.count((person_id, ask), is_new=person_id in new)


def _fits(done: Upload, number: int, row: CompletionRow, course: CourseFacts, now: Now) -> bool:
    if row.completed_on > now.day:
        done.refuse(number, "completed_on", f"{row.completed_on} is still to come")
    elif row.completed_on.year < FIRST_YEAR:
        done.refuse(number, "completed_on", f"{row.completed_on} is too long ago; leave out who never completed it")
    elif row.valid_until is not None and row.valid_until < row.completed_on:
        done.refuse(number, "valid_until", f"{row.valid_until} is before the completion")
    elif row.version is not None and row.version > course.version:
        done.refuse(number, "version", f"the course has only {course.version} versions")
    else:
        return True
    return False


def _made_elsewhere(row: CompletionRow, person_id: UUID, course: CourseFacts) -> MadeElsewhere:
    return MadeElsewhere(
        person_id=person_id,
        course=course,
        day=row.completed_on,
        kind=row.kind,
        version=row.version,
        score=row.score,
        valid_until=row.valid_until,
        source=row.source,
        reference=row.reference,
    )
