"""Small words of the language that a query is in: they carry no meaning in pages of other languages either.

In English pages `de` is rare, and one that quotes some Spanish would answer every Spanish question.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from content.search.generation import Generation
from content.search.matching import Matched
from content.search.tally import Mask

# So many small words of one language, and none of the other, tell which of the two a query is in.
_TELLING = 2


def without_small_words(matched: Matched, generation: Generation, seen: Mask) -> Matched:
    """Return what was matched without the small words of the query's language in all other groups.

    A query is in the language of which pages know most of its words. Of two that know as many, it is the one in whose
    pages those words are commoner that are small in neither. Several small words of the one and none of the other tell
    too. What is written in capitals, such as IT, isn't small.
    """
    capitals = {unit for unit, text in enumerate(matched.units) if len(text) > 1 and text.isupper()}
    every = {unit for units in matched.meaning.values() for unit in units}
    every -= capitals if len(capitals) < len(matched.units) else set()
    small = {group: every.difference(units) for group, units in matched.meaning.items()}
    if not any(small.values()):
        return matched
    shares = _shares(matched, generation, seen)
    left = {group: set(units) for group, units in matched.meaning.items()}
    for own, units in small.items():
        for other in matched.meaning.keys() - {own}:
            shared = set(matched.meaning[own]).intersection(matched.meaning[other])
            here, there = (sum(shares[group].get(unit, 0.0) for unit in shared) for group in (own, other))
            is_likelier = matched.likely[own] == 1.0 and (matched.likely[other] < 1.0 or here > there)
            words = {matched.units[unit].lower() for unit in units}
            if is_likelier or (here > 0 and len(words) >= _TELLING and not small[other]):
                left[other] -= units
    meaning = {group: tuple(unit for unit in units if unit in left[group]) for group, units in matched.meaning.items()}
    ways = tuple(way for way in matched.ways if not left[way.group].isdisjoint(range(way.start, way.end)))
    return replace(matched, meaning=meaning, ways=ways)


def _shares(matched: Matched, generation: Generation, seen: Mask) -> dict[str, dict[int, float]]:
    """Return for each group the share of its pages that hold each unit as it was typed, from 0 to 1."""
    sizes = np.bincount(generation.group_of[seen], minlength=len(generation.groups)).tolist()
    pages = dict(zip(generation.groups, sizes, strict=True))
    found: dict[str, dict[int, float]] = {group: {} for group in generation.groups}
    for way in matched.ways:
        if way.is_as_typed:
            found[way.group][way.start] = len(way.term.pages) / pages[way.group]
    return found
