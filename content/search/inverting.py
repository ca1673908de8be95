"""Pages turned into what the engine writes: for each term the pages it stands in, how often in each region, and where.

A batch is inverted at once: its words become numbers, and arrays do the rest.
"""

from __future__ import annotations

import re
import threading
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from content.catalogue import EditionName, Entry, entry_of
from content.document import Document
from content.fields.models import WITHHELD
from content.fields.structured import anchor_of, told_by
from content.outline import Outline, read_outline
from content.places.addresses import name_of, stem_of
from content.search.analysis import TOKEN, analysis_of, group_of, has_cjk, is_cjk, pairs
from content.search.attachments import files_of, words_of

# Where in a page a term can stand; their order is the order of the counts in a posting.
TITLE, HEADINGS, EXTRA, BODY = range(4)
REGIONS = 4
# Between two pieces of text no phrase can be found.
GAP = 100
MAX_COUNT = 255
MAX_KNOWN = 500_000
# One posting without its positions: the page's number in the segment, and the counts per region.
POSTING = np.dtype([("page", "<u4"), ("counts", "u1", (REGIONS,))])
# Between pieces and between regions, where they are joined to be cut into words in one go.
_PIECE, _REGION = "\x00", "\x01"
_NO_MARKS = str.maketrans(dict.fromkeys((_PIECE, _REGION), " "))
_CUT = re.compile(rf"[{_PIECE}{_REGION}]|{TOKEN.pattern}")
SectionText = tuple[str, str, str]
Int64s = NDArray[np.int64]


class Shown(NamedTuple):
    """What is kept of a page beside its terms; lengths are the numbers of words in each region."""

    entry: Entry
    group: str
    lengths: list[int]
    sections: tuple[SectionText, ...]


class ReadEdition(NamedTuple):
    """What is read of a page for those who see it: its entry, its sections, and its text by region."""

    entry: Entry
    group: str
    sections: tuple[SectionText, ...]
    text: str

    def regions(self) -> list[list[str]]:
        """Return the pieces of text of each region; between two no phrase is found."""
        return [region.split(_PIECE) for region in self.text.split(_REGION)]


class _Files(NamedTuple):
    """Paths of the files that a page leads to, and of those that it shows."""

    attachments: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


class TermList(NamedTuple):
    """A term of a field with its number of pages and its postings, packed: records, ends of positions, positions."""

    field: str
    term: bytes
    pages: int
    data: bytes


@dataclass(frozen=True)
class Inverted:
    """Pages ready to be written as one segment, and their terms, field by field in order; both to be read once."""

    pages: Iterable[Shown]
    lists: Iterator[TermList]


def invert(pages: Sequence[tuple[Document, str]], *, library: str = "") -> Inverted:
    """Analyse pages of a library's folder, each in its language, given with the day they changed."""
    shown: list[Shown] = []
    groups: dict[str, _Group] = {}
    for page, changed in pages:
        for edition in editions_of(page, changed, library=library):
            name = edition.group
            group = groups.setdefault(name, _Group(_lexicon(name)))
            shown.append(Shown(edition.entry, name, group.add(len(shown), edition.text), edition.sections))
    lists = (terms for name, group in groups.items() for terms in (group.terms(f"t_{name}"), group.words(f"w_{name}")))
    return Inverted(shown, chain.from_iterable(lists))


def editions_of(page: Document, changed: str, *, library: str = "") -> Iterator[ReadEdition]:
    """Yield what is read of a page of a library's folder, given with the day it changed."""
    for edition, outline in _editions(page):
        sections, text, files = _read(page, outline, library, is_outside=edition == "outside")
        entry = entry_of(page, changed=changed, edition=edition, **files._asdict())
        yield ReadEdition(entry, group_of(page.fields.language), sections, text)


