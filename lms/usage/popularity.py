"""Popularity of pages: opens that followed a search, older ones counting less."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.usage.models import OpenEvent

# Opens older than so many half-lives count for less than a fiftieth, and are left out.
HALF_LIVES = 6


def opens_after_search(session: Session, *, at: datetime, half_life_days: float) -> dict[str, float]:
    """Return the opens of each page that followed a search, each halved for every half-life that has passed since."""
    since = at - timedelta(days=HALF_LIVES * half_life_days)
    is_postgres = session.get_bind().dialect.name == "postgresql"
    day = func.date(func.timezone("UTC", OpenEvent.at) if is_postgres else OpenEvent.at)
    rows = session.execute(
        select(OpenEvent.page_id, day, func.count())
        .where(OpenEvent.search_id.is_not(None), OpenEvent.at >= since, OpenEvent.at <= at)
        .group_by(OpenEvent.page_id, day)
    )
    found: dict[str, float] = {}
    for page_id, on, count in rows:
        days = (at.astimezone(UTC).date() - (on if isinstance(on, date) else date.fromisoformat(on))).days
        found[page_id] = found.get(page_id, 0.0) + count * 0.5 ** (days / half_life_days)
    return found
