"""Scores of pages by their text: BM25F over title, headings, words about the page and text.

Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, section 3.6. A word's ways
are alternatives: the best one counts, not their sum, and none for more than the word as it was typed is worth.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from content.search.analysis import TOKEN, analysis_of, term_texts
from content.search.generation import Generation, Scores
from content.search.indexed import IndexedTerm, Numbers
from content.search.inverting import TITLE
from content.search.matching import Matched
from content.search.phrases import SHIFT, keys_of, phrase
from content.search.query import Asked
from content.search.tally import Mask
from content.search.units import MAX_UNITS
from content.search.ways import Way

# Regions in the order title, headings, words about the page, text.
REGION_WEIGHTS = (6.0, 4.0, 4.0, 1.0)
# How much of a region's length is taken off: 0 nothing, 1 all.
LENGTH_SHARES = (0.4, 0.4, 0.3, 0.5)
SATURATION = 1.2
# The share of a score that a page loses when it answers nothing of the query's weight.
COVERAGE_SHARE = 0.3
# Words that stand beside each other in a page as in the query; counted for the best pages only.
NEARNESS = 1.2
NEARNESS_REACH = 2.0
# What a page gains by being what the query names, such as a case study, times what the name is worth.
NAME_WEIGHT = 3.0
CANDIDATES = 100
FAR = 1000


@dataclass(frozen=True)
class TextScores:
    """Scores of all pages by what made them; shapes (pages,) but for units: (units, pages).

    `allowed` are the pages that hold every phrase and nothing that is `excluded`.
    """

    units: Scores
    spans: Scores
    names: Scores
    phrases: Scores
    coverage: Scores
    nearness: Scores
    allowed: Mask
    excluded: Mask

    @property
    def total(self) -> Scores:
        """The score of each page, 0 for those that don't match."""
        words: Scores = (self.units.sum(axis=0) + self.spans + self.names) * self.coverage
        return words + self.phrases + self.nearness


def score_text(generation: Generation, asked: Asked, matched: Matched, seen: Mask) -> TextScores:
    """Score every page; those that may not be seen, or lack a phrase or hold what is excluded, have 0."""
    size = len(generation.entries)
    scorer = _Scorer(generation, matched, seen)
    units, spans, is_met = scorer.units_and_spans()
    names = scorer.names(units, is_met)
    excluded = _excluded(generation, asked, seen)
    allowed, phrases = _phrases(scorer, asked, seen & ~excluded)
    units[:, ~allowed] = 0
    spans[~allowed] = names[~allowed] = 0
    coverage = scorer.coverage(is_met)
    nearness = np.zeros(size, np.float32)
    if len(matched.units) > 1:
        rough = (units.sum(axis=0) + spans + names) * coverage + phrases
        best = np.argpartition(-rough, CANDIDATES)[:CANDIDATES] if size > CANDIDATES else np.arange(size)
        nearness = scorer.nearness(np.sort(best[rough[best] > 0]))
    return TextScores(units, spans, names, phrases, coverage, nearness, allowed, excluded)


def _phrases(scorer: _Scorer, asked: Asked, seen: Mask) -> tuple[Mask, Scores]:
    """Return the pages that hold every phrase, and what the phrases are worth."""
    generation = scorer.generation
    allowed = seen.copy()
    scores = np.zeros(len(generation.entries), np.float32)
    for text in asked.phrases:
        holding = np.zeros(len(allowed), bool)
        for term in _phrase_terms(generation, text, seen):
            holding[term.pages] = True
            scores[term.pages] += scorer.rarity(scorer.count(term)) * scorer.frequency(term)
        allowed &= holding
    scores[~allowed] = 0
    return allowed, scores


def _excluded(generation: Generation, asked: Asked, seen: Mask) -> Mask:
    """Return the pages that hold something that is excluded."""
    excluded = np.zeros(len(seen), bool)
    for text in asked.excluded:
        for term in _phrase_terms(generation, text, seen):
            excluded[term.pages] = True
    return excluded


