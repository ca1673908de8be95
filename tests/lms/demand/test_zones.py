"""Days of the company: what is searched for lies on its day, and is counted again when its time zone changes."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.base import StepLostError, in_steps
from lms.days import day_of, start_of
from lms.demand.gaps import close_gap, read_change, take_gap
from lms.demand.models import CountedQuery, DemandSpan, PageOpened, PageSpan
from lms.demand.retention import forget_before, make_anonymous_before
from lms.demand.rollup import roll_up
from lms.usage.marks import next_mark, pending_days
from lms.usage.models import OpenEvent, SearchEvent, UseEvent
from lms.usage.searched import open_searches
from support.acting import searched
from support.counting import count_from_nothing, demand, everything, open_page, search
from support.factories import MONDAY, Cast
from support.learning import UTC_ZONE
from support.rolling import count, key_of
from support.thorough import few

DAY = timedelta(days=1)
AUCKLAND, LOS_ANGELES = ZoneInfo("Pacific/Auckland"), ZoneInfo("America/Los_Angeles")
BERLIN = ZoneInfo("Europe/Berlin")
# At any moment these two have different days, and mostly neither is that of the other places.
KIRITIMATI, PAGO_PAGO = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")
EIGHT_IN_AUCKLAND = datetime(2026, 11, 27, 19, tzinfo=UTC)
EVENING_IN_LOS_ANGELES = datetime(2026, 3, 3, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        (AUCKLAND, EIGHT_IN_AUCKLAND, date(2026, 11, 28)),
        (LOS_ANGELES, EVENING_IN_LOS_ANGELES, date(2026, 3, 2)),
        (UTC_ZONE, EIGHT_IN_AUCKLAND, date(2026, 11, 27)),
    ],
)
def test_a_search_and_an_open_lie_on_the_companys_day(
    session: Session, cast: Cast, zone: ZoneInfo, at: datetime, day: date
) -> None:
    """At eight in Auckland it isn't yesterday any more, and in the evening of Los Angeles not tomorrow yet."""
    open_page(session, cast.ada, search(session, cast.ada, at=at, zone=zone), zone=zone, is_used=True)
    session.commit()
    mark = next_mark(session)
    assert mark is not None
    assert (mark.day, pending_days(session)) == (day, 1)
    count(session, zone=zone)
    assert _days(session) == {day: 1}
    assert session.scalars(select(PageSpan.start).where(PageSpan.span == "day")).all() == [day]
    assert session.scalars(select(PageOpened.last_on)).all() == [day]


def test_what_the_journal_moves_is_marked_by_the_companys_day(session: Session, cast: Cast, tmp_path: Path) -> None:
    """A search waits in its file until it is moved."""
    journal = open_searches(tmp_path / "searches", zone=KIRITIMATI)
    one = searched(cast.ada.id, "price")
    journal.append(one)
    journal.move(session)
    mark = next_mark(session)
    assert mark is not None
    assert mark.day == day_of(KIRITIMATI, one.at)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)])
def test_a_day_has_as_many_hours_as_its_clocks_say(session: Session, cast: Cast, day: date, hours: int) -> None:
    """A search in every hour, and at the first and last moment, of three days around a change of the clocks."""
    first, last = start_of(BERLIN, day - DAY), start_of(BERLIN, day + 2 * DAY)
    for hour in range(int((last - first) / timedelta(hours=1))):
        search(session, None, at=first + timedelta(hours=hour), zone=BERLIN)
    for at in (start_of(BERLIN, day), start_of(BERLIN, day + DAY)):
        search(session, None, at=at - timedelta(microseconds=1), zone=BERLIN)
    session.commit()
    count(session, zone=BERLIN)
    assert _days(session) == {day - DAY: 25, day: hours + 1, day + DAY: 24}


@pytest.mark.parametrize("seed", few(3))
def test_a_new_zone_counts_everything_again(session: Session, cast: Cast, seed: int) -> None:
    """From an installation counted by UTC over zones half a day apart: each time as if it had never been another."""
    dice = random.Random(seed)
    first = datetime(2026, 3, 20, tzinfo=UTC)
    for before, zone in pairwise((UTC_ZONE, AUCKLAND, LOS_ANGELES, KIRITIMATI, PAGO_PAGO, UTC_ZONE)):
        for _ in range(12):
            at, player = first + dice.randrange(600) * timedelta(hours=1), dice.choice([cast.ada, cast.sven])
            asked = search(session, player, dice.choice(["price", "slot harbor", "slotharbor"]), at=at, zone=before)
            if dice.random() < 0.5:
                open_page(session, player, asked, zone=before, is_used=dice.random() < 0.5)
        session.commit()
        if dice.random() < 0.7:
            count(session, zone=before)
        assert count(session, zone=zone) > 0
        grown = everything(session)
        count_from_nothing(session, zone=zone)
        assert everything(session) == grown
        assert count(session, zone=zone) == 0


def test_an_existing_installation_is_counted_again_once_in_steps(session: Session, cast: Cast) -> None:
    """What was counted by days in UTC; a process that ends meanwhile leaves the rest marked."""
    for number in range(4):
        search(session, cast.ada, at=EIGHT_IN_AUCKLAND - number * DAY)
    session.commit()
    count(session)
    steps = roll_up(session, zone=AUCKLAND, whole_since=None, key_of=key_of, is_word=lambda _: False)
    for done in steps:
        session.commit()
        if done:
            break
    steps.close()  # type: ignore[attr-defined]  # a generator
    session.rollback()
    assert pending_days(session) > 0
    count(session, zone=AUCKLAND)
    assert _days(session) == {date(2026, 11, 28) - number * DAY: 1 for number in range(4)}
    assert count(session, zone=AUCKLAND) == 0


