"""Open deals that a page fits: by its stages, products and industries, worked out once for each word of the CRM."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from content.catalogue import Entry
from content.meaning import meant_value
from content.taxonomy import Taxonomy
from lms.figures.frames import FigureSet

# A column of deals, its list of words, the dimension that these mean, and the field of a page.
_COLUMNS = {
    "stage": ("stage_word", "stage", "stages"),
    "product": ("product", "product", "products"),
    "industry": ("industry", "industry", "industries"),
}


@dataclass(frozen=True)
class MatchedDeal:
    """A deal by its number, and what of it a page names: field words with values."""

    number: int
    because: dict[str, str]


def deals_for(
    figures: FigureSet, taxonomy: Taxonomy, entry: Entry, numbers: NDArray[np.int64], *, limit: int
) -> tuple[list[MatchedDeal], int]:
    """Return those of some deals that a page fits, in which it names most first, and how many there are.

    A page that names other products or industries than a deal's doesn't fit it.
    """
    meant = {name: _meant(figures, taxonomy, name) for name in _COLUMNS}
    own = {name: _values(figures, name, meant[name], numbers) for name in _COLUMNS}
    fits = {name: np.isin(values, sorted(getattr(entry, _COLUMNS[name][2]))) for name, values in own.items()}
    count = np.sum(list(fits.values()), axis=0)
    is_for = np.ones(len(numbers), dtype=bool)
    for name in ("product", "industry"):
        if getattr(entry, _COLUMNS[name][2]):
            is_for &= fits[name] | (own[name] == "")
    places = np.flatnonzero(is_for & (count > 0))
    order = places[np.argsort(-count[places], kind="stable")]
    found = [
        MatchedDeal(int(numbers[at]), {name: str(own[name][at]) for name in _COLUMNS if fits[name][at]})
        for at in order[:limit].tolist()
    ]
    return found, len(places)


def _meant(figures: FigureSet, taxonomy: Taxonomy, name: str) -> list[str]:
    _, words, dimension = _COLUMNS[name]
    return [meant_value(taxonomy, dimension, text) or "" for text in figures.notes["words"].get(words, ())]


def _values(figures: FigureSet, name: str, meant: Collection[str], numbers: NDArray[np.int64]) -> NDArray[np.str_]:
    """Return what a column of deals means; empty where it means nothing."""
    column = figures.frames["deal"][_COLUMNS[name][0]][numbers]
    return np.array([*meant, ""])[column]
