"""Applying rules: gives courses to whom a rule reaches, takes back from whom it no longer does, begins new rounds.

Every step can be repeated and cut short: what is there already isn't given again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import insert, or_, select, union, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.days import Now
from lms.people.directory import take_turns
from lms.people.models import Person
from lms.training.models import Assignment, AssignmentRule, RuleCourse, RuleEnd, RulePerson
from lms.training.rules import courses_of, let_off, months_after, reached_by
from lms.training.standings import refresh_standings
from lms.training.states import NEXT_ROUND

CHUNK = 500
# A person who is changed in the moment in which a rule is applied may see it as little as it sees them.
AGAIN_FOR = timedelta(minutes=2)


class _Held(NamedTuple):
    """An assignment that somebody has now."""

    id: UUID
    person_id: UUID
    course_id: str
    first_on: date
    next_on: date | None


def apply_waiting_rules(session: Session, *, now: Now) -> Iterator[int]:
    """Apply every rule that is new, just ended, or wasn't applied today; yields how many people each step touched."""
    recent = now.at - AGAIN_FOR
    waiting = select(AssignmentRule).where(
        AssignmentRule.starts_on <= now.day,
        or_(
            AssignmentRule.applied_on.is_(None),
            AssignmentRule.ended_at.is_(None) & (AssignmentRule.applied_on < now.day),
            AssignmentRule.created_at > recent,
            AssignmentRule.ended_at > recent,
            AssignmentRule.id.in_(select(RuleEnd.rule_id).where(RuleEnd.ended_at > recent)),
        ),
    )
    for rule in list(session.scalars(waiting.order_by(AssignmentRule.id))):
        yield from apply_rule(session, rule=rule, now=now)


def apply_rule(session: Session, *, rule: AssignmentRule, now: Now) -> Iterator[int]:
    """Apply a rule to everyone, CHUNK people at a time; yields how many people each step touched."""
    courses = courses_of(session, rule_ids=[rule.id])[rule.id]
    for people in _chunks(_affected(session, rule, courses, now)):
        _apply_to(session, rule, courses, people, now)
        yield len(people)
    if rule.applied_on != now.day:
        rule.applied_on = now.day
        session.flush()
        yield 0


def reaches_few(session: Session, *, rule: AssignmentRule, now: Now) -> bool:
    """Tell whether a rule can be applied at once, in one transaction."""
    courses = courses_of(session, rule_ids=[rule.id])[rule.id]
    return len(_affected(session, rule, courses, now)) * max(1, len(courses)) <= CHUNK


def follow_people(session: Session, *, person_ids: Collection[UUID], now: Now) -> None:
    """Let every rule follow people who joined, moved, left, came back, or have another role."""
    take_turns(session, person_ids=person_ids)
    given = select(Assignment.rule_id).where(Assignment.person_id.in_(person_ids), Assignment.ended_on.is_(None))
    named = select(RulePerson.rule_id).where(RulePerson.person_id.in_(person_ids))
    criteria = (
        AssignmentRule.team_id,
        AssignmentRule.role,
        AssignmentRule.region,
        AssignmentRule.hired_from,
        AssignmentRule.hired_until,
    )
    concerned = select(AssignmentRule).where(
        AssignmentRule.ended_at.is_(None),
        AssignmentRule.starts_on <= now.day,
        or_(AssignmentRule.id.in_(union(given, named)), *(column.is_not(None) for column in criteria)),
    )
    rules = list(session.scalars(concerned.order_by(AssignmentRule.id)))
    courses = courses_of(session, rule_ids=[rule.id for rule in rules])
    held = _open_assignments(session, [rule.id for rule in rules], person_ids)
    for rule in rules:
        _change_assignments(session, rule, courses[rule.id], person_ids, held[rule.id], now)
    refresh_standings(session, person_ids=person_ids)


def change_courses(session: Session, *, path_id: str, courses: Sequence[tuple[str, int]]) -> None:
    """Let the rules that give a path give what it now holds; they are applied again."""
    active = select(AssignmentRule).where(AssignmentRule.path_id == path_id, AssignmentRule.ended_at.is_(None))
    for rule in session.scalars(active):
        rows = {row.course_id: row for row in session.scalars(select(RuleCourse).where(RuleCourse.rule_id == rule.id))}
        wanted = dict(courses)
        if {course_id: row.due_days for course_id, row in rows.items()} == wanted:
            continue
        for course_id, row in rows.items():
            if course_id not in wanted:
                session.delete(row)
        for course_id, days in wanted.items():
            session.merge(RuleCourse(rule_id=rule.id, course_id=course_id, due_days=days))
        rule.applied_on = None
    session.flush()


def _affected(session: Session, rule: AssignmentRule, courses: Collection[str], now: Now) -> list[UUID]:
    """Return the people for whom applying a rule changes something, in the order in which turns are taken."""
    reached = reached_by(rule, now=now)
    open_ones = (Assignment.rule_id == rule.id, Assignment.ended_on.is_(None))
    to_lose = select(Assignment.person_id).where(*open_ones)
    if rule.ended_at is not None:
        return sorted(set(session.scalars(to_lose)))
    is_lost = Assignment.person_id.not_in(reached) | Assignment.course_id.not_in(courses)
    found = set(session.scalars(to_lose.where(is_lost | (Assignment.next_on <= now.day))))
    for course_id in courses:
        has = select(Assignment.person_id).where(*open_ones, Assignment.course_id == course_id)
        found |= set(session.scalars(reached.where(Person.id.not_in(has))))
    return sorted(found)