def test_days_whose_searches_are_gone_keep_their_counts(session: Session, cast: Cast) -> None:
    """Nobody can count them again, by whatever days; those since are counted by the new ones."""
    old, new = datetime(2026, 3, 2, 20, tzinfo=UTC), datetime(2026, 3, 9, 20, tzinfo=UTC)
    for at in (old, new):
        search(session, cast.ada, at=at)
    session.commit()
    count(session)
    session.execute(delete(SearchEvent).where(SearchEvent.at == old))
    session.commit()
    count(session, zone=AUCKLAND)
    assert _days(session) == {date(2026, 3, 2): 1, date(2026, 3, 10): 1}
    session.execute(delete(SearchEvent))
    session.commit()
    count(session, zone=LOS_ANGELES)
    assert _days(session) == {date(2026, 3, 2): 1, date(2026, 3, 10): 1}


def test_a_day_of_which_a_part_is_gone_keeps_its_counts(session: Session, cast: Cast) -> None:
    """Half of it would be counted wrong."""
    moment = datetime(2026, 3, 2, 12, tzinfo=UTC)
    for hours in (-3, 3, 27):
        search(session, cast.ada, "price" if hours < 0 else "frostvale", at=moment + timedelta(hours=hours))
    session.commit()
    count(session)
    forget_before(session, moment=moment, zone=UTC_ZONE)
    session.commit()
    count(session, zone=BERLIN, whole_since=moment)
    assert demand(session) == {"price": (1, 0, 1), "frostvale": (2, 0, 2)}
    assert _days(session) == {date(2026, 3, 2): 2, date(2026, 3, 3): 1}


def test_days_without_names_keep_their_counts(session: Session, cast: Cast) -> None:
    """Ada's two searches stay one need, which they wouldn't be if they were counted again."""
    for at in (MONDAY, MONDAY, MONDAY + 9 * DAY):
        search(session, cast.ada, at=at)
    session.commit()
    count(session)
    make_anonymous_before(session, moment=MONDAY + DAY)
    session.commit()
    count(session, zone=LOS_ANGELES, whole_since=MONDAY + DAY)
    assert _days(session) == {date(2026, 3, 2): 1, date(2026, 3, 11): 1}


def test_who_still_counts_by_the_zone_before_stops(session: Session, cast: Cast) -> None:
    """A process that found a mark before the zone was changed takes nothing away and writes nothing."""
    search(session, cast.ada, at=EIGHT_IN_AUCKLAND)
    session.commit()
    bind = session.get_bind()
    with Session(bind) as other:
        steps = roll_up(other, zone=UTC_ZONE, whole_since=None, key_of=key_of, is_word=lambda _: False)
        assert next(iter(steps)) == 0  # the events are read
        other.commit()
        assert count(session, zone=AUCKLAND) > 0
        session.rollback()
        with pytest.raises(StepLostError):
            next(iter(steps))
        other.rollback()
        assert in_steps(other, steps) == 0
    assert _days(session) == {date(2026, 11, 28): 1}


def test_a_day_is_forgotten_when_it_is_over_for_the_company(session: Session, cast: Cast) -> None:
    """At noon in UTC it is midnight in Auckland, in winter: then nothing of the day before is left."""
    midnight = datetime(2026, 7, 1, 12, tzinfo=UTC)
    for at in (midnight - timedelta(hours=1), midnight):
        open_page(session, cast.ada, search(session, cast.ada, at=at, zone=AUCKLAND), zone=AUCKLAND, is_used=True)
    session.commit()
    count(session, zone=AUCKLAND)
    forget_before(session, moment=midnight - timedelta(seconds=1), zone=AUCKLAND)
    session.commit()
    assert count(session, zone=AUCKLAND) == 0
    forget_before(session, moment=midnight, zone=AUCKLAND)
    session.commit()
    count(session, zone=AUCKLAND)
    assert _days(session) == {date(2026, 7, 2): 1}
    assert len(session.scalars(select(OpenEvent)).all()) == len(session.scalars(select(UseEvent)).all()) == 1


def test_a_gap_is_taken_and_closed_on_days_of_the_company(session: Session, cast: Cast) -> None:
    """A search of the day before it was taken is from before; one of the day after it was closed is from after."""
    midnight, minute = start_of(AUCKLAND, date(2026, 11, 28)), timedelta(minutes=1)
    for at in (midnight - minute, midnight + minute, midnight + DAY + minute):
        search(session, cast.ada, at=at, zone=AUCKLAND)
    session.commit()
    count(session, zone=AUCKLAND)
    query_id = session.scalars(select(CountedQuery.id)).one()
    gap = take_gap(session, actor=cast.mara.actor, query_id=query_id, at=midnight)
    close_gap(session, actor=cast.mara.actor, gap_id=gap.id, page_id="p", at=midnight + DAY - minute)
    same_day = read_change(session, gap, at=midnight + DAY - minute, zone=AUCKLAND)
    assert (same_day.before and same_day.before.needs, same_day.after and same_day.after.needs) == (1, 0)
    next_day = read_change(session, gap, at=midnight + DAY, zone=AUCKLAND)
    assert (next_day.before and next_day.before.needs, next_day.after and next_day.after.needs) == (1, 1)


def _days(session: Session) -> dict[date, int]:
    """Return the needs of all groups by day."""
    found: dict[date, int] = {}
    for start, needs in session.execute(select(DemandSpan.start, DemandSpan.needs).where(DemandSpan.span == "day")):
        found[start] = found.get(start, 0) + needs
    return found
