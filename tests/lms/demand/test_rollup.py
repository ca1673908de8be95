"""Counting marked days: what is counted, once, and right again after whatever happened to the events."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.demand.models import CountedQuery, DemandSpan, PageOpened, PageSpan
from lms.demand.retention import forget_before, make_anonymous_before
from lms.demand.spans import SPANS
from lms.usage.marks import mark_days, pending_days
from lms.usage.models import SearchEvent, UseEvent
from lms.usage.searched import open_searches
from support.acting import searched
from support.counting import count_from_nothing, demand, everything, open_page, readers, search
from support.factories import MONDAY, Cast
from support.learning import UTC_ZONE
from support.rolling import count

DAY = timedelta(days=1)
STRANGE = (
    "太贵 承运商", "очередь на терминале", "ترخيص المنتج", "πολύ ακριβό", "값이 비싸다", "ราคาแพง", "💰",
    '"太 贵" type:deck', "x" * 500, "太" * 500, "\U0001f4b0" * 500,
)  # fmt: skip


def test_needs_and_readers_are_counted_in_every_span(session: Session, cast: Cast) -> None:
    """Ada found nothing, Sven opened nothing, Olga opened and used a page."""
    search(session, cast.ada, "frostvale", hits=0)
    search(session, cast.sven, "frostvale")
    open_page(session, cast.olga, search(session, cast.olga, "frostvale"), is_used=True)
    session.commit()
    assert count(session) == 1
    for span in SPANS:
        assert demand(session, span) == {"frostvale": (3, 1, 1)}
        assert readers(session, span) == {"p": (1, 1)}
    assert pending_days(session) == 0


def test_counting_again_changes_nothing(session: Session, cast: Cast) -> None:
    """However often a day is marked."""
    search(session, cast.ada, "frostvale", hits=0)
    open_page(session, cast.ada, page_id="a")
    session.commit()
    for _ in range(3):
        mark_days(session, [MONDAY.date()])
        assert count(session) == 1
        assert demand(session) == {"frostvale": (1, 1, 0)}
        assert readers(session) == {"a": (1, 0)}
    assert count(session) == 0


def test_a_day_ends_at_midnight(session: Session, cast: Cast) -> None:
    """Its last moment is in it, and the next day's first isn't, also on the last day of a year."""
    midnight = datetime(2027, 1, 1, tzinfo=UTC)
    for at in (midnight - timedelta(microseconds=1), midnight):
        search(session, cast.ada, "price", at=at)
    session.commit()
    assert count(session) == 2
    years = session.execute(select(DemandSpan.start, DemandSpan.needs).where(DemandSpan.span == "year"))
    assert sorted(years.all()) == [(date(2026, 1, 1), 1), (date(2027, 1, 1), 1)]


def test_an_open_days_later_counts_for_the_day_of_its_search(session: Session, cast: Cast) -> None:
    """And for its own day as a reader."""
    asked = search(session, cast.ada, "price")
    session.commit()
    count(session)
    assert demand(session) == {"price": (1, 0, 1)}
    open_page(session, cast.ada, asked, at=MONDAY + 40 * DAY)
    session.commit()
    assert count(session) == 2
    assert demand(session, "day") == {"price": (1, 0, 0)}
    april = select(PageSpan.start).where(PageSpan.span == "month")
    assert session.scalars(april).all() == [date(2026, 4, 1)]


def test_a_use_is_counted_when_it_comes(session: Session, cast: Cast) -> None:
    """Once for a person and a day, however many uses."""
    open_page(session, cast.ada, is_used=False)
    session.commit()
    count(session)
    open_page(session, cast.ada, is_used=True)
    open_page(session, cast.ada, is_used=True)
    session.commit()
    count(session)
    assert readers(session) == {"p": (1, 1)}


def test_what_the_journal_moves_is_counted_once(session: Session, cast: Cast, tmp_path: object) -> None:
    """A file that is moved again marks nothing, because it adds nothing."""
    from pathlib import Path

    folder = Path(str(tmp_path)) / "searches"
    journal = open_searches(folder, zone=UTC_ZONE)
    journal.append(searched(cast.ada.id, "frostvale", hits=0))
    (file,) = folder.iterdir()
    data = file.read_bytes()
    journal.move(session)
    assert pending_days(session) == 1
    assert count(session) == 1
    (folder / "again.searches").write_bytes(data)
    journal.move(session)
    assert pending_days(session) == 0
    assert demand(session) == {"frostvale": (1, 1, 0)}


def test_spellings_of_one_query_are_one_group(session: Session, cast: Cast) -> None:
    """Other order, other spaces, a letter wrong; who used two of them on a day has one need."""
    for query in ("slot harbor", "slotharbor", "slot harbour", "harbor slot", "slotharbr"):
        search(session, cast.ada, query, hits=0)
    search(session, cast.sven, "slot harbour", hits=0)
    search(session, cast.sven, "price")
    session.commit()
    count(session)
    assert sorted(demand(session).values()) == [(1, 0, 1), (2, 2, 0)]
    assert len(set(session.scalars(select(CountedQuery.group_number)))) == 2
    assert session.scalar(select(func.sum(CountedQuery.needs))) == 7


def test_the_group_is_given_once(session: Session, cast: Cast) -> None:
    """Days that are counted later add their spellings to the groups that are there."""
    search(session, cast.ada, "slot harbor")
    session.commit()
    count(session)
    search(session, cast.ada, "slotharbor", at=MONDAY + DAY)
    search(session, cast.ada, "slot harbour", at=MONDAY - DAY)
    session.commit()
    count(session)
    assert demand(session) == {"slot harbor": (3, 0, 3)}


@pytest.mark.parametrize("query", STRANGE)
def test_any_alphabet_and_length_is_counted(session: Session, cast: Cast, query: str) -> None:
    """As one query with its own text."""
    search(session, cast.ada, query, hits=0)
    search(session, cast.sven, query, hits=0)
    session.commit()
    count(session)
    assert demand(session) == {query: (2, 2, 0)}


def test_filters_alone_are_not_counted(session: Session, cast: Cast) -> None:
    """They ask for nothing in words; neither does an empty search."""
    search(session, cast.ada, "type:deck")
    search(session, cast.ada, "")
    session.commit()
    assert count(session) == 1
    assert demand(session) == {}
    assert session.scalars(select(CountedQuery)).all() == []


def test_what_is_forgotten_is_no_longer_counted(session: Session, cast: Cast) -> None:
    """Neither the needs nor the text of the query; that a page was opened once stays known."""
    search(session, cast.ada, "frostvale", at=MONDAY - 3 * DAY)
    open_page(session, cast.ada, page_id="old", at=MONDAY - 3 * DAY)
    search(session, cast.ada, "price", at=MONDAY)
    session.commit()
    count(session)
    forget_before(session, moment=MONDAY, zone=UTC_ZONE)
    session.commit()
    count(session)
    assert demand(session) == demand(session, "day") == {"price": (1, 0, 1)}
    assert readers(session) == {}
    assert session.scalars(select(CountedQuery.normal)).all() == ["price"]
    assert session.execute(select(PageOpened.page_id, PageOpened.last_on)).all() == [("old", date(2026, 2, 27))]


def test_half_a_day_is_not_forgotten_in_the_counts(session: Session, cast: Cast) -> None:
    """It goes when all of it is too old, although its events went before."""
    search(session, cast.ada, "price", at=MONDAY)
    session.commit()
    count(session)
    forget_before(session, moment=MONDAY + timedelta(hours=5), zone=UTC_ZONE)
    session.commit()
    assert count(session) == 0
    assert demand(session) == {"price": (1, 0, 1)}
    forget_before(session, moment=MONDAY + DAY, zone=UTC_ZONE)
    session.commit()
    assert count(session) == 1
    assert demand(session) == {}


def test_the_first_spelling_stays_as_long_as_its_group(session: Session, cast: Cast) -> None:
    """It stands for the others, though nobody asks for it any more."""
    search(session, cast.ada, "slotharbor", at=MONDAY - 3 * DAY)
    session.commit()
    count(session)
    search(session, cast.ada, "slot harbor", at=MONDAY)
    session.commit()
    count(session)
    forget_before(session, moment=MONDAY, zone=UTC_ZONE)
    session.commit()
    count(session)
    assert demand(session) == {"slotharbor": (1, 0, 1)}
    needs = session.execute(select(CountedQuery.normal, CountedQuery.needs)).all()
    assert dict(iter(needs)) == {"slotharbor": 0, "slot harbor": 1}


def test_making_anonymous_leaves_the_counts(session: Session, cast: Cast) -> None:
    """Ada's two searches stay one need."""
    for _ in range(2):
        search(session, cast.ada, "price")
    session.commit()
    count(session)
    make_anonymous_before(session, moment=MONDAY + DAY)
    session.commit()
    assert count(session) == 0
    assert demand(session) == {"price": (1, 0, 1)}


