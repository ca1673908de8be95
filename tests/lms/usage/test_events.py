"""Recording searches, opens and uses, and reading them back as events."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from lms.errors import Invalid, NotFound, Refusal
from lms.people.access import visible_people
from lms.usage.episodes import Event, read_events
from lms.usage.events import is_recorded, record_open, record_use
from lms.usage.models import OpenEvent, SearchEvent, UseEvent
from support.acting import meanwhile
from support.factories import MONDAY, Cast, Player
from support.learning import UTC_ZONE

MINUTE = timedelta(minutes=1)


def test_searches_and_opens_come_back_as_events(session: Session, cast: Cast) -> None:
    """The use shows at its open; the start of a period is in it, the end is not."""
    search = _search(session, cast.ada)
    opened = _open(session, cast.ada, search)
    record_use(session, actor=cast.ada.actor, open_id=opened.id, kind="read", at=MONDAY + 2 * MINUTE, zone=UTC_ZONE)
    people = visible_people(cast.max.actor)
    events = read_events(session, people=people, start=MONDAY, end=MONDAY + 2 * MINUTE)
    assert events == [
        Event(cast.ada.id, MONDAY, True, hits=3, query="price"),
        Event(cast.ada.id, MONDAY + MINUTE, False, was_used=True),
    ]
    assert len(read_events(session, people=people, start=MONDAY, end=MONDAY + MINUTE)) == 1
    assert read_events(session, people=visible_people(cast.greta.actor), start=MONDAY, end=MONDAY + MINUTE) == []


def test_an_open_names_a_search_of_the_same_person(session: Session, cast: Cast) -> None:
    """Olga can't follow Ada's search, and the refusal names the field."""
    search = _search(session, cast.ada)
    with pytest.raises(NotFound) as refused:
        _open(session, cast.olga, search)
    assert refused.value.field == "search_id"


def test_a_search_is_recorded_or_not(session: Session, cast: Cast) -> None:
    """Until it is, the journal has it."""
    assert is_recorded(session, _search(session, cast.ada).id)
    assert not is_recorded(session, cast.ada.id)


def test_a_use_is_recorded_once_for_each_kind(session: Session, cast: Cast) -> None:
    """The first time counts."""
    opened = _open(session, cast.ada, None)
    first = record_use(session, actor=cast.ada.actor, open_id=opened.id, kind="read", at=MONDAY, zone=UTC_ZONE)
    assert (
        record_use(session, actor=cast.ada.actor, open_id=opened.id, kind="read", at=MONDAY + MINUTE, zone=UTC_ZONE)
        is first
    )
    with pytest.raises(NotFound):
        record_use(session, actor=cast.olga.actor, open_id=opened.id, kind="read", at=MONDAY, zone=UTC_ZONE)
    with pytest.raises(Invalid):
        record_use(session, actor=cast.ada.actor, open_id=opened.id, kind="liked", at=MONDAY, zone=UTC_ZONE)


def test_two_reports_of_one_use_at_the_same_moment_are_both_right(session: Session, cast: Cast) -> None:
    """A page that reports twice is as good as one that reports once."""
    opened = _open(session, cast.ada, None)
    session.commit()
    outcome = meanwhile(
        session,
        lambda first: record_use(first, actor=cast.ada.actor, open_id=opened.id, kind="read", at=MONDAY, zone=UTC_ZONE),
        lambda second: record_use(
            second, actor=cast.ada.actor, open_id=opened.id, kind="read", at=MONDAY, zone=UTC_ZONE
        ),
    )
    assert isinstance(outcome, (UseEvent, Refusal))


def _search(session: Session, player: Player) -> SearchEvent:
    search = SearchEvent(person_id=player.id, at=MONDAY, query="price", was_typing=False, hits=3, took_ms=1.5)
    session.add(search)
    session.flush()
    return search


def _open(session: Session, player: Player, search: SearchEvent | None) -> OpenEvent:
    search_id = search.id if search else None
    return record_open(session, actor=player.actor, page_id="p", search_id=search_id, at=MONDAY + MINUTE, zone=UTC_ZONE)
