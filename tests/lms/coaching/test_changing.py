"""Changing a session: every change is a fact with who and when, and calendars hear of what concerns them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy.orm import Session

from lms.coaching.changing import (
    accept_session,
    cancel_session,
    hold_session,
    miss_session,
    move_session,
    reopen_session,
)
from lms.coaching.sessions import list_events
from lms.errors import Conflict, NotAllowed, NotFound
from support.acting import meanwhile
from support.coaching import TUESDAY, plan, propose
from support.factories import MONDAY, Cast
from support.learning import on

HOUR = timedelta(hours=1)


def test_the_life_of_a_session_is_kept(session: Session, cast: Cast) -> None:
    """Who, when, and what holds from then on; calendars hear of what was agreed, moved and cancelled."""
    made = propose(session, cast.ada, cast.max)
    ask: dict[str, Any] = {"session_id": made.id}
    accept_session(session, actor=cast.max.actor, now=on(), **ask)
    move_session(session, actor=cast.ada.actor, now=on(), scheduled_at=TUESDAY + HOUR, reason=" Dentist ", **ask)
    assert (made.status, made.sequence) == ("accepted", 2)
    miss_session(session, actor=cast.ada.actor, now=on(2), **ask)
    hold_session(session, actor=cast.max.actor, now=on(3), on=on(1).day, minutes=52, **ask)
    assert (made.held_at, made.held_on, made.minutes, made.sequence) == (on(3).at, on(1).day, 52, 2)
    assert made.changed_at == on(3).at
    events = list_events(session, coaching=made)
    assert [(event.kind, event.by_id, event.minutes, event.reason) for event in events] == [
        ("proposed", cast.ada.id, 30, None),
        ("accepted", cast.max.id, 30, None),
        ("moved", cast.ada.id, 30, "Dentist"),
        ("missed", cast.ada.id, 30, None),
        ("held", cast.max.id, 52, None),
    ]
    assert [event.scheduled_at for event in events] == [TUESDAY] * 2 + [TUESDAY + HOUR] * 3


def test_what_was_marked_by_mistake_is_put_right_by_a_fact(session: Session, cast: Cast) -> None:
    """It is as agreed before, with the length that was agreed; both facts stay."""
    made = plan(session, cast.max, cast.ada)
    ask: dict[str, Any] = {"session_id": made.id}
    hold_session(session, actor=cast.max.actor, now=on(1), minutes=5, **ask)
    with pytest.raises(NotAllowed, match="only the coach"):
        reopen_session(session, actor=cast.ada.actor, now=on(1), **ask)
    reopen_session(session, actor=cast.max.actor, now=on(1), reason="Wrong line", **ask)
    assert (made.status, made.held_at, made.held_on, made.minutes) == ("accepted", None, None, 30)
    assert [event.kind for event in list_events(session, coaching=made)] == ["accepted", "held", "reopened"]
    hold_session(session, actor=cast.max.actor, now=on(2), **ask)
    assert (made.status, made.held_on) == ("held", on(2).day)


def test_who_moves_a_proposal_asks_the_other(session: Session, cast: Cast) -> None:
    """Ada proposed, Max moves it, and now Ada is the one to accept."""
    made = propose(session, cast.ada, cast.max)
    ask: dict[str, Any] = {"session_id": made.id}
    move_session(session, actor=cast.max.actor, now=on(), scheduled_at=TUESDAY + HOUR, **ask)
    with pytest.raises(NotAllowed, match="the other of you"):
        accept_session(session, actor=cast.max.actor, now=on(), **ask)
    accept_session(session, actor=cast.ada.actor, now=on(), **ask)
    assert (made.status, made.scheduled_at) == ("accepted", TUESDAY + HOUR)


def test_what_can_not_be_is_refused_and_nothing_is_kept(session: Session, cast: Cast) -> None:
    """A move to where it is, to long ago, a day to come on which it was held, no reason for cancelling."""
    made = propose(session, cast.ada, cast.max)
    as_max: dict[str, Any] = {"actor": cast.max.actor, "session_id": made.id, "now": on()}
    with pytest.raises(Conflict, match="when it is already"):
        move_session(session, **as_max, scheduled_at=TUESDAY)
    with pytest.raises(Conflict, match="has passed"):
        move_session(session, **as_max, scheduled_at=MONDAY)
    with pytest.raises(Conflict, match="ten years"):
        move_session(session, **as_max, scheduled_at=MONDAY + timedelta(days=3660))
    with pytest.raises(Conflict, match="minutes"):
        move_session(session, **as_max, minutes=481)
    with pytest.raises(Conflict, match="has passed"):
        hold_session(session, **as_max, on=on(1).day)
    with pytest.raises(Conflict, match="say why"):
        cancel_session(session, **as_max, reason=" ")
    with pytest.raises(Conflict, match="a session that is proposed can't be marked as missed"):
        miss_session(session, **as_max)
    assert len(list_events(session, coaching=made)) == 1


def test_nobody_else_changes_a_session(session: Session, cast: Cast) -> None:
    """To them it isn't there, be they the admin or manage one of the two."""
    made = plan(session, cast.nadia, cast.ada)
    for player in (cast.max, cast.greta, cast.sven, cast.mara, cast.paula):
        asked: dict[str, Any] = {"actor": player.actor, "session_id": made.id, "now": on(2)}
        for change in (
            accept_session,
            hold_session,
            miss_session,
            reopen_session,
            partial(cancel_session, reason="x"),
            partial(move_session, minutes=60),
        ):
            with pytest.raises(NotFound):
                change(session, **asked)


def test_of_two_at_once_the_second_is_told_what_the_first_did(session: Session, cast: Cast) -> None:
    """Ada cancels while Max marks it as held: one of both counts, and the other is refused."""
    made = plan(session, cast.max, cast.ada)
    session.commit()
    outcome = meanwhile(
        session,
        lambda first: cancel_session(first, actor=cast.ada.actor, session_id=made.id, now=on(1), reason="Ill"),
        lambda second: hold_session(second, actor=cast.max.actor, session_id=made.id, now=on(1)),
    )
    assert isinstance(outcome, Conflict)
    assert "cancelled can't be marked as held" in str(outcome)
    session.expire_all()
    assert made.status == "cancelled"
