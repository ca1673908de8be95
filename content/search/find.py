"""Finding pages: from what a rep typed to one page of hits, always on the newest generation of the index."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from content.catalogue import Catalogue, Entry
from content.search.current import PATIENCE_SECONDS, Current
from content.search.engine.store import EngineError
from content.search.engines import ALL, Engine, HalfTyped, HitsQuestion, HitsWindow, engine_of
from content.search.explaining import explain
from content.search.generation import EVERYTHING, Generation, Sight
from content.search.hints import Relaxed, advice, did_you_mean, relaxed
from content.search.hits import Hit, Markers, hit_of
from content.search.popular import popular_file
from content.search.preferences import Liking, Preferences, Usage, like, usage_file
from content.search.query import Asked
from content.search.ranking import Ranked, Sort
from content.search.reading import NOT_READ, Reading, read_again, trusted
from content.search.scanning import scan
from content.search.selection import Facet
from content.search.suggest import Suggestion

# Rankings of questions asked before, by what they hold in memory.
KEPT_BYTES = 8_000_000


@dataclass(frozen=True)
class Found:
    """One page of hits, how many there are in all, and what may help when it isn't what was wanted.

    `is_reduced` says that the index couldn't be read and only titles were looked at; `advice` is what the query lacks.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: tuple[Facet, ...] = ()
    did_you_mean: str | None = None
    relaxed: tuple[Relaxed, ...] = ()
    language: str | None = None
    is_reduced: bool = False
    reading: Reading = NOT_READ
    advice: str | None = None


class _Wanted(NamedTuple):
    """What a ranking depends on."""

    words: str
    phrases: tuple[str, ...]
    excluded: tuple[str, ...]
    only: tuple[tuple[str, tuple[str, ...]], ...]
    without: tuple[tuple[str, tuple[str, ...]], ...]
    is_typing: bool
    sight: Sight
    sort: Sort
    today: date
    usage: str
    window: HitsWindow


