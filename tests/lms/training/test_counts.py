"""A small company worked out by hand, and the ledger that must always agree with everybody's standings."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import islice

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.base import in_steps
from lms.errors import Refusal
from lms.people.changes import change_person, come_back, leave
from lms.people.models import Person
from lms.training.applying import apply_waiting_rules, follow_people
from lms.training.counts import Count, count_company, count_people, sum_changes
from lms.training.ending import end_rule
from lms.training.facts import VersionChange
from lms.training.imports import MadeElsewhere, record_elsewhere
from lms.training.ledger import StandingChange, StandingSum
from lms.training.rates import Rates, rates_of
from lms.training.standings import refresh_standings
from lms.training.states import Punctuality, State
from lms.training.upkeep import refresh_stale_courses
from lms.training.waivers import waive_course
from support.acting import failures
from support.factories import Cast, Player
from support.learning import PLAIN, QUIZ, UTC_ZONE, complete, give, in_days, on, read, reapply
from support.thorough import few

EVERYONE = select(Person.id)


@pytest.fixture
def company(session: Session, cast: Cast) -> Cast:
    """Course c for five people, due on day 10; what became of each of them stands beside.

    Ada completes on day 4. Sven completes on day 12, too late. Olga does nothing. Greta is waived on day 6.
    Max completes on day 3, and leaves; day 20 is his last. Mara completes on day 5 without being asked.
    """
    people = [player.id for player in (cast.ada, cast.sven, cast.olga, cast.greta, cast.max)]
    give(session, cast.nadia, people, due_on=in_days(10))
    read(session, cast.sven.actor, PLAIN, "one", on(2))
    complete(session, cast.max.actor, PLAIN, on(3))
    complete(session, cast.ada.actor, QUIZ, on(4))
    complete(session, cast.mara.actor, PLAIN, on(5))
    waive_course(
        session, actor=cast.nadia.actor, person_id=cast.greta.id, course=PLAIN, reason="ill", until_on=None, now=on(6)
    )
    complete(session, cast.sven.actor, PLAIN, on(12))
    leave(session, person_id=cast.max.id, on=in_days(20), now=on(20), zone=UTC_ZONE)
    follow_people(session, person_ids=[cast.max.id], now=on(20))
    return cast


@pytest.mark.parametrize(
    ("day", "assigned", "complete", "due", "on_time", "overdue", "waived"),
    [
        (-1, 0, 0, 0, 0, 0, 0),
        (0, 5, 0, 0, 0, 0, 0),
        (3, 5, 1, 0, 0, 0, 0),  # Max
        (4, 5, 2, 0, 0, 0, 0),  # and Ada
        (6, 4, 2, 0, 0, 0, 1),  # Greta no longer counts
        (10, 4, 2, 0, 0, 0, 1),  # the due day itself is in time
        (11, 4, 2, 4, 2, 2, 1),  # Sven and Olga are late
        (12, 4, 3, 4, 2, 1, 1),  # Sven is complete, and stays late
        (20, 4, 3, 4, 2, 1, 1),
        (21, 3, 2, 3, 1, 1, 1),  # Max has left, with his completion
        (368, 3, 2, 3, 1, 1, 1),
        (370, 3, 1, 3, 1, 1, 1),  # Ada's certificate of 365 days, from day 4, has expired; she was on time
    ],
)
def test_the_rates_of_a_small_company(
    session: Session,
    company: Cast,
    day: int,
    assigned: int,
    complete: int,
    due: int,
    on_time: int,
    overdue: int,
    waived: int,
) -> None:
    """Worked out by hand; the ledger says the same as the standings."""
    for counts in (count_company(session, day=in_days(day)), count_people(session, people=EVERYONE, day=in_days(day))):
        rates = rates_of(counts)
        assert (rates.assigned, rates.waived) == (assigned, waived)
        assert (rates.completion.part, rates.completion.whole) == (complete, assigned)
        assert (rates.on_time.part, rates.on_time.whole) == (on_time, due)
        assert (rates.overdue.part, rates.overdue.whole) == (overdue, assigned)


def test_a_share_of_nothing_has_no_value() -> None:
    """And no interval: nobody is 0 % or 100 % of nobody."""
    rates: Rates = rates_of([])
    assert (rates.completion.value, rates.completion.interval) == (None, None)


def test_a_share_has_the_wilson_interval() -> None:
    """Three of four: the interval that Wilson's formula gives, by an independent sum."""
    rates = rates_of(
        [
            Count("c", State.COMPLETE, True, Punctuality.ON_TIME, 3),
            Count("c", State.OVERDUE, True, Punctuality.LATE, 1),
        ]
    )
    interval = rates.completion.interval
    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.3006, 0.9544)


