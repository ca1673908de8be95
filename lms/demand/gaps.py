"""Gaps: an author takes what people look for in vain, or say they need, and closes it with a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.days import day_of
from lms.demand.models import AskedNeed, CountedQuery, Gap
from lms.demand.report import DemandCounts, read_group
from lms.errors import Conflict, NotAllowed, NotFound
from lms.people.access import Actor
from lms.people.models import Person

DAYS_BEFORE = 90
_DAY = timedelta(days=1)
_IS_OPEN = (Gap.released_at.is_(None), Gap.closed_at.is_(None))


@dataclass(frozen=True)
class GapChange:
    """The needs of a gap's queries before it was taken, and since it was closed; None while it isn't.

    Both are None for a gap of a page, which nobody searches for.
    """

    before: DemandCounts | None
    after: DemandCounts | None


def take_gap(session: Session, *, actor: Actor, query_id: UUID, at: datetime) -> Gap:
    """Take the group of a query for the actor; raises NotFound, or Conflict when somebody has it."""
    group = session.scalar(select(CountedQuery.group_number).where(CountedQuery.id == query_id))
    if group is None:
        raise NotFound("no such query", field="query_id")
    return _take(session, Gap(query_number=group), open_gaps(session, [group]).get(group), actor, at, field="query_id")


def take_gap_of_page(session: Session, *, actor: Actor, page_id: str, at: datetime) -> Gap:
    """Take what a page is said to lack for the actor; raises NotFound where nothing is, or Conflict as above."""
    is_asked = select(AskedNeed.id).where(AskedNeed.lacking_id == page_id, AskedNeed.withdrawn_at.is_(None)).limit(1)
    if session.scalar(is_asked) is None:
        raise NotFound("nobody said that anything is missing there", field="lacking_id")
    held = session.scalar(select(Gap).where(Gap.lacking_id == page_id, *_IS_OPEN))
    return _take(session, Gap(lacking_id=page_id), held, actor, at, field="lacking_id")


def release_gap(session: Session, *, actor: Actor, gap_id: UUID, at: datetime) -> Gap:
    """Give a gap back; only who took it, or an admin, may. Raises Conflict when it isn't taken any more."""
    gap = _taken(session, gap_id)
    if actor.id != gap.taken_by_id and "admin" not in actor.roles:
        raise NotAllowed(f"only {gap.taken_by.name} or an admin may give this gap back")
    gap.released_at, gap.released_by_id = at, actor.id
    session.flush()
    return gap


def close_gap(session: Session, *, actor: Actor, gap_id: UUID, page_id: str, at: datetime) -> Gap:
    """Close a gap with a page that the caller knows to exist; raises Conflict when it isn't taken any more."""
    gap = _taken(session, gap_id)
    gap.closed_at, gap.closed_by_id, gap.page_id = at, actor.id, page_id
    session.flush()
    return gap


def get_gap(session: Session, *, gap_id: UUID) -> Gap:
    """Return a gap that is taken or closed; raises NotFound."""
    gap = session.get(Gap, gap_id)
    if gap is None or gap.released_at is not None:
        raise NotFound("no such gap")
    return gap


def list_gaps(
    session: Session, *, status: Literal["taken", "closed"] | None, after: UUID | None, limit: int
) -> list[Gap]:
    """Return gaps that are taken or closed, in the order they were taken; those given back are left out."""
    wanted = select(Gap).where(Gap.released_at.is_(None)).order_by(Gap.id).limit(limit)
    if status is not None:
        wanted = wanted.where(Gap.closed_at.is_(None) if status == "taken" else Gap.closed_at.is_not(None))
    if after is not None:
        wanted = wanted.where(Gap.id > after)
    return list(session.scalars(wanted))


def list_taken_by(session: Session, *, person_id: UUID, limit: int) -> list[Gap]:
    """Return the gaps that a person took and hasn't closed, in the order they were taken."""
    wanted = select(Gap).where(Gap.taken_by_id == person_id, Gap.released_at.is_(None), Gap.closed_at.is_(None))
    return list(session.scalars(wanted.order_by(Gap.id).limit(limit)))


def open_gaps(session: Session, groups: Iterable[int]) -> dict[int, Gap]:
    """Return the gaps that are taken, by group."""
    wanted = select(Gap).where(Gap.query_number.in_(list(groups)), *_IS_OPEN)
    return {gap.query_number: gap for gap in session.scalars(wanted) if gap.query_number is not None}


def latest_gaps(session: Session, groups: Iterable[int]) -> dict[int, Gap]:
    """Return, by group, the gap that was taken last and not given back, be it closed."""
    wanted = select(Gap).where(Gap.query_number.in_(list(groups)), Gap.released_at.is_(None)).order_by(Gap.id)
    return {gap.query_number: gap for gap in session.scalars(wanted) if gap.query_number is not None}


def latest_gaps_of_pages(session: Session, page_ids: Iterable[str]) -> dict[str, Gap]:
    """Return, by the page that lacks something, the gap that was taken last and not given back, be it closed."""
    wanted = select(Gap).where(Gap.lacking_id.in_(list(page_ids)), Gap.released_at.is_(None)).order_by(Gap.id)
    return {gap.lacking_id: gap for gap in session.scalars(wanted) if gap.lacking_id is not None}


def read_change(session: Session, gap: Gap, *, at: datetime, zone: ZoneInfo) -> GapChange:
    """Sum the 90 days of the company before the day a gap was taken, and the days since the one it was closed on."""
    group = gap.query_number
    if group is None:
        return GapChange(None, None)
    taken = day_of(zone, gap.taken_at)
    before = read_group(session, group=group, start=taken - DAYS_BEFORE * _DAY, end=taken - _DAY)
    if gap.closed_at is None:
        return GapChange(before, None)
    start = day_of(zone, gap.closed_at) + _DAY
    today = day_of(zone, at)
    if start > today:
        return GapChange(before, DemandCounts(group, 0, 0, 0))
    return GapChange(before, read_group(session, group=group, start=start, end=today))


def _take(session: Session, gap: Gap, held: Gap | None, actor: Actor, at: datetime, *, field: str) -> Gap:
    if held is not None:
        raise Conflict(f"{held.taken_by.name} has this gap", field=field)
    gap.taken_by_id, gap.taken_at = actor.id, at
    gap.taken_by = session.get_one(Person, actor.id)
    session.add(gap)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("somebody took this gap at the same moment; ask again", field=field) from error
    return gap


def _taken(session: Session, gap_id: UUID) -> Gap:
    """Return a gap, its row held until the transaction ends; raises unless it is taken."""
    gap = session.get(Gap, gap_id, with_for_update={"of": Gap}, populate_existing=True)
    if gap is None:
        raise NotFound("no such gap")
    if gap.status != "taken":
        raise Conflict(f"this gap is {gap.status} already")
    return gap
