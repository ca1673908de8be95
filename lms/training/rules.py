"""Assignment rules: who must learn what by when, decided once, and whom they reach at a moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor, managed_teams, team_and_below, visible_people, visible_team
from lms.people.models import Person, PersonRole, Team
from lms.training.models import AssignmentRule, RuleCourse, RuleEnd, RulePerson
from lms.training.states import Priority

# Days after this year leave no room for rounds and due days.
FAR = 9000


@dataclass(frozen=True)
class Order:
    """What is to be assigned: courses with the days they are due after the start, or all due on one day.

    It reaches the people named, and everyone who fits every criterion that is given.
    """

    courses: tuple[tuple[str, int | None], ...]
    path_id: str | None = None
    person_ids: tuple[UUID, ...] = ()
    team_id: UUID | None = None
    with_below: bool = True
    role: str | None = None
    region: str | None = None
    hired_from: date | None = None
    hired_until: date | None = None
    due_on: date | None = None
    repeat_months: int | None = None
    priority: Priority = "required"
    starts_on: date | None = None

    @property
    def has_criteria(self) -> bool:
        """Whether it reaches more than the people it names."""
        return any((self.team_id, self.role, self.region, self.hired_from, self.hired_until))


def create_rule(session: Session, *, actor: Actor, order: Order, now: Now) -> AssignmentRule:
    """Keep a rule, which isn't applied yet; of a manager, criteria reach only the team they manage.

    Raises NotFound for people and teams the actor doesn't manage, Conflict for nobody, for somebody who left, and for
    days that don't fit.
    """
    starts_on = order.starts_on or now.day
    _check_days(order, starts_on, now.day)
    people = _named(session, actor, order, now)
    team_id = order.team_id
    if team_id is not None:
        visible_team(session, actor=actor, team_id=team_id)
    elif order.has_criteria and "admin" not in actor.roles:
        if actor.team_id is None:
            raise Conflict("you manage no team that these criteria could reach", field="team_id")
        team_id = actor.team_id
    if not people and not order.has_criteria:
        raise Conflict("name people, a team, a role, a region or hire dates", field="person_ids")
    rule = AssignmentRule(
        path_id=order.path_id,
        team_id=team_id,
        with_below=order.with_below,
        role=order.role,
        region=order.region,
        hired_from=order.hired_from,
        hired_until=order.hired_until,
        due_on=order.due_on,
        repeat_months=order.repeat_months,
        priority=order.priority,
        starts_on=starts_on,
        created_at=now.at,
        created_by_id=actor.id,
    )
    session.add(rule)
    session.flush()
    session.add_all(RuleCourse(rule_id=rule.id, course_id=id_, due_days=days) for id_, days in order.courses)
    session.add_all(RulePerson(rule_id=rule.id, person_id=person_id) for person_id in people)
    session.flush()
    return rule


def visible_rules(actor: Actor) -> Select[AssignmentRule]:
    """Select the rules that the actor may see: an admin all, a manager those they made and those of their teams."""
    if "admin" in actor.roles:
        return select(AssignmentRule)
    teams = managed_teams(actor).with_only_columns(Team.id)
    named = select(RulePerson.rule_id).where(RulePerson.person_id.in_(visible_people(actor)))
    is_own = AssignmentRule.created_by_id == actor.id
    return select(AssignmentRule).where(is_own | AssignmentRule.team_id.in_(teams) | AssignmentRule.id.in_(named))


def visible_rule(session: Session, *, actor: Actor, rule_id: UUID) -> AssignmentRule:
    """Return a rule that the actor may see; raises NotFound for any other."""
    rule = session.scalar(visible_rules(actor).where(AssignmentRule.id == rule_id))
    if rule is None:
        raise NotFound("no such assignment")
    return rule


def list_rules(session: Session, *, actor: Actor, after: UUID | None, limit: int) -> list[AssignmentRule]:
    """Return the rules that the actor may see, newest first; `after` is the last one seen."""
    query = visible_rules(actor).order_by(AssignmentRule.id.desc()).limit(limit)
    return list(session.scalars(query.where(AssignmentRule.id < after) if after is not None else query))


def courses_of(session: Session, *, rule_ids: Iterable[UUID]) -> dict[UUID, dict[str, int | None]]:
    """Return what each rule gives: course to the days until it is due, None for the rule's own day."""
    found: dict[UUID, dict[str, int | None]] = {rule_id: {} for rule_id in rule_ids}
    for row in session.scalars(select(RuleCourse).where(RuleCourse.rule_id.in_(list(found)))):
        found[row.rule_id][row.course_id] = row.due_days
    return found


