"""What the library covers: pages by two dimensions and a third, and the empty cells, those that matter most first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from content.catalogue import Entry
from content.labels import DIMENSIONS, label_of
from content.search.query import FIELDS
from content.taxonomy import Taxonomy

# Parts of a course stand for the course.
NOT_COUNTED = {"lesson", "quiz"}
Shares = NDArray[np.float64]


class Value(NamedTuple):
    """A value of a dimension, how it is called, and how many pages have it."""

    value: str
    label: str
    pages: int


@dataclass(frozen=True)
class Cell:
    """What a row and a column have in common: pages, pages whose review counts, and pages by layer."""

    row: str
    column: str
    pages: int
    verified: int
    by_layer: Mapping[str, int]


@dataclass(frozen=True)
class Gap:
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

    rows: tuple[Value, ...]
    columns: tuple[Value, ...]
    layers: tuple[Value, ...]
    cells: tuple[Cell, ...]
    gaps: tuple[Gap, ...]
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
    places = [[_of(entry, FIELDS[name]) for entry in counted] for name in dimensions]
    read = [readers.get(entry.id, 0) for entry in counted]
    rows, columns, layers = (_Axis(own, read, taxonomy, name) for own, name in zip(places, dimensions, strict=True))
    pairs: Counter[tuple[str, ...]] = Counter()
    verified: Counter[tuple[str, ...]] = Counter()
    triples: Counter[tuple[str, ...]] = Counter()
    in_no_cell = 0
    for entry, *values in zip(counted, *places, strict=True):
        pair = list(product(*values[:2]))
        in_no_cell += not pair
        pairs.update(pair)
        triples.update(product(*values))
        if (entry.verified_until or "") >= today:
            verified.update(pair)
    by_layer: dict[tuple[str, ...], dict[str, int]] = {}
    for (row, column, layer), count in triples.items():
        by_layer.setdefault((row, column), {})[layer] = count
    cells = tuple(
        Cell(*key, pages=pairs[key], verified=verified[key], by_layer=by_layer.get(key, {}))
        for key in product(rows.names, columns.names)
        if pairs[key]
    )
    whole = _gaps((rows, columns), lambda key: key not in pairs, most_gaps)
    parts = _gaps((rows, columns, layers), lambda key: key[:2] in pairs and key not in triples, most_gaps)
    return Coverage(
        rows.values, columns.values, layers.values, cells, (*whole, *parts), pages=len(counted), in_no_cell=in_no_cell
    )


class _Axis:
    """A dimension's values: the taxonomy's in its order, then those that only pages have."""

    def __init__(
        self, places: Sequence[Sequence[str]], read: Sequence[int], taxonomy: Taxonomy, dimension: str
    ) -> None:
        """Take each page's values, and how many read it."""
        pages = Counter(chain.from_iterable(places))
        readers: Counter[str] = Counter()
        for values, count in zip(places, read, strict=True):
            for value in values if count else ():
                readers[value] += count
        allowed = taxonomy.dimensions.get(DIMENSIONS.get(dimension, ""), {})
        self.names = (*allowed, *sorted(pages.keys() - allowed.keys()))
        self.values = tuple(Value(name, label_of(taxonomy, dimension, name), pages[name]) for name in self.names)
        self.all_pages = len(places)
        self.all_readers = sum(read)
        self.page_shares: Shares = np.array([pages[name] for name in self.names], float) / (self.all_pages or 1)
        self.reader_shares: Shares = np.array([readers[name] for name in self.names], float) / (self.all_readers or 1)


def _of(entry: Entry, field: str) -> Sequence[str]:
    value = getattr(entry, field)
    return (value,) if isinstance(value, str) else value or ()


def _gaps(axes: Sequence[_Axis], is_empty: Callable[[tuple[str, ...]], bool], most: int) -> Iterator[Gap]:
    """Yield cells that are empty, ordered by the readers and then the pages that would be expected."""
    pages = axes[0].all_pages * _spread([axis.page_shares for axis in axes])
    readers = axes[0].all_readers * _spread([axis.reader_shares for axis in axes])
    shape = tuple(len(axis.names) for axis in axes)
    for place in np.lexsort((-pages, -readers)).tolist():
        if most == 0:
            return
        key = tuple(axis.names[at] for axis, at in zip(axes, np.unravel_index(place, shape), strict=True))
        if is_empty(key):
            most -= 1
            layer = key[2] if len(key) == 3 else None
            yield Gap(key[0], key[1], layer, round(float(pages[place]), 2), round(float(readers[place]), 2))


def _spread(shares: Sequence[Shares]) -> Shares:
    """Return the share of each cell if dimensions had nothing to do with each other; shape (cells,)."""
    found = np.ones(1)
    for own in shares:
        found = np.multiply.outer(found, own).ravel()
    return found
