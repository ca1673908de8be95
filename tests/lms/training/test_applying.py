"""Rules follow people: who joins, moves, leaves and comes back; and rounds that begin anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from lms.base import in_steps
from lms.days import Now
from lms.errors import NotFound
from lms.people.access import Actor
from lms.people.changes import change_person, come_back, leave
from lms.people.models import Person
from lms.training.applying import CHUNK, apply_rule, apply_waiting_rules, change_courses, follow_people, reaches_few
from lms.training.ending import end_rule
from lms.training.rules import Order, create_rule, list_rules
from support.acting import failures, meanwhile
from support.factories import Cast, Player, add_rep
from support.given import all_assignments, due_day, hire, open_assignments
from support.learning import PLAIN, TODAY, UTC_ZONE, cell, complete, give, in_days, on, reapply, state


def test_a_person_gets_what_is_assigned_to_them(session: Session, cast: Cast) -> None:
    """From today, due on the day given, and nobody else."""
    rule = give(session, cast.max, [cast.ada.id, cast.ada.id], due_on=in_days(4))
    given = open_assignments(session)
    assert given == {(cast.ada.id, "c", TODAY, in_days(4), None)}
    assert (rule.created_by_id, rule.applied_on) == (cast.max.id, TODAY)
    assert [state(session, cast.ada, day) for day in (-1, 0, 4, 5)] == ["-", "not_started", "not_started", "overdue"]


@pytest.mark.parametrize(
    ("who", "criteria", "expected"),
    [
        ("max", {"team": "North"}, {"ada", "max", "sven"}),
        ("max", {"team": "North", "with_below": False}, {"ada", "max"}),
        ("nadia", {"role": "rep"}, {"ada", "sven", "olga"}),
        ("max", {"role": "rep"}, {"ada", "sven"}),
        ("greta", {"role": "rep"}, {"olga"}),
        ("nadia", {"region": "EMEA"}, {"ada", "olga"}),
        ("max", {"region": "EMEA"}, {"ada"}),
        ("nadia", {"region": "EMEA", "role": "manager"}, set()),
        ("nadia", {"hired_from": date(2026, 2, 1)}, {"sven", "olga"}),
        ("nadia", {"hired_from": date(2026, 2, 1), "hired_until": date(2026, 2, 10)}, {"sven"}),
    ],
)
def test_a_rule_reaches_who_fits_every_criterion(
    session: Session, cast: Cast, who: str, criteria: dict[str, Any], expected: set[str]
) -> None:
    """Of a manager only in their own teams."""
    for name, region, hired_on in (("ada", "EMEA", None), ("olga", "EMEA", "2026-02-15"), ("sven", None, "2026-02-05")):
        person = session.get_one(Person, getattr(cast, name).id)
        person.region, person.hired_on = region, date.fromisoformat(hired_on) if hired_on else None
    session.flush()
    asked: dict[str, Any] = dict(criteria)
    if "team" in asked:
        asked["team_id"] = cast.teams[str(asked.pop("team"))]
    give(session, getattr(cast, who), **asked)
    names = {player.id: player.name.split()[0].lower() for player in cast.everyone()}
    assert {names[person_id] for person_id, *_ in open_assignments(session)} == expected


def test_a_newcomer_gets_what_their_team_has(session: Session, cast: Cast) -> None:
    """Days are counted from the day of hiring; who comes after a fixed day gets as many days as the others had."""
    relative = give(session, cast.max, team_id=cast.teams["North"], due_days=30)
    fixed = give(session, cast.max, team_id=cast.teams["North"], due_on=in_days(14), course_id="d")
    new = hire(session, cast, hired_on=in_days(20), now=on(20))
    assert due_day(session, new, relative) == in_days(50)
    assert due_day(session, new, fixed) == in_days(34)


def test_who_is_entered_late_is_not_overdue_at_once(session: Session, cast: Cast) -> None:
    """Hired forty days ago, entered today: the course is due today."""
    rule = give(session, cast.max, team_id=cast.teams["North"], due_days=30)
    new = hire(session, cast, hired_on=in_days(1), now=on(41))
    assert due_day(session, new, rule) == in_days(41)
    assert state(session, replace(cast.ada, id=new.id), 41) == "not_started"


def test_who_starts_later_gets_it_on_their_first_day(session: Session, cast: Cast) -> None:
    """Entered in advance: nothing before, and then with the daily round."""
    rule = give(session, cast.max, team_id=cast.teams["North"], due_days=5)
    new = hire(session, cast, hired_on=in_days(10), now=on(1))
    assert due_day(session, new, rule) is None
    in_steps(session, apply_waiting_rules(session, now=on(10)))
    assert due_day(session, new, rule) == in_days(15)


def test_who_moves_away_loses_it_and_their_history_stays(session: Session, cast: Cast) -> None:
    """Overdue in North until the day of the move; the new team's rule counts from that day on."""
    give(session, cast.max, team_id=cast.teams["North"], due_days=3)
    give(session, cast.greta, team_id=cast.teams["South"], course_id="d", due_days=3)
    _move(session, cast, cast.ada, "South", on(10))
    assert [state(session, cast.ada, day) for day in (0, 4, 9, 10)] == ["not_started", "overdue", "overdue", "-"]
    assert [state(session, cast.ada, day, "d") for day in (9, 10, 14)] == ["-", "not_started", "overdue"]


