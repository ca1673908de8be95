"""Links that are none: without an address or a text, with a space in the address, or by a reference nobody defined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.common.utils import normalizeReference

from content.checks.lines import HIDDEN, Lines
from content.checks.places import problem_at
from content.checks.spaced import FREE, TITLE, spaced_problems
from content.document import Document
from content.problem import LibraryProblem

# Quick to look for, and in few pages.
_NO_TARGET, _NO_TEXT = re.compile(r"\]\(\s*[<\"')]"), re.compile(r"\[\s*\]\(")
_REFERENCE = re.compile(rf"{FREE}(?<!\[)!?\[([^\[\]]+)\]\[([^\[\]]*)\]")
_EMPTY_TARGET = re.compile(rf"{FREE}!?\[([^\[\]]*)\]\(\s*(?:<>)?\s*{TITLE}?\s*\)(?!\{{)")
_EMPTY_TEXT = re.compile(rf"{FREE}(?<!!)\[\s*\]\(\s*([^()\s]+)\s*{TITLE}?\s*\)")
_INCLUDED = re.compile(r"\s[\"']:include\b")  # by docsify, which shows the file in the place of the link
_FILLED_IN_LATER = re.compile(r"^ {0,3}\[([^\[\]]+)\]:[ \t]*\{[%{]", re.MULTILINE)
_NOTE = re.compile(r"(?<!\\)(?<!\[)\[\^([\w-]+)\](?![+?{(])")
_NOTE_BEGINS = re.compile(r"^[ \t>]*(?:[-*+][ \t]+)?\[\^([\w-]+)\]:", re.MULTILINE)
_RANGE = re.compile(r"\w-\w|\\?[a-z]")


def reference_problems(page: Document, lines: Lines) -> Iterator[LibraryProblem]:
    """Yield what looks like a link in a page's text and isn't one, or leads nowhere by itself."""
    yield from _undefined(page, lines)
    yield from _notes(page, lines)
    yield from _empty(page, lines)
    yield from spaced_problems(page, lines)


def _undefined(page: Document, lines: Lines) -> Iterator[LibraryProblem]:
    for found in lines.in_prose("][", _REFERENCE):
        text, label = found[1], lines.body[slice(*found.span(2))] or lines.body[slice(*found.span(1))]
        if "\n\n" in found[0] or label.startswith("^") or _RANGE.fullmatch(text) or _RANGE.fullmatch(label):
            continue
        if not _has_word(text) or not re.search(r"\w", label) or normalizeReference(label) in lines.references:
            continue
        if normalizeReference(label) in map(normalizeReference, _FILLED_IN_LATER.findall(lines.body)):
            continue
        name = " ".join(label.split())[:100]
        message = (
            f"nothing on the page says where `[{name}]` leads; add `[{name}]: address`, or write `[text](address)`"
        )
        yield problem_at(page, lines.place(found.start()), "undefined-reference", message)


def _notes(page: Document, lines: Lines) -> Iterator[LibraryProblem]:
    if "[^" not in lines.body:
        return
    begins = {found.start(1): found[1] for found in _NOTE_BEGINS.finditer(lines.prose)}
    defined = {name.lower() for name in begins.values()}
    used: set[str] = set()
    for found in _NOTE.finditer(lines.prose):
        name = found[1]
        if found.start(1) in begins:
            continue
        used.add(name.lower())
        # Without any note on the page, a word in such brackets may be something else.
        is_note = name.isdecimal() or (bool(defined) and not _RANGE.fullmatch(name))
        if name.lower() not in defined and is_note:
            message = f"the footnote `[^{name[:100]}]` isn't on the page; add a line `[^{name[:100]}]: its text`"
            yield problem_at(page, lines.place(found.start()), "undefined-reference", message)
    for at, name in begins.items():
        if name.lower() not in used:
            message = f"nothing leads to the footnote, so nobody reads it; put `[^{name[:100]}]` into the text"
            yield problem_at(page, lines.place(at - 2), "unused-footnote", message, "warning")


def _empty(page: Document, lines: Lines) -> Iterator[LibraryProblem]:
    for found in lines.in_prose("](", _EMPTY_TARGET) if _NO_TARGET.search(lines.body) else ():
        if "\n\n" not in found[0]:
            what = "the image" if found[0].startswith("!") else "the link"
            message = f"{what} has no address; put one between the brackets `()`"
            yield problem_at(page, lines.place(found.start()), "empty-link", message)
    for found in lines.in_prose("](", _EMPTY_TEXT) if _NO_TEXT.search(lines.body) else ():
        if "\n\n" not in found[0] and not _INCLUDED.search(found[0]):
            message = (
                f"the link to `{found[1][:200]}` has no text, so nobody sees it; put one between the brackets `[]`"
            )
            yield problem_at(page, lines.place(found.start()), "empty-link", message)


def _has_word(text: str) -> bool:
    """Tell whether a link's text is one that people read, rather than an index or a tick."""
    return HIDDEN in text or bool(re.search(r"[^\W\d_]{2}|[^\x00-\u2fff]", text))
