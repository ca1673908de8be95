"""Reports of a period's demand: needs by group of queries, readers by page, over the fewest whole spans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import Subquery, func, select, union_all
from sqlalchemy.orm import Session

from lms.demand.models import CountedQuery, DemandSpan, PageOpened, PageSpan
from lms.demand.spans import cut
from lms.statistics.shares import Share

DemandKind = Literal["nothing", "unopened", "all"]
MINIMUM = 5
BATCH = 500
DEFINITION = (
    "A need is what one person searched for on one day of the company, however often and however spelled; half words,"
    " made while typing, are left out. It found nothing when every search for it had no hits, and is unopened when it"
    " had hits and none was opened. Searches without a person count each. A share of fewer than 5 needs isn't stated."
    " Intervals take needs as independent of each other."
)


class DemandCounts(NamedTuple):
    """The needs of a group in a period."""

    group: int
    needs: int
    nothing_found: int
    unopened: int


@dataclass(frozen=True)
class Wording:
    """A group of queries: its id, its commonest spelling with its language, and the others."""

    id: UUID
    query: str
    language: str | None
    variants: tuple[str, ...]


@dataclass(frozen=True)
class Demand:
    """The groups of a kind in a period, most wanted first, and the sums over all groups."""

    rows: Sequence[DemandCounts]
    needs: int
    nothing_found: int
    unopened: int


def share_of(part: int, whole: int) -> Share:
    """Return a share of a demand report; insufficient_data below MINIMUM."""
    return Share(part, whole, MINIMUM)


def nothing_share(counts: DemandCounts) -> Share:
    """Return the share of needs that found nothing."""
    return share_of(counts.nothing_found, counts.needs)


def unopened_share(counts: DemandCounts) -> Share:
    """Return the share of needs that opened nothing, of those that had something to open."""
    return share_of(counts.unopened, counts.needs - counts.nothing_found)


_ORDER: dict[DemandKind, Callable[[DemandCounts], int]] = {
    "nothing": lambda row: row.nothing_found,
    "unopened": lambda row: row.unopened,
    "all": lambda row: row.needs,
}


def read_demand(session: Session, *, kind: DemandKind, start: date, end: date) -> Demand:
    """Sum the needs of a period, both days included, by group; of a kind only groups that have any."""
    spans = _spans(DemandSpan, start, end)
    summed = [func.sum(spans.c[name]) for name in ("needs", "nothing_found", "unopened")]
    found = session.execute(select(spans.c.group_number, *summed).group_by(spans.c.group_number))
    everything = [DemandCounts(*row) for row in found]
    wanted = _ORDER[kind]
    rows = sorted((row for row in everything if wanted(row)), key=lambda row: (-wanted(row), -row.needs, row.group))
    return Demand(
        rows,
        sum(row.needs for row in everything),
        sum(row.nothing_found for row in everything),
        sum(row.unopened for row in everything),
    )


def read_group(session: Session, *, group: int, start: date, end: date) -> DemandCounts:
    """Sum the needs of one group in a period, both days included."""
    spans = _spans(DemandSpan, start, end, DemandSpan.group_number == group)
    summed = [func.coalesce(func.sum(spans.c[name]), 0) for name in ("needs", "nothing_found", "unopened")]
    return DemandCounts(group, *session.execute(select(*summed)).one())


def read_wordings(session: Session, groups: Iterable[int]) -> dict[int, Wording]:
    """Return how groups are worded: the commonest spelling first, of equals the oldest."""
    found: dict[int, list[tuple[int, int, UUID, str, str | None]]] = {}
    for batch in _batches(groups):
        rows = session.execute(
            select(
                CountedQuery.group_number,
                CountedQuery.needs,
                CountedQuery.number,
                CountedQuery.id,
                CountedQuery.normal,
                CountedQuery.language,
            ).where(CountedQuery.group_number.in_(batch))
        )
        for group, needs, number, query_id, normal, language in rows:
            found.setdefault(group, []).append((-needs, number, query_id, normal, language))
    return {group: _wording(group, sorted(members, key=lambda row: row[:2])) for group, members in found.items()}


def _wording(group: int, members: list[tuple[int, int, UUID, str, str | None]]) -> Wording:
    ids = {number: query_id for _, number, query_id, _, _ in members}
    _, _, _, query, language = members[0]
    asked = tuple(normal for needs, _, _, normal, _ in members[1:] if needs)
    return Wording(ids[group], query, language, asked)


def read_last_days(session: Session, groups: Iterable[int], *, start: date, end: date) -> dict[int, date]:
    """Return the last day of a period on which each group was asked for."""
    found: dict[int, date] = {}
    for batch in _batches(groups):
        last = (
            select(func.max(DemandSpan.start))
            .where(
                DemandSpan.span == "day",
                DemandSpan.group_number == CountedQuery.number,
                DemandSpan.start.between(start, end),
            )
            .scalar_subquery()
        )
        rows = session.execute(select(CountedQuery.number, last).where(CountedQuery.number.in_(batch)))
        found |= {group: day for group, day in rows if day is not None}
    return found


def read_pages(session: Session, *, start: date, end: date) -> dict[str, tuple[int, int]]:
    """Return, by page, the person-days of a period on which it was opened, and on which it was of use."""
    spans = _spans(PageSpan, start, end)
    summed = [func.sum(spans.c[name]) for name in ("readers", "uses")]
    found = session.execute(select(spans.c.page_id, *summed).group_by(spans.c.page_id))
    return {page_id: (readers, uses) for page_id, readers, uses in found}


def read_opened(session: Session) -> set[str]:
    """Return the pages that anybody ever opened."""
    return set(session.scalars(select(PageOpened.page_id)))


def _spans(table: Any, start: date, end: date, *conditions: Any) -> Subquery:
    """Select the rows of the spans that make up a period: one range of starts for each stretch."""
    _, _, *columns = table.__table__.columns
    stretches = [
        select(*columns).where(table.span == span, table.start.between(first, last), *conditions)
        for span, first, last in cut(start, end)
    ]
    return union_all(*stretches).subquery()


def _batches(groups: Iterable[int]) -> Iterable[list[int]]:
    found = list(groups)
    return (found[start : start + BATCH] for start in range(0, len(found), BATCH))
