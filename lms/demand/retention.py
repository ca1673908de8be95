"""Retention: how long searches and opens are kept, and how long with people's names."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.days import day_of
from lms.demand.models import DemandSpan, PageSpan
from lms.usage.marks import mark_days
from lms.usage.models import OpenEvent, SearchEvent, UseEvent


def forget_before(session: Session, *, moment: datetime, zone: ZoneInfo) -> int:
    """Delete searches, opens and uses from before a moment; return the number of searches and opens.

    Their days are marked, so that what was counted of them goes too. The day of the company's zone that the moment is
    in keeps its counts until all of it is forgotten: half a day would be counted wrong.
    """
    first_kept = day_of(zone, moment)
    for table in (DemandSpan, PageSpan):
        mark_days(session, session.scalars(select(table.start).where(table.span == "day", table.start < first_kept)))
    old_opens = select(OpenEvent.id).where(OpenEvent.at < moment)
    old_searches = select(SearchEvent.id).where(SearchEvent.at < moment)
    session.execute(delete(UseEvent).where(UseEvent.open_id.in_(old_opens)))
    opens = session.execute(delete(OpenEvent).where(OpenEvent.at < moment))
    session.execute(update(OpenEvent).where(OpenEvent.search_id.in_(old_searches)).values(search_id=None))
    searches = session.execute(delete(SearchEvent).where(SearchEvent.at < moment))
    return int(opens.rowcount + searches.rowcount)  # type: ignore[attr-defined]  # a delete has it


def make_anonymous_before(session: Session, *, moment: datetime) -> int:
    """Take the person and the session from searches and opens from before a moment; return how many that were.

    What was searched for and opened stays; reports by person or team no longer count it. Their days are not marked:
    what was counted while it was known who searches for the same thing twice is better than what could be counted now.
    """
    searches = session.execute(
        update(SearchEvent)
        .where(SearchEvent.at < moment, SearchEvent.person_id.is_not(None))
        .values(person_id=None, session_id=None)
    )
    opens = session.execute(
        update(OpenEvent).where(OpenEvent.at < moment, OpenEvent.person_id.is_not(None)).values(person_id=None)
    )
    return int(searches.rowcount + opens.rowcount)  # type: ignore[attr-defined]  # an update has it
