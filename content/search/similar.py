"""Pages like a page: those that share its rare words."""

from __future__ import annotations

import numpy as np

from content.search.analysis import TOKEN, analysis_of, group_of, term_texts
from content.search.generation import Generation
from content.search.stops import STOPS
from content.search.tally import Mask

TERMS = 25
TITLE_TIMES = 4
READ_CHARACTERS = 20_000


def similar(generation: Generation, number: int, *, seen: Mask, limit: int) -> list[int]:
    """Return the numbers of visible pages in the same language that are most like a page, best first.

    Words are weighted by their count in the page and their rarity; translations of the page are left out.
    """
    entry = generation.entries[number]
    group = group_of(entry.language)
    scores = np.zeros(len(generation.entries), np.float32)
    pages = int(seen.sum())
    for term, times in _telling_terms(generation, number, group, seen):
        found = generation.term(group, term)
        rarity = np.log(1 + pages / (1 + generation.count(found.pages, seen)))
        often = found.counts.sum(axis=1, dtype=np.float32)
        scores[found.pages] += times * rarity * often / (often + 1 + generation.lengths[found.pages, -1] / 400)
    family = _family(generation, number)
    scores[~(seen & _in_language(generation, entry.language))] = 0
    best = np.argsort(-scores, kind="stable")[: limit + 20].tolist()
    others = [other for other in best if scores[other] > 0 and family.isdisjoint(_family(generation, other))]
    return others[:limit]


def _in_language(generation: Generation, language: str) -> Mask:
    """Return the pages in a language, whatever their region."""
    base = language.partition("-")[0].lower()
    column = generation.columns["language"]
    return column.having({value for value in column.values if value.partition("-")[0].lower() == base})


def _family(generation: Generation, number: int) -> set[str]:
    entry = generation.entries[number]
    return {entry.id, entry.translation_of or entry.id}


def _telling_terms(generation: Generation, number: int, group: str, seen: Mask) -> list[tuple[str, float]]:
    """Return the page's most telling terms with the square root of their counts."""
    text = generation.text(number).whole[:READ_CHARACTERS]
    title = " ".join([generation.entries[number].title] * TITLE_TIMES)
    stops = STOPS.get(group, frozenset())
    counts: dict[str, int] = {}
    for term in term_texts(TOKEN.findall(f"{title} {text}"), analysis_of(group)):
        if term and term not in stops:
            counts[term] = counts.get(term, 0) + 1
    likely = sorted(counts, key=lambda term: -counts[term])[: 4 * TERMS]
    pages = int(seen.sum())
    often = {term: generation.count(generation.term(group, term).pages, seen) for term in likely}
    rarity = {term: float(np.log(1 + pages / (1 + often[term]))) for term in likely}
    best = sorted(likely, key=lambda term: -rarity[term] * counts[term] ** 0.5)[:TERMS]
    return [(term, rarity[term] * counts[term] ** 0.5) for term in best]
