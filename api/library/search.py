"""Search over the library, and pages like a page."""

from __future__ import annotations

import time
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Blueprint, Response
from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import to_json
from uuid_utils.compat import uuid7

from api.library.reading import NamedFilterOut, PieceOut, RelaxedOut
from api.web.auth import READERS, allow, search_session
from api.web.below import SiteAddress, facts_below
from api.web.context import actor, clock, now, parts
from api.web.documentation import PREFIX, Answer, answers, large_answers, spec
from api.web.shapes import PageOut, Strict, as_list, page_facts, page_out, public_url
from api.web.sight import sight_of, visible_entry
from content.catalogue import Entry
from content.places.file_kinds import kind_of
from content.places.links import site_url
from content.search import FIELDS, MAX_VALUES, Asked, Found, Hit, read_query
from lms.journals.journal import JournalError
from lms.usage.searched import Searched

blueprint = Blueprint("search", __name__, url_prefix=PREFIX)
MAX_QUERY = 500


FilterValue = Annotated[str, Field(min_length=1, max_length=200)]
FilterValues = Annotated[tuple[FilterValue, ...], Field(max_length=MAX_VALUES), BeforeValidator(as_list)]


class SearchQuery(Strict):
    """What to search for: words, "phrases", -without, and field words such as `type:deck`.

    Each filter may be given more than once: values of one filter are alternatives, different filters must all hold.
    """

    q: str = Field("", max_length=MAX_QUERY, description="may be empty where a filter is given; alone it finds nothing")
    type: FilterValues = ()
    stage: FilterValues = ()
    persona: FilterValues = ()
    industry: FilterValues = ()
    product: FilterValues = ()
    skill: FilterValues = ()
    language: FilterValues = ()
    owner: FilterValues = ()
    audience: FilterValues = ()
    status: FilterValues = ()
    sort: Literal["relevance", "newest", "used"] = "relevance"
    page: int = Field(1, ge=1, le=50)
    limit: int = Field(10, ge=1, le=50)
    typing: bool = Field(False, description="the last word may be unfinished; it is also taken as the start of one")
    explain: bool = Field(False, description="say of each hit how it came to its place")

    def filters(self) -> dict[str, tuple[str, ...]]:
        """Return the filters that were given."""
        return {name: getattr(self, name) for name in FIELDS if getattr(self, name)}


class SimilarQuery(Strict):
    """How many pages to name."""

    limit: int = Field(5, ge=1, le=20)


class HighlightOut(BaseModel):
    """A piece of the page: escaped HTML whose only tag is `mark`, the heading above it and that heading's anchor."""

    field: Literal["title", "text"]
    html: str
    heading: str | None
    anchor: str | None


class TranslationOut(BaseModel):
    """The same page in another language."""

    id: str
    language: str
    title: str
    url: SiteAddress | None


class AttachmentOut(BaseModel):
    """A file that a page leads to, what kind of file it is, and its address in the site, null where it has none."""

    name: str
    url: SiteAddress | None
    kind: str


class ShareOut(BaseModel):
    """A part of a hit's score: an amount that was added, or a factor that multiplied what stands before it."""

    what: str
    amount: float
    is_factor: bool


class HitOut(PageOut):
    """One page that matches. `via` is the page that answered when this one was found as its translation.

    `attachments` are the files it leads to whose names hold what was asked for.
    """

    score: float
    highlights: list[HighlightOut]
    translations: list[TranslationOut]
    via: TranslationOut | None
    attachments: list[AttachmentOut]
    explanation: list[ShareOut]


class FacetValueOut(BaseModel):
    """A value that hits have; `count` is the number of hits that selecting it would leave."""

    value: str
    label: str
    count: int
    is_selected: bool


class FacetOut(BaseModel):
    """The values of a filter; its own selection doesn't change its counts."""

    name: str
    values: list[FacetValueOut]


class FoundOut(BaseModel):
    """One page of hits; `is_reduced` says that the index is being rebuilt and only titles were looked at."""

    items: list[HitOut]
    total: int
    page: int
    limit: int
    facets: list[FacetOut]
    did_you_mean: str | None = Field(description="the query's words, without its phrases and conditions, spelled right")
    did_you_mean_query: str | None = Field(description="the whole query with these words")
    relaxed: list[RelaxedOut]
    advice: str | None = Field(description="what a query that can't find anything lacks, in a sentence")
    pieces: list[PieceOut] = Field(description="what was read of the query")
    named: list[NamedFilterOut] = Field(description="filters that words of the query name, the surest first")
    is_reduced: bool
    took_ms: float


class SearchResult(FoundOut):
    """What a search found; `search_id` names it when a hit is opened."""

    search_id: UUID | None = Field(description="null when the search couldn't be recorded, as on a full disk")