def _editions(page: Document) -> Iterator[tuple[EditionName, Outline | None]]:
    """Yield what is read of a page: all of it, and what is sent where that isn't all.

    Of a quiz and of timed tasks nothing, because their answers must not be found.
    """
    if page.type in WITHHELD:
        yield "whole", None
        return
    outline = read_outline(page.body, page.dialect)
    sent = read_outline(page.body, page.dialect, rules=page.part_rules) if page.is_for_outside else outline
    if sent == outline and told_by(page.fields, is_outside=True) == told_by(page.fields, is_outside=False):
        yield "whole", outline
    else:
        yield from (("inside", outline), ("outside", sent))


def _read(
    page: Document, outline: Outline | None, library: str, *, is_outside: bool
) -> tuple[tuple[SectionText, ...], str, _Files]:
    """Return an edition's sections, its text by region, and the files it leads to."""
    if outline is None:
        return (), _REGION * (REGIONS - 1), _Files()
    files = _Files(*(files_of(page, targets, library=library) for targets in (outline.links, outline.images)))
    sections = tuple((part.heading, part.anchor, part.text) for part in outline.sections)
    told = told_by(page.fields, is_outside=is_outside)
    sections = (*sections, ("", anchor_of(page.fields), told)) if told else sections
    regions: tuple[Iterable[str], ...] = (
        [page.title],
        [heading for heading, _, _ in sections if heading != page.title],
        _extra(page),
        [*(text for _, _, text in sections), *map(words_of, files.attachments)],
    )
    text = _REGION.join(_PIECE.join(piece.translate(_NO_MARKS) for piece in pieces) for pieces in regions)
    return ((*sections, ("", "", page.fields.summary)) if page.fields.summary else sections), text, files


def _extra(page: Document) -> list[str]:
    """Return what a page says about itself beside its text: summary, keywords, its name, the taxonomy's words.

    A translation's name and the taxonomy's words are mostly those of the original's language, and left out.
    """
    fields = page.fields
    own = (fields.summary, getattr(fields, "competitor", None), getattr(fields, "customer", None), *fields.keywords)
    if fields.translation_of:
        return [text for text in own if text]
    values = (
        name_of(page.path) or stem_of(page.path),
        *fields.stages,
        *fields.personas,
        *fields.industries,
        *fields.products,
        *fields.skills,
    )
    return [*(text for text in own if text), *(re.sub(r"[-_.]+", " ", value) for value in values)]


class _Lexicon(dict[str, int]):
    """Numbers words as they are written; each has a term and, but for CJK pairs, a folded word."""

    def __init__(self, group: str) -> None:
        super().__init__()
        self._analysis = analysis_of(group)
        self._terms: dict[str, int] = {}
        self._words: dict[str, int] = {}
        self._term_of = array("q")
        self._word_of = array("q")
        for mark in (_PIECE, _REGION):
            self._add(mark, -1, -1)

    def __missing__(self, word: str) -> int:
        if is_cjk(word[0]):
            return self._add(word, self._terms.setdefault(word, len(self._terms)), -1)
        term, folded = self._analysis[word], self._analysis.folded(word)
        if not term or not folded:
            return self._add(word, -1, -1)
        key = folded if folded == term else f"{folded}\t{term}"
        known = self._terms.setdefault(term, len(self._terms)), self._words.setdefault(key, len(self._words))
        return self._add(word, *known)

    def _add(self, word: str, term: int, key: int) -> int:
        self._term_of.append(term)
        self._word_of.append(key)
        self[word] = len(self._term_of) - 1
        return self[word]

    def tables(self) -> tuple[Int64s, Int64s, list[str], list[str]]:
        """Return the numbers of terms and of folded words by the numbers of words, and both as text."""
        return np.array(self._term_of), np.array(self._word_of), list(self._terms), list(self._words)


_local = threading.local()


def _lexicon(group: str) -> _Lexicon:
    """Return this thread's lexicon of a group."""
    known: dict[str, _Lexicon] = _local.__dict__.setdefault("lexicons", {})
    if group not in known or len(known[group]) > MAX_KNOWN:
        known[group] = _Lexicon(group)
    return known[group]


