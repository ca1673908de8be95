"""People move, are hired earlier or later than was known, and get other roles; who was where is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.days import Now
from lms.errors import Conflict, Invalid, NotFound
from lms.people.changes import change_person
from lms.people.memberships import employment, members_on, read_timeline
from lms.people.models import Membership, Person
from support.acting import meanwhile
from support.factories import MONDAY, Cast, add_rep

CAME = MONDAY.date()
TODAY = date(2026, 6, 1)
MAY = date(2026, 5, 1)
DAY = timedelta(days=1)


def test_a_move_holds_from_its_day_on(session: Session, cast: Cast) -> None:
    """Ada was in North until the day before, is in South since, and her row says South."""
    moved = _change(session, cast, team_id=cast.teams["South"], on=MAY)
    assert (moved.team_id, moved.team and moved.team.name) == (cast.teams["South"], "South")
    assert _team(session, cast, MAY - DAY) == "North"
    assert _team(session, cast, MAY) == _team(session, cast, TODAY) == "South"
    assert employment(session, person_ids=[cast.ada.id]) == {cast.ada.id: [(CAME, None)]}


def test_of_two_moves_of_one_day_the_later_holds(session: Session, cast: Cast) -> None:
    """Both stay recorded."""
    _change(session, cast, team_id=cast.teams["South"], on=TODAY)
    moved = _change(session, cast, team_id=cast.teams["North juniors"], on=TODAY)
    assert moved.team_id == cast.teams["North juniors"]
    assert _team(session, cast, TODAY) == "North juniors"
    assert len(_rows(session, cast.ada.id)) == 3


def test_a_move_that_is_recorded_late_holds_until_the_next_that_is_known(session: Session, cast: Cast) -> None:
    """South since May was known; that she was with the juniors in April doesn't change where she is."""
    _change(session, cast, team_id=cast.teams["South"], on=MAY)
    april = date(2026, 4, 1)
    late = _change(session, cast, team_id=cast.teams["North juniors"], on=april)
    assert late.team_id == cast.teams["South"]
    found = [_team(session, cast, day) for day in (CAME, april, MAY - DAY, MAY, TODAY)]
    assert found == ["North", "North juniors", "North juniors", "South", "South"]


def test_a_region_that_is_recorded_late_reaches_over_moves(session: Session, cast: Cast) -> None:
    """Moving doesn't say anything about the region, so nothing ends it."""
    _change(session, cast, team_id=cast.teams["South"], on=MAY)
    changed = _change(session, cast, region=" EMEA ", on=CAME)
    assert (changed.region, changed.team_id) == ("EMEA", cast.teams["South"])
    timeline = read_timeline(session, person_id=cast.ada.id)
    assert [timeline.on(day).region for day in (CAME, MAY, TODAY)] == ["EMEA"] * 3
    assert _change(session, cast, region=None).region is None
    assert [_team(session, cast, day) for day in (CAME, MAY, TODAY)] == ["North", "South", "South"]


def test_a_row_says_who_recorded_it_and_when(session: Session, cast: Cast) -> None:
    """Nadia, at the time of recording and not of the move."""
    _change(session, cast, team_id=cast.teams["South"], on=MAY)
    row = _rows(session, cast.ada.id)[-1]
    assert (row.since, row.recorded_at, row.recorded_by_id) == (MAY, _now(TODAY).at, cast.nadia.id)


def test_what_is_the_same_is_not_recorded_again(session: Session, cast: Cast) -> None:
    """Only a change is a fact."""
    _change(session, cast, team_id=cast.teams["North"], region=None, name="Ada Berg", roles=["rep"], on=MAY)
    assert len(_rows(session, cast.ada.id)) == 1
    assert session.get_one(Person, cast.ada.id).name == "Ada Berg"


@pytest.mark.parametrize(
    ("refusal", "field", "changes"),
    [
        (Conflict, "on", {"on": TODAY + DAY}),
        (Conflict, "on", {"on": CAME - DAY, "region": "EMEA"}),
        (NotFound, None, {"team_id": uuid7()}),
        (NotFound, None, {"person_id": uuid7()}),
        (Invalid, "name", {"name": " "}),
        (Invalid, "roles", {"roles": []}),
        (Invalid, "roles", {"roles": ["king"]}),
        (Invalid, "region", {"region": "x" * 101}),
        (Conflict, "hired_on", {"hired_on": date(2099, 1, 1)}),
    ],
)
def test_what_can_not_be_is_refused(
    session: Session, cast: Cast, refusal: type[Exception], field: str | None, changes: dict[str, Any]
) -> None:
    """A day ahead or before she came, nothing where something must be, teams and people that aren't there."""
    with pytest.raises(refusal) as refused:
        _change(session, cast, **changes)
    assert getattr(refused.value, "field", None) == field


def test_roles_are_replaced(session: Session, cast: Cast) -> None:
    """Those that stay are kept, the others come and go."""
    assert _roles(_change(session, cast, roles=["manager", "rep"])) == ["manager", "rep"]
    assert _roles(_change(session, cast, roles=("manager", "author", "manager"))) == ["author", "manager"]


