"""Closed deals whose time was recorded, with what makes them alike: segment, size, and what their owner won before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lms.effects.outcomes import Basis
from lms.kpis.picked import Picked
from lms.kpis.scope import KpiPeriod

# Of very many deals, the last ones.
MOST_DEALS = 20_000
LEAST_EARLIER = 5
_UNKNOWN = 3
_YEARS = 1_100  # days back for which deals are looked at


@dataclass(frozen=True, eq=False)
class Closed:
    """Deals that were closed, by columns; from `first` to `last` their owner could touch pages that count.

    `stratum` numbers those that are alike; `worth` is NaN without an amount.
    """

    who: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    is_won: NDArray[np.bool_]
    worth: NDArray[np.float64]
    stratum: NDArray[np.int64]

    def __len__(self) -> int:
        """Return how many deals there are."""
        return len(self.who)


def closed_deals(basis: Basis, *, recorded_from: int, days: int | None) -> Closed:
    """Return the deals whose days that count were all recorded: those they were open, or `days` before they closed.

    `recorded_from` is the first day of which it is known who touched what. The day of the close itself doesn't count,
    nor do deals whose owner isn't in the directory and so can touch nothing.
    """
    rows = basis.asked(KpiPeriod(max(basis.as_of - _YEARS, 1), basis.as_of)).flow("end")
    earlier = _earlier(rows)
    created = basis.figures.frames["deal"]["created"][rows["deal"]].astype(np.int64)
    day = rows["day"].astype(np.int64)
    first = created if days is None else day - days
    in_directory = np.array([bool(one) for one in basis.figures.notes["who"]["ids"]] + [False])[rows["who"]]
    kept = np.flatnonzero(in_directory & (first >= recorded_from) & (first < day) & (created > 0))[-MOST_DEALS:]
    worth = rows.worth()
    size = _thirds(worth)
    stratum = ((rows["segment"].astype(np.int64) + 1) * 4 + size) * 4 + _thirds(earlier)
    return Closed(
        rows["who"].astype(np.int64)[kept],
        first[kept],
        day[kept] - 1,
        rows["is_won"][kept] == 1,
        worth[kept],
        stratum[kept],
    )


def _earlier(rows: Picked) -> NDArray[np.float64]:
    """Return what share of the deals that its owner closed on earlier days was won; NaN of fewer than LEAST_EARLIER."""
    who, day = rows["who"].astype(np.int64), rows["day"].astype(np.int64)
    order = np.lexsort((day, who))
    keys = who[order] * 10_000_000 + day[order]
    won = np.concatenate([[0], np.cumsum(rows["is_won"][order] == 1)])
    begin = np.searchsorted(who[order], who[order], side="left")
    until = np.searchsorted(keys, keys, side="left")
    count = until - begin
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(count >= LEAST_EARLIER, (won[until] - won[begin]) / count, np.nan)
    found = np.empty(len(who))
    found[order] = share
    return found


def _thirds(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return in which third of all values each lies, 0 to 2; 3 for none."""
    known = values[np.isfinite(values)]
    if not known.size:
        return np.full(len(values), _UNKNOWN, dtype=np.int64)
    third = np.searchsorted(np.quantile(known, [1 / 3, 2 / 3]), np.nan_to_num(values), side="left")
    return np.where(np.isfinite(values), third, _UNKNOWN).astype(np.int64)
