"""A course: its folder's course page, its lessons in the order of their file names, and its quiz."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from content.catalogue import Catalogue, Entry
from content.document import Document, parse
from content.models import Course as CourseFields
from content.quiz import Question, read_quiz
from content.taxonomy import Taxonomy


class NoSuchPageError(Exception):
    """The library has no such page, or it changed on disk a moment ago."""


@dataclass(frozen=True)
class Course:
    """What a rep must read and answer; pass mark in per cent."""

    entry: Entry
    version: int
    pass_mark: int
    valid_days: int | None
    minutes: int | None
    lessons: tuple[Entry, ...]
    quiz: Entry | None


def list_courses(catalogue: Catalogue) -> list[Entry]:
    """Return the courses' own pages in the order of their paths."""
    return [entry for entry in catalogue.entries if entry.type == "course"]


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
        version=fields.version,
        pass_mark=fields.pass_mark,
        valid_days=fields.valid_days,
        minutes=fields.minutes,
        lessons=_named(catalogue, fields.lessons) or tuple(page for page in neighbours if page.type == "lesson"),
        quiz=_quiz(catalogue, fields, neighbours),
    )


def _named(catalogue: Catalogue, ids: list[str]) -> tuple[Entry, ...]:
    return tuple(catalogue.by_id[id_] for id_ in ids if id_ in catalogue.by_id)


def _quiz(catalogue: Catalogue, fields: CourseFields, neighbours: Iterable[Entry]) -> Entry | None:
    named = _named(catalogue, [fields.quiz] if fields.quiz else [])
    return next((page for page in (*named, *neighbours) if page.type == "quiz"), None)


def read_questions(catalogue: Catalogue, course: Course) -> tuple[Question, ...]:
    """Read the quiz's questions with their answers, which only the grading may see."""
    return read_quiz(read_page(catalogue, course.quiz))[0] if course.quiz else ()


def read_page(catalogue: Catalogue, entry: Entry) -> Document:
    """Read a page of the catalogue from its file; raises NoSuchPageError when it is gone."""
    page = parse(read_source(catalogue, entry), path=entry.path, taxonomy=Taxonomy())[0]
    if page is None:
        raise NoSuchPageError(f"`{entry.id}` has just been broken")
    return page


def read_source(catalogue: Catalogue, entry: Entry) -> str:
    """Read a page's text with its line ends as they are; raises NoSuchPageError when it is gone."""
    path = Path(catalogue.library) / entry.path
    try:
        if path.is_symlink():
            raise NoSuchPageError(f"`{entry.id}` has just become a link")
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoSuchPageError(f"`{entry.id}` has just been removed") from error
