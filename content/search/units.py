"""Units of a query: its words, and pairs of characters where text is written without spaces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from content.search.analysis import MAX_TERM, TOKEN, analysis_of, is_cjk, pairs
from content.search.stops import STOPS

# Of the single characters among Chinese stop words those that hardly occur inside of words.
SINGLE_STOPS = frozenset("的了吗呢吧么我你您他她它们")
MAX_UNITS = 40
MAX_REPEATS = 2


class Unit(NamedTuple):
    """A word of the query, or a pair of characters in a run of CJK text, given with its place in it.

    `token` says which of the query's words or runs it is.
    """

    text: str
    run: str = ""
    place: int = 0
    token: int = 0


def units_of(words: str) -> list[Unit]:
    """Cut a query into words, and CJK text into pairs of characters; what is too much is left out."""
    units: list[Unit] = []
    said: Counter[str] = Counter()
    for number, token in enumerate(TOKEN.findall(words)):
        said[token] += 1
        if said[token] > MAX_REPEATS or len(units) >= MAX_UNITS:
            continue
        run = token[:MAX_TERM] if is_cjk(token[0]) else ""
        cut = enumerate(pairs(run))
        units += [Unit(pair, run, place, number) for place, pair in cut] if run else [Unit(token, token=number)]
    return units[:MAX_UNITS]


class UnitTerms(NamedTuple):
    """Units as one group analyses them: terms, folded words, and which of them aren't small, or all."""

    terms: list[str]
    folded: list[str]
    meaning: tuple[int, ...]

    @classmethod
    def of(cls, units: Sequence[Unit], group: str) -> UnitTerms:
        """Analyse units."""
        analysis, stops = analysis_of(group), STOPS.get(group, frozenset())
        folded = [unit.text if unit.run else analysis.folded(unit.text) for unit in units]
        meaning = tuple(
            number
            for number, (unit, word) in enumerate(zip(units, folded, strict=True))
            if (has_meaning(unit, stops) if unit.run else word not in stops)
        )
        terms = [unit.text if unit.run else analysis[unit.text] for unit in units]
        return cls(terms, folded, meaning or tuple(range(len(units))))


def has_meaning(unit: Unit, stops: frozenset[str]) -> bool:
    """Tell whether a pair of characters is outside of all stop words of its run.

    Of single characters only those are stop words that don't occur inside of words: particles between other scripts.
    """
    cover = _covered(unit.run, stops)
    return not any(cover[unit.place : unit.place + len(unit.text)])


@lru_cache(256)
def _covered(run: str, stops: frozenset[str]) -> tuple[bool, ...]:
    cover = [False] * len(run)
    for length in range(min(8, len(run)), 0, -1):
        for start in range(len(run) - length + 1):
            word = run[start : start + length]
            if any(cover[start : start + length]) or word not in stops:
                continue
            if length > 1 or word in SINGLE_STOPS or (_is_hiragana(word) and _stands_alone(run, start)):
                cover[start : start + length] = [True] * length
    return tuple(cover)


def _stands_alone(run: str, place: int) -> bool:
    return not any(_is_hiragana(other) for other in (run[place - 1 : place], run[place + 1 : place + 2]) if other)


def _is_hiragana(character: str) -> bool:
    return "\u3040" <= character <= "\u309f"
