"""Rules follow people: who joins, moves, leaves and comes back; and rounds that begin anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.changes import change_person, come_back, leave
from lms.people.directory import add_person
from lms.people.models import Person
from lms.training.applying import CHUNK, apply_rule, apply_waiting_rules, change_courses, follow_people, reaches_few
from lms.training.models import Assignment, AssignmentRule
from lms.training.rules import Order, create_rule, end_rule, list_rules, months_after
from support.acting import failures, meanwhile
from support.factories import MONDAY, Cast, Player
from support.learning import PLAIN, QUIZ, TODAY, UTC_ZONE, cell, complete, give, in_days, on, read, reapply, state


def test_a_person_gets_what_is_assigned_to_them(session: Session, cast: Cast) -> None:
    """From today, due on the day given, and nobody else."""
    rule = give(session, cast.max, [cast.ada.id, cast.ada.id], due_on=in_days(4))
    given = _given(session)
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
    assert {names[person_id] for person_id, *_ in _given(session)} == expected


def test_people_and_teams_of_others_are_not_found(session: Session, cast: Cast) -> None:
    """Olga and South aren't there for Max, nor anybody for a rep but herself."""
    with pytest.raises(NotFound):
        give(session, cast.max, [cast.ada.id, cast.olga.id])
    with pytest.raises(NotFound):
        give(session, cast.max, team_id=cast.teams["South"])
    with pytest.raises(NotFound):
        give(session, cast.ada, team_id=cast.teams["North"])


def test_what_makes_no_sense_is_refused_with_the_field(session: Session, cast: Cast) -> None:
    """Nobody, yesterday, a start after the end, rounds shorter than their due day, and who has left."""
    leave(session, person_id=cast.sven.id, on=in_days(0), now=on(), zone=UTC_ZONE)
    bad: list[tuple[str, dict[str, Any]]] = [
        ("person_ids", {}),
        ("due_on", {"people": [cast.ada.id], "due_on": in_days(-1)}),
        ("due_on", {"people": [cast.ada.id], "due_on": in_days(5), "starts_on": in_days(6)}),
        ("starts_on", {"people": [cast.ada.id], "starts_on": in_days(-1)}),
        ("starts_on", {"people": [cast.ada.id], "starts_on": date.max}),
        ("repeat_months", {"people": [cast.ada.id], "due_on": in_days(40), "repeat_months": 1}),
        ("repeat_months", {"people": [cast.ada.id], "due_days": 40, "repeat_months": 1}),
        ("person_ids", {"people": [cast.sven.id], "now": on(1)}),
    ]
    for field, asked in bad:
        with pytest.raises(Conflict) as refused:
            give(session, cast.max, **asked)
        assert refused.value.field == field
    assert session.scalar(select(func.count()).select_from(AssignmentRule)) == 0


def test_a_newcomer_gets_what_their_team_has(session: Session, cast: Cast) -> None:
    """Days are counted from the day of hiring; who comes after a fixed day gets as many days as the others had."""
    relative = give(session, cast.max, team_id=cast.teams["North"], due_days=30)
    fixed = give(session, cast.max, team_id=cast.teams["North"], due_on=in_days(14), course_id="d")
    new = _join(session, cast, hired_on=in_days(20), now=on(20))
    assert _due(session, new, relative) == in_days(50)
    assert _due(session, new, fixed) == in_days(34)


def test_who_is_entered_late_is_not_overdue_at_once(session: Session, cast: Cast) -> None:
    """Hired forty days ago, entered today: the course is due today."""
    rule = give(session, cast.max, team_id=cast.teams["North"], due_days=30)
    new = _join(session, cast, hired_on=in_days(1), now=on(41))
    assert _due(session, new, rule) == in_days(41)
    assert state(session, replace(cast.ada, id=new.id), 41) == "not_started"


def test_who_starts_later_gets_it_on_their_first_day(session: Session, cast: Cast) -> None:
    """Entered in advance: nothing before, and then with the daily round."""
    rule = give(session, cast.max, team_id=cast.teams["North"], due_days=5)
    new = _join(session, cast, hired_on=in_days(10), now=on(1))
    assert _due(session, new, rule) is None
    apply_waiting_rules(session, now=on(10), done=session.flush)
    assert _due(session, new, rule) == in_days(15)


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
    apply_waiting_rules(session, now=on(5), done=session.flush)
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
    assert len([given for given in _all_given(session) if given.person_id == cast.ada.id]) == 2