class Search:
    """Searches the index in one folder; safe for threads."""

    def __init__(
        self,
        folder: Path,
        *,
        preferences: Preferences | None = None,
        report: Callable[[str], None] = lambda _: None,
        patience: float = PATIENCE_SECONDS,
        today: Callable[[], date] | None = None,
        server: str = "",
    ) -> None:
        """Open nothing yet; `report` is told the name of an index that can't be read, `today` says which day it is.

        `server` is the address of the OpenSearch server that keeps the words; without one they lie in the folder.
        """
        self._today = today or _today
        self._engine: Engine = engine_of(server)
        self._current = Current(folder, report=report, patience=patience, is_on_server=bool(server))
        self._preferences = preferences or Preferences()
        self._report = report
        self._kept: OrderedDict[_Wanted, Ranked] = OrderedDict()
        self._kept_of: Generation | None = None
        self._kept_bytes = 0
        # One at a time: threads that all compute take the interpreter from each other, and each takes twice as long.
        # Those that wait for a server don't.
        self._turn: AbstractContextManager[Any] = threading.Lock() if self._engine.takes_turns else nullcontext()
        self._keeping = threading.Lock()
        self.usage = usage_file(folder)
        self._popular = popular_file(folder)
        self._liked: tuple[object, Generation | None, Liking | None] = (None, None, None)

    def generation(self) -> Generation:
        """Return the newest generation; raises IndexMissingError when there is none."""
        return self._current.generation()

    def catalogue(self) -> Catalogue:
        """Return the published pages of the newest generation; raises IndexMissingError."""
        return self.generation().catalogue

    def entry(self, page_id: str, *, sight: Sight = EVERYTHING) -> Entry | None:
        """Return a page that may be seen, or None; raises IndexMissingError."""
        generation = self.generation()
        number = generation.number_of(page_id, sight=sight)
        return None if number is None else generation.entries[number]

    def find(
        self,
        asked: Asked,
        *,
        page: int = 1,
        limit: int = 10,
        sort: Sort = "relevance",
        sight: Sight = EVERYTHING,
        today: date | None = None,
        with_shares: bool = False,
    ) -> Found:
        """Return one page of hits, best first; raises IndexMissingError when there is no index to read."""
        generation = self.generation()
        today = today or self._today()
        rank = partial(self._rank, generation, sight=sight, sort=sort, today=today, window=HitsWindow(page, limit))
        try:
            with self._turn:
                ranked = rank(asked, with_parts=with_shares)
                if not ranked.total and not asked.is_typing:
                    # Who sees the page offered while typing presses Enter before the word is whole.
                    unfinished = replace(asked, is_typing=True)
                    completed = rank(unfinished, with_parts=with_shares)
                    asked, ranked = (unfinished, completed) if completed.total else (asked, ranked)
                shown = ranked.shown(page, limit)
                markers = Markers(asked, ranked)
                hits = [hit_of(generation, ranked, index, markers, sight) for index in shown]
                if ranked.parts is not None:
                    shares = [explain(ranked, int(ranked.numbers[index])) for index in shown]
                    hits = [replace(hit, shares=share) for hit, share in zip(hits, shares, strict=True)]
                seen = generation.seen(sight)
                hint = did_you_mean(generation, asked, ranked, seen)
                hints: tuple[Relaxed, ...] = ()
                if not ranked.total and not asked.is_typing:
                    hints = relaxed(asked, lambda other: rank(other).total)
                reading = read_again(generation, asked, ranked, seen, words_meant=hint)
                language = ranked.matched.language
                found = tuple(hits), ranked.total, ranked.facets, hint, hints, language
                return Found(*found, reading=reading, advice=advice(asked))
        except EngineError as error:
            self._tell(generation, error)
            numbers = scan(generation, asked, sight)
            shown_numbers = numbers[(page - 1) * limit : page * limit]
            plain = tuple(Hit(generation.entries[number], 0.0, None, None) for number in shown_numbers)
            return Found(plain, len(numbers), is_reduced=True, reading=trusted(asked), advice=advice(asked))

    def suggest(
        self, text: str, *, sight: Sight = EVERYTHING, today: date | None = None, languages: Sequence[str] = ()
    ) -> tuple[Suggestion, ...]:
        """Complete half-typed text, with pages in the reader's languages first.

        Raises IndexMissingError, and gives nothing where the index can't be read.
        """
        generation = self.generation()
        try:
            with self._turn:
                liking = self._like(generation, self.usage.read(), today or self._today())
                popular = self._popular.read()
                return self._engine.suggest(generation, HalfTyped(text, sight, liking, popular, languages))
        except EngineError as error:
            self._tell(generation, error)
            return ()

    def knows(self, word: str) -> bool:
        """Tell whether the library has a folded word; raises IndexMissingError, and EngineError where none can tell."""
        return self._engine.knows(self.generation(), word)

    def similar(self, page_id: str, *, sight: Sight = EVERYTHING, limit: int = 5) -> tuple[Entry, ...]:
        """Return the pages most like one; none for a page that isn't there. Raises IndexMissingError."""
        generation = self.generation()
        number = generation.number_of(page_id, sight=sight)
        if number is None:
            return ()
        try:
            with self._turn:
                found = self._engine.similar(generation, number, sight=sight, limit=limit)
        except EngineError as error:
            self._tell(generation, error)
            return ()
        return tuple(generation.entries[other] for other in found)

    def _like(self, generation: Generation, usage: Usage, today: date) -> Liking:
        """Work out the pages' factors, once for a generation, a day and what is known of their use."""
        key = (usage.version, today)
        known, of, liking = self._liked
        if (known, of) != (key, generation) or liking is None:
            liking = like(generation, self._preferences, usage, today=today)
            self._liked = (key, generation, liking)
        return liking

    def _tell(self, generation: Generation, error: EngineError) -> None:
        """Have an index built anew that can't be read; one whose server is away is only waited for."""
        if error.is_damage:
            self._report(generation.head.folder)

    def _rank(
        self,
        generation: Generation,
        asked: Asked,
        *,
        sight: Sight,
        sort: Sort,
        today: date,
        window: HitsWindow,
        with_parts: bool = False,
    ) -> Ranked:
        """Rank, or take what the same question gave before on the same generation."""
        usage = self.usage.read()
        wanted = _Wanted(
            asked.words,
            asked.phrases,
            asked.excluded,
            tuple(asked.only.items()),
            tuple(asked.without.items()),
            asked.is_typing,
            sight,
            sort,
            today,
            usage.version,
            ALL if self._engine.ranks_all else window,
        )
        known = None if with_parts else self._known(generation, wanted)
        if known is not None:
            return known
        liking = self._like(generation, usage, today)
        ranked = self._engine.rank(generation, HitsQuestion(asked, sight, liking, sort, window, with_parts))
        if not with_parts:
            self._keep(generation, wanted, ranked)
        return ranked

    def _known(self, generation: Generation, wanted: _Wanted) -> Ranked | None:
        with self._keeping:
            if self._kept_of is not generation:
                self._kept.clear()
                self._kept_of, self._kept_bytes = generation, 0
            if wanted in self._kept:
                self._kept.move_to_end(wanted)
            return self._kept.get(wanted)

    def _keep(self, generation: Generation, wanted: _Wanted, ranked: Ranked) -> None:
        with self._keeping:
            if self._kept_of is generation and wanted not in self._kept:
                self._kept[wanted] = ranked
                self._kept_bytes += ranked.nbytes
            while self._kept_bytes > KEPT_BYTES:
                self._kept_bytes -= self._kept.popitem(last=False)[1].nbytes


def _today() -> date:
    return datetime.now(UTC).date()
