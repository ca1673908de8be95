"""How much pages are used, as the ranking counts it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from lms.days import day_of, start_of
from lms.demand.retention import make_anonymous_before
from lms.usage.models import OpenEvent, SearchEvent
from lms.usage.popularity import HALF_LIVES, POPULAR_DAYS, opens_after_search, searches_of_several
from support.factories import MONDAY, Cast, Player
from support.learning import UTC_ZONE

HALF_LIFE = 30.0


def test_an_open_halves_with_every_half_life(session: Session, cast: Cast) -> None:
    """Today's counts whole, and one that counts next to nothing isn't counted at all."""
    for page, days in {"today": 0, "month": 30, "quarter": 90, "old": 180, "older": 181}.items():
        _opened(session, cast, page, at=MONDAY - timedelta(days=days))
    found = _opens(session)
    assert found == pytest.approx({"today": 1, "month": 0.5, "quarter": 0.125, "old": 0.5**HALF_LIVES})


def test_opens_of_a_page_add_up(session: Session, cast: Cast) -> None:
    """A page that was opened once stays far below one that was opened often, however fresh the one is."""
    for _ in range(40):
        _opened(session, cast, "often", at=MONDAY - timedelta(days=15))
    _opened(session, cast, "once")
    found = _opens(session)
    assert found == pytest.approx({"often": 40 * 0.5**0.5, "once": 1})


def test_only_opens_that_followed_a_search_count(session: Session, cast: Cast) -> None:
    """A bookmark says nothing of what a search should find."""
    session.add(OpenEvent(person_id=cast.ada.id, at=MONDAY, page_id="bookmark"))
    _opened(session, cast, "found")
    assert set(_opens(session)) == {"found"}


def test_opens_after_the_moment_do_not_count(session: Session, cast: Cast) -> None:
    """As when the clock was set back."""
    _opened(session, cast, "later", at=MONDAY + timedelta(seconds=1))
    assert _opens(session) == {}


@pytest.mark.parametrize("name", ["UTC", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"])
@pytest.mark.parametrize("hour", [0, 7, 12, 19, 23])
def test_the_age_of_an_open_is_in_days_of_the_company(session: Session, cast: Cast, name: str, hour: int) -> None:
    """Its first and its last moment are equally old, wherever the database's own clock stands."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL TIME ZONE 'Pacific/Chatham'"))
    zone = ZoneInfo(name)
    at = datetime(2026, 4, 20, hour, 30, tzinfo=UTC)
    # In these days the clocks change in Auckland and in Los Angeles.
    for age in (20, 30, 50):
        day = day_of(zone, at) - timedelta(days=age)
        for moment in (start_of(zone, day), start_of(zone, day + timedelta(days=1)) - timedelta(microseconds=1)):
            _opened(session, cast, f"{age}", at=moment)
    _opened(session, cast, "today", at=at)
    found = opens_after_search(session, at=at, zone=zone, half_life_days=HALF_LIFE)
    aged = {f"{age}": 2 * 0.5 ** (age / HALF_LIFE) for age in (20, 30, 50)}
    assert found == pytest.approx({"today": 1} | aged)


def test_opens_that_were_made_anonymous_still_count(session: Session, cast: Cast) -> None:
    """What was useful stays so."""
    _opened(session, cast, "page", person_id=None)
    assert _opens(session) == {"page": 1}


def test_without_opens_there_is_nothing(session: Session, cast: Cast) -> None:
    """An installation begins so."""
    assert _opens(session) == {}


def _opens(session: Session) -> dict[str, float]:
    return opens_after_search(session, at=MONDAY, zone=UTC_ZONE, half_life_days=HALF_LIFE)


def _opened(session: Session, cast: Cast, page: str, *, at: datetime = MONDAY, **fields: UUID | None) -> None:
    """Record that a page was opened after a search."""
    person_id = fields.get("person_id", cast.ada.id)
    search = SearchEvent(person_id=person_id, at=at, query="price", was_typing=False, hits=3, took_ms=1.5)
    session.add(search)
    session.flush()
    session.add(OpenEvent(person_id=person_id, at=at, page_id=page, search_id=search.id))
    session.flush()


def test_a_search_is_popular_once_several_people_opened_a_page_after_it(session: Session, cast: Cast) -> None:
    """As most of them typed it, with the pages that most opened first; the search of most people comes first."""
    three = (cast.ada, cast.max, cast.sven)
    for person in three:
        _searched(session, person, "Price  list" if person is cast.sven else "price list", "prices")
        _searched(session, person, "discount", "discounts")
    _searched(session, cast.ada, "price list", "other")
    _searched(session, cast.olga, "discount", "discounts")
    found = searches_of_several(session, at=MONDAY)
    assert list(found.items()) == [("discount", ("discounts",)), ("price list", ("prices", "other"))]


@pytest.mark.parametrize("missing", ["a third person", "an open", "a recent open", "the searcher's own open", "a name"])
def test_what_few_people_found_is_nobody_elses_business(session: Session, cast: Cast, missing: str) -> None:
    """Nor is a search that led nowhere, or long ago, or to a page that somebody else opened."""
    people = [cast.ada, cast.max, cast.ada if missing == "a third person" else cast.sven]
    for person in people:
        _searched(session, person, "secret plan", "page")
    last = session.scalars(select(OpenEvent).where(OpenEvent.person_id == people[-1].id)).first()
    if missing == "an open":
        session.delete(last)
    elif missing == "a recent open" and last:
        last.at = MONDAY - timedelta(days=POPULAR_DAYS + 1)
    elif missing == "the searcher's own open" and last:
        last.person_id = cast.olga.id
    elif missing == "a name":
        make_anonymous_before(session, moment=MONDAY + timedelta(days=1))
    assert searches_of_several(session, at=MONDAY) == {}


def _searched(session: Session, person: Player, query: str, page: str) -> None:
    """Record a search and the open of a page that followed it."""
    event = SearchEvent(
        person_id=person.id,
        at=MONDAY,
        query=query,
        normal=" ".join(query.lower().split()),
        was_typing=False,
        hits=1,
        took_ms=1,
    )
    session.add(event)
    session.flush()
    session.add(OpenEvent(person_id=person.id, at=MONDAY, page_id=page, search_id=event.id))
    session.flush()