def test_ending_a_rule_withdraws_what_it_gave(session: Session, cast: Cast) -> None:
    """From that day on, for good; ending it again changes nothing."""
    rule = give(session, cast.max, team_id=cast.teams["North"], due_days=2)
    end_rule(session, actor=cast.max.actor, rule_id=rule.id, now=on(5))
    reapply(session, rule, on(5))
    end_rule(session, actor=cast.nadia.actor, rule_id=rule.id, now=on(6))
    assert [state(session, cast.ada, day) for day in (4, 5)] == ["overdue", "-"]
    assert (rule.ended_by_id, rule.ended_at) == (cast.max.id, on(5).at)
    assert {given.end_reason for given in _all_given(session)} == {"the rule ended"}
    _join(session, cast, hired_on=in_days(7), now=on(7))
    assert _given(session) == set()


def test_rounds_of_a_fixed_day_begin_for_all_at_once(session: Session, cast: Cast) -> None:
    """A year later it is asked again of who completed it, also of who came in between; what was done before is old."""
    rule = give(session, cast.max, team_id=cast.teams["North"], due_on=in_days(30), repeat_months=12)
    complete(session, cast.ada.actor, PLAIN, on(5))
    new = _join(session, cast, hired_on=in_days(100), now=on(100))
    assert _due(session, new, rule) == in_days(130)
    assert (apply_waiting_rules(session, now=on(364), done=session.flush), state(session, cast.ada, 364)) == (
        0,
        "complete",
    )
    assert apply_waiting_rules(session, now=on(365), done=session.flush) == 4
    assert {(row[3], row[4]) for row in _given(session)} == {(months_after(in_days(30), 12), in_days(365))}
    assert [state(session, cast.ada, day) for day in (364, 365, 396)] == ["complete", "not_started", "overdue"]


def test_rounds_of_days_begin_from_each_ones_own_start(session: Session, cast: Cast) -> None:
    """The newcomer's second round is a year after their first."""
    rule = give(session, cast.max, team_id=cast.teams["North"], due_days=10, repeat_months=12)
    new = _join(session, cast, hired_on=in_days(100), now=on(100))
    apply_waiting_rules(session, now=on(365), done=session.flush)
    assert (_due(session, session.get_one(Person, cast.ada.id), rule), _due(session, new, rule)) == (
        in_days(375),
        in_days(110),
    )
    apply_waiting_rules(session, now=on(465), done=session.flush)
    assert _due(session, new, rule) == in_days(475)


def test_rounds_that_nobody_was_there_to_begin_are_skipped(session: Session, cast: Cast) -> None:
    """After three months without the product one round begins, the present one."""
    rule = give(session, cast.max, [cast.ada.id], due_days=5, repeat_months=1)
    assert reapply(session, rule, on(100)) == 1
    assert [(given.round, given.counts_from) for given in _all_given(session)] == [(1, None), (4, date(2026, 6, 2))]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, expected: date) -> None:
    """And the months after that are counted from the first day, not from the short one."""
    assert months_after(day, months) == expected


def test_a_day_ends_at_midnight_of_the_companys_zone(session: Session, cast: Cast) -> None:
    """Half past eleven in Los Angeles on the due day is in time, though UTC is a day ahead, and the clocks change."""
    zone = ZoneInfo("America/Los_Angeles")
    give(session, cast.max, [cast.ada.id, cast.sven.id], due_on=date(2026, 3, 8), now=on(zone=zone))
    late = on(zone=zone, at=datetime(2026, 3, 9, 6, 30, tzinfo=UTC))
    too_late = on(zone=zone, at=datetime(2026, 3, 9, 7, 30, tzinfo=UTC))
    assert (late.day, too_late.day) == (date(2026, 3, 8), date(2026, 3, 9))
    complete(session, cast.ada.actor, PLAIN, late)
    complete(session, cast.sven.actor, PLAIN, too_late)
    found = [cell(session, player, 10) for player in (cast.ada, cast.sven)]
    assert [one.completed_on for one in found if one] == [date(2026, 3, 8), date(2026, 3, 9)]
    assert [state(session, player, 6) for player in (cast.ada, cast.sven)] == ["complete", "not_started"]


def test_a_rule_that_starts_later_waits(session: Session, cast: Cast) -> None:
    """It is given on its first day, by whoever applies rules then."""
    order = Order(courses=(("c", 5),), person_ids=(cast.ada.id,), starts_on=in_days(3))
    create_rule(session, actor=cast.max.actor, order=order, now=on())
    assert [apply_waiting_rules(session, now=on(day), done=session.flush) for day in (0, 2, 3, 3)] == [0, 0, 1, 0]
    assert {row[2] for row in _given(session)} == {in_days(3)}


def test_applying_again_changes_nothing(session: Session, cast: Cast) -> None:
    """Every step can be repeated."""
    rule = give(session, cast.max, team_id=cast.teams["North"])
    before = _given(session)
    assert reapply(session, rule, on(1)) == 0
    assert _given(session) == before


