"""Rubrics that contradict themselves, and what scores by them would lack later: ids, and whose skill it is."""

from __future__ import annotations

from collections.abc import Iterator

from content.document import Document
from content.fields.front_matter import KeyPath
from content.fields.models import RubricFields
from content.library import Library
from content.problem import LibraryProblem, Severity
from content.rubric.counting import ids_of
from content.rubric.faults import faults_of


def rubric_problems(library: Library) -> Iterator[LibraryProblem]:
    """Yield what keeps people from being scored by a rubric, and what keeps their scores from being compared."""
    for page in library.pages:
        if isinstance(page.fields, RubricFields):
            for error in faults_of(page.fields):
                yield _at(page, error.where, error.code, error.message, "error")
            yield from _advice(page, page.fields)


def _advice(page: Document, fields: RubricFields) -> Iterator[LibraryProblem]:
    """Say of the first criterion what holds for others too: nobody wants to read it ten times."""
    ids = ids_of(fields)
    if without := [at for at, part in enumerate(fields.criteria) if part.id is None]:
        first = without[0]
        message = (
            f"{_these(len(without))} known by name, and once renamed begins its scores anew; "
            f"write `id: {ids[first]}` there, and so for each"
        )
        yield _at(page, ("criteria", first, "name"), "criterion-id", message, "warning")
    if len(fields.skills) > 1 and (unclear := [at for at, part in enumerate(fields.criteria) if part.skill is None]):
        message = (
            f"the page has several skills, so {_these(len(unclear))} no evidence of any; "
            f"give each a `skill`, one of {', '.join(fields.skills)}"
        )
        yield _at(page, ("criteria", unclear[0]), "criterion-skill", message, "warning")


def _these(number: int) -> str:
    return "this criterion is" if number == 1 else f"this criterion and {number - 1} more are"


def _at(page: Document, where: KeyPath, code: str, message: str, severity: Severity) -> LibraryProblem:
    line, column = page.front.place_of(where)
    return LibraryProblem(page.path, line, code, message, severity, column=column)