def test_who_completed_it_and_moves_away_keeps_the_completion(session: Session, cast: Cast) -> None:
    """It is complete, and no longer assigned."""
    give(session, cast.max, team_id=cast.teams["North"])
    complete(session, cast.ada.actor, PLAIN, on(2))
    _move(session, cast, cast.ada, "South", on(10))
    found = [cell(session, cast.ada, day) for day in (9, 10)]
    assert [(one.state.label, one.is_assigned) for one in found if one] == [("complete", True), ("complete", False)]


def test_who_leaves_and_comes_back(session: Session, cast: Cast) -> None:
    """Nothing to say while away; after that the rule begins anew, with days of its own."""
    give(session, cast.max, team_id=cast.teams["North"], due_days=10)
    leave(session, person_id=cast.ada.id, on=in_days(4), now=on(4), zone=UTC_ZONE)
    follow_people(session, person_ids=[cast.ada.id], now=on(4))
    in_steps(session, apply_waiting_rules(session, now=on(5)))
    come_back(session, person_id=cast.ada.id, on=in_days(40), team_id=cast.teams["North"], now=on(40))
    follow_people(session, person_ids=[cast.ada.id], now=on(40))
    assert [state(session, cast.ada, day) for day in (4, 5, 39, 40, 50, 51)] == [
        "not_started",
        "-",
        "-",
        "not_started",
        "not_started",
        "overdue",
    ]
    assert len([given for given in all_assignments(session) if given.person_id == cast.ada.id]) == 2


def test_ending_a_rule_withdraws_what_it_gave(session: Session, cast: Cast) -> None:
    """From that day on, for good; ending it again changes nothing."""
    rule = give(session, cast.max, team_id=cast.teams["North"], due_days=2)
    end_rule(session, actor=cast.max.actor, rule_id=rule.id, now=on(5))
    reapply(session, rule, on(5))
    end_rule(session, actor=cast.nadia.actor, rule_id=rule.id, now=on(6))
    assert [state(session, cast.ada, day) for day in (4, 5)] == ["overdue", "-"]
    assert (rule.ended_by_id, rule.ended_at) == (cast.max.id, on(5).at)
    assert {given.end_reason for given in all_assignments(session)} == {"the rule ended"}
    hire(session, cast, hired_on=in_days(7), now=on(7))
    assert open_assignments(session) == set()


def test_applying_again_changes_nothing(session: Session, cast: Cast) -> None:
    """Every step can be repeated."""
    rule = give(session, cast.max, team_id=cast.teams["North"])
    before = open_assignments(session)
    assert reapply(session, rule, on(1)) == 0
    assert open_assignments(session) == before


