"""The piece of a page that answers the query, with the matching words marked."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from content.search.analysis import TOKEN, analysis_of, fold_in_place, has_cjk, is_cjk, terms
from content.search.page_text import PageText, PlacedSection
from content.search.units import MAX_UNITS

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
    """Marks the terms of one query in texts of one analysis; those of a phrase only where it stands."""

    def __init__(self, words: frozenset[str], group: str, *, phrases: Iterable[str] = ()) -> None:
        """Take the query's terms, its phrases as text; what begins like a term is proposed, the analysis decides."""
        self._group = group
        self._words = words
        self._phrases = [tuple(term.text for term in islice(terms(phrase, group), MAX_UNITS)) for phrase in phrases]
        self._asked = words.union(*self._phrases)
        heads = Counter(term[: max(2, len(term) - 3)] for term in self._asked)
        # Words that begin with a longer head are found by the shorter one.
        self._heads = [head for head in heads if not any(head != other and head.startswith(other) for other in heads)]
        # How many different terms each may lead to.
        self._terms_by_head = [sum(heads[other] for other in heads if other.startswith(head)) for head in self._heads]
        self._known: dict[str, tuple[Match, ...]] = {}

    def mark(self, text: str) -> str | None:
        """Return the text as HTML with every asked term marked; None when it has none."""
        matches = self._matches(text, fold_in_place(text), 0, len(text))
        return _marked(text, matches, 0, len(text)) if matches else None

    def terms_in(self, text: str) -> set[str]:
        """Return which of the asked terms stand in a text."""
        return {term for _, _, term in self._matches(text, fold_in_place(text), 0, len(text))}

    def best_passage(self, text: PageText) -> Highlight | None:
        """Return the window of about WIDTH characters that holds the most different terms; the first of equals."""
        best: tuple[int, int, list[Match], PlacedSection] | None = None
        coming = [-1] * len(self._heads)  # where each head comes next; most sections have none
        for section in text.sections:
            start, end = section.start, section.end
            pairs = zip(self._heads, coming, strict=True)
            coming = [place if place >= start else _next(text.plain, head, start) for head, place in pairs]
            most = sum(count for count, place in zip(self._terms_by_head, coming, strict=True) if place < end)
            if most <= (best[0] if best else 0):
                continue  # it can't hold more
            matches = self._matches(text.whole, text.plain, start, end)
            if matches:
                count, place = _densest(matches)
                if best is None or count > best[0]:
                    best = count, place, matches, section
                if count == len(self._asked):
                    break
        return _cut(text.whole, *best[1:]) if best else None

    def _matches(self, text: str, plain: str, first: int, last: int) -> list[Match]:
        """Find the asked terms between two places of a text, whose folded form is `plain`: (start, end, term)."""
        found = self._words_in(text, plain, first, last)
        return list(islice(self._standing(text, found) if self._phrases else found, MAX_MATCHES))

    def _standing(self, text: str, found: Iterable[Match]) -> Iterator[Match]:
        """Leave out the terms of phrases that stand somewhere else."""
        row: list[Match] = []
        for match in found:
            if row and not _is_next(text, row[-1], match):
                yield from self._asked_in(row)
                row = []
            row.append(match)
        yield from self._asked_in(row)

    def _asked_in(self, row: Sequence[Match]) -> Iterator[Match]:
        """Yield those of a row of terms without a gap that are asked by themselves, and those that make a phrase."""
        said = tuple(term for _, _, term in row)
        inside: set[int] = set()
        for phrase in self._phrases:
            size = len(phrase)
            for start in range(len(said) - size + 1):
                if said[start : start + size] == phrase:
                    inside.update(range(start, start + size))
        return (match for place, match in enumerate(row) if place in inside or match[2] in self._words)

    def _words_in(self, text: str, plain: str, first: int, last: int) -> Iterator[Match]:
        """Yield every asked term, those of phrases wherever they stand."""
        starts = [place for head in self._heads for place in _beginnings(plain, head, first, last)]
        if len(self._heads) > 1:
            starts.sort()
        end = first
        for start in starts:
            if start < end:
                continue
            end = _REST.match(plain, start, last).end()  # type: ignore[union-attr]  # it matches nothing, too
            word = text[start:end]
            known = self._known.get(word)
            if known is None:
                known = self._known[word] = self._terms_of(word)
            for begin, behind, term in known:
                yield start + begin, start + behind, term

    def _terms_of(self, word: str) -> tuple[Match, ...]:
        """Find the asked terms in a word, or in what stands together as one does."""
        if word.isalpha() and not has_cjk(word):
            term = analysis_of(self._group)[word]
            return ((0, len(word), term),) if term in self._asked else ()
        return tuple((term.start, term.end, term.text) for term in terms(word, self._group) if term.text in self._asked)


def _is_next(text: str, match: Match, other: Match) -> bool:
    """Tell whether a term is the very next one behind another; pairs of characters overlap, all in one place or not."""
    (start, end, _), (begin, _, _) = match, other
    if begin < end:
        return begin <= start + 1
    is_in_a_run = begin == end and is_cjk(text[begin]) and is_cjk(text[end - 1])
    return not is_in_a_run and TOKEN.search(text, end, begin) is None


def _next(plain: str, head: str, start: int) -> int:
    """Return where a head comes next; the end of the text where it doesn't."""
    place = plain.find(head, start)
    return len(plain) if place < 0 else place


def _beginnings(plain: str, head: str, first: int, last: int) -> list[int]:
    """Return where words begin with a head; among characters without spaces between words that is everywhere."""
    found = []
    place = plain.find(head, first, last)
    while place >= 0:
        before = plain[place - 1] if place > first else " "
        if not before.isalnum() or (before > _LAST_SPACED and is_cjk(before)):
            found.append(place)
        place = plain.find(head, place + 1, last)
    return found


def _cut(whole: str, start: int, matches: list[Match], section: PlacedSection) -> Highlight:
    left = _word_start(whole, max(section.start, start - 40), section.start)
    right = min(section.end, left + WIDTH)
    before, behind = "…" if left > section.start else "", "…" if right < section.end else ""
    return Highlight(f"{before}{_marked(whole, matches, left, right)}{behind}", section.heading, section.anchor)


def _densest(matches: list[Match]) -> tuple[int, int]:
    """Return (number of different terms, start) of the best window."""
    best = (0, 0)
    most = len({term for _, _, term in matches})
    for index, (start, _, _) in enumerate(matches):
        inside = {term for begin, _, term in matches[index : index + 40] if begin - start < WIDTH - 60}
        if len(inside) > best[0]:
            best = (len(inside), start)
        if len(inside) == most:
            break
    return best


def _word_start(text: str, position: int, first: int) -> int:
    """Step back to where the word at position begins, at most 40 characters and no further than the first place."""
    limit = max(first, position - 40)
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
