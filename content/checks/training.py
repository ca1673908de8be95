"""Courses and paths that name a course twice, prerequisites in a circle, versions that say nothing, odd practicals."""

from __future__ import annotations

from collections.abc import Iterator

from content.document import Document
from content.fields.front_matter import KeyPath
from content.fields.models import EVENT_KINDS, CourseFields, InitiativeFields, PathFields
from content.library import Library
from content.problem import LibraryProblem, Severity


def training_problems(library: Library) -> Iterator[LibraryProblem]:
    """Yield what is wrong between courses and paths; ids that name no course are found elsewhere."""
    for page in library.pages:
        yield from _named_twice(library, page)
        fields = page.fields
        if not isinstance(fields, CourseFields):
            continue
        if circle := _circle(library, page):
            way = " → ".join(f"`{id_}`" for id_ in circle)
            message = f"nobody could begin: {way} ask for each other; remove one of these prerequisites"
            yield _at(page, ("prerequisites",), "prerequisite-circle", message)
        if fields.version > 1 and all(change.version != fields.version for change in fields.changes):
            message = (
                f"`changes` doesn't say what version {fields.version} asks, so who completed an earlier one is asked "
                f"to retake it; add `- {{version: {fields.version}, since: YYYY-MM-DD, asks: nothing}}`, "
                "or `re-read` or `retake`"
            )
            yield _at(page, ("version",), "unexplained-version", message, "warning")
        if fields.held_on and fields.kind not in EVENT_KINDS:
            message = f"only an event is held on a day; set `kind` to one of {', '.join(EVENT_KINDS)}, or remove it"
            yield _at(page, ("held_on",), "not-an-event", message, "warning")
        if fields.practical and fields.kind in EVENT_KINDS:
            message = f"who takes part in a {fields.kind} has completed it; set another `kind`, or remove `practical`"
            yield _at(page, ("practical",), "practical-of-event", message, "warning")


def named_courses(page: Document) -> Iterator[tuple[KeyPath, str]]:
    """Yield the ids of courses that a page's front matter names, each with its place."""
    fields = page.fields
    if isinstance(fields, CourseFields):
        yield from ((("prerequisites", at), id_) for at, id_ in enumerate(fields.prerequisites))
    if isinstance(fields, PathFields):
        yield from ((("courses", at, "course"), step.course) for at, step in enumerate(fields.courses))
    if isinstance(fields, InitiativeFields):
        yield from ((("courses", at), id_) for at, id_ in enumerate(fields.courses))


def _named_twice(library: Library, page: Document) -> Iterator[LibraryProblem]:
    seen: set[str] = set()
    for where, id_ in named_courses(page):
        named = library.find(id_)
        if named is None:
            continue
        if named.id in seen:
            yield _at(page, where, "named-twice", f"`{where[0]}` names the course `{named.id}` twice; keep one")
        seen.add(named.id)


def _circle(library: Library, page: Document) -> tuple[str, ...]:
    """Return the shortest way from a course over prerequisites back to itself; nothing when there is none."""
    seen: set[str] = set()
    ways: list[tuple[Document, ...]] = [(page,)]
    for way in ways:
        for _, id_ in named_courses(way[-1]):
            named = library.find(id_)
            if named is page:
                return (*(step.id for step in way), page.id)
            if named is not None and named.id not in seen:
                seen.add(named.id)
                ways.append((*way, named))
    return ()


def _at(page: Document, where: KeyPath, code: str, message: str, severity: Severity = "error") -> LibraryProblem:
    line, column = page.front.place_of(where)
    return LibraryProblem(page.path, line, code, message, severity, column=column)
