"""The piece of a page that answers the query, with the matching words marked."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from content.search.analysis import PLAIN_LETTERS, is_cjk, terms

WIDTH = 220
MAX_MATCHES = 400


@dataclass(frozen=True)
class Highlight:
    """A marked piece of text: escaped HTML whose only tag is `mark`, and the heading it stands under."""

    html: str
    heading: str
    anchor: str


def mark(text: str, asked: frozenset[str], group: str) -> str | None:
    """Return the text as HTML with every asked term marked; None when it has none."""
    matches = _matches(text, asked, group)
    return _marked(text, matches, 0, len(text)) if matches else None


def best_passage(sections: Iterable[tuple[str, str, str]], asked: frozenset[str], group: str) -> Highlight | None:
    """Return the window of about WIDTH characters that holds the most different terms; the first of equals."""
    best: tuple[int, Highlight] | None = None
    for heading, anchor, text in sections:
        matches = _matches(text, asked, group)
        if not matches:
            continue
        count, start = _densest(matches)
        if best is None or count > best[0]:
            left = _word_start(text, max(0, start - 40))
            right = min(len(text), left + WIDTH)
            piece = _marked(text, matches, left, right)
            best = (
                count,
                Highlight(f"{'…' if left else ''}{piece}{'…' if right < len(text) else ''}", heading, anchor),
            )
    return best[1] if best else None


def _matches(text: str, asked: frozenset[str], group: str) -> list[tuple[int, int, str]]:
    """Find the asked terms: a cheap pattern proposes words, the analysis decides."""
    heads = sorted({re.escape(term[: max(2, len(term) - 3)]) for term in asked}, key=len, reverse=True)
    if not heads:
        return []
    pattern = re.compile(rf"(?:{'|'.join(heads)})[\w.'’]*")
    found: list[tuple[int, int, str]] = []
    for match in pattern.finditer(text.translate(PLAIN_LETTERS)):
        start = _word_start(text, match.start())
        named = terms(text[start : match.end()], group)
        found += [(start + term.start, start + term.end, term.text) for term in named if term.text in asked]
        if len(found) >= MAX_MATCHES:
            break
    return found


def _densest(matches: list[tuple[int, int, str]]) -> tuple[int, int]:
    """Return (number of different terms, start) of the best window."""
    best = (0, 0)
    for index, (start, _, _) in enumerate(matches):
        inside = {term for begin, _, term in matches[index : index + 40] if begin - start < WIDTH - 60}
        if len(inside) > best[0]:
            best = (len(inside), start)
    return best


def _word_start(text: str, position: int) -> int:
    """Step back to where the word at position begins, at most 40 characters."""
    limit = max(0, position - 40)
    while position > limit and text[position - 1].isalnum() and not is_cjk(text[position - 1]):
        position -= 1
    return position


def _marked(text: str, matches: list[tuple[int, int, str]], left: int, right: int) -> str:
    parts: list[str] = []
    at = left
    for start, end, _ in matches:
        if end <= at or start < left:
            continue
        if end > right:
            break
        begin = max(start, at)
        parts += [html.escape(text[at:begin]), "<mark>", html.escape(text[begin:end]), "</mark>"]
        at = end
    return "".join([*parts, html.escape(text[at:right])]).replace("</mark><mark>", "").replace("\n", " ")
