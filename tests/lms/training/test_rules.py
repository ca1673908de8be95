"""Rules of assignment: whom they may name, their rounds and days, and who sees them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.base import in_steps
from lms.errors import Conflict, NotFound
from lms.people.changes import leave
from lms.people.models import Person
from lms.training.applying import apply_waiting_rules
from lms.training.ending import end_rule
from lms.training.models import AssignmentRule
from lms.training.rules import Order, create_rule, list_rules, months_after
from support.factories import Cast
from support.given import all_assignments, due_day, hire, open_assignments
from support.learning import PLAIN, QUIZ, UTC_ZONE, cell, complete, give, in_days, on, read, reapply, state


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


def test_rounds_of_a_fixed_day_begin_for_all_at_once(session: Session, cast: Cast) -> None:
    """A year later it is asked again of who completed it, also of who came in between; what was done before is old."""
    rule = give(session, cast.max, team_id=cast.teams["North"], due_on=in_days(30), repeat_months=12)
    complete(session, cast.ada.actor, PLAIN, on(5))
    new = hire(session, cast, hired_on=in_days(100), now=on(100))
    assert due_day(session, new, rule) == in_days(130)
    assert (in_steps(session, apply_waiting_rules(session, now=on(364))), state(session, cast.ada, 364)) == (
        0,
        "complete",
    )
    assert in_steps(session, apply_waiting_rules(session, now=on(365))) == 4
    assert {(row[3], row[4]) for row in open_assignments(session)} == {(months_after(in_days(30), 12), in_days(365))}
    assert [state(session, cast.ada, day) for day in (364, 365, 396)] == ["complete", "not_started", "overdue"]


def test_rounds_of_days_begin_from_each_ones_own_start(session: Session, cast: Cast) -> None:
    """The newcomer's second round is a year after their first."""
    rule = give(session, cast.max, team_id=cast.teams["North"], due_days=10, repeat_months=12)
    new = hire(session, cast, hired_on=in_days(100), now=on(100))
    in_steps(session, apply_waiting_rules(session, now=on(365)))
    assert (due_day(session, session.get_one(Person, cast.ada.id), rule), due_day(session, new, rule)) == (
        in_days(375),
        in_days(110),
    )
    in_steps(session, apply_waiting_rules(session, now=on(465)))
    assert due_day(session, new, rule) == in_days(475)


def test_rounds_that_nobody_was_there_to_begin_are_skipped(session: Session, cast: Cast) -> None:
    """After three months without the product one round begins, the present one."""
    rule = give(session, cast.max, [cast.ada.id], due_days=5, repeat_months=1)
    assert reapply(session, rule, on(100)) == 1
    assert [(one.round, one.counts_from) for one in all_assignments(session)] == [(1, None), (4, date(2026, 6, 2))]


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
    assert [in_steps(session, apply_waiting_rules(session, now=on(day))) for day in (0, 2, 3, 3)] == [0, 0, 1, 0]
    assert {row[2] for row in open_assignments(session)} == {in_days(3)}


def test_rules_of_others_are_not_seen(session: Session, cast: Cast) -> None:
    """Greta sees none of North's, Nadia all of them."""
    give(session, cast.max, [cast.ada.id])
    give(session, cast.greta, team_id=cast.teams["South"])
    seen = [
        len(list_rules(session, actor=who.actor, after=None, limit=9)) for who in (cast.max, cast.greta, cast.nadia)
    ]
    assert seen == [1, 1, 2]
    with pytest.raises(NotFound):
        end_rule(session, actor=cast.greta.actor, rule_id=all_assignments(session)[0].rule_id, now=on())


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
