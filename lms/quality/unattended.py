"""Deals that nobody attends to: open ones of a person past their close day, or without activity for some time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lms.figures.deals import OPEN
from lms.figures.frames import FigureSet
from lms.kpis.money import CurrencyRates
from lms.quality.report import ListedDeals
from lms.quality.rows import DealRow, read_rows

QUIET_AFTER = timedelta(days=14)
# Activities are looked for so far back.
_FAR_BACK = 400


@dataclass(frozen=True)
class UnattendedDeal:
    """An open deal, whether its close day has passed, and the day of its last activity where that was long ago.

    `is_quiet` says that there was none for QUIET_AFTER; `last_on` is None where none is known.
    """

    deal: DealRow
    is_past: bool
    is_quiet: bool
    last_on: date | None


def unattended_deals(
    session: Session, figures: FigureSet, *, person_id: UUID, day: date, rates: CurrencyRates, limit: int
) -> list[UnattendedDeal]:
    """Return the open deals of a person to look at: first those for both reasons, then by what they are worth."""
    number = _number(figures, person_id)
    deal, today = figures.frames["deal"], day.toordinal()
    own = np.flatnonzero((deal["who"] == number) & (deal["state"] == OPEN)) if number is not None else np.zeros(0, int)
    expected = deal["expected"][own]
    is_past = (expected > 0) & (expected < today)
    is_quiet = _quiet(figures, own, today)
    wanted = is_past | is_quiet
    own, is_past, is_quiet = own[wanted], is_past[wanted], is_quiet[wanted]
    worth = np.nan_to_num(rates.amounts(deal["amount"][own], deal["currency"][own]))
    order = np.lexsort((own, -worth, -(is_past & is_quiet).astype(int)))[:limit]
    numbers = own[order].astype(np.int64)
    listed = ListedDeals(figures, numbers, worth[order], np.asarray(deal["ref"][numbers], dtype=np.int64), None, None)
    rows = read_rows(session, listed, start=0, end=len(numbers), currency=rates.currency)
    last = _last_days(figures, numbers, today)
    return [
        UnattendedDeal(row, bool(past), bool(quiet), date.fromordinal(on) if on and quiet else None)
        for row, past, quiet, on in zip(rows, is_past[order], is_quiet[order], last, strict=True)
    ]


def _number(figures: FigureSet, person_id: UUID) -> int | None:
    """Return the number of a person; None for somebody of whom nothing is counted."""
    ids = figures.notes["who"]["ids"]
    wanted = str(person_id)
    return next((number for number, one in enumerate(ids) if one == wanted), None)


def _quiet(figures: FigureSet, deals: NDArray[np.intp], today: int) -> NDArray[np.bool_]:
    """Tell for which deals nothing was done for a while; for none where no activities are known, nor for new deals."""
    activity, deal = figures.frames["activity"], figures.frames["deal"]
    if not len(activity["day"]):
        return np.zeros(len(deals), dtype=bool)
    since = today - QUIET_AFTER.days
    attended = np.unique(activity["deal"][_from(activity["day"], since) :])
    began = np.maximum(deal["created"][deals], deal["began"][deals])
    return ~np.isin(deals, attended) & (began <= since)


def _last_days(figures: FigureSet, deals: NDArray[np.int64], today: int) -> list[int]:
    """Return the day of each deal's last activity, 0 where none is known or it is too long ago."""
    activity = figures.frames["activity"]
    first = _from(activity["day"], today - _FAR_BACK)
    known, days = activity["deal"][first:], activity["day"][first:]
    at = np.flatnonzero(np.isin(known, deals)) if len(deals) else np.zeros(0, dtype=np.intp)
    last = dict(zip(known[at].tolist(), days[at].tolist(), strict=True))  # in the order of days, so the last one stays
    return [last.get(number, 0) for number in deals.tolist()]


def _from(days: NDArray[np.int32], first: int) -> int:
    return int(np.searchsorted(days, np.array(first, dtype=days.dtype)))
