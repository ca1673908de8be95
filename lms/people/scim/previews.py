"""Notes of a dry run: one row for each user or group, as it would stand after all that was sent of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from lms.people.scim.models import ScimPreview

# What would become of somebody or of a group; what is refused changes nothing.
NEW, CHANGED, SAME, GONE, REFUSED = "new", "changed", "same", "gone", "refused"
MAX_REFUSAL = 500


@dataclass
class Outcome:
    """What a change would come to, as `ScimPreview` says it."""

    kind: str
    resource_id: str
    key: str
    name: str
    outcome: str = REFUSED
    refusal: str | None = None
    changes: list[dict[str, Any]] = field(default_factory=list)
    state: dict[str, Any] | None = None


def find_preview(session: Session, *, resource_id: str) -> ScimPreview | None:
    """Return what a dry run noted of a resource, or None."""
    return session.scalar(select(ScimPreview).where(ScimPreview.resource_id == resource_id))


def find_previews(session: Session, *, resource_ids: Collection[str]) -> dict[str, ScimPreview]:
    """Return what a dry run noted of some resources, by their ids."""
    found = session.scalars(select(ScimPreview).where(ScimPreview.resource_id.in_(resource_ids)))
    return {preview.resource_id: preview for preview in found}


def find_new(session: Session, *, kind: str, key: str) -> ScimPreview | None:
    """Return what a dry run would have added under a name, or None."""
    wanted = select(ScimPreview).where(ScimPreview.kind == kind, ScimPreview.key == key, ScimPreview.outcome == NEW)
    return session.scalar(wanted.limit(1))


def keep_preview(session: Session, noted: Outcome, *, at: datetime) -> None:
    """Note how a resource would stand, over what was noted of it before."""
    row = find_preview(session, resource_id=noted.resource_id)
    if row is None:
        row = ScimPreview(resource_id=noted.resource_id)
        session.add(row)
    row.kind, row.key, row.name, row.outcome = noted.kind, noted.key, noted.name, noted.outcome
    row.refusal = noted.refusal[:MAX_REFUSAL] if noted.refusal else None
    row.changes, row.state, row.at = noted.changes, noted.state, at
    session.flush()


def forget_preview(session: Session, *, resource_id: str) -> None:
    """Forget what was noted of a resource."""
    session.execute(delete(ScimPreview).where(ScimPreview.resource_id == resource_id))


def list_previews(session: Session, *, after: UUID | None, limit: int) -> list[ScimPreview]:
    """Return what was noted, in the order in which it first was."""
    wanted = select(ScimPreview).order_by(ScimPreview.id).limit(limit)
    return list(session.scalars(wanted if after is None else wanted.where(ScimPreview.id > after)))


def count_previews(session: Session) -> dict[str, int]:
    """Return how many resources would come to what."""
    counted = select(ScimPreview.outcome, func.count()).group_by(ScimPreview.outcome)
    found = {row[0]: row[1] for row in session.execute(counted)}
    return {outcome: found.get(outcome, 0) for outcome in (NEW, CHANGED, SAME, GONE, REFUSED)}


def forget_previews(session: Session) -> int:
    """Forget all that was noted, and return of how many."""
    gone = session.execute(delete(ScimPreview))
    return int(getattr(gone, "rowcount", 0))
