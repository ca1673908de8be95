"""How long it is kept what people searched for, and how long with their names."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.demand.retention import forget_before, make_anonymous_before
from lms.errors import NotFound
from lms.people.access import visible_people
from lms.usage.episodes import read_events
from lms.usage.events import record_open, record_use
from lms.usage.models import OpenEvent, SearchEvent, UseEvent
from support.factories import MONDAY, Cast, Player
from support.learning import UTC_ZONE

DAY = timedelta(days=1)
SESSION = UUID(int=5)


def test_what_is_older_is_forgotten_with_its_uses(session: Session, cast: Cast) -> None:
    """The moment itself is kept, and so is everything after it."""
    for at in (MONDAY - DAY, MONDAY, MONDAY + DAY):
        _episode(session, cast.ada, at=at)
    assert forget_before(session, moment=MONDAY, zone=UTC_ZONE) == 2
    session.commit()
    for table in (SearchEvent, OpenEvent, UseEvent):
        assert sorted(session.scalars(select(table.at))) == [MONDAY, MONDAY + DAY]


def test_an_open_outlives_its_search(session: Session, cast: Cast) -> None:
    """It only doesn't say any more which search it followed."""
    search = _search(session, cast.ada, at=MONDAY - DAY)
    record_open(session, actor=cast.ada.actor, page_id="p", search_id=search.id, at=MONDAY, zone=UTC_ZONE)
    assert forget_before(session, moment=MONDAY, zone=UTC_ZONE) == 1
    session.commit()
    assert session.execute(select(OpenEvent.page_id, OpenEvent.search_id)).all() == [("p", None)]


def test_forgetting_twice_forgets_nothing_more(session: Session, cast: Cast) -> None:
    """It is done several times a day."""
    _episode(session, cast.ada, at=MONDAY - DAY)
    assert [forget_before(session, moment=MONDAY, zone=UTC_ZONE) for _ in range(2)] == [2, 0]


def test_what_is_older_loses_its_person_and_its_session(session: Session, cast: Cast) -> None:
    """What was searched for and opened stays; newer events keep their names."""
    for at in (MONDAY - DAY, MONDAY):
        _episode(session, cast.ada, at=at)
    assert make_anonymous_before(session, moment=MONDAY) == 2
    session.commit()
    searches = select(SearchEvent.person_id, SearchEvent.session_id, SearchEvent.query).order_by(SearchEvent.at)
    assert session.execute(searches).all() == [(None, None, "price"), (cast.ada.id, SESSION, "price")]
    opens = select(OpenEvent.person_id, OpenEvent.page_id).order_by(OpenEvent.at)
    assert session.execute(opens).all() == [(None, "p"), (cast.ada.id, "p")]
    assert len(session.scalars(select(OpenEvent.search_id).where(OpenEvent.search_id.is_not(None))).all()) == 2
    assert len(session.scalars(select(UseEvent)).all()) == 2


def test_making_anonymous_twice_changes_nothing_more(session: Session, cast: Cast) -> None:
    """The number is that of events that had a person."""
    _episode(session, cast.ada, at=MONDAY - DAY)
    assert [make_anonymous_before(session, moment=MONDAY) for _ in range(2)] == [2, 0]


def test_nobody_sees_events_without_a_person_in_a_report(session: Session, cast: Cast) -> None:
    """Not the manager, and not the admin who sees everybody."""
    _episode(session, cast.ada, at=MONDAY)
    make_anonymous_before(session, moment=MONDAY + DAY)
    session.commit()
    for player in (cast.ada, cast.max, cast.nadia):
        people = visible_people(player.actor)
        assert read_events(session, people=people, start=MONDAY - DAY, end=MONDAY + DAY) == []


def test_nobody_can_claim_an_event_without_a_person(session: Session, cast: Cast) -> None:
    """Neither the search nor the open is Ada's any more."""
    search, opened = _episode(session, cast.ada, at=MONDAY)
    make_anonymous_before(session, moment=MONDAY + DAY)
    session.commit()
    session.expire_all()
    with pytest.raises(NotFound):
        record_open(session, actor=cast.ada.actor, page_id="p", search_id=search, at=MONDAY, zone=UTC_ZONE)
    with pytest.raises(NotFound):
        record_use(session, actor=cast.ada.actor, open_id=opened, kind="read", at=MONDAY, zone=UTC_ZONE)


def test_what_was_made_anonymous_is_forgotten_too(session: Session, cast: Cast) -> None:
    """When its time has come."""
    _episode(session, cast.ada, at=MONDAY)
    make_anonymous_before(session, moment=MONDAY + DAY)
    assert forget_before(session, moment=MONDAY + DAY, zone=UTC_ZONE) == 2
    assert session.scalars(select(SearchEvent)).all() == []


def _search(session: Session, player: Player, *, at: datetime) -> SearchEvent:
    known = {"query": "price", "was_typing": False, "hits": 3, "took_ms": 1.5}
    search = SearchEvent(person_id=player.id, session_id=SESSION, at=at, **known)
    session.add(search)
    session.flush()
    return search


def _episode(session: Session, player: Player, *, at: datetime) -> tuple[UUID, UUID]:
    """Record a search, an open after it and a use of that; return the ids of the first two."""
    search = _search(session, player, at=at)
    opened = record_open(session, actor=player.actor, page_id="p", search_id=search.id, at=at, zone=UTC_ZONE)
    record_use(session, actor=player.actor, open_id=opened.id, kind="read", at=at, zone=UTC_ZONE)
    return search.id, opened.id