class SimilarPages(BaseModel):
    """Pages like a page, best first."""

    items: list[PageOut]


@blueprint.get("/search")
@allow(*READERS, is_limited=True)
@spec.validate(resp=large_answers(503, HTTP_200=SearchResult), tags=["search"])
def search(query: SearchQuery) -> Answer:
    """Search the library; every search is recorded, and one that can't be is answered all the same."""
    started = time.perf_counter()
    asked = read_query(query.q, only=query.filters(), is_typing=query.typing)
    found = parts().search.find(
        asked,
        page=query.page,
        limit=query.limit,
        sort=query.sort,
        sight=sight_of(actor()),
        with_shares=query.explain,
    )
    took_ms = round((time.perf_counter() - started) * 1000, 2)
    _count(found, took_ms)
    search_id = _record(_event(uuid7(), query, asked, found, took_ms))
    body = found_out(found, page=query.page, limit=query.limit, took_ms=took_ms) | {"search_id": search_id}
    # Hundreds of values, made once as plain JSON: models for them would take longer than finding the pages.
    return Response(to_json(body), mimetype="application/json")


@blueprint.get("/content/<page_id>/similar")
@allow(*READERS)
@spec.validate(resp=answers(503, HTTP_200=SimilarPages), tags=["search"])
def similar(page_id: str, query: SimilarQuery) -> Answer:
    """Return pages like a page, in its language."""
    entry = visible_entry(page_id)
    found = parts().search.similar(entry.id, sight=sight_of(actor()), limit=query.limit)
    return SimilarPages(items=[page_out(other) for other in found])


def _count(found: Found, took_ms: float) -> None:
    metrics = parts().metrics
    metrics.search_seconds.observe(took_ms / 1000)
    if not found.total:
        metrics.empty_searches.inc()


def _record(searched: Searched) -> UUID | None:
    """Write a search down and return its id; None where the disk doesn't take it: the rep gets the hits."""
    try:
        parts().journal.append(searched)
    except JournalError:  # the journal counts it
        return None
    return searched.id


def _event(search_id: UUID, query: SearchQuery, asked: Asked, found: Found, took_ms: float) -> Searched:
    return Searched(
        id=search_id,
        person_id=actor().id,
        session_id=search_session(),
        at=now(),
        query=query.q.replace("\0", ""),
        normal=asked.normal[:MAX_QUERY].replace("\0", ""),
        language=found.language,
        filters={name: list(values) for name, values in asked.only.items()},
        page=query.page,
        was_typing=query.typing,
        hits=found.total,
        took_ms=took_ms,
    )


def found_out(found: Found, *, page: int, limit: int, took_ms: float) -> dict[str, Any]:
    """Return the fields of FoundOut, as values that are ready for JSON."""
    today = clock().day
    return {
        "items": [_hit_out(hit, today) for hit in found.hits],
        "total": found.total,
        "page": page,
        "limit": limit,
        "facets": [{"name": facet.name, "values": [vars(value) for value in facet.values]} for facet in found.facets],
        "did_you_mean": found.did_you_mean,
        "did_you_mean_query": found.reading.meant,
        "relaxed": [vars(hint) for hint in found.relaxed],
        "advice": found.advice,
        "pieces": [vars(one.piece) | {"is_known": one.is_known} for one in found.reading.pieces],
        "named": [vars(named) for named in found.reading.named],
        "is_reduced": found.is_reduced,
        "took_ms": took_ms,
    }


def _hit_out(hit: Hit, today: date) -> dict[str, Any]:
    """Return the fields of HitOut."""
    highlights = [{"field": "title", "html": hit.title_html, "heading": None, "anchor": None}] if hit.title_html else []
    if hit.passage:
        heading, anchor = hit.passage.heading or None, hit.passage.anchor or None
        highlights.append({"field": "text", "html": hit.passage.html, "heading": heading, "anchor": anchor})
    return facts_below(page_facts(hit.entry, today=today)) | {
        "score": hit.score,
        "highlights": highlights,
        "translations": [facts_below(translation_out(other)) for other in hit.translations],
        "via": hit.via and facts_below(translation_out(hit.via)),
        "attachments": [facts_below(_attachment_out(hit.entry, path)) for path in hit.attachments],
        "explanation": [vars(share) for share in hit.shares],
    }


def _attachment_out(entry: Entry, path: str) -> dict[str, Any]:
    """Return the fields of AttachmentOut; what a page that isn't published leads to has perhaps no address."""
    kind = kind_of(path)
    url = site_url(path) if entry.status == "approved" else None
    return {"name": path.rpartition("/")[2], "url": url, "kind": kind.name if kind else ""}


def translation_out(entry: Entry) -> dict[str, Any]:
    """Return the fields of TranslationOut."""
    return {"id": entry.id, "language": entry.language, "title": entry.title, "url": public_url(entry)}
