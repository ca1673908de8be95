"""Engines: who finds the words of a query and ranks pages, in this process or on a server; the rest is the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from content.search.generation import Generation, Sight
from content.search.popular import PopularSearch
from content.search.preferences import Liking
from content.search.query import Asked
from content.search.ranking import Ranked, Sort, rank
from content.search.similar import similar
from content.search.suggest import Suggestion, suggest


class HitsWindow(NamedTuple):
    """The page of hits that is shown, from 1, and how many hits a page has."""

    page: int
    limit: int

    @property
    def first(self) -> int:
        """The place of the first hit that is shown, from 0."""
        return (self.page - 1) * self.limit


ALL = HitsWindow(1, 0)


class HitsQuestion(NamedTuple):
    """What is asked, by whom, in which order, which page of it, and whether scores are told apart into their parts."""

    asked: Asked
    sight: Sight
    liking: Liking
    sort: Sort
    window: HitsWindow
    with_parts: bool


class HalfTyped(NamedTuple):
    """Half-typed text, who types it, what others search for, and in which languages one reads, the first before all."""

    text: str
    sight: Sight
    liking: Liking
    popular: Sequence[PopularSearch]
    languages: Sequence[str]


class Engine(Protocol):
    """Answers for one generation; what it can't read it says by EngineError.

    One that `takes_turns` computes, and is asked by one thread at a time; one that `ranks_all` hands on all that was
    found, and not only a window of it.
    """

    takes_turns: bool
    ranks_all: bool

    def rank(self, generation: Generation, question: HitsQuestion) -> Ranked:
        """Return the pages that answer, best first."""

    def suggest(self, generation: Generation, typed: HalfTyped) -> tuple[Suggestion, ...]:
        """Complete half-typed text."""

    def similar(self, generation: Generation, number: int, *, sight: Sight, limit: int) -> list[int]:
        """Return the numbers of the pages most like one."""

    def knows(self, generation: Generation, word: str) -> bool:
        """Tell whether a folded word of three letters or more stands in a page, whoever may see that."""


class OwnEngine:
    """Ranks on arrays, from the words that lie in the index's folder."""

    takes_turns = True
    ranks_all = True

    def rank(self, generation: Generation, question: HitsQuestion) -> Ranked:
        """Return all pages that answer, best first."""
        return rank(
            generation,
            question.asked,
            sight=question.sight,
            liking=question.liking,
            sort=question.sort,
            with_parts=question.with_parts,
        )

    def suggest(self, generation: Generation, typed: HalfTyped) -> tuple[Suggestion, ...]:
        """Complete half-typed text."""
        return suggest(
            generation,
            typed.text,
            sight=typed.sight,
            liking=typed.liking.product,
            popular=typed.popular,
            languages=typed.languages,
        )

    def similar(self, generation: Generation, number: int, *, sight: Sight, limit: int) -> list[int]:
        """Return the numbers of the pages most like one."""
        return similar(generation, number, seen=generation.seen(sight), limit=limit)

    def knows(self, generation: Generation, word: str) -> bool:
        """Tell whether a folded word of three letters or more stands in a page."""
        return word in generation.vocabulary


def engine_of(server: str) -> Engine:
    """Return the engine that asks a server, given by its address; without one that of this process."""
    if not server:
        return OwnEngine()
    from content.search.opensearch.engine import ServerEngine

    return ServerEngine(server)
