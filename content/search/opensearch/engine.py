"""The engine that asks a server: for each search which ways of its words are written, and then for the pages."""

from __future__ import annotations

from content.search.engines import HalfTyped, HitsQuestion
from content.search.generation import Generation, Sight
from content.search.opensearch.client import Server
from content.search.opensearch.likeness import similar_on_server
from content.search.opensearch.ranking import rank_on_server
from content.search.opensearch.suggesting import suggest_from_server
from content.search.opensearch.words import is_word_of_any
from content.search.ranking import Ranked
from content.search.suggest import Suggestion


class ServerEngine:
    """Asks one server; threads ask it at the same time."""

    takes_turns = False
    ranks_all = False

    def __init__(self, server: str) -> None:
        """Ask nothing yet; raises EngineError where the client isn't installed."""
        self._server = Server(server)

    def rank(self, generation: Generation, question: HitsQuestion) -> Ranked:
        """Return the pages of one window, best first; what their scores are made of, the server doesn't say."""
        return rank_on_server(self._server, generation, question)

    def suggest(self, generation: Generation, typed: HalfTyped) -> tuple[Suggestion, ...]:
        """Complete half-typed text."""
        return suggest_from_server(self._server, generation, typed)

    def similar(self, generation: Generation, number: int, *, sight: Sight, limit: int) -> list[int]:
        """Return the numbers of the pages most like one."""
        return similar_on_server(self._server, generation, number, sight=sight, limit=limit)

    def knows(self, generation: Generation, word: str) -> bool:
        """Tell whether a folded word of three letters or more stands in a page."""
        return is_word_of_any(self._server, generation.head.server_index, word, generation.groups)
