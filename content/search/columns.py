"""Columns: the fields of pages as arrays, for filters, facets, titles, translations and dates.

Each segment's columns are read once; a generation joins them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from content.catalogue import Entry
from content.search.engine.store import Segment, Store
from content.search.query import FIELDS, normal_text
from content.search.tally import Mask, Tally

# Sorts behind every day.
NO_END = "9999"


@dataclass(frozen=True)
class Column:
    """The values of one field: for each pair of page and value the page's number and the value's."""

    values: tuple[str, ...]
    pages: NDArray[np.intp]
    codes: NDArray[np.intp]
    size: int

    def holding(self, wanted: Iterable[int]) -> Mask:
        """Return the pages that have one of the values, given by number."""
        mask = np.zeros(self.size, bool)
        for code in wanted:
            mask[self.of(code)] = True
        return mask

    def of(self, code: int) -> NDArray[np.intp]:
        """Return the pages that have the value of a number."""
        order, ends = self._by_code
        return self.pages[order[ends[code] : ends[code + 1]]]

    @cached_property
    def _by_code(self) -> tuple[NDArray[np.intp], list[int]]:
        """The pairs in the order of values, and where those of each value begin, and behind the last."""
        order = np.argsort(self.codes, kind="stable")
        return order, np.searchsorted(self.codes[order], np.arange(len(self.values) + 1)).tolist()

    def having(self, values: Collection[str]) -> Mask:
        """Return the pages that have one of the values."""
        return self.holding(number for number, value in enumerate(self.values) if value in values)

    @cached_property
    def names(self) -> dict[str, list[int]]:
        """Numbers of values by what people may write for them."""
        found: dict[str, list[int]] = {}
        for number, value in enumerate(self.values):
            for name in {normal_text(value), normal_text(value.partition("@")[0])}:
                found.setdefault(name, []).append(number)
        return found


class Columns:
    """All columns of a generation."""

    def __init__(self, store: Store) -> None:
        """Join the columns of the segments."""
        parts = [(part.first, _columns_of(part.segment)) for part in store.parts]
        self._fields = {name: _join(store.size, [(first, own.fields[name]) for first, own in parts]) for name in FIELDS}
        sizes = [len(column.values) for column in self._fields.values()]
        firsts = np.cumsum([0, *sizes]).tolist()
        self._ranges = dict(zip(self._fields, pairwise(firsts), strict=True))
        self._tally = _tally(store.size, self._fields, firsts)
        self.newest = np.concatenate([own.newest for _, own in parts] or [np.zeros(0, "U10")])
        self.until = np.concatenate([own.until for _, own in parts] or [np.zeros(0, "U10")])
        # What only those inside the company see of pages, and what only others see.
        self.inside = np.concatenate([own.inside for _, own in parts] or [np.zeros(0, bool)])
        self.outside = np.concatenate([own.outside for _, own in parts] or [np.zeros(0, bool)])
        self._titles = [(first, own.titles) for first, own in parts]
        self._parts = parts

    def __getitem__(self, name: str) -> Column:
        """Return the column of a field word such as `type`."""
        return self._fields[name]

    def of_editions(self, names: Collection[str]) -> Mask:
        """Return the pages of these editions, of those that not everybody sees."""
        found = np.zeros_like(self.inside)
        for name, mask in (("inside", self.inside), ("outside", self.outside)):
            found |= mask if name in names else False
        return found

    def counts(self, mask: Mask) -> dict[str, list[int]]:
        """Return for each field word the number of masked pages that have each of its values."""
        counts = self._tally.counts(mask)
        return {name: counts[first:last] for name, (first, last) in self._ranges.items()}

    def titles(self) -> Iterator[tuple[str, list[int]]]:
        """Yield every title, normalised, with the numbers of its pages."""
        for first, titles in self._titles:
            for title, numbers in titles.items():
                yield title, [first + number for number in numbers]

    def titled(self, title: str) -> list[int]:
        """Return the numbers of pages whose title is this one, normalised."""
        return [first + number for first, titles in self._titles for number in titles.get(title, ())]

    @cached_property
    def families(self) -> dict[str, list[int]]:
        """Pages that are translations of each other, by the id of the one they were translated from."""
        found: dict[str, list[int]] = {}
        for first, own in self._parts:
            for original, number in own.translated:
                found.setdefault(original, []).append(first + number)
        return found

    @cached_property
    def family(self) -> NDArray[np.int32]:
        """The number of each page's family; -1 for pages without translations."""
        families = np.full(len(self.newest), -1, np.int32)
        for family, (original, numbers) in enumerate(self.families.items()):
            families[numbers] = family
            for first, own in self._parts:
                families[[first + number for number in own.numbers.get(original, ())]] = family
        return families


class _SegmentColumns:
    def __init__(self, entries: Sequence[Entry]) -> None:
        self.fields = {name: _read(entries, attribute) for name, attribute in FIELDS.items()}
        self.newest = np.array([entry.reviewed or entry.changed for entry in entries], "U10")
        self.until = np.array([entry.verified_until or NO_END for entry in entries], "U10")
        self.translated = [
            (entry.translation_of, number) for number, entry in enumerate(entries) if entry.translation_of
        ]
        self.inside = np.array([entry.edition == "inside" for entry in entries], bool)
        self.outside = np.array([entry.edition == "outside" for entry in entries], bool)
        self.numbers: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            self.numbers.setdefault(entry.id, []).append(number)
        self.titles: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            self.titles.setdefault(normal_text(entry.title), []).append(number)


_known: WeakKeyDictionary[Segment, _SegmentColumns] = WeakKeyDictionary()


def _columns_of(segment: Segment) -> _SegmentColumns:
    if segment not in _known:
        _known[segment] = _SegmentColumns([record.entry for record in segment.records])
    return _known[segment]


def _read(entries: Sequence[Entry], attribute: str) -> Column:
    codes: dict[str, int] = {}
    values = [getattr(entry, attribute) for entry in entries]
    rows = [
        (number, codes.setdefault(single, len(codes)))
        for number, value in enumerate(values)
        for single in (value if isinstance(value, tuple) else [value] if value else [])
    ]
    table = np.array(rows, np.intp).reshape(-1, 2)
    return Column(tuple(codes), table[:, 0], table[:, 1], len(entries))


def _tally(size: int, fields: Mapping[str, Column], firsts: Sequence[int]) -> Tally:
    """Return a tally of the values of all fields, numbered one field after the other."""
    pages = np.concatenate([column.pages for column in fields.values()])
    codes = np.concatenate([column.codes + first for column, first in zip(fields.values(), firsts, strict=False)])
    return Tally(pages, codes, values=firsts[-1], size=size)


def _join(size: int, parts: Sequence[tuple[int, Column]]) -> Column:
    codes: dict[str, int] = {}
    pages, joined = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
    for first, column in parts:
        renumbered = np.array([codes.setdefault(value, len(codes)) for value in column.values], np.intp)
        pages.append(column.pages + first)
        joined.append(renumbered[column.codes] if len(column.codes) else column.codes)
    return Column(tuple(codes), np.concatenate(pages), np.concatenate(joined), size)
