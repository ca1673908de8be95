"""Of which periods and of whom a question is, and by what its figures are told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lms.figures.frames import FrameColumn

# What rows can be told apart by, and the list of words that their numbers are of.
DIMENSIONS = {
    "person": "who",
    "team": "team",
    "region": "region",
    "product": "product",
    "segment": "segment",
    "lead_source": "lead_source",
    "type": "type",
    "industry": "industry",
    "campaign": "campaign",
    "stage": "stage",
    "skill": "skill",
}
CUSTOMER_DIMENSIONS = ("person", "team", "region", "segment", "industry")
DEAL_DIMENSIONS = tuple(name for name in DIMENSIONS if name not in {"stage", "skill"})


class KpiPeriod(NamedTuple):
    """The first and the last day of a period, as numbers."""

    start: int
    end: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return self.end - self.start + 1


@dataclass(frozen=True)
class PeopleScope:
    """Whose figures: those of some teams or of some people, by number, or of the whole company."""

    teams: frozenset[int] | None = None
    people: frozenset[int] | None = None


@dataclass(frozen=True)
class PartsShown:
    """By what figures are told apart: the numbers of the values shown, in their order; the last part is all others."""

    dimension: str
    numbers: tuple[int, ...]
    # For teams below the ones shown: which of these they belong to.
    above: Mapping[int, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many parts there are, with that of all others."""
        return len(self.numbers) + 1

    def of(self, values: FrameColumn) -> NDArray[np.int64]:
        """Return the part of each value."""
        size = 2 + max([*self.numbers, *self.above, int(values.max(initial=-1))], default=-1)
        part = np.full(size, len(self.numbers), dtype=np.int64)
        for place, number in enumerate(self.numbers):
            part[number] = place
        for number, shown in self.above.items():
            part[number] = part[shown]
        return part[values]


def among(wanted: frozenset[int], values: FrameColumn | None) -> NDArray[np.bool_] | bool:
    """Tell for each value whether it is among those that are wanted; a frame that lacks the column has none."""
    if values is None:
        return False
    size = 2 + max([*wanted, int(values.max(initial=-1))], default=-1)
    table = np.zeros(size, dtype=bool)
    table[list(wanted)] = True
    table[-1] = False
    return table[values]