def test_a_rule_of_many_is_applied_in_steps_that_can_be_cut_short(session: Session, cast: Cast) -> None:
    """What was committed before the cut stays, and the next who comes does the rest."""
    for number in range(CHUNK + 20):
        email = f"rep{number:04}@brightwharf.example"
        add_rep(session, email, team_id=cast.teams["South"])
    order = Order(courses=(("c", 5),), team_id=cast.teams["South"])
    rule = create_rule(session, actor=cast.nadia.actor, order=order, now=on())
    session.commit()
    assert not reaches_few(session, rule=rule, now=on())
    steps = apply_rule(session, rule=rule, now=on())
    assert next(steps) == CHUNK
    session.commit()
    next(steps)
    session.rollback()
    assert (len(open_assignments(session)), rule.applied_on) == (CHUNK, None)
    assert in_steps(session, apply_waiting_rules(session, now=on())) == 22
    assert (len(open_assignments(session)), rule.applied_on) == (CHUNK + 22, TODAY)


def test_two_who_apply_the_same_rule_give_it_once(session: Session, cast: Cast) -> None:
    """The second waits for each person's turn, and finds it given."""
    order = Order(courses=(("c", 5),), team_id=cast.teams["North"])
    create_rule(session, actor=cast.max.actor, order=order, now=on())
    session.commit()
    bind = session.get_bind()

    def apply() -> None:
        with Session(bind) as own:
            in_steps(own, apply_waiting_rules(own, now=on()))
            own.commit()

    session.rollback()
    assert failures(apply, apply, apply) == []
    assert len(open_assignments(session)) == 3


def test_who_joins_while_a_rule_is_applied_is_found_a_moment_later(session: Session, cast: Cast) -> None:
    """Neither transaction sees the other; the rule is applied again for a while."""
    bind = session.get_bind()
    with Session(bind) as joining:
        if bind.dialect.name == "postgresql":
            add_rep(joining, "x@y.example", team_id=cast.teams["North"])
        give(session, cast.max, team_id=cast.teams["North"])
        session.commit()
        joining.commit()
    assert in_steps(session, apply_waiting_rules(session, now=on())) == (1 if bind.dialect.name == "postgresql" else 0)


def test_two_managers_who_assign_at_the_same_moment_both_do(session: Session, cast: Cast) -> None:
    """Two decisions: the earlier due day counts."""
    outcome = meanwhile(
        session,
        lambda first: give(first, cast.max, [cast.ada.id], due_on=in_days(9)),
        lambda second: give(second, cast.nadia, [cast.ada.id], due_on=in_days(5)).id,
    )
    assert not isinstance(outcome, Exception)
    assert [state(session, cast.ada, day) for day in (5, 6)] == ["not_started", "overdue"]


def test_a_path_that_changes_gives_and_takes_courses(session: Session, cast: Cast) -> None:
    """Who follows a path gets its new course, and no longer the one that was taken out."""
    order = Order(courses=(("a", 5), ("b", 10)), path_id="p", person_ids=(cast.ada.id,))
    rule = create_rule(session, actor=cast.max.actor, order=order, now=on())
    reapply(session, rule, on())
    change_courses(session, path_id="p", courses=[("b", 10), ("c", 20)])
    in_steps(session, apply_waiting_rules(session, now=on(1)))
    assert {(row[1], row[3]) for row in open_assignments(session)} == {("b", in_days(10)), ("c", in_days(21))}


def test_a_manager_who_changes_team_manages_the_new_one(session: Session, cast: Cast) -> None:
    """What Max assigned goes on; he sees it as his own, and no longer the people."""
    rule = give(session, cast.max, team_id=cast.teams["North"])
    moved = change_person(
        session, actor=cast.nadia.actor, person_id=cast.max.id, on=in_days(1), now=on(1), team_id=cast.teams["South"]
    )
    follow_people(session, person_ids=[cast.max.id], now=on(1))
    session.refresh(moved)
    actor = Actor.of(moved)
    assert list_rules(session, actor=actor, after=None, limit=10) == [rule]
    with pytest.raises(NotFound):
        give(session, replace(cast.max, actor=actor), [cast.ada.id])
    give(session, replace(cast.max, actor=actor), [cast.olga.id])
    assert {row[0] for row in open_assignments(session)} == {cast.ada.id, cast.sven.id, cast.olga.id}


def _move(session: Session, cast: Cast, player: Player, team: str, now: Now) -> None:
    change_person(session, actor=cast.nadia.actor, person_id=player.id, on=now.day, now=now, team_id=cast.teams[team])
    follow_people(session, person_ids=[player.id], now=now)
