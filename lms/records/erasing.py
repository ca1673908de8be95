"""Erasing: a person's data taken away for good, while what was counted of them stays counted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry
from lms.audit.noting import note
from lms.days import Now
from lms.errors import Conflict
from lms.people.directory import get_person, take_turn
from lms.people.models import Person
from lms.practice.models import Practice
from lms.records.columns import people_of
from lms.records.telling import GONE_WITH, SAYS, SUBJECTS
from lms.schema import metadata

ERASED = "(erased)"


def erase_person(session: Session, *, person_id: UUID, now: Now) -> dict[str, int]:
    """Take away what says who a person was and what they wrote; return how many rows of which table that changed.

    Their row stays without a name, and facts stay under it, so that counts of the past don't change. What others wrote
    of them is theirs, and stays. Entries of the audit lose what was before and after, and stay in the chain. Raises
    NotFound, and Conflict for somebody who is with the company.
    """
    person = get_person(session, person_id=person_id)
    if not person.has_left(now.at):
        raise Conflict(f"{person.name} is with the company; note their last day first")
    take_turn(session, person_id=person_id)
    counts: dict[str, int] = {}
    for name in GONE_WITH:
        table = metadata.tables[name]
        _count(counts, name, session.execute(delete(table).where(_names(table, person_id))))
    for name, columns in SAYS.items():
        table = metadata.tables[name]
        empty = {column: _empty(table, column) for column in columns}
        _count(counts, name, session.execute(update(table).where(_names(table, person_id)).values(empty)))
    recordings = update(Practice).where(Practice.person_id == person_id, Practice.media_key.is_not(None))
    session.execute(recordings.values(delete_on=now.day))  # the job that deletes those that are over does
    _erase_row(person)
    session.flush()
    # Only now, because their own change was noted as every other is: with the name that was to go.
    _erase_audit(session, person_id, counts)
    note(session, "person.erased", subject=person_id, person_id=person_id, after=counts)
    session.expire_all()
    return counts


def _erase_row(person: Person) -> None:
    person.name = ERASED
    person.email = f"{person.id}@erased.invalid"
    person.time_zone = None


def _erase_audit(session: Session, person_id: UUID, counts: dict[str, int]) -> None:
    """Take the details from entries of what a person did and what was done to them."""
    about = or_(AuditEntry.person_id == person_id, AuditEntry.actor_id == person_id)
    held = select(AuditEntry.id).where(about, AuditEntry.details.is_not(None))
    gone = update(AuditEntry).where(AuditEntry.id.in_(held)).values(details=None, salt=None)
    _count(counts, "audit_entry", session.execute(gone.execution_options(synchronize_session=False)))


def _names(table: Table, person_id: UUID) -> Any:
    """Return the condition that a row says something of a person: by the columns that say whose words these are."""
    wanted = SUBJECTS.get(table.name)
    columns = people_of(table) if wanted is None else [table.c[name] for name in wanted]
    return or_(*(column == person_id for column in columns))


def _empty(table: Table, column: str) -> Any:
    """Return what a column holds that says nothing."""
    kind = table.c[column]
    if kind.nullable:
        return None
    return [] if isinstance(kind.type, JSON) else ERASED


def _count(counts: dict[str, int], name: str, result: Any) -> None:
    if result.rowcount:
        counts[name] = counts.get(name, 0) + result.rowcount
