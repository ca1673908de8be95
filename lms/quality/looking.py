"""The deals that rules look at: those of a scope that count, as columns, with what they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lms.crm.deals import Fault
from lms.figures.deals import GONE
from lms.figures.frames import FigureSet, Frame, FrameColumn
from lms.figures.people import team_on
from lms.kpis.asked import PeopleScope
from lms.kpis.money import CurrencyRates


@dataclass(frozen=True, eq=False)
class Breaks:
    """Deals that break a rule, by their places among those looked at.

    `hint` is for each the number of its text among `hints`, -1 for none; where there are no texts, of another deal.
    """

    places: NDArray[np.intp]
    hint: NDArray[np.int64] | None = None
    hints: Sequence[str] | None = ()


@dataclass(frozen=True, eq=False)
class Looked:
    """The deals looked at by their numbers; those that were deleted or merged aren't."""

    figures: FigureSet
    rates: CurrencyRates
    at: NDArray[np.intp]
    is_company: bool = False

    @classmethod
    def of(cls, figures: FigureSet, rates: CurrencyRates, scope: PeopleScope) -> Looked:
        """Take the deals whose owners are of the scope today."""
        deal = figures.frames["deal"]
        keep = deal["state"] != GONE
        if scope.teams is not None:
            today = np.full(len(keep), figures.notes["day"])
            keep &= np.isin(team_on(figures.frames["stand"], deal["who"], today), sorted(scope.teams - {-1}))
        if scope.people is not None:
            keep &= np.isin(deal["who"], sorted(scope.people - {-1}))
        return cls(figures, rates, np.flatnonzero(keep), is_company=scope == PeopleScope())

    @cached_property
    def company(self) -> Looked:
        """All deals of the company, which tell what is usual."""
        return self if self.is_company else Looked.of(self.figures, self.rates, PeopleScope())

    def __getitem__(self, column: str) -> FrameColumn:
        """Return a column of these deals."""
        found: FrameColumn = self.deal[column]
        return found if len(self.at) == len(found) else found[self.at]

    @property
    def deal(self) -> Frame:
        """All deals of the figures."""
        return self.figures.frames["deal"]

    def words(self, name: str) -> Sequence[str]:
        """Return a list of words of the figures."""
        found: Sequence[str] = self.figures.notes["words"].get(name, [])
        return found

    def counts(self, column: str, words: str) -> NDArray[np.int64]:
        """Return how many deals of the company have each word in a column."""
        values = self.company[column]
        return np.bincount(values[values >= 0], minlength=len(self.words(words)))

    @cached_property
    def worth(self) -> NDArray[np.float64]:
        """What each deal is worth in the currency of reports, in its units; NaN without an amount or a rate."""
        return self.rates.amounts(self["amount"], self["currency"])

    def with_fault(self, fault: Fault) -> NDArray[np.bool_]:
        """Tell which deals have a fault."""
        has: NDArray[np.bool_] = (self["faults"] & int(fault)) != 0
        return has

    def hinted(self, column: str, hint_of: NDArray[np.int64], hints: Sequence[str]) -> Breaks:
        """Return the deals whose word in a column has a hint."""
        values = self[column]
        hint = np.append(hint_of, -1)[values]
        places = np.flatnonzero(hint >= 0)
        return Breaks(places, hint[places], hints)


def found_where(mask: NDArray[np.bool_]) -> Breaks:
    """Return deals without hints."""
    return Breaks(np.flatnonzero(mask))
