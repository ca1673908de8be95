"""Erasing: a person's data taken away for good, while what was counted of them stays counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from lms.audit.chain import ERASURE
from lms.audit.models import AuditEntry
from lms.audit.noting import note
from lms.crm.hidden import hide_aliases
from lms.days import Now
from lms.errors import Conflict
from lms.people.addresses import ERASED_HOST
from lms.people.directory import get_person, take_turns
from lms.people.merges import PersonMerge, records_of_one
from lms.people.models import Person
from lms.people.scim.models import ScimPreview, ScimUser
from lms.practice.models import Practice
from lms.records.columns import people_of
from lms.records.marks import keep_marks
from lms.records.telling import GONE_WITH, SAYS, SUBJECTS
from lms.schema import metadata
from lms.scoring.models import Assessment

ERASED = "(erased)"


@dataclass(frozen=True)
class Erasure:
    """How many records of a person were erased, and how many rows of which table that changed."""

    records: int
    tables: dict[str, int]


def erase_person(session: Session, *, person_id: UUID, now: Now) -> Erasure:
    """Take away what says who a person was and what they wrote, in this record and in those that were merged into it.

    Their rows stay without a name, and facts stay under them, so that counts of the past don't change. What others
    wrote of them is theirs, and stays. Entries of the audit lose what was before and after, and stay in the chain. A
    merge of an erased record can't be undone. Raises NotFound, and Conflict for somebody who is with the company.
    """
    person = get_person(session, person_id=person_id)
    take_turns(session, person_ids=records_of_one(session, person_id=person_id))
    session.refresh(person)
    if not person.has_left(now.at):
        raise Conflict(f"{person.name} is with the company; note their last day first")
    records = records_of_one(session, person_id=person_id)
    tables: Counter[str] = Counter()
    for record_id in records:
        tables.update(_erase_record(session, get_person(session, person_id=record_id), now))
    return Erasure(len(records), dict(tables))


def _erase_record(session: Session, person: Person, now: Now) -> dict[str, int]:
    person_id = person.id
    counts: dict[str, int] = {}
    _count(counts, "scim_preview", session.execute(delete(ScimPreview).where(_foretells(person))))
    for name in GONE_WITH:
        table = metadata.tables[name]
        _count(counts, name, session.execute(delete(table).where(_names(table, person_id))))
    _erase_practice(session, person_id, counts, now)
    keep_marks(session, person_id=person_id)
    for name, columns in SAYS.items():
        table = metadata.tables[name]
        empty = {column: None if table.c[column].nullable else ERASED for column in columns}
        _count(counts, name, session.execute(update(table).where(_names(table, person_id)).values(empty)))
    if hidden := hide_aliases(session, person_id=person_id):
        counts["crm_owner_alias"] = hidden
    over = update(PersonMerge).where(or_(PersonMerge.kept_id == person_id, PersonMerge.gone_id == person_id))
    session.execute(over.values(erased_at=now.at))
    _erase_row(person)
    session.flush()
    # Only now, because their own change was noted as every other is: with the name that was to go.
    _erase_audit(session, person_id, counts)
    note(session, ERASURE, subject=person_id, person_id=person_id, after=counts)
    session.expire_all()
    return counts


def _foretells(person: Person) -> ColumnElement[bool]:
    """Return the condition that a dry run of the directory noted something of a person, by their id or their names."""
    known = select(ScimUser.user_key).where(ScimUser.person_id == person.id)
    own = or_(ScimPreview.resource_id == str(person.id), ScimPreview.key.in_(known), ScimPreview.key == person.email)
    return and_(func.lower(ScimPreview.kind) == "user", own)


def _erase_practice(session: Session, person_id: UUID, counts: dict[str, int], now: Now) -> None:
    """Let recordings of practice go, and what handing it in copied of it into its assessment."""
    recordings = update(Practice).where(Practice.person_id == person_id, Practice.media_key.is_not(None))
    session.execute(recordings.values(delete_on=now.day))  # the job that deletes those that are over does
    assessed = select(Practice.assessment_id).where(Practice.person_id == person_id)
    copied = or_(Assessment.transcript.is_not(None), Assessment.recording.is_not(None))
    copies = update(Assessment).where(Assessment.id.in_(assessed), copied).values(transcript=None, recording=None)
    _count(counts, "assessment", session.execute(copies.execution_options(synchronize_session=False)))


def _erase_row(person: Person) -> None:
    person.name = ERASED
    person.email = f"{person.id}@{ERASED_HOST}"
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


def _count(counts: dict[str, int], name: str, result: Any) -> None:
    if result.rowcount:
        counts[name] = counts.get(name, 0) + result.rowcount
