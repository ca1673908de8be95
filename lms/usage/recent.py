"""Recent pages: the last that one person opened."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.usage.models import OpenEvent

# Of somebody who opens the same few pages all day the last ones hold fewer different pages; that will do.
_LOOKED_AT = 100


def recent_pages(session: Session, *, person_id: UUID) -> dict[str, datetime]:
    """Return the pages that a person opened last and when, by page id, the latest first."""
    wanted = select(OpenEvent.page_id, OpenEvent.at).where(OpenEvent.person_id == person_id)
    found: dict[str, datetime] = {}
    for page_id, at in session.execute(wanted.order_by(OpenEvent.at.desc()).limit(_LOOKED_AT)):
        found.setdefault(page_id, at)
    return found
