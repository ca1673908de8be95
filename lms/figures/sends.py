"""Sends for deals as columns: which page, for which deal, on which day; nothing that was taken back."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.crm.imports import source_names
from lms.figures.frames import Frame
from lms.figures.people import Who
from lms.figures.reading import Codes, days, read_columns
from lms.figures.rows import reference
from lms.figures.words import WordLists
from lms.sending.models import SentMessage

FRAMES = ("deal_send",)
_OF_DEALS = SentMessage.deal.is_not(None)


def sends_stamp(session: Session) -> list[Any]:
    """Return what changes whenever something is sent for a deal, or that is taken back."""
    undone = func.count(SentMessage.undone_at)
    wanted = select(func.count(), undone, func.max(SentMessage.at)).where(_OF_DEALS)
    return [str(value) for value in session.execute(wanted).one()]


def read_sends(session: Session, _: Who, vocabulary: WordLists, __: ZoneInfo) -> dict[str, Frame]:
    """Return `deal_send`: the deal by its reference, the page, and the day."""
    sources = {name: source_id for source_id, name in source_names(session).items()}

    def ref_of(deal: str) -> int:
        source, _, key = deal.partition(":")
        return reference(sources[source], key) if source in sources else 0

    wanted = select(SentMessage.deal, SentMessage.page_id, SentMessage.on)
    query = wanted.where(_OF_DEALS, SentMessage.undone_at.is_(None)).order_by(SentMessage.id)
    columns = {
        "deal_ref": (np.int64, Codes(ref_of)),
        "page": (np.int32, Codes(vocabulary["page"].number)),
        "day": (np.int32, days()),
    }
    return {"deal_send": read_columns(session, [query], columns)}
