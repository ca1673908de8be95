"""Addresses with spaces, of which no link is made: how each should be written."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from urllib.parse import unquote

from content.checks.absent import nearest
from content.checks.leftovers import FILLED_IN
from content.checks.lines import HIDDEN, Lines
from content.checks.places import problem_at
from content.dialects.anchors import anchor_in
from content.document import Document
from content.problem import LibraryProblem

# What stands before a bracket of program code, or of one that is meant as it is.
FREE = r"(?<![\\\w\])])"
TITLE = r"""(?:"[^"]*"|'[^']*'|\([^()]*\))"""
_ANY_SPACE = re.compile(r"\]\([^()<>\n]*[^\S\n][^\"']")
_SPACED_HEADING = re.compile(r"\]\([^()<>\n#]*#[^()<>\n]*[^\S\n][^\"'\n]")
_SPACED = re.compile(rf"{FREE}!?\[[^\[\]]*\]\(([^()<>\n]*(?:\([^()<>\n]*\)[^()<>\n]*)*)\)")
_ENDS_WITH_TITLE = re.compile(rf"\s{TITLE}\s*$")
_LIKE_ADDRESS = re.compile(r"[/#]|\.[^\W_]{2,5}(?:\W|$)")
_SIZE = re.compile(r"=\d*x?\d*%?")
_OF_HOST = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_Found = tuple[re.Match[str], str, str]


def spaced_problems(page: Document, lines: Lines) -> Iterator[LibraryProblem]:
    """Yield the addresses with spaces, except those of headings."""
    for found, target, advice in _spaced(lines):
        if advice or _heading_of(target) is None:
            yield _problem(page, lines, found, advice or f"write `<{target[:200]}>`, or `%20` for each space")


def spaced_heading_problems(
    page: Document, anchors_at: Callable[[str], Collection[str] | None]
) -> Iterator[LibraryProblem]:
    """Yield the addresses of headings with spaces, which no heading's address has.

    `anchors_at` returns the anchors of the page that an address leads to, "" for this one; None where it leads to none.
    """
    if not _SPACED_HEADING.search(page.body):
        return
    lines = Lines(page.body)
    for found, target, advice in _spaced(lines):
        heading = None if advice else _heading_of(target)
        if heading is not None:
            path = target.partition("#")[0].strip()
            yield _problem(page, lines, found, _advice(page, path, heading, anchors_at(path)))


def _advice(page: Document, path: str, heading: str, anchors: Collection[str] | None) -> str:
    slug = anchor_in(page.dialect, heading)
    anchor = slug if anchors is None else nearest(slug, anchors)
    if anchor is None:
        where = f"`{path[:200]}`" if path else "this page"
        return f"{where} has no such heading; write the address of one, which has hyphens for spaces"
    address = f"{path[:200]}#{anchor[:200]}"
    return f"write `<{address}>`" if " " in address else f"write `{address}`"


def _spaced(lines: Lines) -> Iterator[_Found]:
    """Yield each address with a space, as found and without its title; with the advice that fits it, if one does."""
    for found in lines.in_prose("](", _SPACED) if _ANY_SPACE.search(lines.body) else ():
        target = _ENDS_WITH_TITLE.sub("", found[1]).strip()
        others = target.split()[1:100]
        if not others or HIDDEN in target or not _LIKE_ADDRESS.search(target) or others[0].startswith(":"):
            continue
        if FILLED_IN.search(target):  # which is a problem of its own
            continue
        advice = ""
        if all(map(_SIZE.fullmatch, others)):
            advice = f"the size `{others[0][:50]}` isn't understood; leave it out"
        elif target[0] in "\"'“”«»„" or target[-1] in "“”«»„’":
            advice = "a title after an address stands in straight quotes"
        yield found, target, advice


def _heading_of(target: str) -> str | None:
    """Return the heading that an address inside the library names with spaces; None where it names none."""
    _, sign, heading = target.partition("#")
    is_spaced = bool(sign) and len(heading.split()) > 1 and not _OF_HOST.match(target)
    return unquote(heading.strip()) if is_spaced else None


def _problem(page: Document, lines: Lines, found: re.Match[str], advice: str) -> LibraryProblem:
    message = f"`{found[0][:200]}` isn't read as a link, since its address has a space: {advice}"
    return problem_at(page, lines.place(found.start(1)), "space-in-address", message)
