"""Rows that a question is about, each in a group, and what is counted of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lms.figures.frames import MISSING, Column

if TYPE_CHECKING:
    from lms.kpis.asked import Asked


@dataclass(frozen=True, eq=False)
class Picked:
    """Rows of a frame by their numbers, with the group of each."""

    asked: Asked
    frame: str
    at: NDArray[Any]
    group: NDArray[Any]

    def __getitem__(self, column: str) -> Column:
        """Return a column of these rows."""
        found: Column = self.asked.frame(self.frame)[column][self.at]
        return found

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.at)

    def where(self, mask: NDArray[np.bool_]) -> Picked:
        """Return some of these rows."""
        return Picked(self.asked, self.frame, self.at[mask], self.group[mask])

    def count(self, mask: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Return how many rows each group has."""
        return np.bincount(self.group if mask is None else self.group[mask], minlength=self.asked.groups)

    def sum(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return the sum of values of the rows by group; NaN values are left out."""
        own = np.nan_to_num(np.asarray(values, np.float64))
        return np.bincount(self.group, weights=own, minlength=self.asked.groups).astype(np.float64)

    def by_person(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return the sums of values by person and group, of shape (people, groups); rows of nobody are a person."""
        people, number = np.unique(self["who"], return_inverse=True)
        groups = self.asked.groups
        own = np.nan_to_num(np.asarray(values, np.float64))
        summed = np.bincount(number * groups + self.group, weights=own, minlength=len(people) * groups)
        return summed.astype(np.float64).reshape(len(people), groups)

    def worth(self) -> NDArray[np.float64]:
        """Return the amounts of the rows in the currency of reports, at the rates of the day asked for, in its units.

        NaN where nobody said an amount, or there is no rate.
        """
        return amounts_in(self.asked, self["amount"], self["currency"])

    def faulty(self) -> NDArray[np.int64]:
        """Return how many rows of each group are of deals with faults."""
        faults = self.asked.frame("deal")["faults"]
        return self.count((faults[self["deal"]] if self.frame != "deal" else self["faults"]) != 0)

    def distinct(self, column: str) -> NDArray[np.int64]:
        """Return how many different values of a column each group has; -1 isn't one."""
        values = self[column]
        pairs = np.unique(np.stack([self.group, values.astype(np.int64)])[:, values >= 0], axis=1)
        return np.bincount(pairs[0], minlength=self.asked.groups)


def amounts_in(asked: Asked, amount: Column, currency: Column) -> NDArray[np.float64]:
    """Return minor units of currencies, by number, in units of the currency of reports; NaN where none is known."""
    return np.where(amount == MISSING, np.nan, amount * asked.rates.factors[currency])
