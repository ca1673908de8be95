"""Subscriptions to the monthly digest: one's own, and only of people who are here."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from lms.notices.subscriptions import find_subscription, list_subscribers, subscribe, unsubscribe
from lms.people.models import Person
from support.factories import MONDAY, Cast


def test_twice_is_as_good_as_once(session: Session, cast: Cast) -> None:
    """The first moment is kept; ending what isn't there does nothing."""
    unsubscribe(session, actor=cast.ada.actor)
    subscribe(session, actor=cast.ada.actor, at=MONDAY)
    assert subscribe(session, actor=cast.ada.actor, at=MONDAY + timedelta(days=1)).at == MONDAY
    assert find_subscription(session, actor=cast.max.actor) is None
    unsubscribe(session, actor=cast.max.actor)
    assert find_subscription(session, actor=cast.ada.actor) is not None
    unsubscribe(session, actor=cast.ada.actor)
    assert find_subscription(session, actor=cast.ada.actor) is None


def test_who_left_and_who_is_only_a_partner_gets_nothing(session: Session, cast: Cast) -> None:
    """Whatever they subscribed to before."""
    for player in (cast.max, cast.olga, cast.ada, cast.paula):
        subscribe(session, actor=player.actor, at=MONDAY)
    session.get_one(Person, cast.olga.id).left_at = MONDAY
    session.flush()
    assert list_subscribers(session, at=MONDAY) == [cast.ada.actor, cast.max.actor]
