"""Touches: which pages the owner of a deal opened, used or shared while it was open, and never after it closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import day_of
from lms.figures.frames import FigureSet
from lms.usage.models import OpenEvent, UseEvent

Touch = Literal["opened", "used", "shared"]
TOUCHES: tuple[Touch, ...] = ("opened", "used", "shared")
# A person and a day as one number.
_DAYS = 10_000_000


class PageTouches(NamedTuple):
    """Who touched which page on which day, as numbers; in the order of people and days."""

    who: NDArray[np.int64]
    day: NDArray[np.int64]
    page: NDArray[np.int64]


@dataclass(frozen=True)
class Touched:
    """Pairs of a deal, by its place among those asked about, and a page, each once."""

    deal: NDArray[np.int64]
    page: NDArray[np.int64]


def read_visits(session: Session, figures: FigureSet, *, touch: Touch, zone: ZoneInfo, until: datetime) -> PageTouches:
    """Return the pages that were opened or used as figures have them; those that were shared, from the database."""
    if touch == "shared":
        return _shared(session, figures, zone, until)
    visit = figures.frames["visit"]
    some = visit["was_used"] > 0 if touch == "used" else np.ones(len(visit["day"]), dtype=bool)
    return _sorted(*(visit[name][some].astype(np.int64) for name in ("who", "day", "page")))


def touched(visits: PageTouches, who: NDArray[np.int64], first: NDArray[np.int64], last: NDArray[np.int64]) -> Touched:
    """Return which pages each owner touched from one day to another, both counted; people and days are numbers."""
    keys = visits.who * _DAYS + visits.day
    begin = np.searchsorted(keys, who * _DAYS + first, side="left")
    end = np.maximum(begin, np.searchsorted(keys, who * _DAYS + last, side="right"))
    counts = np.where(who >= 0, end - begin, 0)
    deal = np.repeat(np.arange(len(who)), counts)
    at = np.arange(len(deal)) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(begin, counts)
    size = int(visits.page.max(initial=0)) + 1
    pairs = np.unique(deal * size + visits.page[at])
    return Touched(pairs // size, pairs % size)


def _shared(session: Session, figures: FigureSet, zone: ZoneInfo, until: datetime) -> PageTouches:
    who = {person_id: number for number, person_id in enumerate(figures.notes["who"]["ids"]) if person_id}
    pages = {page_id: number for number, page_id in enumerate(figures.notes["words"].get("page", []))}
    wanted = (
        select(OpenEvent.person_id, UseEvent.at, OpenEvent.page_id)
        .join(UseEvent, UseEvent.open_id == OpenEvent.id)
        .where(UseEvent.kind == "shared", UseEvent.at < until, OpenEvent.person_id.is_not(None))
    )
    rows = [
        (who[str(person_id)], day_of(zone, at).toordinal(), pages[page_id])
        for person_id, at, page_id in session.execute(wanted)
        if str(person_id) in who and page_id in pages
    ]
    columns: Sequence[Sequence[int]] = list(zip(*rows, strict=True)) or ((), (), ())
    return _sorted(*(np.array(column, dtype=np.int64) for column in columns))


def _sorted(who: NDArray[np.int64], day: NDArray[np.int64], page: NDArray[np.int64]) -> PageTouches:
    order = np.argsort(who * _DAYS + day, kind="stable")
    return PageTouches(who[order], day[order], page[order])
