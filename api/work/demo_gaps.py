"""The demo's gaps: one that an author took, and one that a page closed, after which people find it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.search import key_of
from lms.days import day_of
from lms.demand.gaps import close_gap, take_gap
from lms.demand.grouping import Grouping
from lms.demand.models import CountedQuery
from lms.people.access import Actor

TAKEN, CLOSED = "partner portal login", "roi calculator"
# Who misspells it means the same, and finds the same.
CLOSED_WORDINGS = (CLOSED, "roi calculater")
CLOSED_WITH = "deck-business-case"
TAKEN_BEFORE, CLOSED_BEFORE = timedelta(days=30), timedelta(days=21)


def make_gaps(session: Session, *, author: Actor, at: datetime, zone: ZoneInfo) -> None:
    """Let an author take two gaps and close one; the queries get their numbers before anything is counted."""
    taken_at = at - TAKEN_BEFORE
    grouping = Grouping(session, key_of=key_of, is_word=lambda _: False)
    grouping.places(dict.fromkeys((TAKEN, CLOSED)), day=day_of(zone, taken_at))
    ids = {row[0]: row[1] for row in session.execute(select(CountedQuery.normal, CountedQuery.id))}
    take_gap(session, actor=author, query_id=ids[TAKEN], at=taken_at)
    closed = take_gap(session, actor=author, query_id=ids[CLOSED], at=taken_at)
    close_gap(session, actor=author, gap_id=closed.id, page_id=CLOSED_WITH, at=at - CLOSED_BEFORE)


def is_closed(query: str, *, start: datetime, at: datetime) -> bool:
    """Tell whether a query of that moment finds the page that closed its gap."""
    return query in CLOSED_WORDINGS and start > at - CLOSED_BEFORE
