"""Pages that are read although their review is due or overdue, and pages that nobody ever opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from flask import Blueprint
from pydantic import BaseModel, Field

from api.auth import allow
from api.context import now, parts, session, site_url
from api.demand import MAX_PAGE, ShareOut
from api.documentation import PREFIX, answers, spec
from api.kpis import IntervalOut
from api.periods import Period, PeriodQuery, period_of
from api.tables import csv_response
from content.catalogue import Catalogue, Entry
from content.freshness import Freshness, freshness_of
from lms.demand.report import read_opened, read_pages, share_of
from lms.kpis.intervals import poisson_rate
from lms.usage.marks import pending_days

blueprint = Blueprint("page_use", __name__, url_prefix=f"{PREFIX}/demand")
# A page that is younger had no time to be found.
DAYS_TO_BE_FOUND = 30
DAYS_OF_WEEK = 7
DEFINITIONS = {
    "stale": "Published pages whose review is due or overdue, those with most readers first. A reader is one person on"
    " one day (UTC). The share is of all published pages but quizzes.",
    "unused": f"Published pages that nobody ever opened, of those published for {DAYS_TO_BE_FOUND} days or more, oldest"
    " first, quizzes left out. The rate counts from the day of publication: nobody in so many weeks still allows for"
    " the interval's upper end.",
}
Kind = Literal["stale", "unused"]


class PagesCsvQuery(PeriodQuery):
    """Which pages: read though stale, or never opened; the period is that of the readers."""

    kind: Kind = "stale"


class PagesQuery(PagesCsvQuery):
    """Which pages, and which part of the list."""

    page: int = Field(1, ge=1, le=MAX_PAGE)
    page_size: int = Field(50, ge=1, le=200)


class PageRef(BaseModel):
    """A page as lists show it."""

    id: str
    path: str
    url: str
    title: str
    type: str
    owner: str | None
    language: str


class RateOut(BaseModel):
    """How often something happened in a week, with its exact interval."""

    value: float
    interval: IntervalOut


class PageUseOut(BaseModel):
    """A page's readers in the period; `published` is the day it came into the library, as far as anybody knows."""

    page: PageRef
    freshness: Freshness
    verified_until: date | None
    published: date | None
    days_published: int | None
    readers: int
    uses: int
    rate_per_week: RateOut | None


class PageTotalsOut(BaseModel):
    """How many pages there are to count, how many are of the kind, and the share with its interval."""

    pages: int
    counted: int
    share: ShareOut


class PagesOut(BaseModel):
    """The report; `pending_days` says on how many days something happened that isn't counted yet."""

    start: date
    end: date
    kind: Kind
    items: list[PageUseOut]
    total: int
    page: int
    page_size: int
    totals: PageTotalsOut
    pending_days: int
    definition: str


@dataclass(frozen=True)
class PageUse:
    """A page with what is known of its age and of its readers in a period of so many days."""

    entry: Entry
    freshness: Freshness
    published: date | None
    days_published: int | None
    readers: int = 0
    uses: int = 0
    days: int = 0


@dataclass(frozen=True)
class Found:
    """The pages of a kind in their order, and out of how many."""

    rows: Sequence[PageUse]
    pages: int


@blueprint.get("/pages")
@allow("author", "admin")
@spec.validate(resp=answers(409, 503, HTTP_200=PagesOut), tags=["demand"])
def pages(query: PagesQuery) -> Any:
    """Report pages that are read though stale, or that nobody ever opened."""
    period = period_of(query)
    found = _find(query.kind, period)
    shown = found.rows[(query.page - 1) * query.page_size : query.page * query.page_size]
    return PagesOut(
        start=period.start,
        end=period.end,
        kind=query.kind,
        items=[_page_out(row) for row in shown],
        total=len(found.rows),
        page=query.page,
        page_size=query.page_size,
        totals=PageTotalsOut(
            pages=found.pages, counted=len(found.rows), share=ShareOut.of(share_of(len(found.rows), found.pages))
        ),
        pending_days=pending_days(session()),
        definition=DEFINITIONS[query.kind],
    )


