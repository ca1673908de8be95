"""Conversion: how likely a deal in a stage is won within so many days, from how deals in that stage ended before."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Conversion:
    """Of deals that entered a stage: the share still open after, and won by, each of `days` (in order).

    Deals still open count for as long as they were seen (Aalen and Johansen 1978), so that a young pipeline doesn't
    pass for one that loses.
    """

    days: tuple[int, ...]
    open_after: tuple[float, ...]
    won_by: tuple[float, ...]
    visits: int

    def won_within(self, age: int, days: int) -> float | None:
        """Return the chance that a deal open at this age, in days, is won within so many more days.

        None where no deal was seen open for longer than that age; after the oldest age seen nothing more is won.
        """
        still_open = self._at(self.open_after, age, 1.0)
        if still_open <= 0 or age >= self.days[-1]:
            return None
        return (self._at(self.won_by, age + days, 0.0) - self._at(self.won_by, age, 0.0)) / still_open

    def _at(self, shares: tuple[float, ...], day: int, before: float) -> float:
        place = bisect_right(self.days, day)
        return shares[place - 1] if place else before


def conversion_of(days: ArrayLike, *, won: ArrayLike, lost: ArrayLike) -> Conversion:
    """Return the conversion of deals by how many days after entering a stage each was won or lost, of shape (deals,).

    Those that are neither are open until then, and not known of later.
    """
    import numpy as np

    ends, place = np.unique(np.asarray(days, dtype=np.int64), return_inverse=True)
    is_won, is_lost = np.asarray(won, dtype=bool), np.asarray(lost, dtype=bool)
    on_day = np.bincount(place, minlength=len(ends))
    at_risk = len(place) - (np.cumsum(on_day) - on_day)
    wins = np.bincount(place, weights=is_won, minlength=len(ends)) / at_risk
    losses = np.bincount(place, weights=is_lost, minlength=len(ends)) / at_risk
    open_after = np.cumprod(1 - (wins + losses))
    won_by = np.cumsum(np.concatenate([[1.0], open_after[:-1]]) * wins)
    return Conversion(tuple(ends.tolist()), tuple(open_after.tolist()), tuple(won_by.tolist()), len(place))
