"""Coverage: pages by two dimensions and a third, and the empty cells, those that matter most first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from content.catalogue import Entry
from content.fields.models import WITHHELD
from content.labels import DIMENSIONS, label_of
from content.search import FIELDS
from content.taxonomy import Taxonomy

# The course stands for its parts, and what isn't read covers nothing.
NOT_COUNTED = {"lesson", *WITHHELD}
CellCounts = NDArray[np.float64]


class AxisValue(NamedTuple):
    """A value of a dimension, how it is called, and how many pages have it."""

    value: str
    label: str
    pages: int


@dataclass(frozen=True)
class CoverageCell:
    """What a row and a column have in common: pages, pages whose review counts, and pages by layer."""

    row: str
    column: str
    pages: int
    verified: int
    by_layer: Mapping[str, int]


@dataclass(frozen=True)
class EmptyCell:
    """A row and a column, and perhaps a layer, without a page.

    `expected_pages` and `expected_readers` are what the cell would have if the library's pages, and their readers,
    were spread over it as they are over its row, its column and its layer alone.
    """

    row: str
    column: str
    layer: str | None
    expected_pages: float
    expected_readers: float


@dataclass(frozen=True)
class Coverage:
    """The matrix: its dimensions' values, its cells with pages, its gaps, all pages, and those in no cell."""

    rows: tuple[AxisValue, ...]
    columns: tuple[AxisValue, ...]
    layers: tuple[AxisValue, ...]
    cells: tuple[CoverageCell, ...]
    gaps: tuple[EmptyCell, ...]
    pages: int
    in_no_cell: int


def cover(
    entries: Collection[Entry],
    taxonomy: Taxonomy,
    *,
    dimensions: tuple[str, str, str],
    today: str,
    readers: Mapping[str, int],
    most_gaps: int,
) -> Coverage:
    """Count pages by rows, columns and layers, named by field words; `readers` says how many read a page, by its id.

    Gaps are cells without any page, then cells that lack a layer, at most `most_gaps` of each.
    """
    counted = [entry for entry in entries if entry.type not in NOT_COUNTED]
    read = np.array([readers.get(entry.id, 0) for entry in counted], float)
    rows, columns, layers = (_Axis(counted, read, taxonomy, name) for name in dimensions)
    is_verified = np.array([(entry.verified_until or "") >= today for entry in counted], bool)
    pairs = _common(rows, columns)
    verified = _common(rows, columns, is_verified)
    triples = np.zeros((*pairs.shape, len(layers.names)))
    for number, has in enumerate(layers.has.T):
        triples[..., number] = _common(rows, columns, has > 0)
    whole = _gaps((rows, columns), pairs == 0, read, most_gaps)
    parts = _gaps((rows, columns, layers), (pairs > 0)[..., None] & (triples == 0), read, most_gaps)
    is_placed = (rows.has.sum(1) > 0) & (columns.has.sum(1) > 0)
    return Coverage(
        rows.values,
        columns.values,
        layers.values,
        tuple(_cells(rows, columns, layers, pairs, verified, triples)),
        (*whole, *parts),
        pages=len(counted),
        in_no_cell=int((~is_placed).sum()),
    )


class _Axis:
    """A dimension's values: the taxonomy's in its order, then those that only pages have.

    `has` says of each page which it has, shape (pages, values); the shares are those of all pages and of all readers.
    """

    def __init__(self, entries: Sequence[Entry], read: CellCounts, taxonomy: Taxonomy, dimension: str) -> None:
        """Take the pages, and how many read each."""
        places = [_of(entry, FIELDS[dimension]) for entry in entries]
        allowed = taxonomy.dimensions.get(DIMENSIONS.get(dimension, ""), {})
        self.names = (*allowed, *sorted(set(chain.from_iterable(places)) - allowed.keys()))
        codes = {name: code for code, name in enumerate(self.names)}
        self.has: CellCounts = np.zeros((len(entries), len(self.names)))
        numbers = [number for number, values in enumerate(places) for _ in values]
        self.has[numbers, [codes[value] for values in places for value in values]] = 1
        pages = self.has.sum(0)
        labels = (label_of(taxonomy, dimension, name) for name in self.names)
        self.values = tuple(map(AxisValue, self.names, labels, map(int, pages)))
        self.page_shares = pages / (len(entries) or 1)
        self.reader_shares = read @ self.has / (read.sum() or 1)


def _of(entry: Entry, field: str) -> Sequence[str]:
    value = getattr(entry, field)
    return (value,) if isinstance(value, str) else value or ()


def _common(rows: _Axis, columns: _Axis, among: NDArray[np.bool_] | None = None) -> CellCounts:
    """Count the pages, perhaps only some of them, that have a row and a column; shape (rows, columns)."""
    one, other = (rows.has, columns.has) if among is None else (rows.has[among], columns.has[among])
    return one.T @ other


def _cells(
    rows: _Axis, columns: _Axis, layers: _Axis, pairs: CellCounts, verified: CellCounts, triples: CellCounts
) -> Iterator[CoverageCell]:
    for row, column in np.argwhere(pairs).tolist():
        found = triples[row, column]
        by_layer = {layers.names[layer]: int(found[layer]) for layer in np.flatnonzero(found).tolist()}
        yield CoverageCell(
            rows.names[row], columns.names[column], int(pairs[row, column]), int(verified[row, column]), by_layer
        )


def _gaps(axes: Sequence[_Axis], is_empty: NDArray[np.bool_], read: CellCounts, most: int) -> Iterator[EmptyCell]:
    """Yield cells that are empty, ordered by the readers and then the pages that would be expected."""
    pages = len(read) * _spread([axis.page_shares for axis in axes])
    readers = read.sum() * _spread([axis.reader_shares for axis in axes])
    places = np.flatnonzero(is_empty)
    best = places[np.lexsort((-pages[places], -readers[places]))[:most]]
    for place, at in zip(best.tolist(), np.column_stack(np.unravel_index(best, is_empty.shape)).tolist(), strict=True):
        row, column, *rest = (axis.names[code] for axis, code in zip(axes, at, strict=True))
        layer = rest[0] if rest else None
        yield EmptyCell(row, column, layer, round(float(pages[place]), 2), round(float(readers[place]), 2))


def _spread(shares: Sequence[CellCounts]) -> CellCounts:
    """Return the share of each cell if dimensions had nothing to do with each other; shape (cells,)."""
    found = np.ones(1)
    for own in shares:
        found = np.multiply.outer(found, own).ravel()
    return found
