"""Onboarding paths: courses that a newcomer takes, each by its day."""

from __future__ import annotations

from dataclasses import dataclass

from content.catalogue import Catalogue, Entry
from content.course import NoSuchPageError, read_each, read_page
from content.fields.models import PathFields


@dataclass(frozen=True)
class PathStep:
    """A course, and how many days after the start it is due."""

    course_id: str
    day: int


@dataclass(frozen=True)
class PathPage:
    """A path's own page, and its courses in their order."""

    entry: Entry
    steps: tuple[PathStep, ...]


def read_paths(catalogue: Catalogue) -> list[PathPage]:
    """Read all paths in the order of their files, but for those that change on disk at this moment."""
    return read_each(catalogue, "path", read_path)


def read_path(catalogue: Catalogue, path_id: str) -> PathPage:
    """Read a path by its id, with those of its courses that are there; raises NoSuchPageError."""
    entry = catalogue.by_id.get(path_id)
    if entry is None or entry.type != "path":
        raise NoSuchPageError(f"no path `{path_id}`")
    fields = read_page(catalogue, entry).fields
    if not isinstance(fields, PathFields):
        raise NoSuchPageError(f"`{path_id}` is no path any more")
    days: dict[str, int] = {}
    for step in fields.courses:
        course = catalogue.by_id.get(step.course)
        if course is not None and course.type == "course":
            days.setdefault(course.id, step.day)
    return PathPage(entry, tuple(PathStep(course_id, day) for course_id, day in days.items()))
