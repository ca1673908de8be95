"""Points: a rep's own until a session takes them up; read by the coach of a session to come, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from lms.coaching.models import AgendaPoint, CoachingSession, MentoringPair
from lms.coaching.points import (
    add_point,
    change_point,
    coaches_of,
    drop_point,
    give_back_points,
    list_points,
    open_point,
    points_of,
    take_up_points,
)
from lms.errors import Conflict, NotFound
from support.agreeing import met, on
from support.factories import MONDAY, Cast, Player


def test_a_point_is_read_in_the_sessions_it_is_meant_for(session: Session, cast: Cast) -> None:
    """One for Max in those with him, one for whoever comes in all that are planned; the rep's own sessions alone."""
    mentor = _pair(session, cast.olga, cast.ada)
    with_max, with_olga = _coming(session, cast.max, cast.ada), _coming(session, mentor, cast.ada)
    of_sven, over = _coming(session, cast.max, cast.sven), met(session, cast.max, cast.ada)
    _add(session, cast.ada, "For Max", cast.max)
    _add(session, cast.ada, "For whoever comes")
    assert _texts(session, with_max) == ["For Max", "For whoever comes"]
    assert _texts(session, with_olga) == ["For whoever comes"]
    assert _texts(session, of_sven) == _texts(session, over) == []


def test_what_was_held_keeps_its_points_and_what_was_not_gives_them_back(session: Session, cast: Cast) -> None:
    """Points written later are for the next one."""
    first, second = _coming(session, cast.max, cast.ada), _coming(session, cast.max, cast.ada, days=9)
    _add(session, cast.ada, "Price")
    first.status = "held"
    take_up_points(session, coaching=first)
    _add(session, cast.ada, "Holidays")
    assert (_texts(session, first), _texts(session, second)) == (["Price"], ["Holidays"])
    first.status = "accepted"
    give_back_points(session, coaching=first)
    assert _texts(session, first) == _texts(session, second) == ["Price", "Holidays"]


def test_the_rep_changes_drops_and_opens_points(session: Session, cast: Cast) -> None:
    """Dropping twice keeps the first time; what was taken up is opened again before it is changed."""
    made = _add(session, cast.ada, "Price")
    known: Any = {"actor": cast.ada.actor, "point_id": made.id}
    change_point(session, **known, values={"text": "Prices", "coach_id": cast.max.id}, now=on(1))
    assert (made.text, made.coach_id) == ("Prices", cast.max.id)
    change_point(session, **known, values={"coach_id": None}, now=on(1))
    drop_point(session, **known, now=on(2))
    assert drop_point(session, **known, now=on(3)).dropped_at == on(2).at
    with pytest.raises(Conflict, match="open it again"):
        change_point(session, **known, values={"text": "x"}, now=on(4))
    assert [one.text for one in list_points(session, actor=cast.ada.actor, is_open=False, limit=9)] == ["Prices"]
    open_point(session, **known)
    coming = _coming(session, cast.max, cast.ada)
    take_up_points(session, coaching=coming)
    session.refresh(made)
    assert drop_point(session, **known, now=on(5)).dropped_at is None
    assert open_point(session, **known).session_id is None
    assert [one.text for one in list_points(session, actor=cast.ada.actor, limit=9)] == ["Prices"]


def test_nobody_else_has_a_point(session: Session, cast: Cast) -> None:
    """Not the coach, who reads it in a session and can't change it; not the admin."""
    made = _add(session, cast.ada, "Price", cast.max)
    for player in cast.everyone():
        if player is cast.ada:
            continue
        known: Any = {"actor": player.actor, "point_id": made.id}
        assert list_points(session, actor=player.actor, limit=9) == []
        with pytest.raises(NotFound):
            change_point(session, **known, values={"text": "x"}, now=on(1))
        with pytest.raises(NotFound):
            drop_point(session, **known, now=on(1))
        with pytest.raises(NotFound):
            open_point(session, **known)


def test_a_point_is_for_a_coach_of_ones_own(session: Session, cast: Cast) -> None:
    """Managers above, mentors, and who has a session planned; to name anybody else tells nothing of them."""
    assert _names(session, cast.sven) == _names(session, cast.ada) == ["Max Oduya"]
    assert (_names(session, cast.max), _names(session, cast.mara)) == ([], [])
    _pair(session, cast.olga, cast.ada)
    _coming(session, cast.nadia, cast.ada)
    assert _names(session, cast.ada) == ["Max Oduya", "Nadia Brandt", "Olga Petrova"]
    for other in (cast.greta, cast.sven, cast.ada):
        with pytest.raises(NotFound):
            _add(session, cast.ada, "x", other)


def _add(session: Session, rep: Player, text: str, coach: Player | None = None) -> AgendaPoint:
    return add_point(session, actor=rep.actor, text=text, coach_id=coach.id if coach else None, now=on(0))


def _coming(session: Session, coach: Player, rep: Player, *, days: int = 7) -> CoachingSession:
    return met(session, coach, rep, at=MONDAY + timedelta(days=days), status="accepted")


def _pair(session: Session, mentor: Player, mentee: Player) -> Player:
    pair = MentoringPair(mentor_id=mentor.id, mentee_id=mentee.id, since=MONDAY.date(), made_at=MONDAY)
    pair.made_by_id = mentor.id
    session.add(pair)
    session.flush()
    return mentor


def _texts(session: Session, coaching: CoachingSession) -> list[str]:
    return [point.text for point in points_of(session, coaching=coaching)]


def _names(session: Session, player: Player) -> list[str]:
    return [person.name for person in coaches_of(session, actor=player.actor, now=on(0))]
