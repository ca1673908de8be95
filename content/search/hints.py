"""Hints when a search wasn't what was wanted: another spelling, or one condition less."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from content.search.analysis import fold
from content.search.generation import Generation
from content.search.matching import MOST_MISSING, is_in_sight, units_of
from content.search.query import Asked, condition
from content.search.ranking import Ranked
from content.search.tally import Mask

# A word in so few pages, beside a near one in so many times more, was probably typed wrong.
FEW_PAGES = 2
MOST_CONDITIONS = 4
MANY_TIMES = 20


@dataclass(frozen=True)
class Relaxed:
    """What the query would find without one of its conditions."""

    without: str
    total: int


def did_you_mean(generation: Generation, asked: Asked, ranked: Ranked, seen: Mask) -> str | None:
    """Return the query's words as they were probably meant; None when nothing is better."""
    meant = {correction.unit: correction.meant for correction in ranked.matched.corrections}
    found: dict[int, int] = {}
    for way in ranked.matched.ways:
        if way.is_as_typed:
            found[way.start] = found.get(way.start, 0) + len(way.term.pages)
    finished = ranked.matched.units[:-1] if asked.is_typing else ranked.matched.units
    doubtful = [unit for unit in range(len(finished)) if unit not in meant and found.get(unit, 0) <= FEW_PAGES]
    for unit in doubtful[:MOST_MISSING]:
        text = finished[unit]
        for word, _ in generation.vocabulary.near(fold(text)):
            is_commoner = word.pages > MANY_TIMES * max(1, found.get(unit, 0))
            if word.text != fold(text) and is_commoner and is_in_sight(generation, word, seen):
                meant[unit] = word.text
                break
    if not meant:
        return None
    units = enumerate(units_of(asked.words))
    return " ".join(unit.run or meant.get(number, unit.text) for number, unit in units if unit.place == 0)


def relaxed(asked: Asked, count: Callable[[Asked], int]) -> tuple[Relaxed, ...]:
    """Count the hits without each single condition, most hits first; conditions that don't help are left out."""
    counted = [Relaxed(without, count(other)) for without, other in islice(_looser(asked), MOST_CONDITIONS)]
    return tuple(sorted((hint for hint in counted if hint.total), key=lambda hint: (-hint.total, hint.without)))


def _looser(asked: Asked) -> Iterator[tuple[str, Asked]]:
    for name, values in asked.only.items():
        rest = {other: asked.only[other] for other in asked.only if other != name}
        yield " ".join(condition(name, value) for value in values), replace(asked, only=rest)
    for name, values in asked.without.items():
        rest = {other: asked.without[other] for other in asked.without if other != name}
        yield " ".join(f"-{condition(name, value)}" for value in values), replace(asked, without=rest)
    if asked.phrases:
        yield "quotes", replace(asked, words=asked.text, phrases=())
    for word in asked.excluded:
        yield (
            f'-"{word}"' if " " in word else f"-{word}",
            replace(asked, excluded=tuple(other for other in asked.excluded if other != word)),
        )
