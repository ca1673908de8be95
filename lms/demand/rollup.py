"""Counting marked days: each day's needs and readers, and what changed added to its month, quarter and year.

One transaction for each day, so that a report never sees a day in one span and not in another, and a process that is
killed leaves either all of it or nothing and the mark. Nobody is kept waiting meanwhile: the events are read before
anything is locked, and the mark is taken, in the same transaction as all that is written, only if it still is the one
that was there before the reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, delete, select, update
from sqlalchemy.orm import Session, aliased

from lms.base import StepLostError, insert_into
from lms.days import start_of
from lms.demand.grouping import Grouping, IsWord, KeyOf, QueryPlace
from lms.demand.models import AskedNeed, CountedQuery, DemandSpan, Gap, PageOpened, PageSpan, QueryDay
from lms.demand.needs import Asking, finished, needs_of
from lms.demand.spans import SPANS, start_of_span
from lms.demand.zones import count_alone, counted_zone, follow_zone
from lms.usage.marks import Mark, next_mark, take_mark
from lms.usage.models import OpenEvent, SearchEvent, UseEvent

Sums = tuple[int, ...]


def roll_up(
    session: Session, *, zone: ZoneInfo, whole_since: datetime | None, key_of: KeyOf, is_word: IsWord
) -> Iterator[int]:
    """Count the marked days of a zone, the newest first; yields after each step how many days it counted.

    May be done by several processes at once and be killed at any moment. A day that is written to while it is counted
    keeps its mark, for the next time. What was counted by another zone's days is marked first, as far as its events are
    there: those from before `whole_since` may be forgotten or anonymous by now.
    """
    yield from follow_zone(session, zone=zone, whole_since=whole_since)
    grouping = Grouping(session, key_of=key_of, is_word=is_word)
    mark = next_mark(session)
    while mark is not None:
        yield from _count_day(session, mark, zone, grouping)
        mark = next_mark(session, before=mark.day)
    yield 0


def _count_day(session: Session, mark: Mark, zone: ZoneInfo, grouping: Grouping) -> Iterator[int]:
    searches = finished(_searches(session, mark.day, zone))
    pages = _pages(session, mark.day, zone)
    yield 0  # nothing was written: the next statement begins what must happen as one
    if not _take(session, mark, zone):
        yield 0
        return
    places = grouping.places({search.normal: search.language for search in searches}, day=mark.day)
    demand, queries = _demand(searches, places)
    has_less = _add_to_queries(session, mark.day, queries)
    _add_to_spans(session, DemandSpan, mark.day, demand)
    _add_to_spans(session, PageSpan, mark.day, pages)
    _note_opened(session, mark.day, pages)
    if has_less:
        _forget_queries(session)
    yield 1


def _take(session: Session, mark: Mark, zone: ZoneInfo) -> bool:
    """Take the mark, as the only one who counts; raises StepLostError when another zone's days are counted by now."""
    count_alone(session)
    is_taken = take_mark(session, mark)
    if counted_zone(session).key != zone.key:
        raise StepLostError
    return is_taken


def _searches(session: Session, day: date, zone: ZoneInfo) -> list[Asking]:
    within = _within(SearchEvent.at, day, zone)
    opened = set(session.scalars(select(OpenEvent.search_id).join(SearchEvent).where(*within)))
    rows = session.execute(
        select(
            SearchEvent.id,
            SearchEvent.person_id,
            SearchEvent.at,
            SearchEvent.normal,
            SearchEvent.language,
            SearchEvent.page,
            SearchEvent.was_typing,
            SearchEvent.hits,
            SearchEvent.query,
        )
        .where(*within)
        .order_by(SearchEvent.at, SearchEvent.id)
    )
    return [Asking(*asked, search_id in opened, query) for search_id, *asked, query in rows]  # type: ignore[call-arg, arg-type]  # as selected


def _pages(session: Session, day: date, zone: ZoneInfo) -> dict[str, Sums]:
    """Return, by page, the person-days on which it was opened and was of use; without a person each open is one."""
    was_used = select(UseEvent.open_id).where(UseEvent.open_id == OpenEvent.id).exists()
    rows = session.execute(
        select(OpenEvent.id, OpenEvent.page_id, OpenEvent.person_id, was_used).where(*_within(OpenEvent.at, day, zone))
    )
    visits: dict[tuple[str, UUID], bool] = {}
    for open_id, page_id, person_id, used in rows:
        visit = page_id, person_id or open_id
        visits[visit] = visits.get(visit, False) or bool(used)
    readers, users = Counter(page for page, _ in visits), Counter(page for (page, _), used in visits.items() if used)
    return {page: (readers[page], users[page]) for page in readers}


def _within(at: ColumnElement[datetime] | Any, day: date, zone: ZoneInfo) -> tuple[ColumnElement[bool], ...]:
    """Return that a moment lies in a day, be it of 23 or 25 hours."""
    if day == date.max:
        return (at >= start_of(zone, day),)
    return at >= start_of(zone, day), at < start_of(zone, day + timedelta(days=1))


