"""Ways to write a query's words in one language group, and the pages that write them so.

A way is the word itself, the same word with other accents, a synonym, the word written apart or together, what it is
part of or made of, a longer version of its number, or its endings while it is typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise, product

from content.search.analysis import MAX_TERM, analysis_of, fold, is_cjk
from content.search.compounds import COMPOUNDING
from content.search.generation import Generation
from content.search.indexed import NOTHING, IndexedTerm, each_of
from content.search.naming import Named
from content.search.phrases import phrase, visible
from content.search.respelling import in_two_letters, respelled, together
from content.search.stops import STOPS
from content.search.synonyms import Other
from content.search.tally import Mask
from content.search.units import Unit, UnitTerms

MIN_PREFIX = 2
MOST_ENDINGS = 10
# Of the words that hold a word so many are looked for, those of most pages.
MOST_ALTERNATIVES = 300
# How much a way counts beside the word as it was typed.
ENDING_WEIGHT = 0.6
ACCENTS_WEIGHT = 0.9
APART_WEIGHT = 0.9
VERSION_WEIGHT = 0.8
COMPOUND_WEIGHT = 0.5
# A language that only knows what a word is part of knows it less.
COMPOUND_SURENESS = 0.5
# What is apart in so many times fewer pages than together is there by chance, such as `less on` for `lesson`.
MANY_TIMES = 8
# Letters that stand for a word before another, as in `e-mail`, though they are small words somewhere.
_LETTERS_OF_WORDS = frozenset("e")
_VERSION = re.compile(r"v\d+|\d+(?:\.\d+)+")


@dataclass(frozen=True)
class Way:
    """One way to write units [start, end) of the query, in one group, and the visible pages that write it so.

    `terms` stand one after the other, or somewhere in the page; without any, the page holds one of `alternatives`.
    `sureness` is how surely the group's language knows the units, from 0 to 1.
    """

    start: int
    end: int
    group: str
    terms: tuple[str, ...]
    weight: float
    reason: str
    term: IndexedTerm
    sureness: float = 1.0
    alternatives: tuple[tuple[str, IndexedTerm], ...] = ()

    def is_in(self, page: int) -> bool:
        """Tell whether a page writes it so."""
        return self.term.is_in(page)

    def terms_in(self, page: int) -> list[str]:
        """Return the alternatives that a page holds."""
        return [text for text, term in self.alternatives if term.is_in(page)]

    @property
    def is_as_typed(self) -> bool:
        """Whether it is the word itself, but for accents."""
        return self.reason in {"word", "accents"}


class Writer:
    """Finds ways in one group."""

    def __init__(self, generation: Generation, group: str, units: list[Unit], seen: Mask) -> None:
        """Analyse the units; `meaning` are the numbers of those that aren't small words, or of all."""
        self._generation = generation
        self._group = group
        self._units = units
        self._seen = seen
        self._terms, self._folded, self.meaning = UnitTerms.of(units, group)

    def ways(self) -> Iterator[Way]:
        """Yield all ways but the endings of a word that is still typed."""
        for unit in self.meaning:
            yield from self._own(unit)
        yield from self._synonyms()
        yield from self._together()
        for unit in self.meaning:
            if not self._units[unit].run:
                yield from self._apart(unit)
                yield from self._versions(unit)
                if self._group in COMPOUNDING:
                    yield from self._compounds(unit)

    def _own(self, unit: int) -> Iterator[Way]:
        """Yield a unit as it was typed, and with other accents."""
        term = self._read(self._terms[unit])
        if len(term.pages):
            yield Way(unit, unit + 1, self._group, (self._terms[unit],), 1.0, "word", term)
        if self._units[unit].run:
            return
        forms = other_forms(self._units[unit], self._folded[unit], self._group)
        others = dict.fromkeys(other for form in forms for other in self._terms_of(form))
        others |= dict.fromkeys(respelled(self._terms[unit], self._group))
        weight = accents_weight(self._units[unit], is_found=len(term.pages) > 0)
        for other in others:
            if other != self._terms[unit]:
                yield from self._way(unit, unit + 1, (other,), weight, "accents")

    def _synonyms(self) -> Iterator[Way]:
        """Yield other ways to say one or more units."""
        for start, end, other in self._generation.synonyms(self._group).of(self._terms):
            if any(unit in self.meaning for unit in range(start, end)):
                yield from self._way(start, end, other.terms, other.weight, reason_of(other))

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

    def _together(self) -> Iterator[Way]:
        """Yield `handoff` for `hand off`."""
        for first, second in pairwise(range(len(self._units))):
            if {first, second}.isdisjoint(self.meaning) or self._units[first].run or self._units[second].run:
                continue
            forms = together(self._folded[first], self._folded[second])
            for term in dict.fromkeys(term for form in forms for term in self._terms_of(form)):
                yield from self._way(first, second + 1, (term,), APART_WEIGHT, "together")

    def _apart(self, unit: int) -> Iterator[Way]:
        """Yield `hand off` for `handoff`; a part of one letter or two only where that isn't chance."""
        stops = STOPS.get(self._group, frozenset())
        for split in self._generation.splits(self._folded[unit][:MAX_TERM]):
            head = split.words[0]
            if not split.is_sure and len(head) == 1 and head in stops and head not in _LETTERS_OF_WORDS:
                continue  # `a way` is no way to write `away`
            for terms in product(*map(self._terms_of, split.words)):
                for way in self._way(unit, unit + 1, terms, APART_WEIGHT, "apart"):
                    if split.is_sure or len(way.term.pages) * MANY_TIMES >= len(self._read(self._terms[unit]).pages):
                        yield way

    def _versions(self, unit: int) -> Iterator[Way]:
        """Yield `14.2.1` for `14.2`."""
        number = self._folded[unit]
        if _VERSION.fullmatch(number):
            words = self._generation.vocabulary.beginning_with(f"{number.removeprefix('v')}.")
            terms = dict.fromkeys(word.term for word in words if word.group == self._group)
            yield from self._any_way(unit, tuple(terms), VERSION_WEIGHT, "version")

    def _compounds(self, unit: int) -> Iterator[Way]:
        """Yield the words that a unit is part of, and the words of which it is made."""
        compounds = self._generation.compounds(self._group)
        holding = compounds.holding(self._folded[unit], self._terms[unit])
        common = sorted(holding, key=lambda word: -word.pages)[:MOST_ALTERNATIVES]
        terms = tuple(dict.fromkeys(word.term for word in common))
        yield from self._any_way(unit, terms, COMPOUND_WEIGHT, "part of", sureness=COMPOUND_SURENESS)
        analysis = analysis_of(self._group)
        for parts in compounds.parts(self._folded[unit]):
            terms = tuple(analysis[part] for part in parts)
            term = each_of([self._read(term) for term in terms])
            if len(term.pages):
                yield Way(unit, unit + 1, self._group, terms, COMPOUND_WEIGHT, "made of", term, COMPOUND_SURENESS)

    def _terms_of(self, word: str) -> list[str]:
        return [known.term for known in self._generation.vocabulary.in_group(word, self._group)]

    def _way(self, start: int, end: int, terms: tuple[str, ...], weight: float, reason: str) -> Iterator[Way]:
        term = self._read(terms[0]) if len(terms) == 1 else phrase(self._generation, self._group, terms, self._seen)
        if len(term.pages):
            yield Way(start, end, self._group, terms, weight, reason, term)

    def _any_way(
        self, unit: int, terms: tuple[str, ...], weight: float, reason: str, *, sureness: float = 1.0
    ) -> Iterator[Way]:
        term = visible(self._generation.any_term(self._group, terms), self._seen)
        if len(term.pages):
            alternatives = tuple((one, self._generation.term(self._group, one)) for one in terms)
            yield Way(unit, unit + 1, self._group, (), weight, reason, term, sureness, alternatives)

    def _read(self, term: str) -> IndexedTerm:
        return visible(self._generation.term(self._group, term), self._seen) if term else NOTHING


def other_forms(unit: Unit, folded: str, group: str) -> list[str]:
    """Return how a word may be written with other accents, folded."""
    forms = [*respelled(folded, group)]
    if not analysis_of(group).is_folded_first:
        forms.append(folded)
    two = in_two_letters(unit.text)
    return [*forms, fold(two)] if two else forms


def accents_weight(unit: Unit, *, is_found: bool) -> float:
    """Return how much a word with other accents counts: less where the one that was typed is one, too."""
    return ACCENTS_WEIGHT if is_found or not unit.text.isascii() else 1.0


def reason_of(other: Other) -> str:
    """Return what tells of a way that it is a synonym."""
    return f"synonym {other.text}"
