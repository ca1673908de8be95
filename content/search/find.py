"""Finding pages: from what a rep typed to ranked hits with highlights."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from pathlib import Path

from content.catalogue import Catalogue, CatalogueError, Entry, read_catalogue
from content.search import engine
from content.search.analysis import fold, group_of
from content.search.passages import Highlight, Marker
from content.search.update import CATALOGUE

MAX_WORDS = 32
_Titles = dict[str, list[Entry]]
_PHRASE = re.compile(r'"([^"]*)"')
_TYPE = re.compile(r"(?:^|\s)type:(\S+)")


class IndexMissingError(Exception):
    """There is no index that can be read yet; `folder` names one that is there but broken."""

    def __init__(self, message: str, *, folder: str | None = None) -> None:
        """Keep the broken index's name beside the message."""
        super().__init__(message)
        self.folder = folder


@dataclass(frozen=True)
class Asked:
    """A query taken apart."""

    words: str
    phrases: tuple[str, ...]
    type: str | None
    beginning: str | None = None

    @property
    def text(self) -> str:
        """All words of the query."""
        return " ".join([self.words, *self.phrases])


@dataclass(frozen=True)
class Hit:
    """One page that matches: its score, its title with matches marked (or None), and its best passage."""

    entry: Entry
    score: float
    title_html: str | None
    passage: Highlight | None


@dataclass(frozen=True)
class Found:
    """One page of hits, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


def read_query(text: str, *, type_: str | None = None, is_typing: bool = False) -> Asked:
    """Take a query apart: "phrases", `type:` words, and the rest; never raises.

    While the rep is typing, the last word is also taken as the beginning of one.
    """
    named = _TYPE.search(text)
    text = _TYPE.sub(" ", text)
    phrases = tuple(" ".join(phrase.split()[:MAX_WORDS]) for phrase in _PHRASE.findall(text)[:4] if phrase.strip())
    words = " ".join(_PHRASE.sub(" ", text).replace('"', " ").split()[:MAX_WORDS])
    beginning = words.split()[-1] if is_typing and words else None
    return Asked(words, phrases, type_ or (named[1].lower() if named else None), beginning)


class Search:
    """Searches the index in one folder; safe for threads, and always on the newest generation."""

    def __init__(self, folder: Path) -> None:
        """Open nothing yet."""
        self._path = folder / CATALOGUE
        self._newest: tuple[tuple[int, int], Catalogue, _Titles] | None = None
        self._local = threading.local()
        self._lock = threading.Lock()

    def catalogue(self) -> Catalogue:
        """Return the catalogue of the newest generation; raises IndexMissingError."""
        return self._read()[0]

    def _read(self) -> tuple[Catalogue, _Titles]:
        """Return the newest catalogue and its pages by title, read again only when the file changed."""
        try:
            status = self._path.stat()
        except OSError as error:
            raise IndexMissingError("the library is being indexed for the first time") from error
        stamp = (status.st_mtime_ns, status.st_ino)
        with self._lock:
            if self._newest is None or self._newest[0] != stamp:
                try:
                    catalogue = read_catalogue(self._path)
                except CatalogueError as error:
                    raise IndexMissingError(str(error)) from error
                self._newest = (stamp, catalogue, _titles(catalogue))
            return self._newest[1:]

    def find(self, asked: Asked, *, page: int = 1, page_size: int = 10) -> Found:
        """Return one page of hits, best first; raises IndexMissingError when there is no index to read."""
        catalogue, titles = self._read()
        try:
            reader = self._reader(catalogue)
            ranked = reader.rank(
                asked.words, asked.phrases, beginning=asked.beginning, type_=asked.type, limit=page * page_size
            )
            known = _exact_title_first(ranked, catalogue, titles, asked)
            shown = known[(page - 1) * page_size : page * page_size]
            markers = _Markers(asked.text)
            hits = tuple(_hit(entry, score, markers, reader) for entry, score in shown)
        except engine.EngineError as error:
            raise IndexMissingError(str(error), folder=catalogue.folder) from error
        return Found(hits, max(ranked.total, len(known)))

    def _reader(self, catalogue: Catalogue) -> engine.Reader:
        """Return this thread's reader of the catalogue's generation."""
        wanted = (catalogue.folder, catalogue.generation)
        if getattr(self._local, "generation", None) != wanted:
            if hasattr(self._local, "reader"):
                self._local.reader.close()
                del self._local.reader
            self._local.reader = engine.Reader(self._path.parent / catalogue.folder)
            self._local.generation = wanted
        reader: engine.Reader = self._local.reader
        return reader


def _exact_title_first(
    ranked: engine.Ranked, catalogue: Catalogue, titles: _Titles, asked: Asked
) -> list[tuple[Entry, float]]:
    """Put pages whose title is the query first, even where the engine ranks them below all that was asked for."""
    scores = dict(ranked.hits)
    exact = [entry for entry in titles.get(title_key(asked.text), []) if asked.type in {None, entry.type}]
    best = ranked.hits[0][1] if ranked.hits else 0.0
    first = [(entry, scores.get(entry.id, best)) for entry in exact]
    names = {entry.id for entry in exact}
    return first + [
        (catalogue.by_id[id_], score) for id_, score in ranked.hits if id_ in catalogue.by_id and id_ not in names
    ]


def title_key(text: str) -> str:
    """Reduce a title or a query to what makes two of them the same."""
    return " ".join(fold(word) for word in re.findall(r"\w+", text))


def _titles(catalogue: Catalogue) -> _Titles:
    titles: _Titles = {}
    for entry in catalogue.entries:
        if entry.type != "quiz":
            titles.setdefault(title_key(entry.title), []).append(entry)
    return titles


def _hit(entry: Entry, score: float, markers: _Markers, reader: engine.Reader) -> Hit:
    marker = markers[group_of(entry.language)]
    return Hit(entry, round(score, 4), marker.mark(entry.title), marker.best_passage(reader.sections(entry.id)))


class _Markers(dict[str, Marker]):
    """A marker for each analysis that the hits need."""

    def __init__(self, asked: str) -> None:
        self._asked = asked

    def __missing__(self, group: str) -> Marker:
        self[group] = Marker(self._asked, group)
        return self[group]