@pytest.mark.parametrize("seed", few(12, first=2))
def test_the_ledger_agrees_with_the_standings_after_any_history(session: Session, cast: Cast, seed: int) -> None:
    """Thirty random acts, summed in between: both count the same on every day, and computing anew changes nothing.

    Where a course had changed, everybody is looked at again by the upkeep that is told so, and not only who acted.
    """
    dice = random.Random(seed)
    players = [cast.ada, cast.sven, cast.olga, cast.greta]
    day = 0
    for _ in range(30):
        day += dice.randrange(0, 18)
        _act(session, cast, dice, dice.choice(players), day)
        if dice.random() < 0.2:
            in_steps(session, islice(sum_changes(session), 1))
        if dice.random() < 0.2:
            in_steps(session, apply_waiting_rules(session, now=on(day)))
    _check_ledger(session, day)
    in_steps(session, refresh_stale_courses(session))
    before = session.scalar(select(func.count()).select_from(StandingChange))
    refresh_standings(session, person_ids=[player.id for player in cast.everyone()])
    assert session.scalar(select(func.count()).select_from(StandingChange)) == before
    in_steps(session, sum_changes(session))
    _check_ledger(session, day)
    assert session.scalar(select(func.count()).select_from(StandingSum)) != 0


def test_two_who_sum_the_same_changes_count_them_once(session: Session, company: Cast) -> None:
    """One of them finds the changes gone, and leaves it."""
    session.commit()
    bind = session.get_bind()
    before = _counted(session, 30)

    def work() -> None:
        with Session(bind) as own:
            in_steps(own, sum_changes(own))

    session.rollback()
    assert failures(work, work, work) == []
    assert _counted(session, 30) == before
    assert session.scalar(select(func.count()).select_from(StandingChange)) == 0


def _act(session: Session, cast: Cast, dice: random.Random, player: Player, day: int) -> None:
    """Do something that people and managers do; what is refused on that day is left."""
    course = dice.choice((PLAIN, QUIZ, replace(QUIZ, id="d", valid_days=40, renew_days=10)))
    if day > 100:
        course = replace(course, version=2, changes=(VersionChange(2, in_days(100), "retake", 20),))
    elsewhere = MadeElsewhere(player.id, course, in_days(dice.randrange(0, day + 1)))
    try:
        choice = dice.randrange(8)
        if choice == 0:
            give(session, cast.nadia, [player.id], course_id=course.id, due_days=dice.randrange(40), now=on(day))
        elif choice == 1:
            give(session, cast.nadia, role="rep", course_id=course.id, due_days=9, repeat_months=1, now=on(day))
        elif choice == 2:
            rule = give(session, cast.nadia, [player.id], course_id=course.id, now=on(day))
            end_rule(session, actor=cast.nadia.actor, rule_id=rule.id, now=on(day))
            reapply(session, rule, on(day))
        elif choice == 3:
            complete(session, player.actor, course, on(day))
        elif choice == 4:
            until = in_days(day + dice.randrange(30))
            waive_course(
                session,
                actor=cast.nadia.actor,
                person_id=player.id,
                course=course,
                reason="r",
                until_on=until,
                now=on(day),
            )
        elif choice == 5:
            record_elsewhere(session, actor=cast.nadia.actor, rows=[elsewhere], now=on(day))
        else:
            _change_employment(session, cast, player, dice, day)
    except Refusal:
        return


def _change_employment(session: Session, cast: Cast, player: Player, dice: random.Random, day: int) -> None:
    team = dice.choice(list(cast.teams.values()))
    try:
        if dice.random() < 0.4:
            leave(session, person_id=player.id, on=in_days(day), now=on(day), zone=UTC_ZONE)
        elif dice.random() < 0.5:
            come_back(session, person_id=player.id, on=in_days(day), team_id=team, now=on(day))
        else:
            change_person(
                session, actor=cast.nadia.actor, person_id=player.id, on=in_days(day), now=on(day), team_id=team
            )
    except Refusal:
        return
    follow_people(session, person_ids=[player.id], now=on(day))


def _check_ledger(session: Session, last: int) -> None:
    for day in range(-2, last + 90, 3):
        of_all = sorted(count_people(session, people=EVERYONE, day=in_days(day)), key=_key)
        assert _counted(session, day) == of_all


def _counted(session: Session, day: int) -> list[Count]:
    return sorted(count_company(session, day=in_days(day)), key=_key)


def _key(count: Count) -> tuple[object, ...]:
    return count.course_id, count.state, count.is_assigned, count.punctuality
