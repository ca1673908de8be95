"""Merge fields of e-mail templates: written so that they can be filled in, declared, and used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.document import Document
from content.front_matter import LineColumn
from content.models import EmailTemplateFields
from content.problem import LibraryProblem

# What the site fills in is a name in double braces and nothing else, so that is all a template may hold.
_FIELD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_BRACES = re.compile(r"\{\{[^{}\n]*(?:\}\})?|\{%[^%\n]*(?:%\})?")


def merge_problems(page: Document) -> Iterator[LibraryProblem]:
    """Yield what is wrong with the merge fields of an e-mail template; nothing for any other page."""
    fields = page.fields
    if not isinstance(fields, EmailTemplateFields):
        return
    used: set[str] = set()
    subject = page.front.place_of(("subject",))
    for text, start in ((fields.subject, subject), (page.body, (page.body_line, 1))):
        for name, is_plain, place in _names(text, start):
            used.add(name)
            if not is_plain:
                message = f"`{name[:100]}`: a merge field is `{{{{ name }}}}` alone; put its default under `fields`"
                yield LibraryProblem(page.path, place[0], "merge-field", message, column=place[1])
            elif name not in fields.fields:
                message = f"the template doesn't declare `{name[:100]}`; add it under `fields` with a default"
                yield LibraryProblem(page.path, place[0], "undeclared-field", message, column=place[1])
    for name in fields.fields:
        if name not in used:
            line, column = page.front.place_of(("fields", name))
            message = f"the field `{name[:100]}` is never used; use `{{{{ {name[:100]} }}}}` or remove it"
            yield LibraryProblem(page.path, line, "unused-field", message, "warning", column=column)


def _names(text: str, start: LineColumn) -> Iterator[tuple[str, bool, LineColumn]]:
    """Yield what stands in braces, whether it can be filled in, and its place in the file; text begins at start."""
    for number, line in enumerate(text.split("\n")):
        for found in _BRACES.finditer(line):
            plain = _FIELD.fullmatch(found[0])
            column = found.start() + (start[1] if number == 0 else 1)
            yield (plain[1] if plain else found[0]), plain is not None, (start[0] + number, column)
