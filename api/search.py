"""Search over the library."""

from __future__ import annotations

import time
from typing import Any, Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.auth import SIGNED_IN, allow
from api.context import actor, now, parts, session, site_url
from api.documentation import PREFIX, answers, spec
from api.schemas import Strict
from content.search.find import Hit, read_query
from lms.usage.events import record_search

blueprint = Blueprint("search", __name__, url_prefix=PREFIX)


class SearchQuery(Strict):
    """What to search for: words, "phrases", and `type:` to keep one type."""

    q: str = Field(min_length=1, max_length=500)
    type: str | None = Field(None, max_length=40, description="keep pages of this type")
    page: int = Field(1, ge=1, le=50)
    page_size: int = Field(10, ge=1, le=50)
    typing: bool = Field(False, description="the last word may be unfinished; it is also taken as the start of one")


class HighlightOut(BaseModel):
    """A piece of the page: escaped HTML whose only tag is `mark`, the heading above it and that heading's anchor."""

    field: Literal["title", "text"]
    html: str
    heading: str | None
    anchor: str | None


class HitOut(BaseModel):
    """One page that matches; `url` is its address in the site, `path` its file in the library."""

    id: str
    path: str
    title: str
    type: str
    language: str
    url: str
    summary: str | None
    audience: str
    owner: str | None
    verified_until: str | None
    score: float
    highlights: list[HighlightOut]


class SearchResult(BaseModel):
    """One page of hits; `search_id` names this search when a hit is opened."""

    items: list[HitOut]
    total: int
    page: int
    page_size: int
    took_ms: float
    search_id: UUID


@blueprint.get("/search")
@allow(*SIGNED_IN, is_limited=True)
@spec.validate(resp=answers(503, HTTP_200=SearchResult), tags=["search"])
def search(query: SearchQuery) -> Any:
    """Search the library; every search is recorded."""
    started = time.perf_counter()
    asked = read_query(query.q, type_=query.type, is_typing=query.typing)
    found = parts().search.find(asked, page=query.page, page_size=query.page_size)
    took_ms = round((time.perf_counter() - started) * 1000, 2)
    typed = query.q.replace("\0", "")
    type_ = asked.type and asked.type[:40].replace("\0", "")
    event = record_search(
        session(),
        actor=actor(),
        query=typed,
        type_=type_,
        was_typing=query.typing,
        hits=found.total,
        took_ms=took_ms,
        at=now(),
    )
    session().commit()
    return SearchResult(
        items=[hit_out(hit) for hit in found.hits],
        total=found.total,
        page=query.page,
        page_size=query.page_size,
        took_ms=took_ms,
        search_id=event.id,
    )


def hit_out(hit: Hit) -> HitOut:
    """Return a hit as the API shows it."""
    entry, passage = hit.entry, hit.passage
    highlights = []
    if hit.title_html:
        highlights.append(HighlightOut(field="title", html=hit.title_html, heading=None, anchor=None))
    if passage:
        heading, anchor = passage.heading or None, passage.anchor or None
        highlights.append(HighlightOut(field="text", html=passage.html, heading=heading, anchor=anchor))
    return HitOut(
        id=entry.id,
        path=entry.path,
        title=entry.title,
        type=entry.type,
        language=entry.language,
        url=site_url(entry.url),
        summary=entry.summary,
        audience=entry.audience,
        owner=entry.owner,
        verified_until=entry.verified_until,
        score=hit.score,
        highlights=highlights,
    )
