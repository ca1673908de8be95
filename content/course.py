"""A course: its folder's course page, its lessons in the order of their file names, and its quiz."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from content.catalogue import Catalogue, Entry
from content.document import Document, parse
from content.fields.items import PracticalFields, VersionAsks
from content.fields.models import EVENT_KINDS, CourseFields, CourseKind
from content.library import LibraryAwayError, is_away
from content.quiz.model import Quiz
from content.quiz.reading import read_quiz
from content.taxonomy import Taxonomy

RENEW_DAYS = 30
Read = TypeVar("Read")


class NoSuchPageError(Exception):
    """The library has no such page, or it changed on disk a moment ago."""


@dataclass(frozen=True)
class CourseVersion:
    """What a version asks of who completed an earlier one, from which day, and within how many days."""

    version: int
    since: date
    asks: VersionAsks
    within_days: int


@dataclass(frozen=True)
class Course:
    """What is to be read and answered, or where somebody took part; pass mark in per cent."""

    entry: Entry
    kind: CourseKind
    version: int
    changes: tuple[CourseVersion, ...]
    areas: tuple[str, ...]
    prerequisites: tuple[str, ...]
    pass_mark: int
    attempts: int | None
    valid_days: int | None
    renew_days: int | None
    minutes: int | None
    lessons: tuple[Entry, ...]
    quiz: Entry | None
    practical: PracticalFields | None
    held_on: tuple[date, ...]

    @property
    def is_event(self) -> bool:
        """Whether somebody takes part on a day, where other courses are worked through."""
        return self.kind in EVENT_KINDS

    @property
    def skills(self) -> tuple[str, ...]:
        """The skills that its page names."""
        return self.entry.skills


def read_courses(catalogue: Catalogue) -> list[Course]:
    """Read all courses in the order of their paths, but for those that change on disk at this moment."""
    return read_each(catalogue, "course", read_course)


def read_each(catalogue: Catalogue, kind: str, read: Callable[[Catalogue, str], Read]) -> list[Read]:
    """Read all pages of a type by their ids, but for those that `read` doesn't find any more."""
    found = []
    for entry in catalogue.entries:
        if entry.type == kind:
            with suppress(NoSuchPageError):
                found.append(read(catalogue, entry.id))
    return found


def read_course(catalogue: Catalogue, course_id: str) -> Course:
    """Read a course by its id; raises NoSuchPageError."""
    entry = catalogue.by_id.get(course_id)
    if entry is None or entry.type != "course":
        raise NoSuchPageError(f"no course `{course_id}`")
    fields = read_page(catalogue, entry).fields
    if not isinstance(fields, CourseFields):
        raise NoSuchPageError(f"`{course_id}` is no course any more")
    neighbours = catalogue.by_folder[entry.folder]
    return Course(
        entry=entry,
        kind=fields.kind,
        version=fields.version,
        changes=tuple(CourseVersion(part.version, part.since, part.asks, part.within_days) for part in fields.changes),
        areas=tuple(fields.areas),
        prerequisites=_prerequisites(catalogue, entry, fields),
        pass_mark=fields.pass_mark,
        attempts=fields.attempts,
        valid_days=fields.valid_days,
        renew_days=_renew_days(fields),
        minutes=fields.minutes,
        lessons=_named(catalogue, fields.lessons) or tuple(page for page in neighbours if page.type == "lesson"),
        quiz=_quiz(catalogue, fields, neighbours),
        practical=_practical(catalogue, fields),
        held_on=tuple(sorted(set(fields.held_on))),
    )


def read_quiz_of(catalogue: Catalogue, course: Course) -> Quiz | None:
    """Read a course's quiz with its answers, which only the grading may see; None for a course without one."""
    return read_quiz(read_page(catalogue, course.quiz))[0] if course.quiz else None


def read_page(catalogue: Catalogue, entry: Entry) -> Document:
    """Read a page of the catalogue from its file; raises as `read_source` does, also for a broken one."""
    page = parse(read_source(catalogue, entry), path=entry.path, taxonomy=Taxonomy(dialect=catalogue.dialect))[0]
    if page is None:
        raise NoSuchPageError(f"`{entry.id}` has just been broken")
    return page


def read_source(catalogue: Catalogue, entry: Entry) -> str:
    """Read a page's text with its line ends as they are.

    Raises NoSuchPageError when it is gone, LibraryAwayError when its whole library is.
    """
    root = Path(catalogue.library)
    path = root / entry.path
    try:
        if path.is_symlink():
            raise NoSuchPageError(f"`{entry.id}` has just become a link")
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        if is_away(root):
            raise LibraryAwayError("the library's folder is away") from error
        raise NoSuchPageError(f"`{entry.id}` has just been removed") from error


def _named(catalogue: Catalogue, ids: list[str]) -> tuple[Entry, ...]:
    return tuple(catalogue.by_id[id_] for id_ in ids if id_ in catalogue.by_id)


def _quiz(catalogue: Catalogue, fields: CourseFields, neighbours: Iterable[Entry]) -> Entry | None:
    named = _named(catalogue, [fields.quiz] if fields.quiz else [])
    return next((page for page in (*named, *neighbours) if page.type == "quiz"), None)


def _practical(catalogue: Catalogue, fields: CourseFields) -> PracticalFields | None:
    """Return what is to be shown, with the id that the rubric has today.

    It is asked for also while its rubric is away: a page that is being mended must not certify anybody.
    """
    if fields.practical is None:
        return None
    found = _named(catalogue, [fields.practical.rubric])
    return fields.practical.model_copy(update={"rubric": found[0].id}) if found else fields.practical


def _prerequisites(catalogue: Catalogue, entry: Entry, fields: CourseFields) -> tuple[str, ...]:
    """Return the ids of other courses that are there; what a check would call unknown asks nothing of anybody."""
    named = (page.id for page in _named(catalogue, fields.prerequisites) if page.type == "course" and page != entry)
    return tuple(dict.fromkeys(named))


def _renew_days(fields: CourseFields) -> int | None:
    if fields.valid_days is None or fields.renew_days is not None:
        return fields.renew_days
    return min(RENEW_DAYS, fields.valid_days - 1)
