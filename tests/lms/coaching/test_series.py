"""Series: made some weeks ahead and once each, moved and dropped one by one, changed and ended from a day on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import in_steps
from lms.coaching.changing import cancel_session, move_session
from lms.coaching.models import CoachingSession, SessionSeries
from lms.coaching.plans import SessionPlan
from lms.coaching.series import accept_series, extend_series, get_series, list_series, plan_series
from lms.coaching.series_changes import SeriesTurn, change_series, end_series
from lms.coaching.sessions import list_events
from lms.errors import Conflict, NotAllowed, NotFound
from lms.people.models import Person
from lms.people.zones import set_zone
from support.acting import meanwhile
from support.coaching import TUESDAY, pair
from support.factories import MONDAY, Cast, Player
from support.learning import on

BERLIN = ZoneInfo("Europe/Berlin")
WEEK, HOUR = timedelta(weeks=1), timedelta(hours=1)


def repeat(
    session: Session,
    coach: Player,
    rep: Player,
    rule: str = "FREQ=WEEKLY",
    *,
    at: datetime = TUESDAY,
    as_rep: bool = False,
    **fields: Any,
) -> SessionSeries:
    """Let a coach plan a series with a rep from Tuesday on, or the rep propose it."""
    plan = SessionPlan(**{"topic": "Weekly", "scheduled_at": at, "minutes": 30, **fields})
    whom: dict[str, Any] = {"coach_id": coach.id} if as_rep else {"rep_id": rep.id}
    actor = (rep if as_rep else coach).actor
    return plan_series(session, actor=actor, plan=plan, rule=rule, company=BERLIN, now=on(), **whom)


def sessions_of(session: Session, series: SessionSeries) -> list[CoachingSession]:
    """Return the sessions of a series in the order in which its rule has them."""
    mine = select(CoachingSession).where(CoachingSession.series_id == series.id)
    return list(session.scalars(mine.order_by(CoachingSession.recurs_at)))


def statuses(session: Session, series: SessionSeries) -> list[str]:
    """Return how the sessions of a series stand."""
    return [one.status for one in sessions_of(session, series)]


def test_a_series_is_made_some_weeks_ahead_and_goes_on(session: Session, cast: Cast) -> None:
    """Nine by the eighth week; the job adds what is missing, and run again nothing; a finished one is let be."""
    series = repeat(session, cast.max, cast.ada)
    short = repeat(session, cast.max, cast.ada, "FREQ=WEEKLY;COUNT=3")
    made = sessions_of(session, series)
    assert [one.scheduled_at for one in made] == [TUESDAY + n * WEEK - (n > 3) * HOUR for n in range(9)]
    assert {one.status for one in made} == {"accepted"}
    assert [event.kind for event in list_events(session, coaching=made[5])] == ["accepted"]
    session.commit()
    assert in_steps(session, extend_series(session, now=on(1))) == 0
    assert in_steps(session, extend_series(session, now=on(30))) == 4
    assert in_steps(session, extend_series(session, now=on(30))) == 0
    assert len(sessions_of(session, series)) == 13
    assert in_steps(session, extend_series(session, now=on(600))) > 50
    assert len(sessions_of(session, short)) == 3


def test_a_job_that_is_killed_or_run_twice_at_once_makes_each_session_once(session: Session, cast: Cast) -> None:
    """What a step made is taken back with it, and made by the next; two at the same time wait for each other."""
    series = repeat(session, cast.max, cast.ada)
    session.commit()
    next(extend_series(session, now=on(30)))
    session.rollback()
    assert len(sessions_of(session, series)) == 9
    outcome = meanwhile(
        session,
        lambda first: list(extend_series(first, now=on(30))),
        lambda second: in_steps(second, extend_series(second, now=on(30))),
    )
    assert outcome == 0
    session.expire_all()
    assert len(sessions_of(session, series)) == 13


def test_the_clock_is_that_of_who_plans(session: Session, cast: Cast) -> None:
    """Their own zone where they set one, else the company's; nine stays nine when it is put forward."""
    set_zone(session, actor=cast.max.actor, name="America/New_York")
    series = repeat(session, cast.max, cast.ada, "FREQ=WEEKLY;COUNT=2", at=datetime(2026, 3, 3, 14, tzinfo=UTC))
    assert (series.zone, series.starts_at) == ("America/New_York", "2026-03-03T09:00")
    assert [f"{one.scheduled_at:%d %H:%M}" for one in sessions_of(session, series)] == ["03 14:00", "10 13:00"]
    assert repeat(session, cast.max, cast.ada, as_rep=True).zone == "Europe/Berlin"
    set_zone(session, actor=cast.max.actor, name=None)
    assert repeat(session, cast.max, cast.ada).zone == "Europe/Berlin"
    with pytest.raises(Conflict, match="no time zone `Mars"):
        set_zone(session, actor=cast.max.actor, name="Mars/Olympus")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"at": MONDAY}, "has passed"),
        ({"at": TUESDAY + timedelta(seconds=1)}, "full minute"),
        ({"at": datetime(2026, 10, 25, 1, 30, tzinfo=UTC)}, "02:30 comes twice on that day in Europe/Berlin"),
        ({"rule": "FREQ=WEEKLY;BYDAY=WE"}, "first day"),
        ({"rule": "FREQ=HOURLY"}, "FREQ is one of"),
        ({"minutes": 500}, "minutes"),
    ],
)
def test_a_series_that_can_not_be_is_refused(session: Session, cast: Cast, change: dict[str, Any], why: str) -> None:
    """One in the past, one that begins at the second of two times alike, one whose rule we don't keep to."""
    with pytest.raises(Conflict, match=why):
        repeat(session, cast.max, cast.ada, **change)


