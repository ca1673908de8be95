"""Whose records an actor may see, rule by rule."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from lms.errors import NotFound
from lms.people.access import Actor, list_visible, list_visible_teams, visible_people, visible_person, visible_team
from lms.people.directory import ensure_team, get_person
from lms.people.joining import add_person
from support.factories import MONDAY, Cast

SEEN = {
    "ada": {"ada"},
    "max": {"max", "ada", "sven"},
    "sven": {"sven"},
    "olga": {"olga"},
    "greta": {"greta", "olga"},
    "mara": {"mara"},
    "nadia": {"ada", "max", "sven", "olga", "greta", "mara", "nadia", "paula"},
    "paula": {"paula"},
}


def test_everybody_sees_exactly_whom_they_may(session: Session, cast: Cast) -> None:
    """Reps and authors themselves, managers their team and those below, the admin all: each pair is tried."""
    for name, seen in SEEN.items():
        actor = getattr(cast, name).actor
        assert set(session.scalars(visible_people(actor))) == {getattr(cast, other).id for other in seen}, name
        for other in SEEN:
            if other in seen:
                assert visible_person(session, actor=actor, person_id=getattr(cast, other).id).email.startswith(other)
            else:
                with pytest.raises(NotFound):
                    visible_person(session, actor=actor, person_id=getattr(cast, other).id)


def test_people_are_listed_in_the_order_they_were_added(session: Session, cast: Cast) -> None:
    """`after` goes on behind a person, whether or not the actor sees that one."""
    found = list_visible(session, actor=cast.max.actor, after=None, limit=2, at=MONDAY)
    assert [person.name for person in found] == ["Ada Lind", "Max Oduya"]
    rest = list_visible(session, actor=cast.max.actor, after=found[-1].id, limit=2, at=MONDAY)
    assert [person.name for person in rest] == ["Sven Berg"]


def test_only_managers_and_the_admin_manage_teams(session: Session, cast: Cast) -> None:
    """A rep manages not even her own team."""
    listed = {name: list_visible_teams(session, actor=getattr(cast, name).actor) for name in SEEN}
    teams = {name: [team.name for team in found] for name, found in listed.items()}
    assert teams["ada"] == teams["mara"] == []
    assert teams["max"] == ["North", "North juniors"]
    assert teams["nadia"] == ["North", "North juniors", "South"]
    assert visible_team(session, actor=cast.max.actor, team_id=cast.teams["North juniors"]).name == "North juniors"
    for name, team in (("max", "South"), ("greta", "North juniors"), ("ada", "North")):
        with pytest.raises(NotFound):
            visible_team(session, actor=getattr(cast, name).actor, team_id=cast.teams[team])


def test_a_manager_sees_through_every_level_below(session: Session, cast: Cast) -> None:
    """Teams may be nested as deep as the company is."""
    deep = ensure_team(session, name="Interns", parent_id=cast.teams["North juniors"])
    intern = add_person(
        session, email="i@x.example", name="Ine", roles=["rep"], team_id=deep.id, at=MONDAY, day=MONDAY.date()
    )
    assert intern.id in set(session.scalars(visible_people(cast.max.actor)))
    assert intern.id not in set(session.scalars(visible_people(cast.greta.actor)))


def test_a_manager_of_the_team_below_sees_nobody_above(session: Session, cast: Cast) -> None:
    """Authority goes downwards only."""
    juniors = cast.teams["North juniors"]
    lead = add_person(
        session, email="l@x.example", name="Lea", roles=["manager"], team_id=juniors, at=MONDAY, day=MONDAY.date()
    )
    session.flush()
    session.refresh(lead)
    assert set(session.scalars(visible_people(Actor.of(lead)))) == {lead.id, cast.sven.id}


def test_a_manager_without_a_team_sees_only_themselves(session: Session, cast: Cast) -> None:
    """No team is not the whole company."""
    tom = add_person(
        session, email="t@x.example", name="Tom", roles=["manager"], team_id=None, at=MONDAY, day=MONDAY.date()
    )
    actor = Actor.of(get_person(session, person_id=tom.id))
    assert set(session.scalars(visible_people(actor))) == {tom.id}
    assert list_visible_teams(session, actor=actor) == []


def test_several_roles_add_up(session: Session, cast: Cast) -> None:
    """Who sells and manages sees the team; who manages and is admin sees all."""
    north = cast.teams["North"]
    both = add_person(
        session, email="b@x.example", name="Bo", roles=["rep", "manager"], team_id=north, at=MONDAY, day=MONDAY.date()
    )
    actor = Actor.of(get_person(session, person_id=both.id))
    assert {cast.ada.id, cast.sven.id, both.id} <= set(session.scalars(visible_people(actor)))
    assert actor.roles == {"rep", "manager"}
