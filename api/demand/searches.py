"""Searches in vain: those that found nothing, and those whose hits nobody opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, Self
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import allow
from api.web.context import session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import Numbered
from api.web.periods import Period, PeriodQuery, period_of
from api.web.shapes import IntervalOut, PersonRef
from api.web.tables import csv_response
from lms.demand.asked_report import count_asked
from lms.demand.gaps import latest_gaps
from lms.demand.models import Gap
from lms.demand.report import (
    DEFINITION,
    Demand,
    DemandCounts,
    DemandKind,
    nothing_share,
    read_demand,
    read_last_days,
    read_wordings,
    unopened_share,
)
from lms.statistics.shares import Share
from lms.usage.marks import pending_days

blueprint = Blueprint("demand", __name__, url_prefix=f"{PREFIX}/demand")


class SearchesCsvQuery(PeriodQuery):
    """Which searches: those that found nothing, those whose hits nobody opened, or all."""

    kind: DemandKind = "nothing"


class SearchesQuery(SearchesCsvQuery, Numbered):
    """Which searches, and which page of them."""


class PartOut(BaseModel):
    """A part of a whole; value and interval are null unless it is measured."""

    value: float | None
    interval: IntervalOut | None
    status: Literal["measured", "insufficient_data", "no_baseline"]

    @classmethod
    def of(cls, share: Share) -> Self:
        """Return a share as the API shows it."""
        return cls.model_validate(share, from_attributes=True)


class GapRef(BaseModel):
    """Who took a gap, and whether it is closed."""

    id: UUID
    status: Literal["taken", "closed"]
    taken_by: PersonRef


class SoughtOut(BaseModel):
    """What was searched for, in its commonest spelling; `share` is that of the report's kind, null for all.

    `asked` are the needs of the period that people said, not searched for: answers offered as a page of these words.
    """

    id: UUID
    query: str
    variants: list[str]
    needs: int
    nothing_found: int
    unopened: int
    asked: int
    share: PartOut | None
    last_asked: date | None
    gap: GapRef | None


class TotalsOut(BaseModel):
    """The sums over everything that was searched for in words; `unopened_share` is of the needs that had hits."""

    needs: int
    nothing_found: int
    unopened: int
    nothing_share: PartOut
    unopened_share: PartOut


class SearchesOut(BaseModel):
    """The report; `pending_days` says on how many days something happened that isn't counted yet."""

    start: date
    end: date
    kind: DemandKind
    items: list[SoughtOut]
    total: int
    page: int
    limit: int
    totals: TotalsOut
    pending_days: int
    definition: str


@blueprint.get("/searches")
@allow("author", "admin")
@spec.validate(resp=answers(409, HTTP_200=SearchesOut), tags=["demand"])
def searches(query: SearchesQuery) -> Answer:
    """Report what was searched for in vain, most wanted first; spellings of one query are one row."""
    period = period_of(query)
    found = read_demand(session(), kind=query.kind, start=period.start, end=period.end)
    shown = query.part_of(found.rows)
    return SearchesOut(
        start=period.start,
        end=period.end,
        kind=query.kind,
        items=_items(shown, query.kind, period),
        total=len(found.rows),
        page=query.page,
        limit=query.limit,
        totals=_totals(found),
        pending_days=pending_days(session()),
        definition=DEFINITION,
    )


@blueprint.get("/searches.csv")
@allow("author", "admin")
@spec.validate(resp=answers(409, HTTP_200=None), tags=["demand"])
def searches_csv(query: SearchesCsvQuery) -> Answer:
    """Report what was searched for in vain as CSV: all of it."""
    period = period_of(query)
    found = read_demand(session(), kind=query.kind, start=period.start, end=period.end)
    header = (
        "query", "variants", "needs", "nothing_found", "unopened", "share", "share_low", "share_high", "status",
        "last_asked", "gap", "taken_by", "asked",
    )  # fmt: skip
    table = (_csv_row(item) for item in _items(found.rows, query.kind, period))
    return csv_response(header, table, name=f"searches-{query.kind}-{period.start}-{period.end}.csv")


def _items(rows: Sequence[DemandCounts], kind: DemandKind, period: Period) -> list[SoughtOut]:
    groups = [row.group for row in rows]
    wordings = read_wordings(session(), groups)
    days = read_last_days(session(), groups, start=period.start, end=period.end)
    gaps = latest_gaps(session(), groups)
    asked = count_asked(session(), groups, start=period.start, end=period.end)
    found = []
    for row in rows:
        worded, gap = wordings[row.group], gaps.get(row.group)
        found.append(
            SoughtOut(
                id=worded.id,
                query=worded.query,
                variants=list(worded.variants),
                needs=row.needs,
                nothing_found=row.nothing_found,
                unopened=row.unopened,
                asked=asked.get(row.group, 0),
                share=_share(row, kind),
                last_asked=days.get(row.group),
                gap=gap_ref(gap) if gap else None,
            )
        )
    return found


def gap_ref(gap: Gap) -> GapRef:
    """Return a gap that is taken or closed as a row shows it."""
    status: Literal["taken", "closed"] = "closed" if gap.closed_at is not None else "taken"
    return GapRef(id=gap.id, status=status, taken_by=PersonRef.of(gap.taken_by))


def _share(row: DemandCounts, kind: DemandKind) -> PartOut | None:
    if kind == "all":
        return None
    return PartOut.of(nothing_share(row) if kind == "nothing" else unopened_share(row))


def _totals(found: Demand) -> TotalsOut:
    whole = DemandCounts(0, found.needs, found.nothing_found, found.unopened)
    return TotalsOut(
        needs=found.needs,
        nothing_found=found.nothing_found,
        unopened=found.unopened,
        nothing_share=PartOut.of(nothing_share(whole)),
        unopened_share=PartOut.of(unopened_share(whole)),
    )


def _csv_row(item: SoughtOut) -> tuple[object, ...]:
    share = item.share
    low, high = (share.interval.low, share.interval.high) if share and share.interval else (None, None)
    return (
        item.query,
        "; ".join(item.variants),
        item.needs,
        item.nothing_found,
        item.unopened,
        share and share.value,
        low,
        high,
        share and share.status,
        item.last_asked,
        item.gap and item.gap.status,
        item.gap and item.gap.taken_by.name,
        item.asked,
    )
