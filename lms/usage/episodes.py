"""Search episodes: from a first query to the first open that was used, or to being abandoned.

Definition: a pause of more than five minutes ends an episode; its length is capped at ten minutes.
Source: the product's KPI definitions, after what Read the Docs and Mintlify count as a successful search.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.usage.half_words import goes_on
from lms.usage.models import OpenEvent, SearchEvent, UseEvent

PAUSE = timedelta(minutes=5)
CAP_SECONDS = 600.0


@dataclass(frozen=True)
class Event:
    """A search (what for, with its number of hits) or an open (with whether it was used) of one person."""

    person_id: UUID
    at: datetime
    is_search: bool
    hits: int = 0
    was_used: bool = False
    normal: str = ""
    query: str = ""
    was_typing: bool = False


@dataclass(frozen=True)
class Episode:
    """One need for content: seconds from first query to first used open, or to the last sign of life."""

    person_id: UUID
    started_at: datetime
    seconds: float
    was_successful: bool
    found_nothing: bool


def split_episodes(events: Iterable[Event]) -> list[Episode]:
    """Group events, in any order, into episodes in the order of their start."""
    people: dict[UUID, list[Event]] = {}
    for event in events:
        people.setdefault(event.person_id, []).append(event)
    episodes = [episode for own in people.values() for episode in _of_person(sorted(own, key=lambda e: e.at))]
    return sorted(episodes, key=lambda episode: episode.started_at)


def read_events(session: Session, *, people: Select[UUID], start: datetime, end: datetime) -> list[Event]:
    """Read the searches and opens of the selected people in [start, end)."""
    searches = session.execute(
        select(
            SearchEvent.person_id,
            SearchEvent.at,
            SearchEvent.hits,
            SearchEvent.normal,
            SearchEvent.query,
            SearchEvent.was_typing,
        ).where(SearchEvent.at >= start, SearchEvent.at < end, SearchEvent.person_id.in_(people))
    )
    was_used = select(UseEvent.open_id).where(UseEvent.open_id == OpenEvent.id).exists()
    opens = session.execute(
        select(OpenEvent.person_id, OpenEvent.at, was_used).where(
            OpenEvent.at >= start, OpenEvent.at < end, OpenEvent.person_id.in_(people)
        )
    )
    return [
        *(
            Event(person, at, True, hits=hits, normal=normal, query=query, was_typing=was_typing)
            for person, at, hits, normal, query, was_typing in searches
            if person
        ),
        *(Event(person, at, False, was_used=bool(used)) for person, at, used in opens if person),
    ]


def _of_person(events: list[Event]) -> Iterable[Episode]:
    open_events: list[Event] = []
    for event in events:
        if open_events and event.at - open_events[-1].at > PAUSE:
            yield _episode(open_events)
            open_events = []
        if not open_events and not event.is_search:
            continue
        open_events.append(event)
        if event.was_used:
            yield _episode(open_events)
            open_events = []
    if open_events:
        yield _episode(open_events)


def _episode(events: list[Event]) -> Episode:
    seconds = min(CAP_SECONDS, (events[-1].at - events[0].at).total_seconds())
    searches = [event for event in events if event.is_search]
    # Half a word finds much; what was wanted is what the typing came to.
    whole = [
        one for one, after in zip(searches, [*searches[1:], None], strict=True) if not after or not goes_on(one, after)
    ]
    return Episode(
        events[0].person_id, events[0].at, seconds, events[-1].was_used, all(event.hits == 0 for event in whole)
    )
