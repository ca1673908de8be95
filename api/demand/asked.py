"""Asked for in words: pages to write that answers were offered as, and what pages are said to lack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.demand.searches import GapRef, gap_ref
from api.web.auth import allow
from api.web.below import SiteAddress
from api.web.context import parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import Numbered
from api.web.periods import Period, PeriodQuery, period_of
from api.web.shapes import public_url
from api.web.tables import csv_response
from lms.demand.asked_report import DEFINITION, AskedCounts, AskedSubject, AskedWords, read_asked, read_words
from lms.demand.gaps import latest_gaps, latest_gaps_of_pages
from lms.demand.models import Gap
from lms.demand.report import Wording, read_group, read_wordings

blueprint = Blueprint("asked", __name__, url_prefix=f"{PREFIX}/demand")


class AskedQuery(PeriodQuery, Numbered):
    """Of which period, and which page of the list."""


class SaidOut(BaseModel):
    """A need in words: `person` has it, null where they didn't agree to be named; `offered_by` passed it on."""

    text: str
    on: date
    source: Literal["question", "feedback"]
    person: str | None
    offered_by: str | None


class LackingPageOut(BaseModel):
    """A page that is said to lack something; title and url are null where it is gone, url where it isn't published."""

    id: str
    title: str | None
    url: SiteAddress | None
    language: str | None


class AskedItemOut(BaseModel):
    """What was asked for: a page to write, by the query it is searched by (`searched` needs), or what a page lacks."""

    query_id: UUID | None
    query: str | None
    language: str | None
    lacking: LackingPageOut | None
    needs: int
    searched: int | None
    last_asked: date
    said: list[SaidOut]
    gap: GapRef | None


class AskedOut(BaseModel):
    """The report, most wanted first; `needs` sums all of it."""

    start: date
    end: date
    kind: Literal["asked"]
    items: list[AskedItemOut]
    total: int
    needs: int
    page: int
    limit: int
    pending_days: int
    definition: str


@blueprint.get("/asked")
@allow("author", "admin")
@spec.validate(resp=answers(409, 503, HTTP_200=AskedOut), tags=["demand"])
def asked(query: AskedQuery) -> Answer:
    """Report what people said they need, most wanted first; of whom is said only where they agreed."""
    period = period_of(query)
    found = read_asked(session(), start=period.start, end=period.end)
    return AskedOut(
        start=period.start,
        end=period.end,
        kind="asked",
        items=_items(query.part_of(found), period),
        total=len(found),
        needs=sum(row.needs for row in found),
        page=query.page,
        limit=query.limit,
        pending_days=0,
        definition=DEFINITION,
    )


@blueprint.get("/asked.csv")
@allow("author", "admin")
@spec.validate(resp=answers(409, 503, HTTP_200=None), tags=["demand"])
def asked_csv(query: PeriodQuery) -> Answer:
    """Report what people said they need as CSV: all of it."""
    period = period_of(query)
    items = _items(read_asked(session(), start=period.start, end=period.end), period)
    header = ("query", "lacking_page", "needs", "searched", "last_asked", "gap", "taken_by", "said")
    return csv_response(header, map(_csv_row, items), name=f"asked-{period.start}-{period.end}.csv")


def said_out(said: AskedWords) -> SaidOut:
    """Return a need in words as authors may read it."""
    return SaidOut.model_validate(said, from_attributes=True)


def _items(rows: Sequence[AskedCounts], period: Period) -> list[AskedItemOut]:
    groups = [row.of.group for row in rows if row.of.group is not None]
    page_ids = [row.of.page_id for row in rows if row.of.page_id is not None]
    worded = read_wordings(session(), groups)
    gaps: dict[AskedSubject, Gap] = {
        **{AskedSubject(group, None): gap for group, gap in latest_gaps(session(), groups).items()},
        **{AskedSubject(None, page): gap for page, gap in latest_gaps_of_pages(session(), page_ids).items()},
    }
    words = read_words(session(), [row.of for row in rows], start=period.start, end=period.end)
    return [_item(row, worded, words.get(row.of, []), gaps.get(row.of), period) for row in rows]


def _item(
    row: AskedCounts, worded: Mapping[int, Wording], said: list[AskedWords], gap: Gap | None, period: Period
) -> AskedItemOut:
    group = row.of.group
    wording = worded[group] if group is not None else None
    searched = read_group(session(), group=group, start=period.start, end=period.end) if group is not None else None
    return AskedItemOut(
        query_id=wording.id if wording else None,
        query=wording.query if wording else None,
        language=wording.language if wording else None,
        lacking=_lacking(row.of.page_id) if row.of.page_id is not None else None,
        needs=row.needs,
        searched=searched.needs if searched else None,
        last_asked=row.last_on,
        said=[said_out(one) for one in said],
        gap=gap_ref(gap) if gap else None,
    )


def _lacking(page_id: str) -> LackingPageOut:
    entry = parts().search.entry(page_id)
    if entry is None:
        return LackingPageOut(id=page_id, title=None, url=None, language=None)
    return LackingPageOut(id=entry.id, title=entry.title, url=public_url(entry), language=entry.language)


def _csv_row(item: AskedItemOut) -> list[object]:
    return [
        item.query,
        item.lacking and (item.lacking.title or item.lacking.id),
        item.needs,
        item.searched,
        item.last_asked,
        item.gap and item.gap.status,
        item.gap and item.gap.taken_by.name,
        " | ".join(said.text for said in item.said),
    ]