def _demand(searches: list[Asking], places: Mapping[str, QueryPlace]) -> tuple[dict[int, Sums], Counter[int]]:
    """Return needs, needs that found nothing and needs that opened nothing by group; and needs by spelling."""
    needs = needs_of(searches, groups=places)
    everything = Counter(need.group for need in needs)
    nothing = Counter(need.group for need in needs if need.found_nothing)
    unopened = Counter(need.group for need in needs if not need.found_nothing and not need.was_opened)
    demand: dict[int, Sums] = {group: (count, nothing[group], unopened[group]) for group, count in everything.items()}
    return demand, Counter(query for need in needs for query in need.queries)


def _add_to_spans(session: Session, table: Any, day: date, counts: Mapping[Any, Sums]) -> None:
    """Replace the day's counts, and add what changed to the spans that the day is in; what comes to nothing goes."""
    _, _, subject, *sums = table.__table__.columns
    old = {
        key: tuple(row)
        for key, *row in session.execute(select(subject, *sums).where(table.span == "day", table.start == day))
    }
    nothing = (0,) * len(sums)
    changes = _changes(old, counts, nothing)
    if not changes:
        return
    insert = insert_into(session, table)
    added = {column.name: column + insert.excluded[column.name] for column in sums}
    upsert = insert.on_conflict_do_update(index_elements=["span", "start", subject.name], set_=added)
    rows = [
        {"span": span, "start": start_of_span(span, day), subject.name: key}
        | {column.name: change for column, change in zip(sums, change, strict=True)}
        for span in SPANS
        for key, change in changes
    ]
    session.connection().execute(upsert, rows)
    if any(old.get(key, nothing)[0] + change[0] == 0 for key, change in changes):
        for span in SPANS:
            session.execute(
                delete(table).where(table.span == span, table.start == start_of_span(span, day), sums[0] == 0)
            )


def _changes(old: Mapping[Any, Sums], new: Mapping[Any, Sums], nothing: Sums) -> list[tuple[Any, Sums]]:
    changed = sorted(key for key in {*old, *new} if old.get(key, nothing) != new.get(key, nothing))
    return [
        (key, tuple(a - b for a, b in zip(new.get(key, nothing), old.get(key, nothing), strict=True)))
        for key in changed
    ]


def _add_to_queries(session: Session, day: date, counts: Mapping[int, int]) -> bool:
    """Replace the day's needs by query, and add what changed to the queries; True when a query lost some."""
    old = {number: (needs,) for number, needs in _queries_of(session, day)}
    changes = _changes(old, {number: (needs,) for number, needs in counts.items()}, (0,))
    if not changes:
        return False
    connection = session.connection()
    insert = insert_into(session, QueryDay)
    upsert = insert.on_conflict_do_update(
        index_elements=["day", "query_number"], set_={"needs": QueryDay.needs + insert.excluded.needs}
    )
    connection.execute(upsert, [{"day": day, "query_number": number, "needs": by} for number, (by,) in changes])
    table: Any = CountedQuery.__table__
    more = update(table).where(table.c.number == bindparam("n")).values(needs=table.c.needs + bindparam("more"))
    connection.execute(more, [{"n": number, "more": by} for number, (by,) in changes])
    session.execute(delete(QueryDay).where(QueryDay.day == day, QueryDay.needs == 0))
    return any(by < 0 for _, (by,) in changes)


def _queries_of(session: Session, day: date) -> Iterable[Any]:
    return session.execute(select(QueryDay.query_number, QueryDay.needs).where(QueryDay.day == day))


def _note_opened(session: Session, day: date, pages: Iterable[str]) -> None:
    """Remember of each page the last day it was opened."""
    rows = [{"page_id": page_id, "last_on": day} for page_id in sorted(pages)]
    if rows:
        insert = insert_into(session, PageOpened)
        session.connection().execute(
            insert.on_conflict_do_update(
                index_elements=["page_id"],
                set_={"last_on": insert.excluded.last_on},
                where=PageOpened.last_on < insert.excluded.last_on,
            ),
            rows,
        )


def _forget_queries(session: Session) -> None:
    """Delete queries that nothing kept was asked for in, but for those that stand for a group, a gap or a need."""
    member, gap, need = aliased(CountedQuery), aliased(Gap), aliased(AskedNeed)
    has_members = select(member.number).where(
        member.group_number == CountedQuery.number, member.number != CountedQuery.number
    )
    has_gap = select(gap.id).where(gap.query_number == CountedQuery.number)
    has_need = select(need.id).where(need.query_number == CountedQuery.number)
    session.execute(
        delete(CountedQuery)
        .where(CountedQuery.needs == 0, ~has_members.exists(), ~has_gap.exists(), ~has_need.exists())
        .execution_options(synchronize_session=False)
    )
