"""Matching of a query's words in a generation: the ways each may be written, and their pages.

A query is matched in every language group of the index. A way is the word itself, the same word without its accents,
a word near it where it is in no page, its endings while it is typed, a synonym, or the word written apart or together.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise, product

import numpy as np

from content.search.analysis import MAX_TERM, analysis_of, fold, is_cjk
from content.search.generation import NOTHING, Generation, IndexedTerm, Numbers
from content.search.naming import Named
from content.search.phrases import phrase, visible
from content.search.query import Asked
from content.search.stops import STOPS
from content.search.synonyms import Other
from content.search.tally import Mask
from content.search.units import Unit, has_meaning, units_of
from content.search.vocabulary import Word

MIN_PREFIX = 2
MOST_ENDINGS = 10
MOST_CORRECTIONS = 3
# With more unknown words than this, a query isn't mistyped.
MOST_MISSING = 6
MIN_PART = 3
# How much a way counts beside the word as it was typed.
ENDING_WEIGHT = 0.6
TYPO_WEIGHTS = (1.0, 0.85, 0.65)
APART_WEIGHT = 0.9
# A language whose pages hold a word is likelier meant than one that only calls a type so: "case study" is Polish too.
NAME_SURENESS = 0.9


@dataclass(frozen=True)
class Way:
    """One way to write units [start, end) of the query, in one group, and the visible pages that write it so."""

    start: int
    end: int
    group: str
    terms: tuple[str, ...]
    weight: float
    reason: str
    term: IndexedTerm

    def is_in(self, page: int) -> bool:
        """Tell whether a page writes it so."""
        return self.term.is_in(page)

    @property
    def is_as_typed(self) -> bool:
        """Whether it is the word itself, but for accents."""
        return self.reason in {"word", "accents"}


@dataclass(frozen=True)
class NamedPages:
    """Units [start, end) of the query that name a value, how surely, and the visible pages that have the value."""

    start: int
    end: int
    field: str
    value: str
    weight: float
    pages: Numbers


@dataclass(frozen=True)
class Correction:
    """A word that is in no page, and the one that was looked for instead."""

    unit: int
    typed: str
    meant: str


@dataclass(frozen=True)
class Matched:
    """The units of a query, how they are written, what they name, and which of them carry meaning in each group.

    `likely` tells for each group how much of the query is written in its language, from 0 to 1 for the likeliest.
    `unknown` are the words, and the runs of text without spaces, that are in no page and name nothing.
    """

    units: tuple[str, ...]
    ways: tuple[Way, ...]
    meaning: dict[str, tuple[int, ...]]
    likely: dict[str, float]
    corrections: tuple[Correction, ...]
    named: tuple[NamedPages, ...] = ()
    unknown: frozenset[str] = frozenset()

    @property
    def language(self) -> str | None:
        """The language group the query was most likely written in; None without words or where several are alike."""
        best = [group for group, likely in self.likely.items() if likely == 1.0]
        return best[0] if len(best) == 1 and self.units else None

    def terms(self, group: str, page: int) -> frozenset[str]:
        """Return the terms by which a page of a group matches, but for those of phrases."""
        return frozenset(term for own, way in self._telling.get(group, ()) if way.is_in(page) for term in own)

    @cached_property
    def _telling(self) -> dict[str, list[tuple[list[str], Way]]]:
        """The ways of each group that write something with a meaning, and their terms but for small words."""
        found: dict[str, list[tuple[list[str], Way]]] = {}
        for way in self.ways:
            if not set(self.meaning.get(way.group, ())).isdisjoint(range(way.start, way.end)):
                stops = STOPS.get(way.group, frozenset())
                own = [term for term in way.terms if way.is_as_typed or term not in stops]
                found.setdefault(way.group, []).append((own, way))
        return found


def match(generation: Generation, asked: Asked, seen: Mask) -> Matched:
    """Find the ways of every unit."""
    units = units_of(asked.words)
    ways: list[Way] = []
    meaning: dict[str, tuple[int, ...]] = {}
    names: dict[tuple[int, int, str, str], float] = {}
    known: dict[str, dict[int, float]] = {}
    for group in generation.groups:
        matcher = _Matcher(generation, group, units, seen)
        meaning[group] = matcher.meaning
        known[group] = dict.fromkeys(set(range(len(units))).difference(matcher.meaning), 1.0)
        for start, end, name in matcher.names():
            key = start, end, name.field, name.value
            names[key] = max(name.weight, names.get(key, 0.0))
            if name.field == "type":
                known[group] = dict.fromkeys(range(start, end), NAME_SURENESS) | known[group]
        ways += matcher.own()
        ways += matcher.synonyms()
        ways += matcher.together_and_apart()
        if asked.is_typing and units:
            ways += matcher.endings(len(units) - 1)
    # What is a stop word of some language isn't missing, though nothing was looked up for it.
    missing = set(range(len(units))).intersection(*meaning.values())
    missing -= {unit for way in ways for unit in range(way.start, way.end)}
    named = tuple(_named(generation, asked, names, seen))
    missing -= {unit for one in named for unit in range(one.start, one.end)}
    corrections: list[Correction] = []
    for unit in sorted(missing)[:MOST_MISSING]:
        for way, meant in _corrected(generation, unit, units[unit].text, seen):
            ways.append(way)
            if not corrections or corrections[-1].unit != unit:
                corrections.append(Correction(unit, units[unit].text, meant))
    texts = tuple(unit.text for unit in units)
    unknown = _unknown(units, missing)
    return Matched(texts, tuple(ways), meaning, _likely(known, ways), tuple(corrections), named, unknown)


def _unknown(units: list[Unit], missing: Container[int]) -> frozenset[str]:
    """Return the words that are missing, and the runs of which every pair is."""
    known = {unit.token for number, unit in enumerate(units) if number not in missing}
    return frozenset(unit.run or unit.text for unit in units if unit.token not in known)


def _named(
    generation: Generation, asked: Asked, names: Mapping[tuple[int, int, str, str], float], seen: Mask
) -> Iterator[NamedPages]:
    """Yield what is named and not filtered by already, where a page that may be seen has it."""
    for (start, end, field, value), weight in names.items():
        if field not in asked.only:
            pages = np.flatnonzero(generation.columns[field].having({value}) & seen).astype(np.int32)
            if len(pages):
                yield NamedPages(start, end, field, value, weight, pages)


def _likely(known: Mapping[str, Mapping[int, float]], ways: Iterable[Way]) -> dict[str, float]:
    """Return for each group the share of units it knows of what the best group knows.

    `known` are those it knows as stop words or, less surely, as the name of a type; beside them it knows what is in a
    page.
    """
    found = {group: dict(units) for group, units in known.items()}
    for way in ways:
        found[way.group] |= dict.fromkeys(range(way.start, way.end), 1.0)
    sums = {group: sum(units.values()) for group, units in found.items()}
    most = max(sums.values(), default=0.0)
    return {group: own / most if most else 1.0 for group, own in sums.items()}


class _Matcher:
    """Finds ways in one group."""

    def __init__(self, generation: Generation, group: str, units: list[Unit], seen: Mask) -> None:
        self._generation = generation
        self._group = group
        self._units = units
        self._seen = seen
        analysis = analysis_of(group)
        self._terms = [unit.text if unit.run else analysis[unit.text] for unit in units]
        self._folded = [unit.text if unit.run else analysis.folded(unit.text) for unit in units]
        stops = STOPS.get(group, frozenset())
        meaning = tuple(
            number
            for number, (unit, word) in enumerate(zip(units, self._folded, strict=True))
            if (has_meaning(unit, stops) if unit.run else word not in stops)
        )
        self.meaning = meaning or tuple(range(len(units)))

    def own(self) -> Iterator[Way]:
        """Yield the units as they were typed, and where that is nowhere, with the accents they lack."""
        for unit in self.meaning:
            term = self._read(self._terms[unit])
            if len(term.pages):
                yield Way(unit, unit + 1, self._group, (self._terms[unit],), 1.0, "word", term)
            else:
                yield from self._with_accents(unit)

    def _with_accents(self, unit: int) -> Iterator[Way]:
        for word in self._generation.vocabulary.of(self._folded[unit]):
            if word.group == self._group and word.term != self._terms[unit]:
                yield from self._way(unit, unit + 1, (word.term,), 1.0, "accents")

    def synonyms(self) -> Iterator[Way]:
        """Yield other ways to say one or more units."""
        for start, end, other in self._generation.synonyms(self._group).of(self._terms):
            if any(unit in self.meaning for unit in range(start, end)):
                yield from self._way(start, end, other.terms, other.weight, _reason(other))

    def names(self) -> Iterator[tuple[int, int, Named]]:
        """Yield what stretches of units name."""
        return self._generation.names(self._group).of(self._terms)

    def endings(self, unit: int) -> Iterator[Way]:
        """Yield the words that a half-typed unit may become."""
        start = self._folded[unit]
        if is_cjk(start[:1] or " ") or len(start) < MIN_PREFIX:
            return
        words = self._generation.vocabulary.beginning_with(start)
        terms = dict.fromkeys(word.term for word in words if word.group == self._group)
        ways = (way for term in terms for way in self._way(unit, unit + 1, (term,), ENDING_WEIGHT, "ending"))
        yield from islice((way for way in ways if way.terms != (self._terms[unit],)), MOST_ENDINGS)

    def together_and_apart(self) -> Iterator[Way]:
        """Yield `handoff` for `hand off`, and the other way round."""
        vocabulary = self._generation.vocabulary
        for first, second in pairwise(range(len(self._units))):
            both = self._folded[first] + self._folded[second]
            if both in vocabulary and not {first, second}.isdisjoint(self.meaning):
                for term in self._terms_of(both):
                    yield from self._way(first, second + 1, (term,), APART_WEIGHT, "together")
        for unit in self.meaning:
            word = self._folded[unit][:MAX_TERM]
            for cut in range(MIN_PART, len(word) - MIN_PART + 1):
                if word[:cut] in vocabulary and word[cut:] in vocabulary:
                    for terms in product(self._terms_of(word[:cut]), self._terms_of(word[cut:])):
                        yield from self._way(unit, unit + 1, terms, APART_WEIGHT, "apart")

    def _terms_of(self, word: str) -> list[str]:
        return [known.term for known in self._generation.vocabulary.of(word) if known.group == self._group]

    def _way(self, start: int, end: int, terms: tuple[str, ...], weight: float, reason: str) -> Iterator[Way]:
        term = self._read(terms[0]) if len(terms) == 1 else phrase(self._generation, self._group, terms, self._seen)
        if len(term.pages):
            yield Way(start, end, self._group, terms, weight, reason, term)

    def _read(self, term: str) -> IndexedTerm:
        return visible(self._generation.term(self._group, term), self._seen) if term else NOTHING


def _corrected(generation: Generation, unit: int, typed: str, seen: Mask) -> Iterator[tuple[Way, str]]:
    """Yield the words that may have been meant by one that is in no page."""
    words = 0
    for word, distance in generation.vocabulary.near(fold(typed)):
        if not is_in_sight(generation, word, seen):
            continue
        term = visible(generation.term(word.group, word.term), seen)
        if len(term.pages):
            yield (
                Way(unit, unit + 1, word.group, (word.term,), TYPO_WEIGHTS[distance], f"near {typed}", term),
                word.text,
            )
            words += 1
            if words == MOST_CORRECTIONS:
                return


def is_in_sight(generation: Generation, word: Word, seen: Mask) -> bool:
    """Tell whether a word is in a page that may be seen."""
    return bool(np.any(seen[generation.word(word.group, word.key)]))


def _reason(other: Other) -> str:
    return f"synonym {other.text}"
