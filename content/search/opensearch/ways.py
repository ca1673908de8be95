"""Ways to write a query's words, as far as the server is asked for them, and what was matched by them.

Ways are what the engine of one process knows too, but for words that are written apart, parts of compounds and longer
versions of a number: those are found by a vocabulary that isn't here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from content.search.analysis import fold, is_cjk
from content.search.dictionary import is_in_dictionary
from content.search.generation import Generation, Sight
from content.search.indexed import IndexedTerm
from content.search.inverting import REGIONS
from content.search.matching import (
    MOST_CORRECTIONS,
    MOST_MISSING,
    NAME_SURENESS,
    TYPO_WEIGHTS,
    Correction,
    Matched,
    likely_groups,
    named_pages,
    unknown_words,
)
from content.search.opensearch.client import Json, Server
from content.search.opensearch.queries import saying, seen
from content.search.opensearch.words import beginning, spelt, words_in, words_near
from content.search.query import Asked
from content.search.respelling import respelled, together
from content.search.small_words import without_small_words
from content.search.units import Unit, UnitTerms, units_of
from content.search.vocabulary import Word
from content.search.ways import (
    APART_WEIGHT,
    ENDING_WEIGHT,
    MIN_PREFIX,
    MOST_ENDINGS,
    Way,
    accents_weight,
    other_forms,
    reason_of,
)

# The server takes no more clauses in one query than about a thousand, and each way is one for each region.
MOST_WAYS = 120
_NO_COUNTS = np.zeros((0, REGIONS), np.uint8)


class _Form(NamedTuple):
    """A way that is known by its spelling: units [start, end) as a word that is spelt so, folded."""

    start: int
    end: int
    reason: str


def ask_for_ways(server: Server, generation: Generation, asked: Asked, sight: Sight) -> Matched:
    """Ask which ways pages write that may be seen, and return what was matched; raises EngineError."""
    units = units_of(asked.words)
    groups = {group: _Group(generation, group, units) for group in generation.groups}
    aggs = {name: agg for group, own in groups.items() for name, agg in own.questions(asked).items()}
    body = {"size": 0, "query": seen(sight), "aggs": aggs}
    answers: Mapping[str, Json] = server.search(generation.head.server_index, body)["aggregations"] if aggs else {}
    ways = [way for own in groups.values() for way in own.ways(answers)]
    return _matched(server, generation, asked, sight, units, groups, ways)


class _Group:
    """The units of a query as one language group analyses them."""

    def __init__(self, generation: Generation, group: str, units: list[Unit]) -> None:
        """Find every way that may be written, and every spelling of one."""
        self._group = group
        self._units = units
        self.terms, self._folded, self.meaning = UnitTerms.of(units, group)
        self._certain = list(self._known_ways(generation))
        self._forms: dict[str, list[_Form]] = defaultdict(list)
        for form, way in self._other_spellings():
            self._forms[form].append(way)

    def _known_ways(self, generation: Generation) -> Iterator[Way]:
        """Yield the ways whose terms are known: the word itself, other accents of it, and synonyms."""
        for unit in self.meaning:
            term = self.terms[unit]
            if term:
                yield self._way(unit, unit + 1, (term,), 1.0, "word", 0)
            others = () if self._units[unit].run else dict.fromkeys(respelled(term, self._group))
            weight = accents_weight(self._units[unit], is_found=True)
            yield from (self._way(unit, unit + 1, (one,), weight, "accents", 0) for one in others if one != term)
        for start, end, other in generation.synonyms(self._group).of(self.terms):
            if any(unit in self.meaning for unit in range(start, end)):
                yield self._way(start, end, other.terms, other.weight, reason_of(other), 0)

    def _other_spellings(self) -> Iterator[tuple[str, _Form]]:
        """Yield how words may be spelt: with other accents, and two of them as one."""
        for unit in self.meaning:
            if not self._units[unit].run:
                for form in other_forms(self._units[unit], self._folded[unit], self._group):
                    yield form, _Form(unit, unit + 1, "accents")
        for first, second in pairwise(range(len(self._units))):
            if {first, second}.isdisjoint(self.meaning) or self._units[first].run or self._units[second].run:
                continue
            for form in together(self._folded[first], self._folded[second]):
                yield form, _Form(first, second + 1, "together")

    def questions(self, asked: Asked) -> dict[str, Json]:
        """Return what is to be counted among the pages that may be seen, by name."""
        found: dict[str, Json] = {}
        if self._certain:
            filters = {str(at): saying(self._group, way.terms) for at, way in enumerate(self._certain)}
            found[f"ways {self._group}"] = {"filters": {"filters": filters}}
        if self._forms:
            found[f"forms {self._group}"] = spelt(self._group, self._forms)
        start = self._folded[-1] if self._folded else ""
        if asked.is_typing and len(start) >= MIN_PREFIX and not is_cjk(start[0]):
            found[f"endings {self._group}"] = beginning(self._group, start, most=3 * MOST_ENDINGS)
        return found

    def ways(self, answers: Mapping[str, Json]) -> Iterator[Way]:
        """Yield the ways that are written, with the number of pages that do."""
        counted = answers.get(f"ways {self._group}", {}).get("buckets", {})
        found: set[int] = set()
        for at, way in enumerate(self._certain):
            pages = int(counted[str(at)]["doc_count"])
            if pages:
                found |= {way.start} if way.reason == "word" else set()
                yield self._way(way.start, way.end, way.terms, way.weight, way.reason, pages)
        yield from self._spelt(answers, found)
        last = len(self._units) - 1
        terms: dict[str, int] = {}
        for word in self._words(answers, "endings"):
            terms[word.term] = max(word.pages, terms.get(word.term, 0))
        others = [(term, pages) for term, pages in terms.items() if term != self.terms[last]]
        for term, pages in others[:MOST_ENDINGS]:
            yield self._way(last, last + 1, (term,), ENDING_WEIGHT, "ending", pages)

    def _spelt(self, answers: Mapping[str, Json], found: set[int]) -> Iterator[Way]:
        """Yield the ways that are known by their spelling; `found` are units that are written as they were typed."""
        known: set[tuple[_Form, str]] = set()
        for word in self._words(answers, "forms"):
            for form in self._forms[word.text]:
                is_itself = form.reason == "accents" and word.term == self.terms[form.start]
                if is_itself or (form, word.term) in known:
                    continue
                known.add((form, word.term))
                weight = APART_WEIGHT
                if form.reason == "accents":
                    weight = accents_weight(self._units[form.start], is_found=form.start in found)
                yield self._way(form.start, form.end, (word.term,), weight, form.reason, word.pages)

    def _words(self, answers: Mapping[str, Json], kind: str) -> list[Word]:
        name = f"{kind} {self._group}"
        return words_in(self._group, answers[name]) if name in answers else []

    def _way(self, start: int, end: int, terms: tuple[str, ...], weight: float, reason: str, pages: int) -> Way:
        return Way(start, end, self._group, terms, weight, reason, counted_pages(pages))


class CountedTerm(IndexedTerm):
    """A term of which only the number of its pages is known; what is marked in a page is looked for in its text."""

    def is_in(self, page: int) -> bool:
        """Tell that the term may stand in a page."""
        return True


def counted_pages(pages: int) -> IndexedTerm:
    """Return what stands for pages of which only the number is known; it takes no memory for them."""
    return CountedTerm(np.broadcast_to(np.int32(0), (pages,)), _NO_COUNTS)


def _matched(
    server: Server,
    generation: Generation,
    asked: Asked,
    sight: Sight,
    units: list[Unit],
    groups: Mapping[str, _Group],
    ways: list[Way],
) -> Matched:
    """Put together what was matched, with words that may have been meant by those that no page holds."""
    visible = generation.seen(sight)
    names: dict[tuple[int, int, str, str], float] = {}
    known: dict[str, dict[int, float]] = {}
    meaning = {group: own.meaning for group, own in groups.items()}
    for group, own in groups.items():
        known[group] = dict.fromkeys(set(range(len(units))).difference(own.meaning), 1.0)
        for start, end, name in generation.names(group).of(own.terms):
            key = start, end, name.field, name.value
            names[key] = max(name.weight, names.get(key, 0.0))
            if name.field == "type":
                known[group] = dict.fromkeys(range(start, end), NAME_SURENESS) | known[group]
    missing = set(range(len(units))).intersection(*meaning.values())
    missing -= {unit for way in ways for unit in range(way.start, way.end)}
    named = tuple(named_pages(generation, asked, names, visible))
    missing -= {unit for one in named for unit in range(one.start, one.end)}
    corrections: list[Correction] = []
    for way, correction in _corrected(server, generation, units, sorted(missing)[:MOST_MISSING], sight):
        ways.append(way)
        if not corrections or corrections[-1].unit != correction.unit:
            corrections.append(correction)
    texts = tuple(unit.text for unit in units)
    likely, unknown = likely_groups(known, ways), unknown_words(units, missing)
    chosen = tuple(sorted(ways, key=lambda way: -way.weight)[:MOST_WAYS])
    found = Matched(texts, chosen, meaning, likely, tuple(corrections), named, unknown)
    return without_small_words(found, generation, visible)


def _corrected(
    server: Server, generation: Generation, units: list[Unit], missing: list[int], sight: Sight
) -> Iterator[tuple[Way, Correction]]:
    """Yield the words that may have been meant by those that are in no page."""
    typed = {unit: fold(units[unit].text) for unit in missing}
    near = words_near(server, generation.head.server_index, typed.values(), generation.groups, sight)
    for unit, word in typed.items():
        others = near.get(word, [])[:MOST_CORRECTIONS]
        if others and is_in_dictionary(units[unit].text, generation.languages):
            continue
        for other, distance in others:
            weight, reason = TYPO_WEIGHTS[distance], f"near {units[unit].text}"
            way = Way(unit, unit + 1, other.group, (other.term,), weight, reason, counted_pages(other.pages))
            yield way, Correction(unit, units[unit].text, other.text)