def _phrase_terms(generation: Generation, text: str, seen: Mask) -> list[IndexedTerm]:
    tokens = TOKEN.findall(text)
    analysed = [(group, term_texts(tokens, analysis_of(group))) for group in generation.groups]
    return [phrase(generation, group, [term for term in terms if term][:MAX_UNITS], seen) for group, terms in analysed]


def rarity(pages: int, *, of: int) -> float:
    """Return what a word in so many pages of all is worth (idf)."""
    return float(np.log(1 + (of - pages + 0.5) / (pages + 0.5))) if pages <= of else 0.0


class _Scorer:
    """Scores one query."""

    def __init__(self, generation: Generation, matched: Matched, seen: Mask) -> None:
        self.generation = generation
        self._matched = matched
        self._seen = seen
        self._pages = int(seen.sum())
        self._weights = _weights_of(generation)
        self._unit_rarity = self._rarities()

    def rarity(self, pages: int) -> float:
        """Return what a word in so many pages is worth."""
        return rarity(pages, of=self._pages)

    def count(self, term: IndexedTerm) -> int:
        """Return in how many pages a term stands."""
        return self.generation.count(term.pages, self._seen)

    def _rarities(self) -> NDArray[np.float32]:
        """Return what each unit is worth: as typed, over all languages, or else by its commonest other way."""
        typed: dict[int, int] = {}
        others: dict[int, int] = {}
        for way in self._matched.ways:
            for unit in range(way.start, way.end):
                if way.is_as_typed:
                    typed[unit] = typed.get(unit, 0) + self.count(way.term)
                else:
                    others[unit] = max(others.get(unit, 0), self.count(way.term))
        found = {**others, **typed}
        return np.array([self.rarity(found[unit]) if unit in found else 0 for unit in range(self.size)], np.float32)

    @property
    def size(self) -> int:
        """Units of the query."""
        return len(self._matched.units)

    def frequency(self, term: IndexedTerm) -> Scores:
        """Return BM25F's term frequency of each page of a term: from 0 to 1 + SATURATION."""
        found = np.einsum("ij,ij->i", term.counts.astype(np.float32), self._weights[term.pages])
        frequency: Scores = found * np.float32(1 + SATURATION) / (found + np.float32(SATURATION))
        return frequency

    def units_and_spans(self) -> tuple[Scores, Scores, Mask]:
        """Return each unit's score, what ways of several units add to it, and which units a page answers."""
        size = len(self.generation.entries)
        units = np.zeros((self.size, size), np.float32)
        spans = np.zeros(size, np.float32)
        is_met = np.zeros((self.size, size), bool)
        for way in self._matched.ways:
            pages = way.term.pages
            is_met[way.start : way.end, pages] = True
            if way.end - way.start == 1:
                units[way.start, pages] = np.maximum(units[way.start, pages], self._worth(way))
        for way in self._matched.ways:
            if way.end - way.start > 1:
                pages = way.term.pages
                more = self._worth(way) - units[way.start : way.end, pages].sum(axis=0)
                spans[pages] = np.maximum(spans[pages], more)
        return units, spans, is_met

    def names(self, units: Scores, is_met: Mask) -> Scores:
        """Return what each page gains by being what is named; the units that name it count as answered by it.

        A page of a type that is named gains more than who says the type's name best: saying it too gains nothing. Of
        what isn't a type, a page is as much that says it in its title as one that its author gave the value.
        """
        found = np.zeros(len(self.generation.entries), np.float32)
        for named in self._matched.named:
            gain = np.float32(NAME_WEIGHT * named.weight * self.rarity(len(named.pages)))
            if named.field == "type":
                said = units[named.start : named.end].sum(axis=0)
                found[named.pages] += gain + said.max() - said[named.pages]
            else:
                is_named = self._titled(named.start, named.end)
                is_named[named.pages] = True
                found[is_named] += gain
            is_met[named.start : named.end, named.pages] = True
        return found

    def _titled(self, start: int, end: int) -> Mask:
        """Return the pages whose title says each of some units."""
        found = np.zeros((end - start, len(self.generation.entries)), bool)
        for way in self._matched.ways:
            first, last = max(way.start, start), min(way.end, end)
            if first < last and way.is_as_typed:
                found[first - start : last - start, way.term.pages[way.term.counts[:, TITLE] > 0]] = True
        titled: Mask = np.logical_and.reduce(found)
        return titled

    def _worth(self, way: Way) -> Scores:
        worth = float(self._unit_rarity[way.start : way.end].sum())
        if not way.is_as_typed:
            worth = min(worth, self.rarity(self.count(way.term)))
        score: Scores = way.weight * worth * self.frequency(way.term)
        return score

    def coverage(self, is_met: Mask) -> Scores:
        """Return the factor for how much of the query's weight a page answers in its own language."""
        matched, group_of = self._matched, self.generation.group_of
        likely = np.array([matched.likely[group] for group in self.generation.groups], np.float32)
        # What each unit counts in each group; shape (units, groups).
        worth = np.zeros((self.size, len(likely)), np.float32)
        for place, group in enumerate(self.generation.groups):
            units = list(matched.meaning[group])
            worth[units, place] = self._unit_rarity[units]
        asked = worth.sum(axis=0)
        shares = np.divide(worth, asked, out=np.zeros_like(worth), where=asked > 0) * (COVERAGE_SHARE * likely)
        factor: Scores = ((1 - COVERAGE_SHARE) * likely).astype(np.float32)[group_of]
        for unit, own in enumerate(shares.astype(np.float32)):
            if own.any():
                factor += own[group_of] * is_met[unit]
        return factor

    def nearness(self, pages: Numbers) -> Scores:
        """Return what pages gain by holding neighbouring words of the query near each other."""
        found = np.zeros(len(self.generation.entries), np.float32)
        if not len(pages):
            return found
        for group, units in self._matched.meaning.items():
            for first, second in pairwise(units):
                ones, others = self._keys(group, first, pages), self._keys(group, second, pages)
                if len(ones) and len(others):
                    worth = NEARNESS * min(self._unit_rarity[first], self._unit_rarity[second])
                    apart = _least_distance(ones, others, second - first, len(found))
                    nearby = np.where(apart < FAR, 1 / (1 + apart / NEARNESS_REACH), 0).astype(np.float32)
                    found += nearby * np.float32(worth)
        return found

    def _keys(self, group: str, unit: int, pages: Numbers) -> NDArray[np.int64]:
        terms = {
            way.terms[0]
            for way in self._matched.ways
            if way.group == group and (way.start, way.end) == (unit, unit + 1) and len(way.terms) == 1
        }
        found = [keys_of(self.generation, group, term, pages) for term in sorted(terms)]
        return np.unique(np.concatenate(found)) if len(found) > 1 else (found or [np.zeros(0, np.int64)])[0]