@blueprint.get("/pages.csv")
@allow("author", "admin")
@spec.validate(resp=answers(409, 503, HTTP_200=None), tags=["demand"])
def pages_csv(query: PagesCsvQuery) -> Any:
    """Report pages that are read though stale, or that nobody ever opened, as CSV: all of them."""
    period = period_of(query)
    header = (
        "id", "path", "title", "type", "owner", "language", "freshness", "verified_until", "published", "readers",
        "uses", "rate_per_week", "rate_low", "rate_high",
    )  # fmt: skip
    table = (_csv_row(row) for row in _find(query.kind, period).rows)
    return csv_response(header, table, name=f"pages-{query.kind}-{period.start}-{period.end}.csv")


def _find(kind: Kind, period: Period) -> Found:
    today = now().date()
    catalogue = parts().search.catalogue()
    everything = [row for row in _all(catalogue, today) if row.entry.type != "quiz"]
    readers = _by_page(read_pages(session(), start=period.start, end=period.end), catalogue)
    if kind == "stale":
        rows = [_in_period(row, readers, period, today) for row in everything if row.freshness in {"due", "overdue"}]
        return Found(sorted(rows, key=lambda row: (-row.readers, row.entry.path)), len(everything))
    former = catalogue.by_id
    opened = {former[page_id].id for page_id in read_opened(session()) if page_id in former}
    old = [row for row in everything if row.days_published is not None and row.days_published >= DAYS_TO_BE_FOUND]
    unused = [replace(row, days=row.days_published or 0) for row in old if row.entry.id not in opened]
    return Found(sorted(unused, key=lambda row: (-row.days, row.entry.path)), len(old))


def _all(catalogue: Catalogue, today: date) -> list[PageUse]:
    """Return the published pages; the day a page was published is its first commit's, or else its last review's."""
    history, due_days = parts().history.read(), parts().config.review_due_days
    found = []
    for entry in catalogue.entries:
        known = history.of(entry.path)
        text = entry.reviewed or entry.changed
        first_at = known.first_at if known else None
        published = first_at.date() if first_at else date.fromisoformat(text) if text else None
        age = max(0, (today - published).days) if published else None
        found.append(PageUse(entry, freshness_of(entry, today=today, due_days=due_days), published, age))
    return found


def _by_page(counts: dict[str, tuple[int, int]], catalogue: Catalogue) -> dict[str, tuple[int, int]]:
    """Add what was counted under ids that pages had before to the pages."""
    found: dict[str, tuple[int, int]] = {}
    for page_id, (readers, uses) in counts.items():
        entry = catalogue.by_id.get(page_id)
        if entry is not None:
            known = found.get(entry.id, (0, 0))
            found[entry.id] = known[0] + readers, known[1] + uses
    return found


def _in_period(row: PageUse, readers: dict[str, tuple[int, int]], period: Period, today: date) -> PageUse:
    """Return a page with its readers, counted over the days of the period on which it was published."""
    count, uses = readers.get(row.entry.id, (0, 0))
    start, end = max(period.start, row.published or period.start), min(period.end, today)
    return replace(row, readers=count, uses=uses, days=max(1, (end - start + timedelta(days=1)).days))


def _page_out(row: PageUse) -> PageUseOut:
    entry = row.entry
    return PageUseOut(
        page=PageRef(
            id=entry.id,
            path=entry.path,
            url=site_url(entry.url),
            title=entry.title,
            type=entry.type,
            owner=entry.owner,
            language=entry.language,
        ),
        freshness=row.freshness,
        verified_until=date.fromisoformat(entry.verified_until) if entry.verified_until else None,
        published=row.published,
        days_published=row.days_published,
        readers=row.readers,
        uses=row.uses,
        rate_per_week=_rate(row),
    )


def _rate(row: PageUse) -> RateOut | None:
    if not row.days:
        return None
    weeks = row.days / DAYS_OF_WEEK
    interval = IntervalOut.model_validate(poisson_rate(row.readers, weeks), from_attributes=True)
    return RateOut(value=row.readers / weeks, interval=interval)


def _csv_row(row: PageUse) -> tuple[object, ...]:
    entry, rate = row.entry, _rate(row)
    return (
        entry.id,
        entry.path,
        entry.title,
        entry.type,
        entry.owner,
        entry.language,
        row.freshness,
        entry.verified_until,
        row.published,
        row.readers,
        row.uses,
        rate and rate.value,
        rate and rate.interval.low,
        rate and rate.interval.high,
    )
