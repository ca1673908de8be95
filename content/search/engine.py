"""The only file that imports Whoosh: schema, writing, reading.

Whoosh 2.7.5 is used with care for what it gets wrong: its index is never fsynced (so it is a cache that can be
rebuilt), a Searcher isn't safe for threads, and a failed commit keeps its lock until `cancel()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh import fields, index, query, scoring
from whoosh.analysis import Analyzer, Token
from whoosh.filedb.filestore import FileStorage

from content.search.analysis import PLAIN, STEMMERS, fold, group_of, terms

GROUPS = (*sorted(STEMMERS), "ja", PLAIN, "zh")
TITLE_WEIGHT = 0.3
MIN_BEGINNING = 3


class EngineError(Exception):
    """The index can't be opened or written; build it again."""


@dataclass(frozen=True)
class Indexed:
    """What the engine is given of a page; sections are (heading, anchor, text)."""

    id: str
    type: str
    language: str
    title: str
    sections: tuple[tuple[str, str, str], ...]


class _Terms(Analyzer):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's face of our own analysis."""

    def __init__(self, group: str) -> None:
        self.group = group

    def __call__(self, value: str, positions: bool = False, start_pos: int = 0, **_: Any) -> Iterator[Any]:
        token = Token(positions, removestops=True, mode="")
        token.boost = 1.0
        token.stopped = False
        for position, term in enumerate(terms(value, self.group)):
            token.text = term.text
            if positions:
                token.pos = start_pos + position
            yield token

    def has_morph(self) -> bool:
        return True


def _schema() -> Any:
    columns: dict[str, Any] = {"id": fields.ID(stored=True, unique=True), "type": fields.ID, "language": fields.ID}
    columns["sections"] = fields.STORED
    for group in GROUPS:
        columns[f"all_{group}"] = fields.TEXT(analyzer=_Terms(group), phrase=True)
        columns[f"title_{group}"] = fields.TEXT(analyzer=_Terms(group), phrase=False)
    return fields.Schema(**columns)


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Wait until no other process writes below folder; the lock vanishes with the process that holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileStorage(str(folder)).lock("writing.lock")
    lock.acquire(blocking=True)
    try:
        yield
    finally:
        lock.release()


def create(folder: Path) -> None:
    """Make an empty index in a new folder."""
    folder.mkdir(parents=True, exist_ok=True)
    index.create_in(str(folder), _schema())


def write(folder: Path, *, pages: Iterable[Indexed], removed: Iterable[str] = ()) -> None:
    """Add, replace and remove pages in one commit; raises EngineError and leaves the index as it was."""
    try:
        writer = index.open_dir(str(folder)).writer(limitmb=128)
    except Exception as error:
        raise EngineError(f"the index can't be written: {error!r}") from error
    try:
        for page_id in removed:
            writer.delete_by_term("id", page_id)
        for page in pages:
            group = group_of(page.language)
            text = "\n".join(f"{heading}\n{text}" for heading, _, text in page.sections)
            body = {f"all_{group}": f"{page.title}\n{page.title}\n{text}", f"title_{group}": page.title}
            writer.update_document(id=page.id, type=page.type, language=page.language, sections=page.sections, **body)
        writer.commit()
    except BaseException as error:
        writer.cancel()
        if isinstance(error, Exception):
            raise EngineError(f"the index can't be written: {error!r}") from error
        raise


@dataclass(frozen=True)
class Ranked:
    """Page ids with their scores, best first, and how many pages match in all."""

    hits: tuple[tuple[str, float], ...]
    total: int


class Reader:
    """One opened generation of the index; use it in one thread only."""

    def __init__(self, folder: Path) -> None:
        """Open the newest commit; raises EngineError when the folder holds no index that can be read."""
        try:
            self._index = index.open_dir(str(folder))
            self._searcher = self._index.searcher(weighting=scoring.BM25F(B=0.75, K1=1.2))
            self._groups = [group for group in GROUPS if self._has_terms(f"all_{group}")]
        except Exception as error:
            raise EngineError(f"the index can't be opened: {error!r}") from error

    def count(self) -> int:
        """Return the number of pages in the index."""
        return int(self._searcher.doc_count())

    def rank(
        self,
        words: str,
        phrases: Iterable[str] = (),
        *,
        beginning: str | None = None,
        type_: str | None = None,
        limit: int = 100,
    ) -> Ranked:
        """Return the best pages for words and phrases in every language of the index."""
        parts = [part for group in self._groups for part in self._of_words(words, group)]
        parts += [part for group in self._groups for part in self._of_beginning(beginning, group)]
        required = [query.Or([self._phrase(phrase, group) for group in self._groups]) for phrase in phrases]
        if not parts and not required:
            return Ranked((), 0)
        asked = query.Or(parts) if parts else required[0]
        # Not `filter=`: Whoosh counts hits that it took away. Require breaks its block skipping, so none of that here.
        limits = [*required, *([query.Term("type", type_)] if type_ else [])]
        if limits:
            asked = query.Require(asked, query.And(limits))
        try:
            results = self._searcher.search(asked, limit=max(1, limit), optimize=not limits)
            hits = tuple((str(hit["id"]), float(hit.score)) for hit in results)
            return Ranked(hits, len(results))
        except Exception as error:
            raise EngineError(f"the index can't be read: {error!r}") from error

    def sections(self, page_id: str) -> tuple[tuple[str, str, str], ...]:
        """Return the sections a page was indexed with; none when it isn't there."""
        try:
            stored = self._searcher.document(id=page_id)
            return stored["sections"] if stored else ()
        except Exception as error:
            raise EngineError(f"the index can't be read: {error!r}") from error

    def close(self) -> None:
        """Release the files."""
        self._searcher.close()
        self._index.close()

    def _has_terms(self, name: str) -> bool:
        return next(iter(self._searcher.reader().field_terms(name)), None) is not None

    def _of_words(self, words: str, group: str) -> list[Any]:
        parts: list[Any] = []
        for term in terms(words, group):
            parts.append(query.Term(f"all_{group}", term.text))
            parts.append(query.Term(f"title_{group}", term.text, boost=TITLE_WEIGHT))
        return parts

    def _of_beginning(self, beginning: str | None, group: str) -> list[Any]:
        """Match titles only: a prefix over whole texts takes a second in a large library.

        Titles hold stems, which may be two letters shorter than what was typed.
        """
        start = fold(beginning) if beginning else ""
        if len(start) < MIN_BEGINNING:
            return []
        stem = start if len(start) <= MIN_BEGINNING + 1 else start[:-2]
        return [query.Prefix(f"title_{group}", stem, boost=TITLE_WEIGHT)]

    def _phrase(self, phrase: str, group: str) -> Any:
        words = [term.text for term in terms(phrase, group)]
        return query.Phrase(f"all_{group}", words) if words else query.NullQuery
