"""Progress of assignment rules: whom they reached, and how many of those are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from lms.days import Now
from lms.people.access import Actor, visible_people
from lms.people.models import Team
from lms.training.models import Assignment, AssignmentRule, RuleCourse, RulePerson, Standing
from lms.training.rules import reached_by
from lms.training.states import State

FEW = 2000


@dataclass(frozen=True)
class Given:
    """Of one rule: the people it names, its team, how many courses of people it gave, and how many are complete.

    `complete` is None for a rule that gave more than FEW: the rates of its courses say that.
    """

    named: int
    team_name: str | None
    people: int
    complete: int | None


@dataclass(frozen=True)
class Already:
    """How many people have all of a rule by others already, and on which day all of that is due, if it is one day."""

    people: int
    due_on: date | None


def count_already(session: Session, *, rule: AssignmentRule, now: Now) -> Already:
    """Return how many of those whom a rule reaches now have its courses already."""
    courses = list(session.scalars(select(RuleCourse.course_id).where(RuleCourse.rule_id == rule.id)))
    each = (
        select(func.min(Assignment.due_on).label("first"), func.max(Assignment.due_on).label("last"))
        .where(Assignment.person_id.in_(reached_by(rule, now=now)), Assignment.course_id.in_(courses))
        .where(Assignment.ended_on.is_(None), Assignment.rule_id != rule.id)
        .group_by(Assignment.person_id)
        .having(func.count(Assignment.course_id.distinct()) == len(courses))
        .subquery()
    )
    people, first, last = session.execute(select(func.count(), func.min(each.c.first), func.max(each.c.last))).one()
    return Already(people, first if first == last else None)


def count_given(session: Session, *, actor: Actor, rule_ids: Sequence[UUID], day: date) -> dict[UUID, Given]:
    """Return how far each rule has come by a day, counting whom the actor may see; what was withdrawn doesn't count."""
    named_query = select(RulePerson.rule_id, func.count()).where(
        RulePerson.rule_id.in_(rule_ids), *_seen(actor, RulePerson.person_id)
    )
    named = {row[0]: row[1] for row in session.execute(named_query.group_by(RulePerson.rule_id))}
    team_query = select(AssignmentRule.id, Team.name).join(Team, Team.id == AssignmentRule.team_id)
    teams = {row[0]: row[1] for row in session.execute(team_query.where(AssignmentRule.id.in_(rule_ids)))}
    is_complete = case((Standing.state.in_([State.COMPLETE, State.EXPIRING]), 1), else_=0)
    stands = and_(
        Standing.person_id == Assignment.person_id,
        Standing.course_id == Assignment.course_id,
        Standing.since <= day,
        Standing.until > day,
    )
    is_open = (
        Assignment.rule_id.in_(rule_ids),
        Assignment.ended_on.is_(None),
        *_seen(actor, Assignment.person_id),
    )
    given_query = select(Assignment.rule_id, func.count()).where(*is_open).group_by(Assignment.rule_id)
    given = {row[0]: row[1] for row in session.execute(given_query)}
    few = [rule_id for rule_id in rule_ids if given.get(rule_id, 0) <= FEW]
    done_query = select(Assignment.rule_id, func.sum(is_complete)).join(Standing, stands)
    done_query = done_query.where(*is_open, Assignment.rule_id.in_(few)).group_by(Assignment.rule_id)
    done: dict[UUID, int | None] = dict.fromkeys(few, 0)
    done |= {row[0]: int(row[1]) for row in session.execute(done_query)}
    return {id_: Given(named.get(id_, 0), teams.get(id_), given.get(id_, 0), done.get(id_)) for id_ in rule_ids}


def _seen(actor: Actor, person_id: InstrumentedAttribute[UUID]) -> list[ColumnElement[bool]]:
    return [] if "admin" in actor.roles else [person_id.in_(visible_people(actor))]