def meant_by(rule: AssignmentRule) -> Select[UUID]:
    """Select the people whom a rule is for: named or fitting every criterion, and not let off."""
    named = Person.id.in_(select(RulePerson.person_id).where(RulePerson.rule_id == rule.id))
    criteria = _criteria(rule)
    is_let_off = Person.id.in_(let_off(rule).with_only_columns(Person.id))
    return select(Person.id).where(or_(named, and_(*criteria)) if criteria else named, ~is_let_off)


def reached_by(rule: AssignmentRule, *, now: Now) -> Select[UUID]:
    """Select the people whom a rule reaches now: it is for them, and they are with the company."""
    return meant_by(rule).where(_is_present(now))


def count_reached(session: Session, *, rule: AssignmentRule, now: Now) -> int:
    """Return how many people a rule reaches now."""
    return session.scalar(select(func.count()).select_from(reached_by(rule, now=now).subquery())) or 0


def let_off(rule: AssignmentRule) -> Select[UUID, UUID]:
    """Select the people in teams for which a rule was ended, and who ended it; nobody lets themselves off.

    But for who made the rule: what they asked themselves, they may also take back.
    """
    ended = select(RuleEnd.team_id, RuleEnd.ended_by_id).where(RuleEnd.rule_id == rule.id).cte(recursive=True)
    tree = ended.union(select(Team.id, ended.c.ended_by_id).join(ended, Team.parent_id == ended.c.team_id))
    may_be = (tree.c.ended_by_id != Person.id) | (tree.c.ended_by_id == rule.created_by_id)
    return select(Person.id, tree.c.ended_by_id).join(tree, Person.team_id == tree.c.team_id).where(may_be)


def has_criteria(rule: AssignmentRule) -> bool:
    """Tell whether a rule reaches more than the people it names."""
    return bool(_criteria(rule))


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month where it is shorter."""
    return day + relativedelta(months=months)


def _criteria(rule: AssignmentRule) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if rule.team_id is not None:
        teams = team_and_below(rule.team_id) if rule.with_below else [rule.team_id]
        found.append(Person.team_id.in_(teams))
    if rule.role is not None:
        found.append(exists().where(PersonRole.person_id == Person.id, PersonRole.role == rule.role))
    if rule.region is not None:
        found.append(Person.region == rule.region)
    if rule.hired_from is not None:
        found.append(Person.hired_on >= rule.hired_from)
    if rule.hired_until is not None:
        found.append(Person.hired_on <= rule.hired_until)
    return found


def _is_present(now: Now) -> ColumnElement[bool]:
    has_begun = Person.hired_on.is_(None) | (Person.hired_on <= now.day)
    return has_begun & (Person.left_at.is_(None) | (Person.left_at > now.at))


def _check_days(order: Order, starts_on: date, today: date) -> None:
    for name, day in (("starts_on", starts_on), ("due_on", order.due_on)):
        if day is not None and day.year > FAR:
            raise Conflict(f"{day} is too far ahead", field=name)
    if starts_on < today:
        raise Conflict(f"the start {starts_on} is in the past", field="starts_on")
    if order.due_on is not None and order.due_on < starts_on:
        when = "is in the past" if order.due_on < today else "is before the start"
        raise Conflict(f"the due date {order.due_on} {when}", field="due_on")
    if order.repeat_months and order.due_on and order.due_on >= months_after(starts_on, order.repeat_months):
        raise Conflict("the due date is after the next round begins; repeat it less often", field="repeat_months")
    longest = max((days for _, days in order.courses if days is not None), default=0)
    if order.repeat_months and starts_on + timedelta(days=longest) >= months_after(starts_on, order.repeat_months):
        raise Conflict("the due day is after the next round begins; repeat it less often", field="repeat_months")


def _named(session: Session, actor: Actor, order: Order, now: Now) -> list[UUID]:
    """Return the people named, each once; raises NotFound for one the actor doesn't manage."""
    wanted = list(dict.fromkeys(order.person_ids))
    seen = select(Person.id, Person.name, Person.left_at).where(
        Person.id.in_(wanted), Person.id.in_(visible_people(actor))
    )
    found = {person_id: (name, left_at) for person_id, name, left_at in session.execute(seen)}
    for person_id in wanted:
        if person_id not in found:
            raise NotFound("no such person")
        name, left_at = found[person_id]
        if left_at is not None and left_at <= now.at:
            raise Conflict(f"{name} has left", field="person_ids")
    return wanted
