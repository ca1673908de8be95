"""Lists of assignments and completions: each row by itself, some hundreds in one transaction, each counted once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.work.training.courses import facts_of
from api.work.uploads.names import plain_name
from api.work.uploads.proposal import KeptAnswers, UploadAnswers, open_questions
from api.work.uploads.reading import ListRead, RowError, read_upload
from content.catalogue import Catalogue
from content.course import NoSuchPageError, read_course
from lms.audit.noting import note
from lms.base import in_steps
from lms.days import Now
from lms.errors import Refusal
from lms.people.access import Actor, visible_by_email
from lms.people.directory import take_turns
from lms.people.uploads import keep_answers, read_kept
from lms.training.bulk import Ask, assign_listed
from lms.training.courses import CourseFacts, register_course
from lms.training.imports import MadeElsewhere, record_elsewhere
from lms.training.states import Priority

ListKind = Literal["assignments", "completions"]
STEP = 500
FIRST_YEAR = 1950  # other systems write 0001-01-01 or 1900-01-01 for "never"
CellText = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


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


class Upload:
    """What came of the rows so far, and how their file is understood."""

    def __init__(self, reading: ListRead[Any]) -> None:
        """Begin with what couldn't be read."""
        self.proposal = reading.proposal
        self.rows = reading.count
        self.errors = list(reading.errors)
        self.created = 0
        self.already_there = 0
        self._counted: set[Hashable] = set()

    def refuse(self, number: int, column: str | None, detail: str) -> None:
        """Note what is wrong with a row."""
        self.errors.append(RowError(number, column, detail))

    def count(self, row: Hashable, *, is_new: bool) -> None:
        """Count a row that was accepted; one that was counted before isn't new, also where nothing is kept."""
        is_first = row not in self._counted
        self._counted.add(row)
        self.created += is_new and is_first
        self.already_there += not (is_new and is_first)


@dataclass(frozen=True)
class SentList:
    """Who sends a list and when, what they say of it, and whether it is only tried."""

    actor: Actor
    catalogue: Catalogue
    zone: ZoneInfo
    now: Now
    answers: UploadAnswers = UploadAnswers()
    is_dry_run: bool = False


def upload_list(session: Session, kind: ListKind, data: bytes, asked: SentList) -> Upload:
    """Do what the rows of a file say, some hundreds in one transaction each, or find out what that would do.

    What was learnt about the header is kept for its sender's next one. Raises Conflict while a question is open, and
    nothing was done then; a dry run answers with the questions.
    """
    kept = {key: KeptAnswers(**own) for key, own in read_kept(session, person_id=asked.actor.id, kind=kind).items()}
    reading = read_upload(data, _KINDS[kind][0], zone=asked.zone, answers=asked.answers, recall=kept.get)
    if reading.proposal.questions and not asked.is_dry_run:
        raise open_questions(reading.proposal.questions)
    done = Upload(reading)
    steps = _steps(session, kind, reading, kept.get(reading.key), done, asked)
    if asked.is_dry_run:
        for _ in steps:
            session.rollback()
    else:
        in_steps(session, steps)
        counts = {"rows": done.rows, "created": done.created, "errors": len(done.errors)}
        note(session, f"{kind}.imported", after=counts)
    return done


def _steps(
    session: Session,
    kind: ListKind,
    reading: ListRead[Any],
    known: KeptAnswers | None,
    done: Upload,
    asked: SentList,
) -> Iterator[int]:
    """Do what some hundreds of the rows say, then the next, then keep what was learnt; yields how many rows it did."""
    courses = _Courses(asked.catalogue)
    for start in range(0, len(reading.good), STEP):
        rows = reading.good[start : start + STEP]
        _KINDS[kind][1](session, done, rows, courses, asked.actor, asked.now)
        yield len(rows)
    if reading.learnt and reading.learnt != known:
        answers = asdict(reading.learnt)
        sender = asked.actor.id
        keep_answers(session, person_id=sender, kind=kind, key=reading.key, answers=answers, at=asked.now.at)
        yield 0


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
