"""Since when somebody manages a person: moves of either begin it anew, moves within the manager's own teams don't."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from lms.days import now_in
from lms.people.access import Actor
from lms.people.managing import managed_since
from lms.people.models import Person
from lms.training.following import change_person, leave
from support.factories import MONDAY, Cast, Player
from support.learning import UTC_ZONE

BEGAN = MONDAY.date()


def _day(days: int) -> date:
    return BEGAN + timedelta(days=days)


def _move(session: Session, player: Player, team: UUID | None, days: int) -> None:
    now = now_in(UTC_ZONE, MONDAY + timedelta(days=days))
    change_person(session, actor=None, person_id=player.id, on=now.day, now=now, team_id=team)


def _since(session: Session, manager: Player, player: Player, days: int) -> date | None:
    actor = Actor.of(session.get_one(Person, manager.id))
    return managed_since(session, actor=actor, person_ids=[player.id], day=_day(days)).get(player.id)


def test_a_manager_has_managed_since_both_were_there(session: Session, cast: Cast) -> None:
    """Their own team and the one below it; nobody of another, and nobody without a team of theirs."""
    assert _since(session, cast.max, cast.ada, 5) == BEGAN
    assert _since(session, cast.max, cast.sven, 5) == BEGAN
    assert _since(session, cast.max, cast.olga, 5) is None
    assert _since(session, cast.ada, cast.sven, 5) is None
    assert _since(session, cast.mara, cast.ada, 5) is None


def test_everybody_has_always_managed_themselves_and_an_admin_everybody(session: Session, cast: Cast) -> None:
    """Whatever teams there are."""
    assert {_since(session, player, player, 5) for player in cast.everyone()} == {date.min}
    assert _since(session, cast.nadia, cast.olga, 5) == date.min


def test_a_move_begins_it_anew(session: Session, cast: Cast) -> None:
    """Ada goes South and comes back: each manager has managed her since she last came."""
    _move(session, cast.ada, cast.teams["South"], 10)
    assert _since(session, cast.max, cast.ada, 12) is None
    assert _since(session, cast.greta, cast.ada, 12) == _day(10)
    _move(session, cast.ada, cast.teams["North"], 20)
    assert _since(session, cast.max, cast.ada, 22) == _day(20)
    assert _since(session, cast.greta, cast.ada, 22) is None


def test_a_move_within_the_managers_teams_is_none(session: Session, cast: Cast) -> None:
    """From the juniors to the team above them."""
    _move(session, cast.sven, cast.teams["North"], 10)
    assert _since(session, cast.max, cast.sven, 12) == BEGAN


def test_a_manager_who_comes_later_begins_then(session: Session, cast: Cast) -> None:
    """Greta takes over North."""
    _move(session, cast.greta, cast.teams["North"], 10)
    assert _since(session, cast.greta, cast.ada, 12) == _day(10)
    assert _since(session, cast.greta, cast.olga, 12) is None


def test_who_left_is_managed_by_nobody(session: Session, cast: Cast) -> None:
    """From the day after their last."""
    now = now_in(UTC_ZONE, MONDAY + timedelta(days=5))
    leave(session, person_id=cast.ada.id, on=_day(5), now=now, zone=UTC_ZONE)
    assert _since(session, cast.max, cast.ada, 5) == BEGAN
    assert _since(session, cast.max, cast.ada, 6) is None


@pytest.mark.parametrize("days", [-1, 0])
def test_before_anybody_came_nobody_is_managed(session: Session, cast: Cast, days: int) -> None:
    """From the first day on."""
    assert _since(session, cast.max, cast.ada, days) == (BEGAN if days == 0 else None)
