"""Weeks of coaching: what reaches whom, to the day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from lms.coaching.actions.items import drop_item, finish_item
from lms.coaching.actions.weekly import CoachingWeek, weeks_by_person
from lms.people.models import Person
from support.agreeing import agreed, met, on
from support.factories import MONDAY, Cast


def test_what_is_overdue_reaches_both_and_what_is_due_its_owner(session: Session, cast: Cast) -> None:
    """The first due first; what is due later, or by no day, and what is closed reaches nobody."""
    of = met(session, cast.max, cast.ada, at=MONDAY - timedelta(days=30))
    for text, due in (("today", 0), ("yesterday", -1), ("Sunday", 6), ("next Monday", 7), ("never", None)):
        agreed(session, of, cast.ada, text, due_on=None if due is None else on(due).day)
    agreed(session, of, cast.max, "Max's", due_on=on(-3).day)
    done, dropped = (agreed(session, of, cast.ada, "closed", due_on=on(-2).day) for _ in range(2))
    finish_item(session, actor=cast.ada.actor, item_id=done.id, now=on(0))
    drop_item(session, actor=cast.ada.actor, item_id=dropped.id, reason="x", now=on(0))
    weeks = weeks_by_person(session, now=on(0))
    assert set(weeks) == {cast.ada.id, cast.max.id}
    ada, max_ = weeks[cast.ada.id], weeks[cast.max.id]
    assert _texts(ada) == (["yesterday", "today", "Sunday"], ["Max's"])
    assert _texts(max_) == (["Max's"], ["yesterday"])
    assert [item.is_overdue for item in ada.own] == [True, False, False]
    assert {item.other for item in (*ada.own, *ada.waiting)} == {"Max Oduya"}


def test_sessions_of_seven_days_reach_both(session: Session, cast: Cast) -> None:
    """Agreed or proposed; not those that are over, held or cancelled, nor those after; in the time of each person."""
    session.get_one(Person, cast.ada.id).time_zone = "Asia/Kathmandu"
    for days, status in ((0, "accepted"), (6.9, "proposed"), (7, "accepted"), (-0.1, "accepted"), (1, "cancelled")):
        at = MONDAY + timedelta(days=days)
        met(session, cast.max, cast.ada, at=at, status=status, topic=f"{status} {days}")
    weeks = weeks_by_person(session, now=on(0))
    for player, other in ((cast.ada, cast.max), (cast.max, cast.ada)):
        found = [(one.topic, one.other, one.is_proposal) for one in weeks[player.id].sessions]
        assert found == [("accepted 0", other.name, False), ("proposed 6.9", other.name, True)]
    assert (weeks[cast.ada.id].zone, weeks[cast.max.id].zone) == ("Asia/Kathmandu", None)


def test_without_anything_nobody_has_a_week(session: Session, cast: Cast) -> None:
    """A session of long ago asks nothing."""
    met(session, cast.max, cast.ada)
    assert weeks_by_person(session, now=on(40)) == {}


def _texts(week: CoachingWeek) -> tuple[list[str], list[str]]:
    return [item.text for item in week.own], [item.text for item in week.waiting]
