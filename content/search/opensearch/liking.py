"""Review, status and use of pages, and their very titles, as the server's query language says them."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from content.search.generation import Generation
from content.search.opensearch.queries import Query, having
from content.search.preferences import Liking
from content.search.tally import Mask

# Of the pages that were opened so many count, those that were opened most.
MOST_USED = 500
# What a place among those adds to a score, which stays far below it, as the scores of texts do.
PLACE = 1_000.0
# To what a page's use is rounded, so that pages of nearly the same use are asked for together.
STEPS = 50


def liked(query: Query, generation: Generation, liking: Liking) -> Query:
    """Return a query whose scores are moved as preferences say."""
    functions = [one for one in (*_fixed(liking), *_of_use(generation, liking)) if one["weight"] != 1.0]
    if not functions:
        return query
    return {
        "function_score": {
            "query": query,
            "functions": functions,
            "score_mode": "multiply",
            "boost_mode": "multiply",
        }
    }


def _fixed(liking: Liking) -> list[Query]:
    """Return the factors for reviews that are overdue, drafts and archived pages."""
    preferences = liking.preferences
    overdue = {"range": {"until": {"lt": liking.today.isoformat()}}}
    return [
        {"filter": overdue, "weight": preferences.overdue_factor},
        {"filter": having("status", ["draft"]), "weight": preferences.draft_factor},
        {"filter": having("status", ["archived"]), "weight": preferences.archived_factor},
    ]


def _of_use(generation: Generation, liking: Liking) -> list[Query]:
    factors: dict[float, set[str]] = defaultdict(set)
    use = liking.factors["use"]
    for number in _most_used(liking, np.ones(len(use), bool)):
        factors[round(float(use[number]) * STEPS) / STEPS].add(generation.entries[number].id)
    return [{"filter": having("id", sorted(ids)), "weight": factor} for factor, ids in sorted(factors.items())]


def by_use(generation: Generation, liking: Liking, seen: Mask) -> list[Query]:
    """Return what puts the pages that were opened most first, those that were opened as often beside each other."""
    ids: dict[float, set[str]] = defaultdict(set)
    for number in _most_used(liking, seen):
        ids[float(liking.opens[number])].add(generation.entries[number].id)
    return [
        {"constant_score": {"filter": having("id", sorted(ids[opens])), "boost": PLACE * place}}
        for place, opens in enumerate(sorted(ids), start=1)
    ]


def _most_used(liking: Liking, seen: Mask) -> list[int]:
    used = np.flatnonzero((liking.opens > 0) & seen)
    return [int(number) for number in used[np.argsort(-liking.opens[used], kind="stable")][:MOST_USED]]
