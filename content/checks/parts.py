"""Parts of a page: headings that it names and hasn't, comments that mark nothing, and nothing that is sent."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from content.checks.lines import Lines
from content.checks.places import problem_at
from content.document import Document
from content.fields.models import EmailTemplateFields
from content.outline import Outline, read_outline
from content.parts.marking import marker_of
from content.parts.rules import INNER, PARTS, PartName, PartRules, plain_name
from content.problem import LibraryProblem

_COMMENT = re.compile(r"<!--[ \t]*(/?)[ \t]*([^\n]{1,40}?)[ \t]*-->")
_BOLD = re.compile(r"^ {0,3}\*\*([^*\n]{1,80}?):?\*\*:?[ \t]*$", re.MULTILINE)
# Words by which an author may mean a part.
_MEANT: dict[str, PartName] = {
    **{part: part for part in PARTS},
    **dict.fromkeys(("internal", "internal only", "private", "for reps", "confidential", "not sent"), "guidance"),
    **dict.fromkeys(("note", "speaker note", "speaker notes", "presenter notes"), "notes"),
    **dict.fromkeys(("public", "external", "customer", "end internal"), "sent"),
}


def part_problems(page: Document, lines: Lines, headings: set[str]) -> Iterator[LibraryProblem]:
    """Yield what is wrong with the parts of a page, given what its headings say."""
    yield from _unknown_headings(page, headings)
    yield from _markers(page, lines)
    if not page.is_for_outside:
        return
    rules = page.part_rules
    is_told = any(rules.of_heading(heading) == "sent" for heading in headings)
    sections = [section for section in read_outline(page.body, page.dialect).sections if section.heading]
    if isinstance(page.fields, EmailTemplateFields) and not is_told and len(sections) > 1:
        message = (
            "all of the page is sent, its headings too; write the message under `## E-mail`, "
            "or name its heading: `parts: {sent: [...]}`"
        )
        yield LibraryProblem(page.path, page.body_line, "no-message", message, "warning")
    sent = read_outline(page.body, page.dialect, rules=rules)
    yield from _bold_names(page, lines, rules, sent)
    if page.body.strip() and not any(section.text for section in sent.sections) and not sent.images:
        message = f"its audience is `{page.fields.audience}`, and nothing of the page is sent; all of it is guidance"
        yield LibraryProblem(page.path, page.body_line, "nothing-sent", message, "warning")


def _unknown_headings(page: Document, headings: set[str]) -> Iterator[LibraryProblem]:
    known = {plain_name(heading): heading for heading in headings}
    own = page.fields.parts
    for part in PARTS if own else ():
        for number, name in enumerate(getattr(own, part)):
            if plain_name(name) not in known:
                line, column = page.front.place_of(("parts", part, number))
                near = difflib.get_close_matches(plain_name(name), known, n=1, cutoff=0.6)
                hint = f"; did you mean `{known[near[0]][:200]}`?" if near else ""
                message = f"`parts` names `{name[:200]}`, and no heading of the page says so{hint}"
                yield LibraryProblem(page.path, line, "part-heading", message, column=column)


def _bold_names(page: Document, lines: Lines, rules: PartRules, sent: Outline) -> Iterator[LibraryProblem]:
    """Yield the bold lines in what is sent that are called like guidance: what stands below them is sent too."""
    said = {line.rstrip(" :") for section in sent.sections for line in section.text.split("\n")}
    for found in lines.in_prose("**", _BOLD):
        if rules.of_heading(found[1]) in INNER and found[1] in said:
            message = f"`{found[0].strip()}` is no heading, so what stands below it is sent; write `## {found[1]}`"
            yield problem_at(page, lines.place(found.start()), "part-marker", message, "warning")


def _markers(page: Document, lines: Lines) -> Iterator[LibraryProblem]:
    """Yield the comments that look as if they told parts apart, and don't."""
    for found in _COMMENT.finditer(page.body) if "<!--" in page.body else ():
        line, column = lines.place(found.start())
        if line in lines.code:
            continue
        says = found[2].casefold()
        if marker_of(f"{found[1]}{found[2]}") is not None:
            if lines.line(line)[: column - 1].strip():
                message = f"`{found[0]}` marks nothing inside a line; give it a line of its own, outside of lists"
                yield problem_at(page, (line, column), "part-marker", message)
        elif near := difflib.get_close_matches(says, _MEANT, n=1, cutoff=0.8):
            message = f"`{found[0]}` hides nothing; write `<!-- {found[1]}{_MEANT[near[0]]} -->`"
            yield problem_at(page, (line, column), "part-marker", message, "warning")
