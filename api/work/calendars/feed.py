"""Feed of one person: what they chose of sessions, action items, training and reviews, in one calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from icalendar import Event
from sqlalchemy.orm import Session

from api.work.calendars.days import item_event, owned_by, review_event, training_event
from api.work.calendars.series import series_events, unrolled
from api.work.calendars.sessions import Reader, session_event
from api.work.calendars.writing import write_feed
from content.catalogue import Entry
from lms.days import Now
from lms.notices.appointments import appointments_of
from lms.notices.dues import items_due, training_due
from lms.notices.feeds import OpenFeed

# What lies further back is history, which calendars needn't be sent again and again.
KEPT_BACK = timedelta(days=90)


def write_feed_of(
    session: Session, feed: OpenFeed, *, entries: Iterable[Entry], home: str, name: str, now: Now
) -> bytes:
    """Write what the owner of a feed chose for it, each once."""
    events: list[Event] = []
    if "sessions" in feed.holds:
        events += _sessions(session, feed, home, now)
    if "actions" in feed.holds:
        items = items_due(session, person_id=feed.owner.id, since=now.day - KEPT_BACK)
        events += [item_event(item, home) for item in items]
    if "training" in feed.holds:
        dues = training_due(session, person_id=feed.owner.id, since=now.day - KEPT_BACK, day=now.day)
        events += [training_event(due, home) for due in dues]
    if "reviews" in feed.holds:
        events += [review_event(page, home) for page in owned_by(entries, feed.owner.email)]
    return write_feed(events, name=name)


def _sessions(session: Session, feed: OpenFeed, home: str, now: Now) -> Iterator[Event]:
    to = Reader(feed.owner.id, home)
    found = appointments_of(session, person_id=feed.owner.id, since=now.at - KEPT_BACK)
    for one in found.alone:
        yield session_event(one, to)
    for series in found.series:
        yield from series_events(unrolled(series), to)
