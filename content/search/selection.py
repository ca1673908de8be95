"""Filters and facets: which pages are asked for by field, and how many each value would leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from content.labels import DIMENSIONS
from content.search.columns import Column
from content.search.generation import Generation
from content.search.query import Asked, normal_text
from content.search.tally import Mask

MOST_VALUES = 50


@dataclass(frozen=True)
class FacetValue:
    """One value, how many of the hits have it, and whether it is selected."""

    value: str
    label: str
    count: int
    is_selected: bool


@dataclass(frozen=True)
class Facet:
    """The values of one field among the hits; the field's own selection isn't applied to its counts."""

    name: str
    values: tuple[FacetValue, ...]


class Selection:
    """The filters of one query over one generation."""

    def __init__(self, generation: Generation, asked: Asked) -> None:
        """Find the pages of each filter."""
        self._generation = generation
        self._codes = {name: values_meant(generation, name, values) for name, values in asked.only.items()}
        self._only = {name: self._column(name).holding(codes) for name, codes in self._codes.items()}
        self._without = np.zeros(len(generation.entries), bool)
        self._codes_left_out = {name: values_meant(generation, name, own) for name, own in asked.without.items()}
        for name, codes in self._codes_left_out.items():
            self._without |= self._column(name).holding(codes)

    @property
    def codes(self) -> dict[str, list[int]]:
        """Numbers of the values that are asked for, by field word."""
        return self._codes

    @property
    def codes_left_out(self) -> dict[str, list[int]]:
        """Numbers of the values that aren't wanted, by field word."""
        return self._codes_left_out

    def allowed(self, *, but: str | None = None) -> Mask:
        """Return the pages that pass every filter, or every one but that of one field."""
        mask = ~self._without
        for name, holding in self._only.items():
            if name != but:
                mask &= holding
        return mask

    def holding(self, name: str) -> Mask:
        """Return the pages that pass the filter of one field, which must be there."""
        return self._only[name]

    def facets(self, matching: Mask, seen: Mask) -> tuple[Facet, ...]:
        """Count the values of every field among matching pages, which are not filtered yet."""
        columns = self._generation.columns
        counted = columns.counts(matching & self.allowed())
        counted |= {name: columns.counts(matching & self.allowed(but=name))[name] for name in self._only}
        return self.listed(counted, seen)

    def listed(self, counted: Mapping[str, Sequence[int]], seen: Mask) -> tuple[Facet, ...]:
        """List the values of every field with what was counted of each.

        A selected value is listed even where it counts nothing, unless only hidden pages have it.
        """
        columns = self._generation.columns
        found = []
        for name, counts in counted.items():
            column = columns[name]
            chosen = [code for code in self._codes.get(name, []) if seen[column.of(code)].any()]
            labels = self._generation.labels(name)
            values = [
                FacetValue(value, labels[code], count, code in chosen)
                for code, (value, count) in enumerate(zip(column.values, counts, strict=True))
                if count or code in chosen
            ]
            values.sort(key=lambda value: (-value.count, value.label))
            if values:
                found.append(Facet(name, tuple(values[:MOST_VALUES])))
        return tuple(found)

    def _column(self, name: str) -> Column:
        return self._generation.columns[name]


def values_meant(generation: Generation, name: str, values: Sequence[str]) -> list[int]:
    """Return the numbers of a field's values that people may mean, by value, label or other name."""
    taxonomy = generation.head.taxonomy
    dimension = DIMENSIONS.get(name, "")
    named = _names(taxonomy.dimensions.get(dimension, {}), taxonomy.also.get(dimension, {}))
    wanted = {normal_text(text) for value in values for text in (value, named.get(normal_text(value), value))}
    return sorted({code for text in wanted for code in generation.columns[name].names.get(text, ())})


def _names(labels: Mapping[str, str], also: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return values by their labels and other names."""
    found = {normal_text(label): value for value, label in labels.items()}
    return found | {normal_text(name): value for value, names in also.items() for name in names}
