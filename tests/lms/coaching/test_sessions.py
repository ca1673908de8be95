"""Coaching sessions: for two people, whatever role a third one has."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from lms.coaching.models import CoachingSession
from lms.coaching.sessions import add_note, get_session, hold_session, list_sessions, schedule_session
from lms.errors import Conflict, NotAllowed, NotFound
from lms.people.models import Person
from support.factories import MONDAY, Cast, Player


def test_only_the_two_find_a_session(session: Session, cast: Cast) -> None:
    """Everybody else is told that there is none."""
    made = _schedule(session, cast.max, cast.ada)
    for player in cast.everyone():
        if player in {cast.max, cast.ada}:
            assert get_session(session, actor=player.actor, session_id=made.id) is made
            assert list_sessions(session, actor=player.actor, after=None, limit=9) == [made]
        else:
            assert list_sessions(session, actor=player.actor, after=None, limit=9) == []
            with pytest.raises(NotFound):
                get_session(session, actor=player.actor, session_id=made.id)


def test_a_coach_keeps_a_session_when_the_rep_changes_teams(session: Session, cast: Cast) -> None:
    """What the two talked about stays theirs; the new manager doesn't inherit it."""
    made = _schedule(session, cast.max, cast.ada)
    session.get_one(Person, cast.ada.id).team_id = cast.teams["South"]
    session.flush()
    assert get_session(session, actor=cast.max.actor, session_id=made.id) is made
    with pytest.raises(NotFound):
        get_session(session, actor=cast.greta.actor, session_id=made.id)
    with pytest.raises(NotFound):
        _schedule(session, cast.max, cast.ada)


def test_nobody_is_coached_alone_or_after_leaving(session: Session, cast: Cast) -> None:
    """Both refusals name the rep."""
    with pytest.raises(Conflict, match="two people"):
        _schedule(session, cast.max, cast.max)
    session.get_one(Person, cast.ada.id).left_at = MONDAY
    session.flush()
    with pytest.raises(Conflict, match="Ada Lind has left"):
        _schedule(session, cast.max, cast.ada)


def test_only_the_coach_holds_a_session_and_once(session: Session, cast: Cast) -> None:
    """The rep may see it, but not do that."""
    made = _schedule(session, cast.max, cast.ada)
    with pytest.raises(NotAllowed):
        hold_session(session, actor=cast.ada.actor, session_id=made.id, at=MONDAY)
    assert hold_session(session, actor=cast.max.actor, session_id=made.id, at=MONDAY).held_at == MONDAY
    with pytest.raises(Conflict):
        hold_session(session, actor=cast.max.actor, session_id=made.id, at=MONDAY)


def test_a_note_is_signed_by_who_wrote_it(session: Session, cast: Cast) -> None:
    """Ada's note is Ada's, and the admin can add none."""
    made = _schedule(session, cast.max, cast.ada)
    assert add_note(session, actor=cast.ada.actor, session_id=made.id, text="x", at=MONDAY).author_id == cast.ada.id
    with pytest.raises(NotFound):
        add_note(session, actor=cast.nadia.actor, session_id=made.id, text="x", at=MONDAY)


def _schedule(session: Session, coach: Player, rep: Player) -> CoachingSession:
    when = {"scheduled_at": MONDAY, "at": MONDAY}
    return schedule_session(session, actor=coach.actor, rep_id=rep.id, topic="Price", minutes=30, **when)
