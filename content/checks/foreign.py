"""Words of other tools in front matter: one problem for each in the whole library, however many pages have it."""

from __future__ import annotations

from collections.abc import Iterator

from content.document import Document
from content.fields.hiding import OWN_STATES
from content.fields.models import TYPES
from content.fields.names import own_name
from content.fields.validation import Strange, outcome_of
from content.library import Library
from content.problem import LibraryProblem


def foreign_problems(library: Library) -> Iterator[LibraryProblem]:
    """Yield fields, states and types that aren't ours, each at the first page that has it, with the number of pages."""
    found: dict[tuple[str, str], list[tuple[Document, Strange]]] = {}
    for page in library.pages:
        for strange in page.strange:
            found.setdefault((strange.kind, strange.word), []).append((page, strange))
    for pages in found.values():
        yield _problem(*pages[0], count=len({page.path for page, _ in pages}))


def _problem(page: Document, strange: Strange, *, count: int) -> LibraryProblem:
    line, column = strange.place
    word = strange.word[:200]
    counted = f"{count:,} pages have it" if count > 1 else "1 page has it"
    if strange.kind == "field":
        known = "we know" if own_name(word) is None else f"of a page of type {page.type}"
        message = f"`{word}` isn't a field {known}, and nothing is read from it; {counted}"
        return LibraryProblem(page.path, line, "unknown-field", message, "warning", column=column)
    if strange.kind == "status":
        message = f"`status: {word}` isn't one of {', '.join(OWN_STATES)}, and read as {outcome_of(word)}; {counted}"
        return LibraryProblem(page.path, line, "invalid-field", message, "warning", column=column)
    message = f"`type: {word}` isn't a type we know: {', '.join(TYPES)}; {counted}"
    return LibraryProblem(page.path, line, "unknown-type", message, "warning", column=column)
