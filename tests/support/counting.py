"""What the tests of demand share: searches and opens of the cast, counting, and what was counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.days import day_of
from lms.demand.models import CountedQuery, DemandSpan, PageSpan, QueryDay
from lms.usage.events import record_open, record_use
from lms.usage.marks import mark_days
from lms.usage.models import OpenEvent, SearchEvent
from support.factories import MONDAY, Player
from support.learning import UTC_ZONE
from support.rolling import count

START, END = date(2020, 1, 1), date(2030, 12, 31)


def search(
    session: Session,
    player: Player | None,
    query: str = "price",
    *,
    at: datetime = MONDAY,
    zone: ZoneInfo = UTC_ZONE,
    **fields: Any,
) -> SearchEvent:
    """Write a search down as the journal does."""
    known = {"was_typing": False, "hits": 3, "took_ms": 1.5, "normal": query, "language": "en"}
    event = SearchEvent(person_id=player and player.id, at=at, query=query, **{**known, **fields})
    session.add(event)
    session.flush()
    mark_days(session, [day_of(zone, at)])
    return event


def open_page(
    session: Session,
    player: Player,
    after: SearchEvent | None = None,
    *,
    page_id: str = "p",
    at: datetime | None = None,
    zone: ZoneInfo = UTC_ZONE,
    is_used: bool = False,
) -> UUID:
    """Let somebody open a page, a minute after a search or on Monday, and return the open's id."""
    moment = at or (after.at if after else MONDAY) + timedelta(minutes=1)
    search_id = after.id if after else None
    opened = record_open(session, actor=player.actor, page_id=page_id, search_id=search_id, at=moment, zone=zone)
    if is_used:
        record_use(session, actor=player.actor, open_id=opened.id, kind="read", at=moment, zone=zone)
    return opened.id


def demand(session: Session, span: str = "year") -> dict[str, tuple[int, int, int]]:
    """Return what was counted in all spans of a kind, by the first query of the group."""
    found: dict[str, tuple[int, int, int]] = {}
    rows = session.execute(
        select(CountedQuery.normal, DemandSpan.needs, DemandSpan.nothing_found, DemandSpan.unopened)
        .join(DemandSpan, DemandSpan.group_number == CountedQuery.number)
        .where(DemandSpan.span == span)
    )
    for query, *counts in rows:
        known = found.get(query, (0, 0, 0))
        found[query] = (known[0] + counts[0], known[1] + counts[1], known[2] + counts[2])
    return found


def readers(session: Session, span: str = "year") -> dict[str, tuple[int, int]]:
    """Return the readers and uses that were counted in all spans of a kind, by page."""
    found: dict[str, tuple[int, int]] = {}
    rows = select(PageSpan.page_id, PageSpan.readers, PageSpan.uses).where(PageSpan.span == span)
    for page_id, count_, uses in session.execute(rows):
        known = found.get(page_id, (0, 0))
        found[page_id] = known[0] + count_, known[1] + uses
    return found


def count_from_nothing(session: Session, *, zone: ZoneInfo = UTC_ZONE) -> None:
    """Throw all counts away and count every day of a zone that has events."""
    for table in (DemandSpan, PageSpan, QueryDay, CountedQuery):
        session.execute(delete(table))
    moments = [*session.scalars(select(SearchEvent.at)), *session.scalars(select(OpenEvent.at))]
    mark_days(session, [day_of(zone, moment) for moment in moments])
    count(session, zone=zone)


def everything(session: Session) -> list[object]:
    """Return all counts, groups named by the set of their spellings."""
    spellings: dict[int, set[str]] = {}
    for group, normal, needs in session.execute(
        select(CountedQuery.group_number, CountedQuery.normal, CountedQuery.needs)
    ):
        spellings.setdefault(group, set()).update({f"{normal} {needs}"} if needs else ())
    columns = DemandSpan.group_number, DemandSpan.span, DemandSpan.start, DemandSpan.needs
    more = DemandSpan.nothing_found, DemandSpan.unopened
    sought = sorted((sorted(spellings[group]), *rest) for group, *rest in session.execute(select(*columns, *more)))
    read = select(PageSpan.span, PageSpan.start, PageSpan.page_id, PageSpan.readers, PageSpan.uses)
    return [sought, sorted(session.execute(read).all())]
