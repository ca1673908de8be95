"""Adding people and teams."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.errors import Conflict, Invalid, NotFound
from lms.people.directory import ensure_team, find_person, get_person, get_team, has_people
from lms.people.joining import add_person
from lms.people.models import Person
from support.acting import meanwhile
from support.factories import MONDAY


def test_an_address_is_kept_in_small_letters_and_found_in_any(session: Session) -> None:
    """Ada@X is ada@x."""
    assert not has_people(session)
    made = _add(session, email=" Ada@X.example ", name=" Ada ")
    assert (made.email, made.name) == ("ada@x.example", "Ada")
    assert find_person(session, email="ADA@x.example") is made
    assert has_people(session)


def test_an_address_is_taken_once(session: Session) -> None:
    """The second person with it is refused, at the field."""
    _add(session)
    with pytest.raises(Conflict) as refused:
        _add(session, email="ADA@x.example")
    assert refused.value.field == "email"


def test_two_at_the_same_moment_can_not_take_one_address(session: Session) -> None:
    """Whoever comes second is told so, not shown a failure of ours."""
    assert isinstance(meanwhile(session, _add, _add), Conflict)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("email", {"email": "nobody"}),
        ("email", {"email": "a@@x"}),
        ("email", {"email": f"{'a' * 65}@x.example"}),
        ("name", {"name": "  "}),
        ("roles", {"roles": ()}),
        ("roles", {"roles": ("king",)}),
    ],
)
def test_what_can_not_be_accepted_is_named(session: Session, field: str, values: dict[str, object]) -> None:
    """A bad address, an empty name, no role or an unknown one."""
    with pytest.raises(Invalid) as refused:
        _add(session, **values)
    assert refused.value.field == field


def test_an_unknown_team_is_not_found(session: Session) -> None:
    """Neither for a new person nor by its id."""
    with pytest.raises(NotFound):
        _add(session, team_id=uuid7())
    with pytest.raises(NotFound):
        get_team(session, team_id=uuid7())
    with pytest.raises(NotFound):
        get_person(session, person_id=uuid7())


def test_a_team_is_made_once(session: Session) -> None:
    """The same name is the same team; a name of blanks is none."""
    north = ensure_team(session, name=" North ")
    assert ensure_team(session, name="North") is north
    with pytest.raises(Invalid):
        ensure_team(session, name=" ")


def _add(session: Session, **values: object) -> Person:
    given: dict[str, object] = {"email": "ada@x.example", "name": "Ada", "roles": ("rep",), "team_id": None}
    given |= {"at": MONDAY, "day": MONDAY.date(), **values}
    return add_person(session, **given)  # type: ignore[arg-type]  # the wrong values are the point