def _apply_to(
    session: Session, rule: AssignmentRule, courses: dict[str, int | None], person_ids: Collection[UUID], now: Now
) -> None:
    take_turns(session, person_ids=person_ids)
    held = _open_assignments(session, [rule.id], person_ids)[rule.id]
    touched = _change_assignments(session, rule, courses, person_ids, held, now)
    if touched:
        refresh_standings(session, person_ids=person_ids, course_ids=touched)


def _open_assignments(
    session: Session, rule_ids: Collection[UUID], person_ids: Collection[UUID]
) -> dict[UUID, list[_Held]]:
    """Return what people have now of each rule."""
    columns = (Assignment.id, Assignment.person_id, Assignment.course_id, Assignment.first_on, Assignment.next_on)
    is_open = (Assignment.ended_on.is_(None), Assignment.person_id.in_(person_ids), Assignment.rule_id.in_(rule_ids))
    found: dict[UUID, list[_Held]] = {rule_id: [] for rule_id in rule_ids}
    for row in session.execute(select(*columns, Assignment.rule_id).where(*is_open)):
        found[row[5]].append(_Held(row[0], row[1], row[2], row[3], row[4]))
    return found


def _change_assignments(
    session: Session,
    rule: AssignmentRule,
    courses: dict[str, int | None],
    person_ids: Collection[UUID],
    held: Collection[_Held],
    now: Now,
) -> set[str]:
    """Give, take back and begin new rounds for people whose turn is held; returns the courses that it touched."""
    hired = _hired(session, rule, person_ids, now) if rule.ended_at is None else {}
    lost: list[tuple[UUID, UUID]] = []
    over: list[UUID] = []
    has: set[tuple[UUID, str]] = set()
    first: dict[tuple[UUID, str], date] = {}
    touched: set[str] = set()
    for id_, person_id, course_id, first_on, next_on in held:
        if person_id not in hired or course_id not in courses:
            lost.append((id_, person_id))
            touched.add(course_id)
        elif next_on is not None and next_on <= now.day:
            over.append(id_)
            first[person_id, course_id] = first_on
        else:
            has.add((person_id, course_id))
    _withdraw(session, rule, lost, now)
    _end(session, over, now, NEXT_ROUND)
    rows = [
        _row(rule, due_days, person_id, course_id, hired[person_id], first.get((person_id, course_id)), now)
        for person_id in hired
        for course_id, due_days in courses.items()
        if (person_id, course_id) not in has
    ]
    if rows:
        session.execute(insert(Assignment), rows)
    return touched | {row["course_id"] for row in rows}


def _hired(session: Session, rule: AssignmentRule, person_ids: Collection[UUID], now: Now) -> dict[UUID, date | None]:
    """Return the day of hiring of each of the people whom the rule reaches."""
    reached = reached_by(rule, now=now).with_only_columns(Person.id, Person.hired_on)
    found = session.execute(reached.where(Person.id.in_(person_ids)))
    return {row[0]: row[1] for row in found}


def _withdraw(session: Session, rule: AssignmentRule, lost: Sequence[tuple[UUID, UUID]], now: Now) -> None:
    """End assignments, given with their people, and keep by whose decision."""
    if rule.ended_at is not None:
        _end(session, [id_ for id_, _ in lost], now, "the rule ended", rule.ended_by_id)
        return
    query = let_off(rule).where(Person.id.in_({person_id for _, person_id in lost}))
    enders: dict[UUID, UUID] = {row[0]: row[1] for row in session.execute(query)} if lost else {}
    for by_id in {None, *enders.values()}:
        ids = [id_ for id_, person_id in lost if enders.get(person_id) == by_id]
        _end(session, ids, now, "the rule ended for the team" if by_id else "the rule no longer applies", by_id)


def _end(session: Session, ids: Sequence[UUID], now: Now, reason: str, by_id: UUID | None = None) -> None:
    for some in _chunks(ids):
        ended = update(Assignment).where(Assignment.id.in_(some))
        session.execute(
            ended.values(ended_on=now.day, ended_at=now.at, end_reason=reason, ended_by_id=by_id),
            execution_options={"synchronize_session": False},
        )


def _row(
    rule: AssignmentRule,
    due_days: int | None,
    person_id: UUID,
    course_id: str,
    hired_on: date | None,
    first_on: date | None,
    now: Now,
) -> dict[str, Any]:
    """Return a new assignment; rounds of a fixed due day begin for all at once, others from each one's own start."""
    anchor = first_on or (now.day if due_days is not None else rule.starts_on)
    months = rule.repeat_months
    passed = _rounds_passed(anchor, months, now.day) if months else 0
    return {
        "id": uuid7(),
        "rule_id": rule.id,
        "person_id": person_id,
        "course_id": course_id,
        "round": passed + 1,
        "first_on": anchor,
        "assigned_on": now.day,
        "assigned_at": now.at,
        "due_on": _due_on(rule, due_days, hired_on, passed, now.day),
        "counts_from": months_after(anchor, months * passed) if months and passed else None,
        "next_on": months_after(anchor, months * (passed + 1)) if months else None,
    }


def _rounds_passed(anchor: date, months: int, today: date) -> int:
    passed = 0
    while months_after(anchor, months * (passed + 1)) <= today:
        passed += 1
    return passed


def _due_on(rule: AssignmentRule, due_days: int | None, hired_on: date | None, passed: int, today: date) -> date:
    """Return the due day; nobody is given a course that is overdue at once."""
    if due_days is None and rule.due_on is not None:
        due_on = months_after(rule.due_on, (rule.repeat_months or 0) * passed)
        return due_on if due_on >= today else today + (rule.due_on - rule.starts_on)
    starts = hired_on if hired_on and not passed and hired_on >= rule.starts_on else today
    return max(starts + timedelta(days=due_days or 0), today)


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))
