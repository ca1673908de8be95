"""Content: pages touched before deals closed, their credit in two ways, and the win rate with and without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lms.effects.closed import Closed, closed_deals
from lms.effects.outcomes import Basis
from lms.effects.touches import PageTouches, Touched, touched
from lms.statistics.effects.clustered import ClusteredDifference, clustered_difference
from lms.statistics.effects.multiplicity import benjamini_hochberg
from lms.statistics.intervals import LEVEL

# A page is compared from so many deals with it and as many without on, and so many pages are looked at.
LEAST_DEALS = 20
MOST_PAGES = 30
MOST_CLUSTERS = 100


@dataclass(frozen=True)
class PageCredit:
    """A page before deals closed: how many, won ones and their value, and the win rate with it less that without.

    `binary` pages each won deal in full to every page, `fractional` in equal parts to all pages touched before it.
    `compared` is None of too few deals; `adjusted_p` is corrected for all pages that were compared.
    """

    page_id: str
    deals: int
    won: int
    binary_value: float
    fractional_won: float
    fractional_value: float
    others: int
    compared: ClusteredDifference | None = None
    p: float | None = None
    adjusted_p: float | None = None

    @property
    def is_evidence(self) -> bool:
        """Whether win rates differ by more than chance would let them, with all pages looked at counted."""
        interval = self.compared.interval if self.compared else None
        if interval is None or self.adjusted_p is None or interval.low <= 0 <= interval.high:
            return False
        return self.adjusted_p < 1 - LEVEL


@dataclass(frozen=True)
class ContentReport:
    """The pages that were touched before most deals, of how many deals, and since when touches are recorded.

    `won_with_any` and `value_with_any` count each won deal with any page once: fractional credit adds up to them.
    """

    pages: tuple[PageCredit, ...]
    deals: int
    recorded_from: date | None
    won_with_any: int = 0
    value_with_any: float = 0.0
    looks: int = 0


def content_report(
    basis: Basis, visits: PageTouches, *, recorded_from: int | None, days: int | None = None, page_id: str | None = None
) -> ContentReport:
    """Return what was touched before deals closed; `page_id` is among the pages in any case."""
    if recorded_from is None:
        return ContentReport((), 0, None)
    closed = closed_deals(basis, recorded_from=recorded_from, days=days)
    pairs = touched(visits, closed.who, closed.first, closed.last)
    names: Sequence[str] = basis.figures.notes["words"].get("page", [])
    pages = [_credit(closed, pairs, number, names[number]) for number in _most_touched(pairs)]
    if page_id is not None and page_id not in {one.page_id for one in pages}:
        number = names.index(page_id) if page_id in names else -1
        pages.append(_credit(closed, pairs, number, page_id))
    any_won = np.unique(pairs.deal[closed.is_won[pairs.deal]])
    pages, looks = _corrected(pages)
    value = float(np.nansum(closed.worth[any_won]))
    return ContentReport(tuple(pages), len(closed), date.fromordinal(recorded_from), len(any_won), value, looks)


def _most_touched(pairs: Touched) -> list[int]:
    pages, counts = np.unique(pairs.page, return_counts=True)
    order = np.lexsort((pages, -counts))[:MOST_PAGES]
    return [int(page) for page in pages[order]]


def _credit(closed: Closed, pairs: Touched, page: int, page_id: str) -> PageCredit:
    own = pairs.deal[pairs.page == page]
    won = own[closed.is_won[own]]
    parts = 1 / np.maximum(np.bincount(pairs.deal, minlength=len(closed)), 1)
    worth = np.nan_to_num(closed.worth)
    found = PageCredit(
        page_id,
        deals=len(own),
        won=len(won),
        binary_value=float(worth[won].sum()),
        fractional_won=float(parts[won].sum()),
        fractional_value=float((worth * parts)[won].sum()),
        others=len(closed) - len(own),
    )
    if min(found.deals, found.others) < LEAST_DEALS:
        return found
    has = np.zeros(len(closed), dtype=bool)
    has[own] = True
    compared = clustered_difference(_counts(closed, has))
    return replace(found, compared=compared, p=compared.p)


def _counts(closed: Closed, has: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return won and all deals with the page, and without it, by owner (of very many, some together) and stratum."""
    strata, stratum = np.unique(closed.stratum, return_inverse=True)
    owners, owner = np.unique(closed.who, return_inverse=True)
    clusters = min(len(owners), MOST_CLUSTERS)
    place = (owner % clusters) * len(strata) + stratum
    columns = (closed.is_won & has, has, closed.is_won & ~has, ~has)
    counts = [np.bincount(place[column], minlength=clusters * len(strata)) for column in columns]
    return np.stack(counts, axis=1).reshape(clusters, len(strata), 4)


def _corrected(pages: list[PageCredit]) -> tuple[list[PageCredit], int]:
    places = [place for place, one in enumerate(pages) if one.p is not None]
    adjusted = benjamini_hochberg([one.p for one in pages if one.p is not None])
    found = list(pages)
    for place, p in zip(places, adjusted, strict=True):
        found[place] = replace(found[place], adjusted_p=p)
    return found, len(places)
