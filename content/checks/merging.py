"""Merge fields: in e-mail templates declared and used, in agendas what the product fills in; elsewhere none."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from content.agenda import BLOCKS
from content.checks.fields import bracketed_fields, dollar_fields, field_here, foreign_fields, is_personal
from content.checks.leftovers import LIQUID
from content.checks.lines import Lines
from content.checks.places import problem_at
from content.document import Document
from content.email.merge_fields import FIELD
from content.fields.front_matter import LineColumn
from content.fields.models import EmailTemplateFields
from content.problem import LibraryProblem
from content.taxonomy import suggestion

_BRACES = re.compile(r"\{{2,}[^{}\n]*(?:\}{2,})?|\{%[^%\n]*(?:%\})?")
_IN_BRACES = re.compile(r"\w[\w.]*")
# What a page that is no template may hold by chance isn't reported there, unless its name says what it is.
_PLAIN = re.compile(rf"(?<![\w{{}}$^=\\])\{{\{{\s*(?!(?:{LIQUID})\b)([^\W\d][\w.]*)\s*\}}\}}(?!\}})")
_CERTAIN = ("*|", "{!", "%%")


def template_problems(page: Document, fields: EmailTemplateFields, lines: Lines) -> Iterator[LibraryProblem]:
    """Yield what is wrong with the merge fields of an e-mail template."""
    used: set[str] = set()
    subject = page.front.place_of(("subject",))
    for text, start in ((fields.subject, subject), (page.body, (page.body_line, 1))):
        for name, is_plain, place in _names(text, start):
            used.add(name)
            if not is_plain:
                own = field_here(found[0], fields.fields) if (found := _IN_BRACES.search(name.strip("{} "))) else "name"
                message = (
                    f"`{name[:100]}`: a merge field is a name alone, such as `{{{{ {own[:100]} }}}}`; "
                    "put its default under `fields`"
                )
                yield LibraryProblem(page.path, place[0], "merge-field", message, column=place[1])
            elif name not in fields.fields:
                message = f"the template doesn't declare `{name[:100]}`; add it under `fields` with a default"
                yield LibraryProblem(page.path, place[0], "undeclared-field", message, column=place[1])
    yield from _foreign(page, fields, fields.subject, subject, fields.subject)
    shown = lines.shown if "$" in page.body else ""
    yield from _foreign(page, fields, page.body, (page.body_line, 1), shown, _rows(lines))
    for name in fields.fields:
        if name not in used:
            line, column = page.front.place_of(("fields", name))
            message = f"the field `{name[:100]}` is never used; use `{{{{ {name[:100]} }}}}` or remove it"
            yield LibraryProblem(page.path, line, "unused-field", message, "warning", column=column)


def _foreign(
    page: Document,
    fields: EmailTemplateFields,
    text: str,
    start: LineColumn,
    shown: str,
    rows: Container[int] = (),
) -> Iterator[LibraryProblem]:
    """Yield the fields of other systems in a text, given what of it is no code, and the lines that are rows."""
    without_code = shown.split("\n") if shown else []
    for number, line in enumerate(text.split("\n")):
        found = [*foreign_fields(line, fields.fields), *bracketed_fields(line)]
        if "$" in line:
            plain = _BRACES.sub(lambda braces: " " * len(braces[0]), without_code[number])
            found += dollar_fields(plain, fields.fields)
        for at, written, name in found:
            if written.startswith("||") and number + 1 in rows:
                continue
            own = field_here(name, fields.fields)
            message = f"`{written[:100]}` is a merge field of another system; write `{{{{ {own[:100]} }}}}`"
            column = at + (start[1] if number == 0 else 1)
            yield LibraryProblem(page.path, start[0] + number, "merge-field", message, column=column)


def _rows(lines: Lines) -> frozenset[int]:
    """Return the lines of tables with empty cells, from 1, their heads too."""
    tables = lines.tables if "||" in lines.body else ()
    return frozenset(number for table in tables for number in range(table.first - 2, table.end))


def stray_field_problems(page: Document, lines: Lines) -> Iterator[LibraryProblem]:
    """Yield the merge fields in a page that is no template, but for those shown as code."""
    own = [(place.start(), place[0]) for place in lines.in_shown("{{", _PLAIN)]
    for at, written in [*own, *_certain_strays(lines)]:
        message = (
            f"nobody fills in `{written[:100]}` here: merge fields are for pages of type `email-template`; "
            "write what readers should see, or show it as code"
        )
        yield problem_at(page, lines.place(at), "merge-field", message, "warning")


def agenda_problems(page: Document, lines: Lines) -> Iterator[LibraryProblem]:
    """Yield what of an agenda the product can't fill in; what is shown as code is left as it is."""
    for found in lines.in_shown("{", _BRACES):
        place = lines.place(found.start())
        plain = FIELD.fullmatch(found[0])
        if plain is None:
            message = f"`{found[0][:100]}`: a block is a name alone, such as `{{{{ points }}}}`"
            yield problem_at(page, place, "merge-field", message)
        elif plain[1] not in BLOCKS:
            message = f"nothing fills in `{plain[1][:100]}`{suggestion(plain[1], BLOCKS)}"
            yield problem_at(page, place, "unknown-block", message)
        elif lines.line(place[0]).strip() != found[0]:
            message = f"`{{{{ {plain[1]} }}}}` becomes a list; give it a line of its own"
            yield problem_at(page, place, "merge-field", message)
    for at, written in _certain_strays(lines):
        message = f"`{written[:100]}` is a merge field of another system; an agenda has {', '.join(BLOCKS)}"
        yield problem_at(page, lines.place(at), "merge-field", message)


def _certain_strays(lines: Lines) -> list[tuple[int, str]]:
    """Return where merge fields of other systems surely stand, and how they are written."""
    if not any(_is_certain(written, name) for _, written, name in foreign_fields(lines.body)):
        return []
    rows = _rows(lines)
    return [
        (at, written)
        for at, written, name in foreign_fields(lines.shown)
        if _is_certain(written, name) and not (written.startswith("||") and lines.place(at)[0] in rows)
    ]


def _is_certain(written: str, name: str) -> bool:
    return written.startswith(_CERTAIN) or is_personal(name)


def _names(text: str, start: LineColumn) -> Iterator[tuple[str, bool, LineColumn]]:
    """Yield what stands in braces, whether it can be filled in, and its place in the file; text begins at start."""
    for number, line in enumerate(text.split("\n")):
        for found in _BRACES.finditer(line):
            plain = FIELD.fullmatch(found[0])
            column = found.start() + (start[1] if number == 0 else 1)
            yield (plain[1] if plain else found[0]), plain is not None, (start[0] + number, column)
