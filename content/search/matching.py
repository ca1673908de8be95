"""Matching of a query's words in a generation: how they are written, what they name, what was meant by others."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from content.search.analysis import fold
from content.search.dictionary import is_in_dictionary
from content.search.generation import Generation
from content.search.indexed import Numbers
from content.search.phrases import visible
from content.search.query import Asked
from content.search.stops import STOPS
from content.search.tally import Mask
from content.search.units import Unit, units_of
from content.search.vocabulary import Word
from content.search.ways import Way, Writer

MOST_CORRECTIONS = 3
# With more unknown words than this, a query isn't mistyped.
MOST_MISSING = 6
# How much a word counts that isn't the one that was typed, by its distance.
TYPO_WEIGHTS = (1.0, 0.85, 0.65)
# A language whose pages hold a word is likelier meant than one that only calls a type so: "case study" is Polish too.
NAME_SURENESS = 0.9


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
        telling = [(own, way) for own, way in self._telling.get(group, ()) if way.is_in(page)]
        return frozenset(term for own, way in telling for term in (own or way.terms_in(page)))

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
        writer = Writer(generation, group, units, seen)
        meaning[group] = writer.meaning
        known[group] = dict.fromkeys(set(range(len(units))).difference(writer.meaning), 1.0)
        for start, end, name in writer.names():
            key = start, end, name.field, name.value
            names[key] = max(name.weight, names.get(key, 0.0))
            if name.field == "type":
                known[group] = dict.fromkeys(range(start, end), NAME_SURENESS) | known[group]
        ways += writer.ways()
        if asked.is_typing and units:
            ways += writer.endings(len(units) - 1)
    # What is a stop word of some language isn't missing, though nothing was looked up for it.
    missing = set(range(len(units))).intersection(*meaning.values())
    missing -= {unit for way in ways for unit in range(way.start, way.end)}
    named = tuple(named_pages(generation, asked, names, seen))
    missing -= {unit for one in named for unit in range(one.start, one.end)}
    corrections: list[Correction] = []
    for unit in sorted(missing)[:MOST_MISSING]:
        for way, meant in _corrected(generation, unit, units[unit].text, seen):
            ways.append(way)
            if not corrections or corrections[-1].unit != unit:
                corrections.append(Correction(unit, units[unit].text, meant))
    texts = tuple(unit.text for unit in units)
    unknown = unknown_words(units, missing)
    return Matched(texts, tuple(ways), meaning, likely_groups(known, ways), tuple(corrections), named, unknown)


def unknown_words(units: list[Unit], missing: Container[int]) -> frozenset[str]:
    """Return the words that are missing, and the runs of which every pair is."""
    known = {unit.token for number, unit in enumerate(units) if number not in missing}
    return frozenset(unit.run or unit.text for unit in units if unit.token not in known)


def named_pages(
    generation: Generation, asked: Asked, names: Mapping[tuple[int, int, str, str], float], seen: Mask
) -> Iterator[NamedPages]:
    """Yield what is named and not filtered by already, where a page that may be seen has it."""
    for (start, end, field, value), weight in names.items():
        if field not in asked.only:
            pages = np.flatnonzero(generation.columns[field].having({value}) & seen).astype(np.int32)
            if len(pages):
                yield NamedPages(start, end, field, value, weight, pages)


def likely_groups(known: Mapping[str, Mapping[int, float]], ways: Iterable[Way]) -> dict[str, float]:
    """Return for each group the share of units it knows of what the best group knows.

    `known` are those it knows as stop words or, less surely, as the name of a type; beside them it knows what is in a
    page.
    """
    found = {group: dict(units) for group, units in known.items()}
    for way in ways:
        for unit in range(way.start, way.end):
            found[way.group][unit] = max(way.sureness, found[way.group].get(unit, 0.0))
    sums = {group: sum(units.values()) for group, units in found.items()}
    most = max(sums.values(), default=0.0)
    return {group: own / most if most else 1.0 for group, own in sums.items()}


def _corrected(generation: Generation, unit: int, typed: str, seen: Mask) -> Iterator[tuple[Way, str]]:
    """Yield the words that may have been meant by one that is in no page."""
    words = 0
    for word, distance in generation.vocabulary.near(fold(typed)):
        if not is_in_sight(generation, word, seen):
            continue
        term = visible(generation.term(word.group, word.term), seen)
        if len(term.pages):
            if is_in_dictionary(typed, generation.languages):
                return
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
