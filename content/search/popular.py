"""Searches that several people made with success: they complete what another one types who may see what they led to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from content.replacing import write_atomically
from content.search.analysis import TOKEN, analysis_of, fold, term_texts
from content.search.beside import FileBeside
from content.search.generation import Generation, Sight
from content.search.query import is_plain, normal_text
from content.search.stops import STOPS

POPULAR = "searches.json"
# Of the searches that begin as the text does so many are looked at.
MOST_LOOKED_AT = 40


class PopularSearch(NamedTuple):
    """A search as most people type it, and the ids of the pages they opened."""

    text: str
    pages: tuple[str, ...]


def write_popular(folder: Path, searches: Mapping[str, Sequence[str]]) -> None:
    """Replace what is known of popular searches beside the indexes in a folder: text to page ids, best first."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [[text, list(pages)] for text, pages in searches.items() if is_plain(text)]
    write_atomically(folder / POPULAR, json.dumps(rows, ensure_ascii=False))


def popular_file(folder: Path) -> FileBeside[tuple[PopularSearch, ...]]:
    """Return what reads the popular searches beside the indexes in a folder."""
    return FileBeside(folder / POPULAR, _read, ())


def _read(rows: Any, _: str) -> tuple[PopularSearch, ...]:
    return tuple(PopularSearch(str(text), tuple(map(str, pages))) for text, pages in rows)


def completing(generation: Generation, text: str, searches: Iterable[PopularSearch], *, sight: Sight) -> Iterator[str]:
    """Yield the searches in which a word begins as the text does, for a reader who sees a page that they led to.

    That page must hold all their words: so nobody reads what only others could know.
    """
    start = normal_text(text)
    looked_at = 0
    for search in searches:
        normal = normal_text(search.text)
        if start and f" {start}" in f" {normal}" and normal != start:
            looked_at += 1
            if looked_at > MOST_LOOKED_AT:
                return
            numbers = (generation.number_of(page_id, sight=sight) for page_id in search.pages)
            if any(number is not None and _holds(generation, number, search.text) for number in numbers):
                yield search.text


def _holds(generation: Generation, number: int, text: str) -> bool:
    """Tell whether a page holds every word of a text, in any form; the small ones aren't looked for."""
    group = generation.groups[generation.group_of[number]]
    stops = STOPS.get(group, frozenset())
    words = [word for word in TOKEN.findall(text) if fold(word) not in stops]
    terms = term_texts(words, analysis_of(group))
    return bool(terms) and all(generation.term(group, term).is_in(number) for term in terms)
