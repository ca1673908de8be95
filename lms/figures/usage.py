"""Searches and reading as columns: search episodes, and pages opened by somebody on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import day_of, start_of
from lms.figures.frames import Frame
from lms.figures.people import Who
from lms.figures.rows import GrowingRows, joined, taken
from lms.figures.words import WordList
from lms.people.access import everybody
from lms.usage.episodes import read_events, split_episodes
from lms.usage.models import OpenEvent, SearchEvent, UseEvent

EPISODE = {"day": "i", "who": "i", "seconds": "f", "is_success": "b", "found_nothing": "b"}
VISIT = {"day": "i", "who": "i", "page": "i", "was_used": "b"}
# So many days are read at once.
_STEP = 31


def read_usage(
    session: Session,
    *,
    who: Who,
    pages: WordList,
    zone: ZoneInfo,
    since: date | None,
    known: tuple[Frame, Frame] | None,
    until: datetime,
) -> tuple[Frame, Frame]:
    """Return episodes and visits up to a moment, in the order of their days; those before `since` are known."""
    first = since or _first_day(session, zone)
    episodes, visits = GrowingRows(EPISODE), GrowingRows(VISIT)
    last = day_of(zone, until)
    day = first
    while day is not None and day <= last:
        after = min(day + timedelta(days=_STEP), last + timedelta(days=1))
        _add_episodes(session, episodes, who, zone, day, after)
        _add_visits(session, visits, who, pages, zone, day, after)
        day = after
    if known is None or since is None:
        return episodes.frame(), visits.frame()
    old = (taken(frame, slice(0, int(np.searchsorted(frame["day"], since.toordinal())))) for frame in known)
    return (joined(next(old), _in_order(episodes)), joined(next(old), _in_order(visits)))


def _in_order(rows: GrowingRows) -> Frame:
    frame = rows.frame()
    return taken(frame, np.argsort(frame["day"], kind="stable"))


def _first_day(session: Session, zone: ZoneInfo) -> date | None:
    firsts = [session.scalar(select(table.at).order_by(table.at).limit(1)) for table in (SearchEvent, OpenEvent)]
    return min((day_of(zone, at) for at in firsts if at), default=None)


def _add_episodes(session: Session, rows: GrowingRows, who: Who, zone: ZoneInfo, day: date, after: date) -> None:
    # What began before midnight goes on after it.
    start, end = start_of(zone, day - timedelta(days=1)), start_of(zone, after + timedelta(days=1))
    for episode in split_episodes(read_events(session, people=everybody(), start=start, end=end)):
        on = day_of(zone, episode.started_at)
        number = who.numbers.get(str(episode.person_id))
        if day <= on < after and number is not None:
            rows.add(on.toordinal(), number, episode.seconds, int(episode.was_successful), int(episode.found_nothing))


def _add_visits(
    session: Session, rows: GrowingRows, who: Who, pages: WordList, zone: ZoneInfo, day: date, after: date
) -> None:
    """Add one row for each page that somebody opened on a day, however often."""
    found: dict[tuple[int, int, int], bool] = {}
    for person_id, at, page_id, was_used in _opens(session, start_of(zone, day), start_of(zone, after)):
        number = who.numbers.get(str(person_id))
        if number is not None:
            key = (day_of(zone, at).toordinal(), number, pages.number(page_id))
            found[key] = found.get(key, False) or bool(was_used)
    for key in sorted(found):
        rows.add(*key, int(found[key]))


def _opens(session: Session, start: datetime, end: datetime) -> Iterator[tuple[object, datetime, str, bool]]:
    was_used = select(UseEvent.open_id).where(UseEvent.open_id == OpenEvent.id).exists()
    wanted = select(OpenEvent.person_id, OpenEvent.at, OpenEvent.page_id, was_used)
    yield from session.execute(wanted.where(OpenEvent.at >= start, OpenEvent.at < end))
