"""A page turned into what the engine writes: for each term how often it stands in each region, and where."""

from __future__ import annotations

import multiprocessing
import re
import struct
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice, starmap
from typing import NamedTuple

from content.catalogue import Entry, entry_of
from content.document import Document
from content.outline import read_outline
from content.search.analysis import TOKEN, analysis_of, group_of, is_cjk, term_texts

# Where in a page a term can stand; their order is the order of the counts in a posting.
TITLE, HEADINGS, EXTRA, BODY = range(4)
REGIONS = 4
# Between two pieces of text no phrase can be found.
GAP = 100
MAX_COUNT = 255
# So many pages are analysed before it pays to start processes; they take pages by the chunk.
FEW_PAGES = 400
CHUNK = 50
_count = struct.Struct("<BBBB").pack
Section = tuple[str, str, str]


class Posting(NamedTuple):
    """A term in one page: how often in each region (capped, packed as four bytes), and its positions in order."""

    counts: bytes
    positions: list[int]


@dataclass(frozen=True)
class Inverted:
    """One page ready to be written; `words` are its different words, folded, each with its term."""

    entry: Entry
    group: str
    lengths: tuple[int, int, int, int]
    postings: dict[str, Posting]
    words: frozenset[tuple[str, str]]
    sections: tuple[Section, ...]


def invert(page: Document, *, changed: str) -> Inverted:
    """Analyse one page in its language; of a quiz only that it is there, because its answers must not be found."""
    entry = entry_of(page, changed=changed)
    group = group_of(page.fields.language)
    if page.type == "quiz":
        return Inverted(entry, group, (0, 0, 0, 0), {}, frozenset(), ())
    sections = tuple((part.heading, part.anchor, part.text) for part in read_outline(page.body).sections)
    cutter = _Cutter(group)
    regions = [
        cutter.places([page.title]),
        cutter.places(heading for heading, _, _ in sections if heading != page.title),
        cutter.places(_extra(page)),
        cutter.places(text for _, _, text in sections),
    ]
    shown = (*sections, ("", "", page.fields.summary)) if page.fields.summary else sections
    lengths = (cutter.lengths[0], cutter.lengths[1], cutter.lengths[2], cutter.lengths[3])
    return Inverted(entry, group, lengths, _merge(regions), cutter.words(), shown)


def invert_all(pages: Iterable[tuple[Document, str]], *, jobs: int = 1) -> Iterator[Inverted]:
    """Analyse pages, given with the day they changed, in their order; many of them in several processes."""
    pages = iter(pages)
    first = list(islice(pages, FEW_PAGES))
    yield from starmap(_invert_dated, first)
    if jobs == 1:
        yield from starmap(_invert_dated, pages)
        return
    # Not forked: the process that asks may have threads.
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[list[Inverted]]] = deque()
        while chunk := list(islice(pages, CHUNK)):
            waiting.append(pool.submit(_invert_chunk, chunk))
            if len(waiting) > 2 * jobs:
                yield from waiting.popleft().result()
        for rest in waiting:
            yield from rest.result()


def _invert_chunk(pages: list[tuple[Document, str]]) -> list[Inverted]:
    return list(starmap(_invert_dated, pages))


def _invert_dated(page: Document, changed: str) -> Inverted:
    return invert(page, changed=changed)


def _extra(page: Document) -> list[str]:
    """Return what a page says about itself beside its text: summary, keywords, its name, the taxonomy's words.

    A translation's name and the taxonomy's words are mostly those of the original's language, and left out.
    """
    fields = page.fields
    own = (fields.summary, getattr(fields, "competitor", None), getattr(fields, "customer", None), *fields.keywords)
    if fields.translation_of:
        return [text for text in own if text]
    name = page.path.removesuffix(".md").removesuffix("/index").removesuffix("/README").rpartition("/")[2]
    values = (name, *fields.stages, *fields.personas, *fields.industries, *fields.products, *fields.skills)
    return [*(text for text in own if text), *(re.sub(r"[-_.]+", " ", value) for value in values)]


class _Cutter:
    """Cuts the regions of one page, one after the other, and remembers which words it saw."""

    def __init__(self, group: str) -> None:
        self.lengths: list[int] = []
        self._analysis = analysis_of(group)
        self._position = 0
        self._seen: set[str] = set()

    def places(self, texts: Iterable[str]) -> dict[str, list[int]]:
        """Return where each term of a region stands."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        length = 0
        for text in texts:
            words = TOKEN.findall(text)
            self._seen.update(words)
            found = term_texts(words, self._analysis)
            for place, term in enumerate(found, start=self._position):
                places[term].append(place)
            length += len(found)
            self._position += len(found) + GAP
        places.pop("", None)
        self.lengths.append(length)
        return places

    def words(self) -> frozenset[tuple[str, str]]:
        """Return the words seen, folded, each with its term; CJK runs are no words."""
        pairs = {self._analysis.folded(word): self._analysis[word] for word in self._seen if not is_cjk(word[0])}
        return frozenset((word, term) for word, term in pairs.items() if word and term)


def _merge(regions: list[dict[str, list[int]]]) -> dict[str, Posting]:
    title, headings, extra, body = regions
    few = {*title, *headings, *extra}
    postings = {
        term: Posting(_count(0, 0, 0, min(MAX_COUNT, len(places))), places)
        for term, places in body.items()
        if term not in few
    }
    for term in few:
        found = [region.get(term, []) for region in regions]
        title_count, heading_count, extra_count, body_count = [min(MAX_COUNT, len(places)) for places in found]
        counts = _count(title_count, heading_count, extra_count, body_count)
        postings[term] = Posting(counts, [place for places in found for place in places])
    return postings
