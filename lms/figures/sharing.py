"""Sharing with buyers as columns: each page that was sent or shared, and when a buyer first opened each link."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import String, func, literal, select, type_coerce
from sqlalchemy.orm import Session

from lms.crm.imports import keys_shown, source_names
from lms.figures.frames import NEVER, Frame
from lms.figures.people import Who
from lms.figures.reading import Codes, days, days_at, people, read_columns
from lms.figures.rows import reference, taken
from lms.figures.words import WordLists
from lms.sending.models import SentMessage
from lms.sharing.models import BuyerLink, LinkItem, LinkTally, PartTally

FRAMES = ("share", "link")


def sharing_stamp(session: Session) -> list[Any]:
    """Return what changes whenever something is sent, shared, opened or taken back."""
    lasts = [session.scalar(select(table.id).order_by(table.id.desc()).limit(1)) for table in (SentMessage, LinkItem)]
    undone = session.scalar(select(func.max(SentMessage.undone_at)).where(SentMessage.undone_at.is_not(None)))
    seen = session.scalar(select(func.max(LinkTally.last_at)))
    return [str(value) for value in (*lasts, undone, seen)]


def read_sharing(session: Session, who: Who, vocabulary: WordLists, zone: ZoneInfo) -> dict[str, Frame]:
    """Return `share` and `link`, each in the order of its days.

    `share`: day, who (shared it), page, deal (its reference, 0 for none), is_link, visits and seconds
    (of buyers, of what was shared by a link). `link`: day, who, deal, opened (the day of the first, NEVER without one).
    """
    deals = _deals(session)
    return {"share": _shares(session, who, vocabulary, deals), "link": _links(session, who, zone, deals)}


def _shares(session: Session, who: Who, vocabulary: WordLists, deals: Codes) -> Frame:
    columns = {
        "day": (np.int32, days()),
        "who": (np.int32, people(who)),
        "page": (np.int32, Codes(vocabulary["page"].number)),
        "deal": (np.int64, deals),
        "is_link": (np.int8, None),
        "visits": (np.int32, None),
        "seconds": (np.float32, None),
    }
    sent = select(
        type_coerce(SentMessage.on, String),
        type_coerce(SentMessage.rep_id, String),
        SentMessage.page_id,
        SentMessage.deal,
        literal(0),
        literal(0),
        literal(0.0),
    ).where(SentMessage.undone_at.is_(None))
    sums = (
        select(
            PartTally.item_id, func.max(PartTally.visits).label("visits"), func.sum(PartTally.seconds).label("seconds")
        )
        .group_by(PartTally.item_id)
        .subquery()
    )
    shared = (
        select(
            type_coerce(BuyerLink.made_on, String),
            type_coerce(BuyerLink.rep_id, String),
            LinkItem.target,
            BuyerLink.deal,
            literal(1),
            func.coalesce(sums.c.visits, 0),
            func.coalesce(sums.c.seconds, 0.0),
        )
        .join(BuyerLink, BuyerLink.id == LinkItem.link_id)
        .outerjoin(sums, sums.c.item_id == LinkItem.id)
        .where(LinkItem.kind == "page")
    )
    return _in_order(read_columns(session, [sent, shared], columns))


def _links(session: Session, who: Who, zone: ZoneInfo, deals: Codes) -> Frame:
    moments = days_at(zone)
    columns = {
        "day": (np.int32, days()),
        "who": (np.int32, people(who)),
        "deal": (np.int64, deals),
        "opened": (np.int32, Codes(lambda at: NEVER if at is None else moments[at])),
    }
    query = select(
        type_coerce(BuyerLink.made_on, String),
        type_coerce(BuyerLink.rep_id, String),
        BuyerLink.deal,
        type_coerce(LinkTally.first_at, String),
    ).outerjoin(LinkTally, LinkTally.link_id == BuyerLink.id)
    return _in_order(read_columns(session, [query], columns))


def _deals(session: Session) -> Codes:
    """Return references of deals by the ids that people see, the same as those of the frame of deals; 0 for none."""
    sources = source_names(session)

    def number(deal: str | None) -> int:
        return next((reference(source, key) for source, key in keys_shown(deal or "", sources)), 0)

    return Codes(number)


def _in_order(frame: Frame) -> Frame:
    return taken(frame, np.argsort(frame["day"], kind="stable"))