class _Group:
    """The pages of one language group in a batch."""

    def __init__(self, lexicon: _Lexicon) -> None:
        self._lexicon = lexicon
        self._pages: list[int] = []
        self._words: list[NDArray[np.int32]] = []

    def add(self, number: int, text: str) -> list[int]:
        """Add a page and return the lengths of its regions."""
        words = _CUT.findall(text)
        if has_cjk(text):
            words = [part for word in words for part in (pairs(word) if is_cjk(word) else (word,))]
        lexicon = self._lexicon
        numbers = np.array([lexicon[word] for word in words], np.int32)
        self._pages.append(number)
        self._words.append(numbers)
        ends = [*np.flatnonzero(numbers == 1).tolist(), len(numbers)]
        starts = [0, *(end + 1 for end in ends)]
        return [end - start for start, end in zip(starts, ends, strict=False)]

    def terms(self, field: str) -> Iterator[TermList]:
        """Yield the postings of every term, with positions."""
        term_of, _, texts, _ = self._lexicon.tables()
        words, pages, regions, positions = self._laid_out()
        keys = term_of[words] << 32 | pages
        order = np.argsort(keys, kind="stable")
        order = order[np.searchsorted(keys, 0, sorter=order) :]  # marks and what is no word have no term: below 0
        keys, regions, positions = keys[order], regions[order], positions[order]
        del order
        starts = np.flatnonzero(np.diff(keys, prepend=-1))
        if not len(starts):
            return
        records = np.zeros(len(starts), POSTING)
        records["page"] = keys[starts] & 0xFFFFFFFF
        for region in range(REGIONS):
            counts = np.add.reduceat(regions == region, starts, dtype=np.int32)
            records["counts"][:, region] = np.minimum(counts, MAX_COUNT)
        ends = np.append(starts[1:], len(keys))
        runs = _in_order(_runs(keys[starts] >> 32), texts)
        del keys, regions, words, pages
        for term, first, last in runs:
            head = records[first:last].tobytes()
            begin, end = int(starts[first]), int(ends[last - 1])
            own_ends = (ends[first:last] - begin).astype("<u4").tobytes()
            data = head + own_ends + positions[begin:end].tobytes()
            yield TermList(field, term, last - first, data)

    def words(self, field: str) -> Iterator[TermList]:
        """Yield the pages of every folded word."""
        _, word_of, _, texts = self._lexicon.tables()
        words, pages, _, _ = self._laid_out()
        keys = np.sort(word_of[words] << 32 | pages)
        keys = keys[np.searchsorted(keys, 0) :]
        keys = keys[np.flatnonzero(np.diff(keys, prepend=-1))]
        records = np.zeros(len(keys), POSTING)
        records["page"] = keys & 0xFFFFFFFF
        for word, first, last in _in_order(_runs(keys >> 32), texts):
            yield TermList(field, word, last - first, records[first:last].tobytes())

    def _laid_out(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8], NDArray[np.uint32]]:
        """Return for every word of the batch its number, its page, its region, and its position in the page."""
        sizes = [len(words) for words in self._words]
        words = np.concatenate(self._words)
        pages = np.repeat(np.array(self._pages, np.int32), sizes)
        regions = [np.cumsum(own == 1, dtype=np.uint8) for own in self._words]
        positions = [np.cumsum(np.where(own <= 1, GAP, 1), dtype=np.uint32) - np.uint32(1) for own in self._words]
        return words, pages, np.concatenate(regions), np.concatenate(positions)


def _runs(values: Int64s) -> Iterator[tuple[int, int, int]]:
    """Yield (value, first, behind the last) for each run of equal values."""
    if not len(values):
        return
    starts = np.flatnonzero(np.diff(values, prepend=-1))
    ends = np.append(starts[1:], len(values))
    yield from zip(values[starts].tolist(), starts.tolist(), ends.tolist(), strict=True)


def _in_order(runs: Iterable[tuple[int, int, int]], texts: list[str]) -> list[tuple[bytes, int, int]]:
    """Give runs the terms that their numbers stand for, and put them into the order of these."""
    return sorted((_encoded(texts[number]), first, last) for number, first, last in runs)


def _encoded(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")
