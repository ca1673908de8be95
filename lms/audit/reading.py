"""Reading the audit: entries by who, whom, what, by which way and when, the newest first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry

_AT_ONCE = 500
_SHOWN = (
    *(AuditEntry.number, AuditEntry.at, AuditEntry.action, AuditEntry.subject, AuditEntry.actor_id),
    *(AuditEntry.person_id, AuditEntry.via, AuditEntry.request_id, AuditEntry.details),
)
_NAMES = tuple(column.key for column in _SHOWN)


@dataclass(frozen=True)
class Sought:
    """Which entries are wanted; what is None is left open.

    `action` is a whole one (`person.changed`) or its noun (`person`); `start` is included, `end` isn't.
    """

    action: str | None = None
    actor_id: UUID | None = None
    person_id: UUID | None = None
    via: str | None = None
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True)
class AuditLine:
    """An entry as it is read; `address`, `before` and `after` are None once they were erased."""

    number: int
    at: datetime
    action: str
    subject: str
    actor_id: UUID | None
    person_id: UUID | None
    via: str
    request_id: str | None
    address: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    is_erased: bool


def read_entries(session: Session, sought: Sought, *, before: int | None, limit: int) -> list[AuditLine]:
    """Return at most `limit` entries, the newest first, of those with numbers below `before`."""
    wanted = _wanted(sought).limit(limit)
    if before is not None:
        wanted = wanted.where(AuditEntry.number < before)
    return [_line(row) for row in session.execute(wanted)]


def each_entry(session: Session, sought: Sought) -> Iterator[AuditLine]:
    """Yield all entries that are wanted, the newest first, reading them while they are taken."""
    for row in session.execute(_wanted(sought).execution_options(yield_per=_AT_ONCE)):
        yield _line(row)


def last_of(session: Session, *, action: str, subject: str) -> AuditLine | None:
    """Return the last entry of an action on a subject."""
    wanted = _wanted(Sought(action=action)).where(AuditEntry.subject == subject).limit(1)
    row = session.execute(wanted).first()
    return _line(row) if row else None


def _wanted(sought: Sought) -> Any:
    wanted = select(*_SHOWN).where(AuditEntry.number.is_not(None)).order_by(AuditEntry.number.desc())
    if sought.action is not None:
        is_whole = "." in sought.action
        noun = AuditEntry.action.between(f"{sought.action}.", f"{sought.action}.~")
        wanted = wanted.where(AuditEntry.action == sought.action if is_whole else noun)
    for column, value in (
        (AuditEntry.actor_id, sought.actor_id),
        (AuditEntry.person_id, sought.person_id),
        (AuditEntry.via, sought.via),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if sought.start is not None:
        wanted = wanted.where(AuditEntry.at >= sought.start)
    return wanted if sought.end is None else wanted.where(AuditEntry.at < sought.end)


def _line(row: Any) -> AuditLine:
    said = json.loads(row.details) if row.details is not None else {}
    known = dict(zip(_NAMES, row, strict=True))
    del known["details"]
    return AuditLine(
        **known,
        address=said.get("address"),
        before=said.get("before"),
        after=said.get("after"),
        is_erased=row.details is None,
    )
