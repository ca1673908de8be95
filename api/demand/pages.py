"""Pages that are read although their review is due or overdue, and pages that nobody ever opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from flask import Blueprint
from pydantic import BaseModel

from api.demand.searches import PartOut
from api.web.auth import allow
from api.web.below import SiteAddress
from api.web.context import clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import Numbered
from api.web.periods import Period, PeriodQuery, period_of
from api.web.shapes import IntervalOut
from api.web.tables import csv_response
from api.work.demand import by_page
from content.catalogue import Entry
from content.fields.models import WITHHELD
from content.freshness import Freshness, freshness_of
from content.history import History
from content.places.links import site_url
from lms.days import day_of
from lms.demand.report import read_opened, read_pages, share_of
from lms.statistics.intervals import poisson_rate
from lms.usage.marks import pending_days

blueprint = Blueprint("pages", __name__, url_prefix=f"{PREFIX}/demand")
# A page that is younger had no time to be found.
DAYS_TO_BE_FOUND = 30
DAYS_OF_WEEK = 7
NOBODY = (0, 0)
DEFINITIONS = {
    "stale": "Published pages whose review is due or overdue, those with most readers first. A reader is one person on"
    " one day of the company. The share is of all published pages but quizzes.",
    "unused": f"Published pages that nobody ever opened, of those published for {DAYS_TO_BE_FOUND} days or more, oldest"
    " first, quizzes left out. The rate counts from the day of publication: nobody in so many weeks still allows for"
    " the interval's upper end.",
}
PageKind = Literal["stale", "unused"]


class PageUseCsvQuery(PeriodQuery):
    """Which pages: read though stale, or never opened; the period is that of the readers."""

    kind: PageKind = "stale"


class PageUseQuery(PageUseCsvQuery, Numbered):
    """Which pages, and which part of the list."""


class PageRef(BaseModel):
    """A page as lists show it."""

    id: str
    path: str
    url: SiteAddress
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
    rate_per_week: RateOut


class PageTotalsOut(BaseModel):
    """How many pages there are to count, how many are of the kind, and the share with its interval."""

    pages: int
    counted: int
    share: PartOut


class PageUsesOut(BaseModel):
    """The report; `pending_days` says on how many days something happened that isn't counted yet."""

    start: date
    end: date
    kind: PageKind
    items: list[PageUseOut]
    total: int
    page: int
    limit: int
    totals: PageTotalsOut
    pending_days: int
    definition: str


@dataclass(frozen=True)
class PagesFound:
    """The pages of a kind in their order, out of how many, and the readers and uses of a period by page."""

    entries: Sequence[Entry]
    pages: int
    readers: Mapping[str, tuple[int, int]]


@blueprint.get("/pages")
@allow("author", "admin")
@spec.validate(resp=answers(409, 503, HTTP_200=PageUsesOut), tags=["demand"])
def pages(query: PageUseQuery) -> Answer:
    """Report pages that are read though stale, or that nobody ever opened."""
    period = period_of(query)
    found = _FIND[query.kind](period)
    shown = query.part_of(found.entries)
    return PageUsesOut(
        start=period.start,
        end=period.end,
        kind=query.kind,
        items=[_page_out(entry, query.kind, period, found) for entry in shown],
        total=len(found.entries),
        page=query.page,
        limit=query.limit,
        totals=PageTotalsOut(
            pages=found.pages, counted=len(found.entries), share=PartOut.of(share_of(len(found.entries), found.pages))
        ),
        pending_days=pending_days(session()),
        definition=DEFINITIONS[query.kind],
    )


@blueprint.get("/pages.csv")
@allow("author", "admin")
@spec.validate(resp=answers(409, 503, HTTP_200=None), tags=["demand"])
def pages_csv(query: PageUseCsvQuery) -> Answer:
    """Report pages that are read though stale, or that nobody ever opened, as CSV: all of them."""
    period = period_of(query)
    header = (
        "id", "path", "title", "type", "owner", "language", "freshness", "verified_until", "published", "readers",
        "uses", "rate_per_week", "rate_low", "rate_high",
    )  # fmt: skip
    found = _FIND[query.kind](period)
    table = (_csv_row(_page_out(entry, query.kind, period, found)) for entry in found.entries)
    return csv_response(header, table, name=f"pages-{query.kind}-{period.start}-{period.end}.csv")


def _stale(period: Period) -> PagesFound:
    """Find the pages whose review is due or overdue."""
    catalogue, today, due_days = parts().search.catalogue(), clock().day, parts().config.review_due_days
    counted = [entry for entry in catalogue.entries if entry.type not in WITHHELD]
    stale = [e for e in counted if freshness_of(e, today=today, due_days=due_days) in {"due", "overdue"}]
    readers = by_page(read_pages(session(), start=period.start, end=period.end), catalogue)
    return PagesFound(
        sorted(stale, key=lambda entry: (-readers.get(entry.id, NOBODY)[0], entry.path)), len(counted), readers
    )


def _unused(period: Period) -> PagesFound:
    """Find the pages that nobody ever opened, of those that had the time to be."""
    catalogue, history = parts().search.catalogue(), parts().history.read()
    last = clock().day - timedelta(days=DAYS_TO_BE_FOUND)
    known = [(_published(entry, history), entry) for entry in catalogue.entries if entry.type not in WITHHELD]
    old = [(day, entry) for day, entry in known if day is not None and day <= last]
    opened = {entry.id for entry in map(catalogue.by_id.get, read_opened(session())) if entry is not None}
    unused = sorted((day, entry.path, entry) for day, entry in old if entry.id not in opened)
    return PagesFound([entry for _, _, entry in unused], len(old), {})


_FIND: dict[PageKind, Callable[[Period], PagesFound]] = {"stale": _stale, "unused": _unused}


def _published(entry: Entry, history: History) -> date | None:
    """Return the day a page came into the library: its first commit's, or else its last review's or its file's."""
    known = history.of(entry.path)
    if known is not None and known.first_at is not None:
        return day_of(parts().config.zone, known.first_at)
    text = entry.reviewed or entry.changed
    return date.fromisoformat(text) if text else None


def _page_out(entry: Entry, kind: PageKind, period: Period, found: PagesFound) -> PageUseOut:
    today, published = clock().day, _published(entry, parts().history.read())
    readers, uses = found.readers.get(entry.id, NOBODY)
    since = published or period.start
    counted = (max(period.start, since), min(period.end, today)) if kind == "stale" else (since, today)
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
        freshness=freshness_of(entry, today=today, due_days=parts().config.review_due_days),
        verified_until=date.fromisoformat(entry.verified_until) if entry.verified_until else None,
        published=published,
        days_published=max(0, (today - published).days) if published else None,
        readers=readers,
        uses=uses,
        rate_per_week=_rate(readers, *counted),
    )


def _rate(readers: int, first: date, last: date) -> RateOut:
    """Return the readers a week between two days, of which at least one is counted."""
    weeks = max(1, last.toordinal() - first.toordinal() + 1) / DAYS_OF_WEEK
    interval = IntervalOut.model_validate(poisson_rate(readers, weeks), from_attributes=True)
    return RateOut(value=readers / weeks, interval=interval)


def _csv_row(row: PageUseOut) -> tuple[object, ...]:
    page, rate = row.page, row.rate_per_week
    return (
        page.id,
        page.path,
        page.title,
        page.type,
        page.owner,
        page.language,
        row.freshness,
        row.verified_until,
        row.published,
        row.readers,
        row.uses,
        rate.value,
        rate.interval.low,
        rate.interval.high,
    )