def test_one_is_moved_or_dropped_without_the_rest(session: Session, cast: Cast) -> None:
    """It keeps the time at which its rule has it, so that the job doesn't make it again."""
    series = repeat(session, cast.max, cast.ada)
    made = sessions_of(session, series)
    later = made[1].scheduled_at + timedelta(days=3)
    move_session(session, actor=cast.ada.actor, session_id=made[1].id, now=on(), scheduled_at=later)
    cancel_session(session, actor=cast.max.actor, session_id=made[2].id, now=on(), reason="Fair")
    session.commit()
    in_steps(session, extend_series(session, now=on(30)))
    after = sessions_of(session, series)
    assert len(after) == 13
    assert (after[1].scheduled_at, after[1].recurs_at) == (later, TUESDAY + WEEK)
    assert [one.status for one in after].count("cancelled") == 1
    assert (series.sequence, after[1].sequence, after[3].sequence) == (0, 1, 0)


def test_a_proposed_series_is_accepted_as_a_whole(session: Session, cast: Cast) -> None:
    """With what is made of it later; but not what the other moved meanwhile, which they wait for."""
    series = repeat(session, cast.max, cast.ada, as_rep=True)
    made = sessions_of(session, series)
    assert {one.status for one in made} == {"proposed"}
    later = made[1].scheduled_at + HOUR
    move_session(session, actor=cast.max.actor, session_id=made[1].id, now=on(), scheduled_at=later)
    with pytest.raises(NotAllowed, match="the other of you"):
        accept_series(session, actor=cast.ada.actor, series_id=series.id, now=on())
    accept_series(session, actor=cast.max.actor, series_id=series.id, now=on())
    assert statuses(session, series) == ["accepted", "proposed", *["accepted"] * 7]
    with pytest.raises(Conflict, match="accepted or ended already"):
        accept_series(session, actor=cast.max.actor, series_id=series.id, now=on())
    session.commit()
    in_steps(session, extend_series(session, now=on(30)))
    assert statuses(session, series)[-1] == "accepted"


def test_a_series_ends_and_its_sessions_to_come_with_it(session: Session, cast: Cast) -> None:
    """Those that were stay as they are; the rule ends too, for calendars."""
    series = repeat(session, cast.max, cast.ada)
    end_series(session, actor=cast.ada.actor, series_id=series.id, reason="New team", now=on(10))
    assert statuses(session, series) == ["accepted"] * 2 + ["cancelled"] * 7
    assert (series.ended_at, series.sequence, series.rule) == (on(10).at, 1, "FREQ=WEEKLY;UNTIL=20260312T085959Z")
    last = list_events(session, coaching=sessions_of(session, series)[-1])[-1]
    assert (last.kind, last.by_id, last.reason) == ("cancelled", cast.ada.id, "New team")
    with pytest.raises(Conflict, match="ended already"):
        end_series(session, actor=cast.max.actor, series_id=series.id, reason="x", now=on(10))
    session.commit()
    assert in_steps(session, extend_series(session, now=on(60))) == 0


def test_a_series_ends_with_a_day_to_come(session: Session, cast: Cast) -> None:
    """From that day on, as its zone has it, nothing is left."""
    series = repeat(session, cast.max, cast.ada)
    until = date(2026, 3, 24)
    end_series(session, actor=cast.max.actor, series_id=series.id, reason="x", now=on(), on=until)
    assert statuses(session, series) == ["accepted"] * 3 + ["cancelled"] * 6
    assert series.rule.endswith("UNTIL=20260323T225959Z")


