"""The library's pages: lists, a page as HTML with what it says about itself, and the library's problems."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from typing import Literal

from flask import Blueprint, current_app, request
from pydantic import BaseModel, Field

from api.library.changes import LastChangeOut, last_change
from api.library.structured import StructuredOut
from api.web.auth import READERS, allow
from api.web.below import site_below
from api.web.context import actor, clock, parts
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import Limited, Listed, listed
from api.web.shapes import PageOut, Strict, page_out
from api.web.sight import sight_of, visible_entry
from api.work.problems import read_problems
from content.catalogue import Entry
from content.course import read_page
from content.fields.structured import structured
from content.freshness import Freshness
from content.html import shown
from content.places.links import resolver
from content.problem import readable
from content.search import Reviews, pages_after

blueprint = Blueprint("content", __name__, url_prefix=PREFIX)


class PagesQuery(Limited):
    """Which pages to list, in the order of their paths; of a state of their review, the longest due first."""

    type: str | None = Field(None, max_length=40)
    language: str | None = Field(None, max_length=20)
    owner: str | None = Field(None, max_length=320)
    freshness: Freshness | None = Field(None, description="the state of the page's review")
    after: str | None = Field(None, max_length=500, description="the last id of the page before")


class PageBody(PageOut):
    """A page with its text as sanitised HTML; `last_change` is null where git knows none, and for partners.

    Partners get what is sent of the page: no guidance, no notes, and of `fields` those that a buyer may see.
    """

    html: str
    fields: StructuredOut
    last_change: LastChangeOut | None


class ProblemsQuery(Strict):
    """Of which file to list the problems; of all without one."""

    path: str | None = Field(None, max_length=1000)


class ProblemOut(BaseModel):
    """One thing that is wrong in the library, and what to change."""

    path: str
    line: int
    column: int
    code: str
    message: str
    severity: Literal["error", "warning"]


class ProblemsOut(BaseModel):
    """All problems of the library as last checked; `is_current` is false while a check is still to come."""

    items: list[ProblemOut]
    errors: int
    warnings: int
    is_current: bool


@blueprint.get("/content")
@allow(*READERS)
@spec.validate(resp=answers(503, HTTP_200=Listed[PageOut]), tags=["content"])
def list_pages(query: PagesQuery) -> Answer:
    """List the library's pages."""
    named = {"type": query.type, "language": query.language, "owner": query.owner and query.owner.strip().lower()}
    having = {name: value for name, value in named.items() if value is not None}
    entries = _by_review(query, having) if query.freshness else _by_path(query, having)
    return listed(Listed[PageOut], [page_out(entry) for entry in entries], query.limit)


def _by_path(query: PagesQuery, having: Mapping[str, str]) -> list[Entry]:
    """Return the pages asked for and, to tell whether there are more, one beyond."""
    generation, sight = parts().search.generation(), sight_of(actor())
    return pages_after(generation, sight=sight, having=having, after=query.after, limit=query.limit + 1)


def _by_review(query: PagesQuery, having: Mapping[str, str]) -> list[Entry]:
    """Return the same for a state of the review; the page to go on after may have been reviewed meanwhile."""
    generation, sight = parts().search.generation(), sight_of(actor())
    last = generation.number_of(query.after, sight=sight) if query.after is not None else None
    if query.after is not None and last is None:
        return []
    reviews = query.freshness and Reviews(query.freshness, clock().day, parts().config.review_due_days)
    most = len(generation.entries)
    found = pages_after(generation, sight=sight, having=having, reviews=reviews, after=None, limit=most)
    begin = _review_order(generation.entries[last]) if last is not None else ("", "")
    rest = (entry for entry in found if _review_order(entry) > begin)
    return heapq.nsmallest(query.limit + 1, rest, key=_review_order)


def _review_order(entry: Entry) -> tuple[str, str]:
    return entry.verified_until or "", entry.path


@blueprint.get("/content/<page_id>")
@allow(*READERS)
@spec.validate(resp=answers(503, HTTP_200=PageBody, HTTP_304=None), tags=["content"])
def show_page(page_id: str) -> Answer:
    """Return one page; ask again with If-None-Match to get a 304 while it is unchanged."""
    catalogue = parts().search.catalogue()
    entry = visible_entry(page_id)
    page = read_page(catalogue, entry)
    rendered = parts().renderer.render(page)
    # A link to a page that the asker may not see looks like one to a page that isn't there.
    audiences = sight_of(actor()).audiences
    destinations, files = catalogue.destinations_for(audiences), {*entry.attachments, *entry.pictures}
    resolve = resolver(entry.path, destinations, site_below, dialect=page.dialect, files=files)
    names = catalogue.names_for(audiences)
    html = shown(rendered, page, names=names, resolve=resolve, is_outside=sight_of(actor()).is_outside)
    fields = StructuredOut(**structured(page.fields, is_outside=sight_of(actor()).is_outside))
    body = PageBody(**page_out(entry).model_dump(), html=html, fields=fields, last_change=last_change(entry))
    response = current_app.make_response((body.model_dump(mode="json"), 200))
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/library/problems")
@allow("author", "admin")
@spec.validate(resp=answers(HTTP_200=ProblemsOut), tags=["content"])
def list_problems(query: ProblemsQuery) -> Answer:
    """Return what `repertoire check` says of the library, as the background worker last found it."""
    data = read_problems(parts().config.data_dir)
    wanted = query.path and readable(query.path)
    try:
        items = [ProblemOut(**item) for item in data or () if wanted in {None, item["path"]}]
    except (ValueError, TypeError, KeyError):  # by another version
        data = None
    if data is None:
        return ProblemsOut(items=[], errors=0, warnings=0, is_current=False)
    errors = sum(item.severity == "error" for item in items)
    return ProblemsOut(items=items, errors=errors, warnings=len(items) - errors, is_current=True)