def test_a_rule_of_many_is_applied_in_steps_that_can_be_cut_short(session: Session, cast: Cast) -> None:
    """What was committed before the cut stays, and the next who comes does the rest."""
    for number in range(CHUNK + 20):
        email = f"rep{number:04}@brightwharf.example"
        add_person(session, email=email, name="Rep", roles=["rep"], team_id=cast.teams["South"], at=MONDAY)
    order = Order(courses=(("c", 5),), team_id=cast.teams["South"])
    rule = create_rule(session, actor=cast.nadia.actor, order=order, now=on())
    session.commit()
    assert not reaches_few(session, rule=rule, now=on())
    steps = apply_rule(session, rule=rule, now=on())
    assert next(steps) == CHUNK
    session.commit()
    next(steps)
    session.rollback()
    assert (len(_given(session)), rule.applied_on) == (CHUNK, None)
    assert apply_waiting_rules(session, now=on(), done=session.commit) == 22
    assert (len(_given(session)), rule.applied_on) == (CHUNK + 22, TODAY)


def test_two_who_apply_the_same_rule_give_it_once(session: Session, cast: Cast) -> None:
    """The second waits for each person's turn, and finds it given."""
    order = Order(courses=(("c", 5),), team_id=cast.teams["North"])
    create_rule(session, actor=cast.max.actor, order=order, now=on())
    session.commit()
    bind = session.get_bind()

    def apply() -> None:
        with Session(bind) as own:
            apply_waiting_rules(own, now=on(), done=own.commit)
            own.commit()

    session.rollback()
    assert failures(apply, apply, apply) == []
    assert len(_given(session)) == 3


def test_who_joins_while_a_rule_is_applied_is_found_a_moment_later(session: Session, cast: Cast) -> None:
    """Neither transaction sees the other; the rule is applied again for a while."""
    bind = session.get_bind()
    with Session(bind) as joining:
        if bind.dialect.name == "postgresql":
            add_person(joining, email="x@y.example", name="X", roles=["rep"], team_id=cast.teams["North"], at=MONDAY)
        give(session, cast.max, team_id=cast.teams["North"])
        session.commit()
        joining.commit()
    assert apply_waiting_rules(session, now=on(), done=session.flush) == (1 if bind.dialect.name == "postgresql" else 0)


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
    apply_waiting_rules(session, now=on(1), done=session.flush)
    assert {(row[1], row[3]) for row in _given(session)} == {("b", in_days(10)), ("c", in_days(21))}


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
    assert {row[0] for row in _given(session)} == {cast.ada.id, cast.sven.id, cast.olga.id}


def test_rules_of_others_are_not_seen(session: Session, cast: Cast) -> None:
    """Greta sees none of North's, Nadia all of them."""
    give(session, cast.max, [cast.ada.id])
    give(session, cast.greta, team_id=cast.teams["South"])
    seen = [
        len(list_rules(session, actor=who.actor, after=None, limit=9)) for who in (cast.max, cast.greta, cast.nadia)
    ]
    assert seen == [1, 1, 2]
    with pytest.raises(NotFound):
        end_rule(session, actor=cast.greta.actor, rule_id=_all_given(session)[0].rule_id, now=on())


def test_progress_shows_while_it_is_due(session: Session, cast: Cast) -> None:
    """Assigned, begun, overdue, complete: the same person over twenty days."""
    give(session, cast.max, [cast.ada.id], due_days=10)
    read(session, cast.ada.actor, QUIZ, "one", on(3))
    complete(session, cast.ada.actor, QUIZ, on(15))
    assert [state(session, cast.ada, day) for day in (2, 3, 10, 11, 15)] == [
        "not_started",
        "in_progress",
        "in_progress",
        "overdue",
        "complete",
    ]


def _join(session: Session, cast: Cast, *, hired_on: date, now: Now) -> Person:
    made = add_person(
        session,
        email="new@brightwharf.example",
        name="New Here",
        roles=["rep"],
        team_id=cast.teams["North"],
        at=now.at,
        day=now.day,
        hired_on=hired_on,
    )
    follow_people(session, person_ids=[made.id], now=now)
    return made


def _move(session: Session, cast: Cast, player: Player, team: str, now: Now) -> None:
    change_person(session, actor=cast.nadia.actor, person_id=player.id, on=now.day, now=now, team_id=cast.teams[team])
    follow_people(session, person_ids=[player.id], now=now)


def _all_given(session: Session) -> list[Assignment]:
    return list(session.scalars(select(Assignment).order_by(Assignment.id)))


def _given(session: Session) -> set[tuple[Any, ...]]:
    session.expire_all()
    return {
        (given.person_id, given.course_id, given.assigned_on, given.due_on, given.counts_from)
        for given in _all_given(session)
        if given.ended_on is None
    }


def _due(session: Session, person: Person, rule: AssignmentRule) -> date | None:
    own = (Assignment.person_id == person.id, Assignment.rule_id == rule.id, Assignment.ended_on.is_(None))
    return session.scalar(select(Assignment.due_on).where(*own))
