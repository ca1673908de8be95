"""Hints when a search wasn't what was wanted: another spelling, one condition less, or what the query lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import NamedTuple

from content.search.analysis import TOKEN, fold
from content.search.dictionary import is_in_dictionary
from content.search.generation import Generation
from content.search.matching import MOST_MISSING, is_in_sight
from content.search.query import Asked, Piece, condition, leaving_out, rewritten
from content.search.ranking import Ranked
from content.search.tally import Mask
from content.search.units import units_of

# A word in so few pages, beside a near one in so many times more, was probably typed wrong.
FEW_PAGES = 2
MOST_CONDITIONS = 4
MANY_TIMES = 20
ONLY_LEAVES_OUT = "These are only words to leave out. Add a word to look for."


@dataclass(frozen=True)
class Relaxed:
    """What the query would find without one of its conditions, and how it is written then.

    `name` and `values` are those of a filter; beside the words it may stand in boxes.
    """

    without: str
    total: int
    query: str
    name: str | None = None
    values: tuple[str, ...] = ()


class _Looser(NamedTuple):
    without: str
    asked: Asked
    query: str
    name: str | None = None
    values: tuple[str, ...] = ()


def did_you_mean(generation: Generation, asked: Asked, ranked: Ranked, seen: Mask) -> str | None:
    """Return the query's words as they were probably meant; None when nothing is better."""
    meant = {correction.unit: correction.meant for correction in ranked.matched.corrections}
    found: dict[int, int] = {}
    for way in ranked.matched.ways:
        for unit in range(way.start, way.end):
            found[unit] = found.get(unit, 0) + len(way.term.pages)
    for named in ranked.matched.named:
        found |= dict.fromkeys(range(named.start, named.end), FEW_PAGES + 1)
    finished = ranked.matched.units[:-1] if asked.is_typing else ranked.matched.units
    doubtful = [unit for unit in range(len(finished)) if unit not in meant and found.get(unit, 0) <= FEW_PAGES]
    for unit in doubtful[:MOST_MISSING]:
        text = finished[unit]
        for word, _ in generation.vocabulary.near(fold(text)):
            is_commoner = word.pages > MANY_TIMES * max(1, found.get(unit, 0))
            if word.text != fold(text) and is_commoner and is_in_sight(generation, word, seen):
                if not is_in_dictionary(text, generation.languages):
                    meant[unit] = word.text
                break
    if not meant:
        return None
    units = enumerate(units_of(asked.words))
    return " ".join(unit.run or meant.get(number, unit.text) for number, unit in units if unit.place == 0)


def advice(asked: Asked) -> str | None:
    """Return a sentence on a query that can't find anything in any library, however it is filled; None for others."""
    looks_for = TOKEN.search(asked.words) or asked.phrases or asked.only or asked.without
    return ONLY_LEAVES_OUT if asked.excluded and not looks_for else None


def relaxed(asked: Asked, count: Callable[[Asked], int]) -> tuple[Relaxed, ...]:
    """Count the hits without each single condition, most hits first; conditions that don't help are left out."""
    looser = islice(_looser(asked), MOST_CONDITIONS)
    counted = [Relaxed(one.without, count(one.asked), one.query, one.name, one.values) for one in looser]
    return tuple(sorted((hint for hint in counted if hint.total), key=lambda hint: (-hint.total, hint.without)))


def _looser(asked: Asked) -> Iterator[_Looser]:
    for name, values in asked.only.items():
        rest = {other: asked.only[other] for other in asked.only if other != name}
        query = leaving_out(asked, partial(_is_filter, name=name, is_excluded=False))
        text = " ".join(condition(name, value) for value in values)
        yield _Looser(text, replace(asked, only=rest), query, name, values)
    for name, values in asked.without.items():
        rest = {other: asked.without[other] for other in asked.without if other != name}
        query = leaving_out(asked, partial(_is_filter, name=name, is_excluded=True))
        yield _Looser(" ".join(f"-{condition(name, value)}" for value in values), replace(asked, without=rest), query)
    if asked.phrases:
        query = rewritten(asked, _without_quotes)
        yield _Looser("quotes", replace(asked, words=asked.text, phrases=()), query)
    for word in asked.excluded:
        others = tuple(other for other in asked.excluded if other != word)
        query = leaving_out(asked, partial(_is_excluded, word=word))
        yield _Looser(f'-"{word}"' if " " in word else f"-{word}", replace(asked, excluded=others), query)


def _is_filter(piece: Piece, *, name: str, is_excluded: bool) -> bool:
    return piece.name == name and piece.is_excluded == is_excluded


def _without_quotes(piece: Piece) -> str | None:
    return piece.text if piece.kind == "phrase" and not piece.is_excluded else None


def _is_excluded(piece: Piece, *, word: str) -> bool:
    return piece.name is None and piece.is_excluded and " ".join(piece.text.split()) == word