_weights: WeakKeyDictionary[Generation, Scores] = WeakKeyDictionary()


def _weights_of(generation: Generation) -> Scores:
    """Return what one occurrence counts in each region of each page, by its length; shape (pages, REGIONS)."""
    if generation not in _weights:
        shares = np.array(LENGTH_SHARES, np.float32)
        lengths = generation.lengths / generation.average
        _weights[generation] = np.array(REGION_WEIGHTS, np.float32) / (1 - shares + shares * lengths)
    return _weights[generation]


def _least_distance(ones: NDArray[np.int64], others: NDArray[np.int64], expected: int, size: int) -> NDArray[np.int64]:
    """Return for each page how far from their places in the query two words come at best; FAR where never.

    Both are rising keys of page and position; the wrong order costs one more.
    """
    least = np.full(size, FAR, np.int64)
    after = np.searchsorted(others, ones, side="right")
    for index, direction in ((np.minimum(after, len(others) - 1), 1), (np.maximum(after - 1, 0), -1)):
        met = others[index]
        gap = (met - ones) * direction
        is_same = (met >> SHIFT == ones >> SHIFT) & (gap >= 0) & (gap < FAR)
        cost = np.abs(gap[is_same] - expected) if direction == 1 else gap[is_same] + 1
        np.minimum.at(least, ones[is_same] >> SHIFT, cost)
    return least
