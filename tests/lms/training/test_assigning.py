"""Assigning courses to people and teams."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from acting import meanwhile
from factories import MONDAY, Cast, Player
from lms.errors import Conflict, NotFound, Refusal
from lms.people.models import Person
from lms.training.assignments import Assigned, assign_course

FRIDAY = date(2026, 3, 6)


def test_a_manager_assigns_to_a_person_and_is_remembered(session: Session, cast: Cast) -> None:
    """The assignment says who gave it, when, and until when."""
    made = _assign(session, cast.max, [cast.ada.id]).created[0]
    assert (made.person_id, made.assigned_by_id, made.assigned_at) == (cast.ada.id, cast.max.id, MONDAY)
    assert (made.due_on, made.team_id) == (FRIDAY, None)


def test_a_team_and_its_people_are_assigned_once_each(session: Session, cast: Cast) -> None:
    """Naming Ada and her team is Ada once; Sven comes with the team below."""
    done = _assign(session, cast.max, [cast.ada.id, cast.ada.id], team_id=cast.teams["North"])
    assert {made.person_id for made in done.created} == {cast.ada.id, cast.max.id, cast.sven.id}
    again = _assign(session, cast.max, [cast.ada.id], team_id=cast.teams["North"])
    assert again == Assigned((), tuple(sorted([cast.ada.id, cast.max.id, cast.sven.id])))


def test_who_left_is_not_assigned_with_the_team(session: Session, cast: Cast) -> None:
    """Nobody who is gone becomes overdue."""
    session.get_one(Person, cast.sven.id).left_at = MONDAY
    done = _assign(session, cast.max, [], team_id=cast.teams["North"])
    assert {made.person_id for made in done.created} == {cast.ada.id, cast.max.id}


def test_who_left_is_not_assigned_by_name_either(session: Session, cast: Cast) -> None:
    """As with coaching sessions: somebody who has left is refused."""
    session.get_one(Person, cast.ada.id).left_at = MONDAY
    with pytest.raises(Conflict):
        _assign(session, cast.max, [cast.ada.id])


def test_people_and_teams_of_others_are_not_found(session: Session, cast: Cast) -> None:
    """Olga and South aren't there for Max, nor anybody for a rep but herself."""
    with pytest.raises(NotFound):
        _assign(session, cast.max, [cast.ada.id, cast.olga.id])
    with pytest.raises(NotFound):
        _assign(session, cast.max, [], team_id=cast.teams["South"])
    with pytest.raises(NotFound):
        _assign(session, cast.ada, [], team_id=cast.teams["North"])


def test_nobody_and_yesterday_are_refused(session: Session, cast: Cast) -> None:
    """The field at fault is named; today is still a day to come."""
    with pytest.raises(Conflict) as nobody:
        _assign(session, cast.max, [])
    with pytest.raises(Conflict) as late:
        _assign(session, cast.max, [cast.ada.id], due_on=MONDAY.date() - timedelta(days=1))
    assert (nobody.value.field, late.value.field) == ("person_ids", "due_on")
    assert len(_assign(session, cast.max, [cast.ada.id], due_on=MONDAY.date()).created) == 1


def test_two_managers_who_assign_at_the_same_moment_are_both_answered(session: Session, cast: Cast) -> None:
    """The second hears that Ada has the course, or is refused in words."""
    outcome = meanwhile(
        session,
        lambda first: _assign(first, cast.max, [cast.ada.id]),
        lambda second: _assign(second, cast.nadia, [cast.ada.id]),
    )
    assert isinstance(outcome, (Assigned, Refusal))


def _assign(
    session: Session, who: Player, people: Iterable[UUID], *, team_id: UUID | None = None, due_on: date = FRIDAY
) -> Assigned:
    return assign_course(
        session, actor=who.actor, course_id="c", person_ids=people, team_id=team_id, due_on=due_on, at=MONDAY
    )