def test_events_without_a_person_count_each(session: Session, cast: Cast) -> None:
    """Where they were made anonymous before anything was counted."""
    for _ in range(2):
        search(session, None, "price")
    session.commit()
    count(session)
    assert demand(session) == {"price": (2, 0, 2)}


@pytest.mark.parametrize("seed", range(4))
def test_however_it_came_about_it_is_what_counting_from_nothing_gives(session: Session, cast: Cast, seed: int) -> None:
    """Searches, opens, uses and forgetting in any order, counted now and then."""
    dice = random.Random(seed)
    asked: list[SearchEvent] = []
    players = [cast.ada, cast.sven, cast.olga]
    for _ in range(60):
        player, at = dice.choice(players), MONDAY + dice.randrange(-400, 400) * timedelta(hours=6)
        match dice.randrange(6):
            case 0 | 1 | 2:
                query = dice.choice(["price", "slot harbor", "slotharbor", "frostvale", "type:deck"])
                asked.append(
                    search(session, player, query, at=at, hits=dice.choice([0, 4]), was_typing=dice.random() < 0.3)
                )
            case 3 if asked:
                one = dice.choice(asked)
                who = next(other for other in players if other.id == one.person_id)
                open_page(session, who, one, page_id=dice.choice("ab"), is_used=dice.random() < 0.5)
            case 4:
                open_page(session, player, page_id=dice.choice("ab"), at=at)
            case 5:
                count(session)
    moment = (MONDAY - 60 * DAY).replace(hour=0)
    forget_before(session, moment=moment, zone=UTC_ZONE)
    session.commit()
    count(session)
    grown = everything(session)
    count_from_nothing(session)
    assert everything(session) == grown
    assert any(grown)


def test_old_days_without_events_cost_nothing_and_leave_nothing(session: Session) -> None:
    """Two hundred marks of empty days are gone after one call."""
    mark_days(session, [date(1990, 1, 1) + number * DAY for number in range(200)])
    mark_days(session, [date.min, date.max])
    session.commit()
    assert count(session) == 202
    assert pending_days(session) == 0
    assert not any(everything(session))


def test_what_a_use_needs_is_there(session: Session, cast: Cast) -> None:
    """A use of an open that was forgotten meanwhile is forgotten with it."""
    opened: UUID = open_page(session, cast.ada, is_used=True)
    session.commit()
    count(session)
    forget_before(session, moment=MONDAY + 2 * DAY, zone=UTC_ZONE)
    session.commit()
    count(session)
    assert session.get(UseEvent, (opened, "read")) is None
    assert readers(session) == {}
