"""Noting: an entry for each decision, written in the transaction that makes it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from lms.audit.chain import digest_of, must_link
from lms.audit.models import MAX_SUBJECT, AuditEntry
from lms.audit.origin import Origin, origin_of
from lms.days import present


@dataclass(frozen=True)
class Noted:
    """Something that was done: a noun and what became of it, to which row, about whom, and what changed."""

    action: str
    subject: str
    person_id: UUID | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


def note(
    session: Session,
    action: str,
    *,
    subject: object = "",
    person_id: UUID | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Note what was done, where no audited row says it by itself: an import, an export.

    `action` is a noun and what became of it, such as `completions.imported`; `before` and `after` hold plain values,
    days, moments and ids, and no secret.
    """
    note_all(session, [Noted(action, str(subject), person_id, before, after)])


def note_all(session: Session, all_noted: Sequence[Noted]) -> None:
    """Note several things at once; their entries are numbered as this transaction is committed."""
    if not all_noted:
        return
    origin, at = origin_of(session), present()
    session.connection().execute(insert(AuditEntry), [_entry(each, origin, at) for each in all_noted])
    must_link(session)


def _entry(noted: Noted, origin: Origin, at: datetime) -> dict[str, Any]:
    said = {"address": origin.address, "before": noted.before, "after": noted.after}
    details = json.dumps(said, default=_plain, ensure_ascii=False, sort_keys=True)
    salt = secrets.token_bytes(16)
    return {
        "id": uuid7(),
        "at": at,
        "action": noted.action,
        "subject": noted.subject[:MAX_SUBJECT],
        "actor_id": origin.actor_id,
        "person_id": noted.person_id,
        "via": origin.via,
        "request_id": origin.request_id,
        "details": details,
        "salt": salt,
        "digest": digest_of(details, salt),
    }


def _plain(value: object) -> str:
    """Write what JSON has no word for."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"the audit can't hold {type(value).__name__}")
