"""Gaps that authors take and close with a page, and what that changed."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.demand.asked import SaidOut, said_out
from api.demand.searches import GapRef, PartOut, gap_ref
from api.web.auth import allow
from api.web.below import SiteAddress
from api.web.context import actor, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, created, listed
from api.web.shapes import Id, Strict
from api.web.sight import visible_entry
from api.web.writes import writes
from content.places.links import site_url
from content.search import STAFF_SIGHT, IndexMissingError, read_query
from lms.demand.asked_report import count_around, read_words, subject_of
from lms.demand.gaps import close_gap, get_gap, list_gaps, read_change, release_gap, take_gap, take_gap_of_page
from lms.demand.models import Gap
from lms.demand.report import DemandCounts, read_wordings, share_of
from lms.errors import Conflict

blueprint = Blueprint("gaps", __name__, url_prefix=f"{PREFIX}/demand/gaps")
HITS, RANKED = 10, 50


class GapIn(Strict):
    """The query that nothing answers, by its id in the report, or the page that lacks something."""

    query_id: UUID | None = None
    lacking_id: Id | None = None


class ClosedIn(Strict):
    """The page that answers it."""

    page_id: str = Field(max_length=200)


class GapsQuery(After):
    """Which gaps; those given back are never listed."""

    status: Literal["taken", "closed"] | None = None


class ClosingPageOut(BaseModel):
    """The page that closed a gap; `url` is null where it isn't published."""

    id: str
    title: str | None
    url: SiteAddress | None


class OpenedPartOut(PartOut):
    """How many needs there were, how many ended with an opened page, and their share."""

    needs: int
    opened: int


class GapOut(GapRef):
    """A gap: `before` sums the 90 days before it was taken, `after` the days since it was closed.

    One of a page (`lacking`) has no query, and nobody searches for it. `said` are the needs that people said in words,
    `asked` how many before it was closed, `asked_since` how many since. `rank_now` is the closing page's place among
    the first 50 hits of the search asked now, null where it isn't there.
    """

    query_id: UUID | None
    query: str | None
    lacking: ClosingPageOut | None
    asked: int
    asked_since: int | None
    said: list[SaidOut]
    taken_at: datetime
    closed_at: datetime | None
    page: ClosingPageOut | None
    before: OpenedPartOut | None
    after: OpenedPartOut | None
    rank_now: int | None


@blueprint.get("")
@allow("author", "admin")
@spec.validate(resp=answers(HTTP_200=Listed[GapOut]), tags=["demand"])
def gaps(query: GapsQuery) -> Answer:
    """List the gaps that are taken or closed, in the order they were taken."""
    found = list_gaps(session(), status=query.status, after=query.after, limit=query.limit + 1)
    return listed(Listed[GapOut], [_gap_out(gap) for gap in found], query.limit)


@blueprint.post("")
@allow("author", "admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_201=GapOut), tags=["demand"])
def take(json: GapIn) -> Answer:
    """Take a gap; nobody else can until it is given back or closed."""
    if json.query_id is not None and json.lacking_id is None:
        gap = take_gap(session(), actor=actor(), query_id=json.query_id, at=now())
    elif json.lacking_id is not None and json.query_id is None:
        gap = take_gap_of_page(session(), actor=actor(), page_id=json.lacking_id, at=now())
    else:
        raise Conflict("name a query or a page", field="query_id")
    return created(_gap_out(gap), f"{PREFIX}/demand/gaps/{gap.id}")


@blueprint.get("/<uuid:gap_id>")
@allow("author", "admin")
@spec.validate(resp=answers(HTTP_200=GapOut), tags=["demand"])
def show(gap_id: UUID) -> Answer:
    """Return a gap that is taken or closed."""
    return _gap_out(get_gap(session(), gap_id=gap_id))


@blueprint.delete("/<uuid:gap_id>")
@allow("author", "admin")
@writes
@spec.validate(resp=answers(409, HTTP_204=None), tags=["demand"])
def release(gap_id: UUID) -> Answer:
    """Give a gap back: the one who took it, or an admin."""
    release_gap(session(), actor=actor(), gap_id=gap_id, at=now())
    return "", 204


@blueprint.post("/<uuid:gap_id>/close")
@allow("author", "admin")
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=GapOut), tags=["demand"])
def close(gap_id: UUID, json: ClosedIn) -> Answer:
    """Close a gap with the page that answers it."""
    entry = visible_entry(json.page_id)
    return _gap_out(close_gap(session(), actor=actor(), gap_id=gap_id, page_id=entry.id, at=now()))


def _gap_out(gap: Gap) -> GapOut:
    change = read_change(session(), gap, at=now(), zone=parts().config.zone)
    group = gap.query_number
    worded = read_wordings(session(), [group])[group] if group is not None else None
    asked, asked_since = count_around(session(), gap)
    said = read_words(session(), [subject_of(gap)]).get(subject_of(gap), [])
    return GapOut(
        **dict(gap_ref(gap)),
        query_id=worded.id if worded else None,
        query=worded.query if worded else None,
        lacking=_page_out(gap.lacking_id) if gap.lacking_id is not None else None,
        asked=asked,
        asked_since=asked_since,
        said=[said_out(one) for one in said],
        taken_at=gap.taken_at,
        closed_at=gap.closed_at,
        page=_page_out(gap.page_id) if gap.page_id is not None else None,
        before=_opened(change.before) if change.before is not None else None,
        after=_opened(change.after) if change.after is not None else None,
        rank_now=_rank(worded.query, gap.page_id) if worded and gap.page_id is not None else None,
    )


def _opened(counts: DemandCounts) -> OpenedPartOut:
    opened = counts.needs - counts.nothing_found - counts.unopened
    share = PartOut.of(share_of(opened, counts.needs))
    return OpenedPartOut(**dict(share), needs=counts.needs, opened=opened)


def _page_out(page_id: str) -> ClosingPageOut:
    try:
        entry = parts().search.entry(page_id)
    except IndexMissingError:
        entry = None
    if entry is None:
        return ClosingPageOut(id=page_id, title=None, url=None)
    url = site_url(entry.url) if entry.status == "approved" else None
    return ClosingPageOut(id=entry.id, title=entry.title, url=url)


def _rank(query: str, page_id: str) -> int | None:
    """Return the place of a page among the hits that a rep gets; only as many as are needed are looked at."""
    asked = read_query(query)
    try:
        entry = parts().search.entry(page_id)
        for page in range(1, RANKED // HITS + 1):
            hits = parts().search.find(asked, page=page, limit=HITS, sight=STAFF_SIGHT).hits
            for place, hit in enumerate(hits, start=(page - 1) * HITS + 1):
                if entry is not None and hit.entry.id == entry.id:
                    return place
            if len(hits) < HITS:
                return None
    except IndexMissingError:
        return None
    return None
