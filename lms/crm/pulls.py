"""Pulls of a CRM: the moment up to which each part of it was read, which the name of its import says."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.crm.kinds import KindName
from lms.crm.models import CrmImport, CrmSource

_FORM = "%Y-%m-%dT%H:%M:%SZ"
_UNTIL = " until "


def pull_name(what: str, *, until: datetime) -> str:
    """Return the name of the import that keeps what a CRM said of `what` up to a moment."""
    return f"{what}{_UNTIL}{until.astimezone(UTC):{_FORM}}"


def pulled_until(session: Session, *, source: str, kind: KindName, what: str) -> datetime | None:
    """Return up to which moment `what` was read; None where it wasn't.

    Only what counts was read: after one is undone, all since the one before it is read again.
    """
    wanted = (
        select(CrmImport)
        .join(CrmSource, CrmSource.id == CrmImport.source_id)
        .where(
            CrmSource.name == source,
            CrmImport.kind == kind,
            CrmImport.digest.is_(None),  # what comes from a file has one
            CrmImport.name.startswith(f"{what}{_UNTIL}", autoescape=True),
            CrmImport.finished_at.is_not(None),
        )
        .order_by(CrmImport.number)
    )
    pulls = list(session.scalars(wanted))
    held = [made for made in pulls if made.undone_at is None]
    newest = held[-1].started_at if held else datetime.min.replace(tzinfo=UTC)
    lost = [made.number for made in pulls if made.undone_at is not None and made.undone_at > newest]
    left = [made for made in held if not lost or made.number < min(lost)]
    return _moment_of(left[-1].name) if left else None


def _moment_of(name: str) -> datetime:
    return datetime.strptime(name.rpartition(_UNTIL)[2], _FORM).replace(tzinfo=UTC)
