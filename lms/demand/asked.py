"""Asked for: needs that people said, of a page to write or of what a page lacks, and who hears when they are met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from lms.days import Now
from lms.demand.grouping import Grouping
from lms.demand.models import AskedNeed, CountedQuery, Gap, NeedHearer
from lms.demand.zones import count_alone
from lms.errors import Conflict, NotFound
from lms.people.directory import take_turn


@dataclass(frozen=True)
class SaidNeed:
    """What somebody needs in words, from where it comes, and who passed it on; both hear when it is met."""

    source: str
    text: str
    person_id: UUID
    is_named: bool = False
    offered_by_id: UUID | None = None


@dataclass(frozen=True)
class Met:
    """A need that somebody heard of, or is to hear of, and the page that met it."""

    need: AskedNeed
    query: str | None
    page_id: str
    closed_at: datetime
    heard_at: datetime | None


def ask_for_words(
    session: Session, *, said: SaidNeed, normal: str, language: str | None, grouping: Grouping, now: Now
) -> AskedNeed:
    """Note that a page is needed that would be searched for by a query; raises Conflict for one without words."""
    take_turn(session, person_id=said.person_id)  # before anything is read: numbers of queries are given in order
    count_alone(session)
    place = grouping.places({normal: language}, day=now.day).get(normal)
    if place is None:
        raise Conflict("name it with words that somebody would search for", field="words")
    return _add(session, said, now, query_number=place.query)


def ask_of_page(session: Session, *, said: SaidNeed, page_id: str, now: Now) -> AskedNeed:
    """Note what somebody says is missing on a page; what the same person said of it before counts no more."""
    take_turn(session, person_id=said.person_id)
    withdraw_of_page(session, person_id=said.person_id, page_id=page_id, at=now.at)
    return _add(session, said, now, lacking_id=page_id)


def withdraw_of_page(session: Session, *, person_id: UUID, page_id: str, at: datetime) -> None:
    """Let what a person said is missing on a page count no more, where nothing met it yet."""
    was_met = exists().where(Gap.lacking_id == AskedNeed.lacking_id, Gap.closed_at > AskedNeed.at)
    own = (AskedNeed.person_id == person_id, AskedNeed.lacking_id == page_id, AskedNeed.withdrawn_at.is_(None))
    session.execute(
        update(AskedNeed).where(*own, ~was_met).values(withdrawn_at=at).execution_options(synchronize_session=False)
    )


def name_asker(session: Session, *, need_id: UUID, is_named: bool) -> None:
    """Let authors read who has a need, or no more."""
    session.execute(update(AskedNeed).where(AskedNeed.id == need_id).values(is_named=is_named))


def list_met(session: Session, *, person_id: UUID, has_heard: bool = False, limit: int) -> list[Met]:
    """Return the needs of a person, or passed on by them, that a page met: those not heard of yet, or all.

    The last closed comes first. A need is met by the first gap of its queries, or its page, that is closed after it.
    """
    own = (NeedHearer.person_id == person_id, AskedNeed.withdrawn_at.is_(None))
    wanted = select(NeedHearer.need_id, NeedHearer.heard_at).join(AskedNeed, AskedNeed.id == NeedHearer.need_id)
    wanted = wanted.where(*own) if has_heard else wanted.where(*own, NeedHearer.heard_at.is_(None))
    heard = {row[0]: row[1] for row in session.execute(wanted)}
    found = [
        Met(need, query, gap.page_id or "", closed_at, heard[need.id])
        for need, query, gap in _closed(session, list(heard))
        if (closed_at := gap.closed_at) is not None
    ]
    return sorted(found, key=lambda met: (met.closed_at, met.need.id), reverse=True)[:limit]


def hear_of(session: Session, *, person_id: UUID, need_id: UUID, at: datetime) -> None:
    """Note that a person saw that a need was met; twice is as good as once. Raises NotFound for what isn't theirs."""
    hearer = session.get(NeedHearer, (need_id, person_id))
    if hearer is None:
        raise NotFound("no such need")
    if hearer.heard_at is None and _closed(session, [need_id]):
        hearer.heard_at = at
        session.flush()


def find_need(session: Session, *, need_id: UUID) -> tuple[AskedNeed, str | None, Gap | None]:
    """Return a need, the words it is searched by, and the gap that met it, or that somebody has taken; or None."""
    need, query = session.execute(
        select(AskedNeed, CountedQuery.normal)
        .outerjoin(CountedQuery, CountedQuery.number == AskedNeed.query_number)
        .where(AskedNeed.id == need_id)
    ).one()
    closed = _closed(session, [need_id])
    return need, query, closed[0][2] if closed else _taken(session, need)


def _add(session: Session, said: SaidNeed, now: Now, **of: int | str) -> AskedNeed:
    need = AskedNeed(
        source=said.source,
        text=said.text,
        person_id=said.person_id,
        is_named=said.is_named,
        offered_by_id=said.offered_by_id,
        at=now.at,
        on=now.day,
        **of,
    )
    session.add(need)
    session.flush()
    hearers = {said.person_id, said.offered_by_id or said.person_id}
    session.add_all(NeedHearer(need_id=need.id, person_id=person_id) for person_id in sorted(hearers))
    session.flush()
    return need


def _closed(session: Session, need_ids: list[UUID]) -> list[tuple[AskedNeed, str | None, Gap]]:
    """Return those of some needs that a page met, each with its words and the gap that was closed first after it."""
    of_same = (Gap.query_number == CountedQuery.group_number) | (Gap.lacking_id == AskedNeed.lacking_id)
    rows = session.execute(
        select(AskedNeed, CountedQuery.normal, Gap)
        .outerjoin(CountedQuery, CountedQuery.number == AskedNeed.query_number)
        .join(Gap, of_same & (Gap.closed_at > AskedNeed.at))
        .where(AskedNeed.id.in_(need_ids))
        .order_by(Gap.closed_at, Gap.id)
    )
    first: dict[UUID, tuple[AskedNeed, str | None, Gap]] = {}
    for need, query, gap in rows:
        first.setdefault(need.id, (need, query, gap))
    return list(first.values())


def _taken(session: Session, need: AskedNeed) -> Gap | None:
    """Return the gap of a need that somebody has taken and not closed yet."""
    group = select(CountedQuery.group_number).where(CountedQuery.number == need.query_number).scalar_subquery()
    of_same = (Gap.query_number == group) | (Gap.lacking_id == need.lacking_id)
    return session.scalar(select(Gap).where(of_same, Gap.released_at.is_(None), Gap.closed_at.is_(None)))