def test_the_last_admin_stays_one(session: Session, cast: Cast) -> None:
    """Until there is another, who isn't about to leave."""
    with pytest.raises(Conflict, match="last admin"):
        _change(session, cast, person_id=cast.nadia.id, roles=["rep"])
    session.rollback()
    _change(session, cast, person_id=cast.mara.id, roles=["admin"])
    assert _roles(_change(session, cast, person_id=cast.nadia.id, roles=["rep"])) == ["rep"]


def test_two_admins_can_not_dismiss_each_other_at_once(session: Session, cast: Cast) -> None:
    """Whoever comes second is told so."""
    _change(session, cast, person_id=cast.mara.id, roles=["admin"])
    session.commit()
    outcome = meanwhile(
        session,
        lambda first: _change(first, cast, person_id=cast.mara.id, roles=["author"]),
        lambda second: _change(second, cast, person_id=cast.nadia.id, roles=["rep"]),
    )
    assert isinstance(outcome, Conflict)
    assert "last admin" in str(outcome)


def test_two_moves_at_once_happen_one_after_the_other(session: Session, cast: Cast) -> None:
    """Nothing is lost: the second sees the first, and its region stays."""
    meanwhile(
        session,
        lambda first: _change(first, cast, region="EMEA", on=MAY),
        lambda second: _change(second, cast, team_id=cast.teams["South"], on=MAY),
    )
    session.expire_all()
    ada = session.get_one(Person, cast.ada.id)
    assert (ada.region, ada.team_id) == ("EMEA", cast.teams["South"])
    assert read_timeline(session, person_id=cast.ada.id).on(MAY).region == "EMEA"


def test_a_role_that_two_give_at_once_is_held_once(session: Session, cast: Cast) -> None:
    """The second reads what the first did."""
    first, second = (lambda one: _change(one, cast, roles=["rep", "manager"]) for _ in range(2))
    assert _roles(meanwhile(session, first, second)) == ["manager", "rep"]  # type: ignore[arg-type]  # an error fails


def test_a_first_day_that_was_earlier_makes_the_history_longer(session: Session, cast: Cast) -> None:
    """She was in her first team all the time."""
    _change(session, cast, team_id=cast.teams["South"], on=MAY)
    hired_on = date(2020, 1, 1)
    assert _change(session, cast, hired_on=hired_on).hired_on == hired_on
    assert _spans(session, cast.ada.id) == [(hired_on, None)]
    assert [_team(session, cast, day) for day in (hired_on - DAY, hired_on, TODAY)] == [None, "North", "South"]


def test_a_first_day_that_was_later_takes_days_away_and_may_move_again(session: Session, cast: Cast) -> None:
    """Also over a move; what was recorded of teams stays."""
    _change(session, cast, team_id=cast.teams["South"], on=MAY)
    for hired_on, team in ((MAY + DAY, "South"), (date(2026, 4, 1), "North"), (date(2026, 2, 1), "North")):
        _change(session, cast, hired_on=hired_on)
        assert _spans(session, cast.ada.id) == [(hired_on, None)]
        assert [_team(session, cast, day) for day in (hired_on - DAY, hired_on, TODAY)] == [None, team, "South"]
    assert _change(session, cast, hired_on=None).hired_on is None
    assert _spans(session, cast.ada.id) == [(date(2026, 2, 1), None)]


def test_who_has_not_started_is_moved_for_the_first_day(session: Session, cast: Cast) -> None:
    """Pia starts in July; her team changes in June, and her first day after that."""
    july = date(2026, 7, 1)
    pia = add_rep(session, "p@x.example", name="Pia", hired_on=july, region="UK")
    moved = _change(session, cast, person_id=pia.id, team_id=cast.teams["South"])
    assert (moved.team_id, moved.region, moved.hired_on) == (cast.teams["South"], "UK", july)
    assert _spans(session, pia.id) == [(july, None)]
    later = july + 14 * DAY
    moved = _change(session, cast, person_id=pia.id, hired_on=later)
    assert moved.team_id == cast.teams["South"]
    assert _spans(session, pia.id) == [(later, None)]
    assert _change(session, cast, person_id=pia.id, team_id=cast.teams["North"]).team_id == cast.teams["North"]
    assert session.scalars(members_on(later, [cast.teams["North"]])).all().count(pia.id) == 1


def _now(day: date) -> Now:
    return Now(datetime.combine(day, time(12), UTC), day)


def _change(session: Session, cast: Cast, **changes: Any) -> Person:
    """Change Ada as Nadia, on the first of June unless it is said otherwise."""
    given = {"person_id": cast.ada.id, "on": TODAY, **changes}
    return change_person(session, actor=cast.nadia.actor, now=_now(TODAY), **given)


def _team(session: Session, cast: Cast, day: date) -> str | None:
    """Return the team that Ada was in on a day, asked of all teams; None when she wasn't with the company."""
    found = [name for name, id_ in cast.teams.items() if cast.ada.id in session.scalars(members_on(day, [id_])).all()]
    assert len(found) <= 1
    return found[0] if found else None


def _spans(session: Session, person_id: UUID) -> list[tuple[date, date | None]]:
    return employment(session, person_ids=[person_id])[person_id]


def _roles(person: Person) -> list[str]:
    return [role.role for role in person.roles]


def _rows(session: Session, person_id: UUID) -> list[Membership]:
    wanted = select(Membership).where(Membership.person_id == person_id).order_by(Membership.id)
    return list(session.scalars(wanted))