def test_a_series_changes_from_a_day_on(session: Session, cast: Cast) -> None:
    """The old one ends with the day before, and a new one begins, agreed as the old one was, less what was."""
    old = repeat(session, cast.max, cast.ada, "FREQ=WEEKLY;COUNT=5")
    first = datetime(2026, 3, 18, 13, tzinfo=UTC)
    turn = SeriesTurn(first, on=date(2026, 3, 17), changes={"topic": "Wednesdays", "minutes": 45})
    new = change_series(session, actor=cast.ada.actor, series_id=old.id, turn=turn, now=on(3))
    assert statuses(session, old) == ["accepted"] * 2 + ["cancelled"] * 3
    assert (new.rule, new.topic, new.minutes, new.kind, new.is_agreed) == (
        "FREQ=WEEKLY;COUNT=3",
        "Wednesdays",
        45,
        "one-to-one",
        True,
    )
    assert [f"{one.scheduled_at:%d %H}" for one in sessions_of(session, new)] == ["18 13", "25 13", "01 12"]
    assert old.rule == "FREQ=WEEKLY;UNTIL=20260316T225959Z"
    with pytest.raises(Conflict, match="ended already"):
        change_series(session, actor=cast.max.actor, series_id=old.id, turn=turn, now=on(3))


def test_a_change_of_a_series_that_can_not_be_leaves_it_as_it_is(session: Session, cast: Cast) -> None:
    """A day that its rule doesn't have, one before that from which it changes, a rule with nothing left."""
    old = repeat(session, cast.max, cast.ada, "FREQ=WEEKLY;BYDAY=TU;COUNT=2")
    turns = {
        "first day": SeriesTurn(datetime(2026, 3, 4, 9, tzinfo=UTC)),
        "before the day": SeriesTurn(datetime(2026, 3, 10, 9, tzinfo=UTC), on=date(2026, 3, 11)),
        "no session from that day on": SeriesTurn(datetime(2026, 3, 17, 9, tzinfo=UTC)),
        "has passed": SeriesTurn(MONDAY),
    }
    for why, turn in turns.items():
        with pytest.raises(Conflict, match=why):
            change_series(session, actor=cast.max.actor, series_id=old.id, turn=turn, now=on())
    session.flush()
    assert (statuses(session, old), old.ended_at, old.sequence) == (["accepted"] * 2, None, 0)


def test_nobody_else_sees_or_changes_a_series(session: Session, cast: Cast) -> None:
    """To them there is none."""
    series = repeat(session, cast.nadia, cast.ada)
    for player in (cast.max, cast.greta, cast.sven, cast.mara, cast.paula):
        asked: dict[str, Any] = {"actor": player.actor, "series_id": series.id}
        assert list_series(session, actor=player.actor, at=MONDAY, after=None, limit=9) == []
        with pytest.raises(NotFound):
            get_series(session, **asked)
        with pytest.raises(NotFound):
            accept_series(session, **asked, now=on())
        with pytest.raises(NotFound):
            end_series(session, **asked, reason="x", now=on())
        with pytest.raises(NotFound):
            change_series(session, **asked, turn=SeriesTurn(TUESDAY + WEEK), now=on())
    for player in (cast.nadia, cast.ada):
        assert list_series(session, actor=player.actor, at=MONDAY, after=None, limit=9) == [series]
        assert list_series(session, actor=player.actor, at=on(90).at, after=None, limit=9) == []


def test_a_series_of_two_who_are_no_coach_and_rep_any_more_goes_no_further(session: Session, cast: Cast) -> None:
    """Ada moved to South, Sven left, a pair ended: what was made stays, and nothing is added."""
    pairing = pair(session, cast.olga, cast.ada, cast.nadia)
    moved, left = repeat(session, cast.max, cast.ada), repeat(session, cast.max, cast.sven)
    mentored = repeat(session, cast.olga, cast.ada, kind="mentoring")
    session.get_one(Person, cast.ada.id).team_id = cast.teams["South"]
    session.get_one(Person, cast.sven.id).left_at = on(3).at
    pairing.until = on(5).day
    session.commit()
    assert in_steps(session, extend_series(session, now=on(30))) == 0
    for series in (moved, left, mentored):
        session.refresh(series)
        assert statuses(session, series) == ["accepted"] * 9
        assert series.ended_at == on(30).at
    with pytest.raises(Conflict, match="ended already"):
        change_series(session, actor=cast.max.actor, series_id=moved.id, turn=SeriesTurn(on(36).at), now=on(31))
