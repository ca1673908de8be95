"""Assigning by list: many people at once, and nobody twice when the same list comes again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.people.access import Actor
from lms.training.applying import apply_rule
from lms.training.models import Assignment, AssignmentRule, RuleCourse, RulePerson
from lms.training.rules import Order, create_rule
from lms.training.states import Priority


@dataclass(frozen=True)
class Ask:
    """What rows of a list have in common: a course, when it is due, how firmly it is asked for."""

    course_id: str
    due_on: date | None
    due_days: int | None
    priority: Priority


def assign_listed(session: Session, *, actor: Actor, ask: Ask, person_ids: Sequence[UUID], now: Now) -> set[UUID]:
    """Assign a course to people; returns those who didn't have the same by name already. Raises as create_rule."""
    known = set(session.scalars(_has_it(ask, person_ids)))
    lacking = [person_id for person_id in dict.fromkeys(person_ids) if person_id not in known]
    if not lacking:
        return set()
    order = Order(
        courses=((ask.course_id, ask.due_days),),
        person_ids=tuple(lacking),
        due_on=ask.due_on,
        priority=ask.priority,
    )
    rule = create_rule(session, actor=actor, order=order, now=now)
    sum(apply_rule(session, rule=rule, now=now))
    return set(lacking)


def _has_it(ask: Ask, person_ids: Sequence[UUID]) -> Select[UUID]:
    return (
        select(Assignment.person_id)
        .join(AssignmentRule, AssignmentRule.id == Assignment.rule_id)
        .join(RulePerson, (RulePerson.rule_id == AssignmentRule.id) & (RulePerson.person_id == Assignment.person_id))
        .join(RuleCourse, (RuleCourse.rule_id == AssignmentRule.id) & (RuleCourse.course_id == Assignment.course_id))
        .where(Assignment.person_id.in_(person_ids), Assignment.course_id == ask.course_id)
        .where(Assignment.ended_on.is_(None), AssignmentRule.priority == ask.priority)
        .where(AssignmentRule.due_on.is_not_distinct_from(ask.due_on))
        .where(RuleCourse.due_days.is_not_distinct_from(ask.due_days))
    )
