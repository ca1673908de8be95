"""Popularity: opens of pages that followed a search, older ones counting less, and searches of several people."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from lms.days import day_of, start_of
from lms.usage.models import OpenEvent, SearchEvent

# Opens older than so many half-lives count for less than a fiftieth, and are left out.
HALF_LIVES = 6
# Others may be shown what so many different people searched for with success, in so many days.
LEAST_PEOPLE = 3
POPULAR_DAYS = 90
MOST_SEARCHES = 500


def opens_after_search(session: Session, *, at: datetime, zone: ZoneInfo, half_life_days: float) -> dict[str, float]:
    """Return the opens of each page that followed a search, each halved for every half-life that has passed since.

    How old an open is, is said in days of the zone: they are read one by one, the newest first, where there is any.
    """
    today, since = day_of(zone, at), at - timedelta(days=HALF_LIVES * half_life_days)
    newest = select(OpenEvent.at).where(OpenEvent.search_id.is_not(None)).order_by(OpenEvent.at.desc()).limit(1)
    by_page = (
        select(OpenEvent.page_id, func.count()).where(OpenEvent.search_id.is_not(None)).group_by(OpenEvent.page_id)
    )
    found: dict[str, float] = {}
    latest = session.scalar(newest.where(OpenEvent.at.between(since, at)))
    while latest is not None:
        day = day_of(zone, latest)
        midnight, age = start_of(zone, day), (today - day).days
        for page_id, count in session.execute(by_page.where(OpenEvent.at.between(max(midnight, since), latest))):
            found[page_id] = found.get(page_id, 0.0) + count * 0.5 ** (age / half_life_days)
        latest = session.scalar(newest.where(OpenEvent.at >= since, OpenEvent.at < midnight))
    return found


def searches_of_several(session: Session, *, at: datetime) -> dict[str, tuple[str, ...]]:
    """Return the searches after which several people opened a page: as most typed it, to page ids, most people first.

    What fewer than LEAST_PEOPLE searched for stays theirs, and so does what was made anonymous.
    """
    people = func.count(SearchEvent.person_id.distinct())
    has_opened = (
        OpenEvent.search_id == SearchEvent.id,
        OpenEvent.person_id == SearchEvent.person_id,
        OpenEvent.at >= at - timedelta(days=POPULAR_DAYS),
        OpenEvent.at <= at,
    )
    rows = session.execute(
        select(SearchEvent.normal, people)
        .where(*has_opened, SearchEvent.normal != "")
        .group_by(SearchEvent.normal)
        .having(people >= LEAST_PEOPLE)
        .order_by(people.desc(), SearchEvent.normal)
        .limit(MOST_SEARCHES)
    )
    normals = [normal for normal, _ in rows]

    def by_people(column: InstrumentedAttribute[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        grouped = (
            select(SearchEvent.normal, column)
            .where(*has_opened, SearchEvent.normal.in_(normals))
            .group_by(SearchEvent.normal, column)
            .order_by(people.desc(), column)
        )
        for normal, value in session.execute(grouped):
            found.setdefault(normal, []).append(value)
        return found

    texts, pages = by_people(SearchEvent.query), by_people(OpenEvent.page_id)
    return {" ".join(texts[normal][0].split()): tuple(pages[normal]) for normal in normals}
