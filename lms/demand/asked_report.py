"""Reports of what was asked for: how many needs were said by group of queries and by page, and in which words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from lms.demand.models import AskedNeed, CountedQuery, Gap
from lms.people.models import Person

BATCH = 500
DEFINITION = (
    "A need is what one person said they need on one day: an answer that was offered as a page to write, or what a page"
    " was said to lack. Answers stand with the words that people would search for, beside the searches for the same;"
    " what pages lack stands by page. What was taken back, or said anew, counts no more."
)


class AskedSubject(NamedTuple):
    """What is asked for: a page for a group of queries, or what a page lacks; one of both is None."""

    group: int | None
    page_id: str | None


@dataclass(frozen=True)
class AskedCounts:
    """The needs of a subject that were said in a period, and the last day of it on which one was."""

    of: AskedSubject
    needs: int
    last_on: date


@dataclass(frozen=True)
class AskedWords:
    """One need in words; `person` has it, where they agreed to be named, and `offered_by` passed it on."""

    id: UUID
    source: str
    text: str
    on: date
    person: str | None
    offered_by: str | None


def read_asked(session: Session, *, start: date, end: date) -> list[AskedCounts]:
    """Return what was asked for in a period, both days included, the most wanted first."""
    needs: dict[AskedSubject, set[tuple[UUID, date]]] = {}
    for subject, person_id, day in _rows(session, AskedNeed.on.between(start, end)):
        needs.setdefault(subject, set()).add((person_id, day))
    found = [AskedCounts(subject, len(of), max(day for _, day in of)) for subject, of in needs.items()]
    return sorted(
        found, key=lambda row: (-row.needs, -row.last_on.toordinal(), row.of.page_id or "", row.of.group or 0)
    )


def count_asked(session: Session, groups: Iterable[int], *, start: date, end: date) -> dict[int, int]:
    """Return how many needs of some groups of queries were said in a period, both days included."""
    found: dict[int, set[tuple[UUID, date]]] = {}
    listed = list(groups)
    for at in range(0, len(listed), BATCH):
        of = CountedQuery.group_number.in_(listed[at : at + BATCH])
        for subject, person_id, day in _rows(session, of & AskedNeed.on.between(start, end)):
            if subject.group is not None:
                found.setdefault(subject.group, set()).add((person_id, day))
    return {group: len(needs) for group, needs in found.items()}


def read_words(
    session: Session, subjects: Collection[AskedSubject], *, start: date | None = None, end: date | None = None
) -> dict[AskedSubject, list[AskedWords]]:
    """Return the needs of some subjects in words, the newest first; of a period, or all there were."""
    person, offerer = aliased(Person), aliased(Person)
    groups = {subject.group for subject in subjects if subject.group is not None}
    pages = {subject.page_id for subject in subjects if subject.page_id is not None}
    columns = (CountedQuery.group_number, AskedNeed.lacking_id, AskedNeed, person.name, offerer.name)
    wanted = (
        select(*columns)
        .join(person, person.id == AskedNeed.person_id)
        .outerjoin(offerer, offerer.id == AskedNeed.offered_by_id)
        .outerjoin(CountedQuery, CountedQuery.number == AskedNeed.query_number)
        .where(AskedNeed.withdrawn_at.is_(None))
        .where(CountedQuery.group_number.in_(groups) | AskedNeed.lacking_id.in_(pages))
        .order_by(AskedNeed.id.desc())
    )
    if start is not None:
        wanted = wanted.where(AskedNeed.on >= start)
    if end is not None:
        wanted = wanted.where(AskedNeed.on <= end)
    found: dict[AskedSubject, list[AskedWords]] = {}
    for group, page_id, need, name, offered_by in session.execute(wanted):
        said = AskedWords(need.id, need.source, need.text, need.on, name if need.is_named else None, offered_by)
        found.setdefault(AskedSubject(group, page_id), []).append(said)
    return found


def count_around(session: Session, gap: Gap) -> tuple[int, int | None]:
    """Return how many needs were said before a gap was closed, and how many since; None while it isn't closed."""
    of_gap = AskedNeed.lacking_id == gap.lacking_id
    if gap.lacking_id is None:
        of_gap = CountedQuery.group_number == gap.query_number
    if gap.closed_at is None:
        return _count(session, of_gap), None
    return _count(session, of_gap & _before(gap.closed_at)), _count(session, of_gap & ~_before(gap.closed_at))


def subject_of(gap: Gap) -> AskedSubject:
    """Return what a gap is of."""
    return AskedSubject(gap.query_number, gap.lacking_id)


def _before(moment: datetime) -> ColumnElement[bool]:
    return AskedNeed.at < moment


def _count(session: Session, of: ColumnElement[bool]) -> int:
    return len({(person_id, day) for _, person_id, day in _rows(session, of)})


def _rows(session: Session, of: ColumnElement[bool]) -> Iterable[tuple[AskedSubject, UUID, date]]:
    wanted = (
        select(CountedQuery.group_number, AskedNeed.lacking_id, AskedNeed.person_id, AskedNeed.on)
        .outerjoin(CountedQuery, CountedQuery.number == AskedNeed.query_number)
        .where(AskedNeed.withdrawn_at.is_(None), of)
    )
    for group, page_id, person_id, day in session.execute(wanted):
        yield AskedSubject(group, page_id), person_id, day
