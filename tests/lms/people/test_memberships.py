"""Who is with the company on a day, and in which team, read from rows in any order of recording."""

from __future__ import annotations

import random
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.people.directory import take_turns
from lms.people.joining import add_person
from lms.people.memberships import employed_on, employment, members_on, read_timeline
from lms.people.models import Membership, Person, Team
from support.acting import failures
from support.factories import MONDAY, Cast

FIRST = date(2026, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(-1, 12)]


def test_selects_and_timelines_say_the_same_of_every_day(session: Session, cast: Cast) -> None:
    """A hundred people with rows of all kinds: several of one day, recorded late, coming and going."""
    draw = random.Random(5)
    teams = list(cast.teams.values())
    people = [_person(session, number, draw, [*teams, None]) for number in range(100)]
    timelines = {person_id: read_timeline(session, person_id=person_id) for person_id in people}
    spans = employment(session, person_ids=people)
    chosen = employment(session, person_ids=select(Person.id).where(Person.id.in_(people)))
    assert chosen == spans
    for day in DAYS:
        places = {person_id: timeline.on(day) for person_id, timeline in timelines.items()}
        here = {person_id for person_id, place in places.items() if place.is_employed}
        assert set(session.scalars(employed_on(day))) & set(people) == here
        assert {person_id for person_id in people if _is_within(spans[person_id], day)} == here
        for wanted in (teams[:1], teams[1:], []):
            members = list(session.scalars(members_on(day, wanted)))
            assert len(members) == len(set(members))
            assert set(members) & set(people) == {id_ for id_ in here if places[id_].team_id in wanted}
        north = select(Team.id).where(Team.name == "North")
        in_north = {id_ for id_ in here if places[id_].team_id == cast.teams["North"]}
        assert set(session.scalars(members_on(day, north))) & set(people) == in_north


def test_the_first_membership_begins_on_the_first_day_that_is_known(session: Session) -> None:
    """The day of hiring, else the company's day."""
    known = {"name": "P", "roles": ["rep"], "team_id": None, "at": MONDAY}
    wanted = [
        ({"day": date(2026, 3, 3)}, date(2026, 3, 3)),
        ({"day": date(2026, 3, 3), "hired_on": date(2019, 5, 1)}, date(2019, 5, 1)),
        ({"day": MONDAY.date(), "hired_on": date(2027, 1, 1)}, date(2027, 1, 1)),
    ]
    for number, (given, since) in enumerate(wanted):
        made = add_person(session, email=f"p{number}@x.example", **known, **given)  # type: ignore[arg-type]
        assert employment(session, person_ids=[made.id]) == {made.id: [(since, None)]}
        assert made.hired_on == given.get("hired_on")


def test_nobody_is_asked_for_nobody(session: Session, cast: Cast) -> None:
    """Neither people nor a turn."""
    assert employment(session, person_ids=[]) == {}
    assert employment(session, person_ids=[uuid7()]) == {}
    take_turns(session, person_ids=[])


def test_turns_of_many_never_wait_for_each_other_in_a_circle(session: Session) -> None:
    """Two transactions that name the same people in opposite orders both get through, again and again."""
    people = [Person(email=f"p{number}@x.example", name="P", created_at=MONDAY) for number in range(1000)]
    session.add_all(people)
    session.commit()
    ids = [person.id for person in people]
    engine = session.get_bind()

    def take(order: list[UUID]) -> None:
        for _ in range(30):
            with Session(engine) as other:
                take_turns(other, person_ids=order)
                other.commit()

    assert failures(lambda: take(list(ids)), lambda: take(list(reversed(ids)))) == []


def _person(session: Session, number: int, draw: random.Random, teams: list[UUID | None]) -> UUID:
    """Add a person with up to five more rows."""
    hired_on = FIRST + timedelta(days=draw.randrange(5))
    made = add_person(
        session,
        email=f"p{number}@x.example",
        name="P",
        roles=["rep"],
        team_id=None,
        at=MONDAY,
        day=FIRST,
        hired_on=hired_on,
    )
    for _ in range(draw.randrange(6)):
        row = Membership(person_id=made.id, since=FIRST + timedelta(days=draw.randrange(10)), recorded_at=MONDAY)
        row.team_id, row.is_employed = draw.choice(teams), draw.random() < 0.7
        session.add(row)
        session.flush()
    return made.id


def _is_within(spans: list[tuple[date, date | None]], day: date) -> bool:
    return any(since <= day and (until is None or day < until) for since, until in spans)
