"""Pages that won deals like one used: in how many of those with its product, or industry and segment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lms.figures.deals import WON
from lms.figures.frames import NEVER, FigureSet
from lms.sending.replies import LEAST
from lms.statistics.shares import Share


@dataclass(frozen=True)
class UsedPage:
    """A page, and of how many won deals like this one it was sent or shared in some."""

    page_id: str
    deals: Share


@dataclass(frozen=True)
class Used:
    """What won deals like one used: how many there are that were won `since` either is noted, and their pages."""

    won: int
    since: date | None
    pages: tuple[UsedPage, ...]


def used_by_won(figures: FigureSet, number: int) -> Used:
    """Return what was sent or shared in won deals like one, by whomever; the pages that most of them used first."""
    shares = figures.frames["share"]
    of_deals = shares["deal"] != 0
    sent = {name: shares[name][of_deals] for name in ("day", "page", "deal")}
    if not len(sent["day"]):
        return Used(0, None, ())
    since = int(sent["day"].min())
    refs = figures.frames["deal"]["ref"][_won_like(figures, number, since)]
    of_these = np.isin(sent["deal"], refs)
    pairs = np.unique(np.stack([sent["page"][of_these], sent["deal"][of_these]]), axis=1)
    pages, counts = np.unique(pairs[0], return_counts=True)
    names = figures.notes["words"]["page"]
    order = np.lexsort((pages, -counts))
    found = (UsedPage(names[pages[at]], Share(int(counts[at]), len(refs), LEAST)) for at in order)
    return Used(len(refs), date.fromordinal(since), tuple(found))


def _won_like(figures: FigureSet, number: int, since: int) -> NDArray[np.int64]:
    """Return the numbers of other deals that were won since a day, and have the product, or industry and segment."""
    deal, end = figures.frames["deal"], figures.frames["end"]

    def same(name: str) -> NDArray[np.bool_]:
        own = deal[name][number]
        return np.asarray((deal[name] == own) & (own >= 0))

    is_like = (same("product") | (same("industry") & same("segment"))) & (deal["state"] == WON)
    is_like[number] = False
    won = (end["is_won"] == 1) & (end["until"] == NEVER) & (end["day"] >= since)
    return np.unique(end["deal"][won & is_like[end["deal"]]])
