"""The piece of a page that answers the query, with the matching words marked."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge

from content.search.analysis import analysis_of, fold_in_place, has_cjk, is_cjk, terms

WIDTH = 220
MAX_MATCHES = 400
Match = tuple[int, int, str]
# Scripts up to here put spaces between words.
_LAST_SPACED = "\u2e7f"
_REST = re.compile(r"[\w.'’]*")


@dataclass(frozen=True)
class Highlight:
    """A marked piece of text: escaped HTML whose only tag is `mark`, and the heading it stands under."""

    html: str
    heading: str
    anchor: str


class Marker:
    """Marks the terms of one query in texts of one analysis."""

    def __init__(self, asked: frozenset[str], group: str) -> None:
        """Take the query's terms; words that begin like one are proposed, the analysis decides."""
        self._group = group
        self._analysis = analysis_of(group)
        self._asked = asked
        self._heads = {term[: max(2, len(term) - 3)] for term in self._asked}

    def mark(self, text: str) -> str | None:
        """Return the text as HTML with every asked term marked; None when it has none."""
        matches = self._matches(text)
        return _marked(text, matches, 0, len(text)) if matches else None

    def best_passage(self, sections: Iterable[tuple[str, str, str]]) -> Highlight | None:
        """Return the window of about WIDTH characters that holds the most different terms; the first of equals."""
        best: tuple[int, int, str, str, str, list[Match]] | None = None
        for heading, anchor, text in sections:
            matches = self._matches(text)
            if not matches:
                continue
            count, start = _densest(matches)
            if best is None or count > best[0]:
                best = (count, start, heading, anchor, text, matches)
            if count == len(self._asked):
                break
        return _cut(*best[1:]) if best else None

    def _matches(self, text: str) -> list[Match]:
        """Find the asked terms: (start, end, term)."""
        if not self._heads:
            return []
        plain = fold_in_place(text)
        found: list[Match] = []
        end = 0
        for start in merge(*(_beginnings(plain, head) for head in self._heads)):
            if start < end:
                continue
            end = _REST.match(plain, start).end()  # type: ignore[union-attr]  # it matches nothing, too
            word = text[start:end]
            if word.isalpha() and not has_cjk(word):
                if self._analysis[word] in self._asked:
                    found.append((start, end, self._analysis[word]))
            else:
                named = terms(word, self._group)
                found += [
                    (start + term.start, start + term.end, term.text) for term in named if term.text in self._asked
                ]
            if len(found) >= MAX_MATCHES:
                break
        return found


def _beginnings(plain: str, head: str) -> Iterator[int]:
    """Yield where words begin with a head; among characters without spaces between words that is everywhere."""
    place = plain.find(head)
    while place >= 0:
        before = plain[place - 1] if place else " "
        if not before.isalnum() or (before > _LAST_SPACED and is_cjk(before)):
            yield place
        place = plain.find(head, place + 1)


def _cut(start: int, heading: str, anchor: str, text: str, matches: list[Match]) -> Highlight:
    left = _word_start(text, max(0, start - 40))
    right = min(len(text), left + WIDTH)
    piece = _marked(text, matches, left, right)
    return Highlight(f"{'…' if left else ''}{piece}{'…' if right < len(text) else ''}", heading, anchor)


def _densest(matches: list[Match]) -> tuple[int, int]:
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


def _marked(text: str, matches: list[Match], left: int, right: int) -> str:
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
