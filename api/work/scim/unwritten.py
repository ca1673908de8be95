"""Audit entries that a transaction would leave, read before it ends."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.audit.models import AuditEntry
from lms.people.models import Team

# What a directory's own tables note says nothing that isn't said by what follows from it.
_OWN = "directory-"


def unwritten(session: Session) -> list[dict[str, Any]]:
    """Return what this transaction noted so far: action, before and after, with teams by name."""
    session.flush()
    noted = session.execute(
        select(AuditEntry.action, AuditEntry.details).where(AuditEntry.number.is_(None)).order_by(AuditEntry.id)
    )
    return [
        {"action": action, **{when: _named(session, said.get(when)) for when in ("before", "after")}}
        for action, said in ((action, json.loads(details or "{}")) for action, details in noted)
        if not action.startswith(_OWN)
    ]


def _named(session: Session, said: dict[str, Any] | None) -> dict[str, Any] | None:
    """Say a team by its name, and leave out the ids of other rows, which say nothing to people."""
    if said is None:
        return None
    shown = {name: value for name, value in said.items() if not name.endswith("_id")}
    if said.get("team_id"):
        team = session.get(Team, UUID(said["team_id"]))
        shown["team"] = team.name if team else None
    return shown
