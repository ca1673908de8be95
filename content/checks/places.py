"""A problem at a place in the text of a page."""

from __future__ import annotations

from content.document import Document
from content.problem import LibraryProblem, Severity


def problem_at(
    page: Document, place: tuple[int, int], code: str, message: str, severity: Severity = "error"
) -> LibraryProblem:
    """Return a problem at a line and a column of the page's body, both from 1."""
    line, column = place
    return LibraryProblem(page.path, page.body_line + line - 1, code, message, severity, column=column)
