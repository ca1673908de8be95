"""Histories of people in courses, gathered for many of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.people.memberships import employment
from lms.training.courses import read_changes
from lms.training.events import COMPLETING, DECISIVE
from lms.training.facts import Begun, CourseHistory, Done, Duty, Pause, VersionChange
from lms.training.models import Assignment, TrainingEvent
from lms.training.states import NEXT_ROUND

PersonCourse = tuple[UUID, str]


class _Round(NamedTuple):
    """A row of `assignment`, as rounds of one rule follow one another."""

    rule_id: UUID
    assigned_on: date
    due_on: date
    counts_from: date | None
    ended_on: date | None
    end_reason: str | None


@dataclass
class _Gathered:
    rounds: list[_Round] = field(default_factory=list)
    completions: list[Done] = field(default_factory=list)
    begun: list[Begun] = field(default_factory=list)
    waivers: list[tuple[str, date, date | None]] = field(default_factory=list)


def read_histories(
    session: Session, *, person_ids: Collection[UUID], course_ids: Collection[str] | None
) -> dict[PersonCourse, CourseHistory]:
    """Return the history of every person in every course in which anything happened; all courses for None."""
    found: dict[PersonCourse, _Gathered] = defaultdict(_Gathered)
    for person_id, course_id, *duty in session.execute(_duties(person_ids, course_ids)):
        found[person_id, course_id].rounds.append(_Round(*duty))
    for person_id, course_id, kind, *rest in session.execute(_events(person_ids, course_ids)):
        _add_event(found[person_id, course_id], kind, *rest)
    employed = employment(session, person_ids=person_ids)
    changes = read_changes(session, course_ids=course_ids)
    return {
        pair: CourseHistory(
            employed=employed.get(pair[0], []),
            duties=_duties_of(gathered.rounds),
            completions=gathered.completions,
            waivers=_pauses(gathered.waivers),
            begun=gathered.begun,
            changes=changes.get(pair[1], ()),
        )
        for pair, gathered in found.items()
    }


def read_duties(session: Session, *, person_id: UUID, course_ids: Collection[str]) -> dict[str, list[Duty]]:
    """Return what one person was given in some courses."""
    rounds: dict[str, list[_Round]] = defaultdict(list)
    for _, course_id, *row in session.execute(_duties([person_id], course_ids)):
        rounds[course_id].append(_Round(*row))
    return {course_id: _duties_of(some) for course_id, some in rounds.items()}


def history_with(
    events: Iterable[TrainingEvent], *, duties: Sequence[Duty], changes: Sequence[VersionChange]
) -> CourseHistory:
    """Return the history of somebody who is with the company, from all their events in one course."""
    gathered = _Gathered()
    for event in events:
        if event.kind in DECISIVE:
            _add_event(gathered, event.kind, event.day, event.course_version, event.valid_until, event.renewable_from)
    return CourseHistory(
        employed=[(date.min, None)],
        duties=duties,
        completions=gathered.completions,
        waivers=_pauses(gathered.waivers),
        begun=gathered.begun,
        changes=changes,
    )


def _duties(person_ids: Collection[UUID], course_ids: Collection[str] | None) -> Select[*tuple[Any, ...]]:
    query = select(
        Assignment.person_id,
        Assignment.course_id,
        Assignment.rule_id,
        Assignment.assigned_on,
        Assignment.due_on,
        Assignment.counts_from,
        Assignment.ended_on,
        Assignment.end_reason,
    ).where(Assignment.person_id.in_(person_ids))
    query = query.order_by(Assignment.assigned_on, Assignment.id)
    return query.where(Assignment.course_id.in_(course_ids)) if course_ids is not None else query


def _events(person_ids: Collection[UUID], course_ids: Collection[str] | None) -> Select[*tuple[Any, ...]]:
    query = (
        select(
            TrainingEvent.person_id,
            TrainingEvent.course_id,
            TrainingEvent.kind,
            TrainingEvent.day,
            TrainingEvent.course_version,
            TrainingEvent.valid_until,
            TrainingEvent.renewable_from,
        )
        .where(TrainingEvent.person_id.in_(person_ids), TrainingEvent.kind.in_(DECISIVE))
        .order_by(TrainingEvent.day, TrainingEvent.at, TrainingEvent.id)
    )
    return query.where(TrainingEvent.course_id.in_(course_ids)) if course_ids is not None else query


def _duties_of(rounds: Sequence[_Round]) -> list[Duty]:
    """Turn rounds, in their order, into duties: one that the next round ended is owed as long as its rule asks."""
    found = []
    ends: dict[UUID, date | None] = {}
    for one in reversed(rounds):
        owed_until = ends.get(one.rule_id, date.min) if one.end_reason == NEXT_ROUND else date.min
        found.append(Duty(one.assigned_on, one.due_on, one.counts_from, one.ended_on, owed_until))
        ends[one.rule_id] = owed_until if one.end_reason == NEXT_ROUND else one.ended_on
    return found[::-1]


def _add_event(
    gathered: _Gathered, kind: str, day: date, version: int, valid_until: date | None, renewable_from: date | None
) -> None:
    if kind in COMPLETING:
        gathered.completions.append(Done(day, version, valid_until, renewable_from))
    elif kind == "started":
        gathered.begun.append(Begun(day, version))
    else:
        gathered.waivers.append((kind, day, valid_until))


def _pauses(waivers: Iterable[tuple[str, date, date | None]]) -> list[Pause]:
    """Turn waivers and their ends, in the order of time, into days; a later waiver replaces one that still holds."""
    found: list[Pause] = []
    for kind, day, valid_until in waivers:
        if found and (found[-1].until is None or found[-1].until > day):
            found[-1] = Pause(found[-1].since, day)
        if kind == "waived":
            ends = valid_until is not None and valid_until < date.max
            found.append(Pause(day, valid_until + timedelta(days=1) if valid_until and ends else None))
    return [pause for pause in found if pause.until is None or pause.since < pause.until]
