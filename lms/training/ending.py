"""Ending a rule: for all whom it reaches, or for the people of who ends it, while the others keep it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.audit.watching import add_once
from lms.days import Now
from lms.errors import NotAllowed
from lms.people.access import Actor, managed_teams, team_and_above, visible_people
from lms.people.models import Person, Team
from lms.training.models import AssignmentRule, RuleEnd, RulePerson
from lms.training.rules import has_criteria, meant_by, reached_by, visible_rule

# For whom somebody can end a rule.
EndsFor = Literal["all", "own_people", "nobody"]


@dataclass(frozen=True)
class TeamEnd:
    """A team for which a rule was ended, with those below it, when and by whom."""

    team_name: str
    ended_at: datetime
    ended_by: str


def end_rule(session: Session, *, actor: Actor, rule_id: UUID, now: Now) -> AssignmentRule:
    """End a rule for good, once; what it gave is withdrawn when it is applied again.

    Where it reaches people whom the actor doesn't manage, it ends for the actor's team and those below it, and for
    whoever comes into them; the others keep it. Nobody ends for themselves what somebody else asks of them. Raises
    NotFound, and NotAllowed for a rule that reaches nobody whom the actor manages.
    """
    rule = visible_rule(session, actor=actor, rule_id=rule_id)
    if rule.ended_at is not None:
        return rule
    whom = can_end(session, actor=actor, rules=[rule], now=now)[rule.id]
    if whom == "all":
        rule.ended_at, rule.ended_by_id, rule.applied_on = now.at, actor.id, None
    elif whom == "own_people":
        add_once(session, RuleEnd(rule_id=rule.id, team_id=actor.team_id, ended_by_id=actor.id, ended_at=now.at))
        rule.applied_on = None
    elif not read_ends(session, actor=actor, rule_ids=[rule.id])[rule.id]:
        raise NotAllowed("it reaches nobody whom you manage; who manages them can end it for them, an admin for all")
    session.flush()
    return rule


def can_end(session: Session, *, actor: Actor, rules: Sequence[AssignmentRule], now: Now) -> dict[UUID, EndsFor]:
    """Return for whom the actor, who sees these rules, can end each of them: for nobody once it has ended."""
    open_ones = [rule for rule in rules if rule.ended_at is None]
    found: dict[UUID, EndsFor] = {rule.id: "nobody" for rule in rules}
    if "admin" in actor.roles:
        return found | {rule.id: "all" for rule in open_ones}
    named = select(RulePerson.rule_id).where(RulePerson.rule_id.in_([rule.id for rule in open_ones]))
    naming_others = set(session.scalars(named.where(RulePerson.person_id.not_in(visible_people(actor)))))
    teams = set(session.scalars(managed_teams(actor).with_only_columns(Team.id)))
    for rule in open_ones:
        is_beyond = rule.id in naming_others or (has_criteria(rule) and rule.team_id not in teams)
        if not is_beyond and not _is_asked_by_others(session, actor, rule, now):
            found[rule.id] = "all"
        elif _is_for_people_of(session, actor, rule):
            found[rule.id] = "own_people"
    return found


def read_ends(session: Session, *, actor: Actor, rule_ids: Collection[UUID]) -> dict[UUID, list[TeamEnd]]:
    """Return the teams for which each rule was ended, oldest first: an admin sees all, a manager those of theirs.

    To these belong the teams above theirs.
    """
    query = (
        select(RuleEnd.rule_id, Team.name, RuleEnd.ended_at, Person.name)
        .join(Team, Team.id == RuleEnd.team_id)
        .join(Person, Person.id == RuleEnd.ended_by_id)
        .where(RuleEnd.rule_id.in_(rule_ids))
        .order_by(RuleEnd.ended_at, Team.name)
    )
    if "admin" not in actor.roles:
        managed = managed_teams(actor).with_only_columns(Team.id)
        query = query.where(Team.id.in_(managed) | Team.id.in_(team_and_above(actor.team_id)))
    found: dict[UUID, list[TeamEnd]] = {rule_id: [] for rule_id in rule_ids}
    for rule_id, team_name, ended_at, ended_by in session.execute(query):
        found[rule_id].append(TeamEnd(team_name, ended_at, ended_by))
    return found


def _is_asked_by_others(session: Session, actor: Actor, rule: AssignmentRule, now: Now) -> bool:
    """Tell whether somebody else asks this of the actor."""
    own = reached_by(rule, now=now).where(Person.id == actor.id)
    return rule.created_by_id != actor.id and session.scalar(own) is not None


def _is_for_people_of(session: Session, actor: Actor, rule: AssignmentRule) -> bool:
    """Tell whether a rule is for somebody for whom the actor can end it, be it that they left and may come back."""
    own = meant_by(rule).where(Person.id.in_(visible_people(actor)))
    if rule.created_by_id != actor.id:
        own = own.where(Person.id != actor.id)
    return actor.team_id is not None and session.scalar(own.limit(1)) is not None
