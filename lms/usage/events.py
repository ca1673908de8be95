"""Recording opens and uses; searches are written down by the journal."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lms.days import day_of
from lms.errors import Invalid, NotFound
from lms.people.access import Actor
from lms.people.directory import take_turn
from lms.usage.marks import mark_days
from lms.usage.models import USES, OpenEvent, SearchEvent, UseEvent


def is_recorded(session: Session, search_id: UUID) -> bool:
    """Tell whether a search has reached the database."""
    return session.get(SearchEvent, search_id) is not None


def record_open(
    session: Session, *, actor: Actor, page_id: str, search_id: UUID | None, at: datetime, zone: ZoneInfo
) -> OpenEvent:
    """Record that the actor opened a page; raises NotFound when the search is not one of theirs.

    The day in the company's zone, and that of the search, are to be counted again.
    """
    moments = [at]
    if search_id is not None:
        search = session.get(SearchEvent, search_id)
        if search is None or search.person_id != actor.id:
            raise NotFound("no such search of yours", field="search_id")
        moments.append(search.at)
    event = OpenEvent(person_id=actor.id, at=at, page_id=page_id, search_id=search_id)
    session.add(event)
    session.flush()
    mark_days(session, [day_of(zone, moment) for moment in moments])
    return event


def record_use(session: Session, *, actor: Actor, open_id: UUID, kind: str, at: datetime, zone: ZoneInfo) -> UseEvent:
    """Record that an opened page was of use; saying it twice changes nothing. Raises NotFound for others' opens.

    The day of the open in the company's zone is to be counted again.
    """
    if kind not in USES:
        raise Invalid(f"a use is one of {', '.join(USES)}", field="kind")
    opened = session.get(OpenEvent, open_id)
    if opened is None or opened.person_id != actor.id:
        raise NotFound("no such open of yours")
    take_turn(session, person_id=actor.id)
    known = session.get(UseEvent, (open_id, kind))
    if known is not None:
        return known
    event = UseEvent(open_id=open_id, kind=kind, at=at)
    session.add(event)
    session.flush()
    mark_days(session, [day_of(zone, opened.at)])
    return event
