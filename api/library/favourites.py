"""Favourites: the pages that the asker marked to find again."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import Limited, Listed, listed
from api.web.shapes import PageOut, page_out
from api.web.sight import sight_of, visible_entry
from api.web.writes import writes
from content.catalogue import Entry
from lms.usage.favourites import add_favourite, find_favourite, list_favourites, remove_favourite

blueprint = Blueprint("favourites", __name__, url_prefix=PREFIX)


class FavouritesQuery(Limited):
    """Where to go on in the list: after the page with this id."""

    after: str | None = Field(None, max_length=200, description="the last id of the page before")


class FavouriteOut(BaseModel):
    """Whether the asker marked a page: since when, null where they didn't."""

    page_id: str
    at: datetime | None


@blueprint.get("/favourites")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=Listed[PageOut]), tags=["usage"])
def favourites(query: FavouritesQuery) -> Answer:
    """List the pages that the asker marked and may see, the newest mark first."""
    found = _visible_favourites()
    ids = [entry.id for entry in found]
    begin = 0 if query.after is None else ids.index(query.after) + 1 if query.after in ids else len(ids)
    rows = [page_out(entry) for entry in found[begin : begin + query.limit + 1]]
    return listed(Listed[PageOut], rows, query.limit)


@blueprint.get("/favourites/<page_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=FavouriteOut), tags=["usage"])
def favourite(page_id: str) -> Answer:
    """Return whether the asker marked a page."""
    entry = visible_entry(page_id)
    found = find_favourite(session(), person_id=actor().id, page_id=entry.id)
    return FavouriteOut(page_id=entry.id, at=found and found.at)


@blueprint.put("/favourites/<page_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(503, HTTP_200=FavouriteOut), tags=["usage"])
def mark(page_id: str) -> Answer:
    """Mark a page for the asker; twice is as good as once."""
    entry = visible_entry(page_id)
    made = add_favourite(session(), actor=actor(), page_id=entry.id, at=now())
    return FavouriteOut(page_id=entry.id, at=made.at)


@blueprint.delete("/favourites/<page_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(503, HTTP_204=None), tags=["usage"])
def unmark(page_id: str) -> Answer:
    """Take the asker's mark from a page; where there is none, nothing happens."""
    entry = visible_entry(page_id)
    remove_favourite(session(), actor=actor(), page_id=entry.id)
    return "", 204


def _visible_favourites() -> list[Entry]:
    """Return the pages of the asker's marks; those that are gone, or hidden from the asker, are left out."""
    search, sight = parts().search, sight_of(actor())
    marks = list_favourites(session(), person_id=actor().id)
    entries = (search.entry(mark.page_id, sight=sight) for mark in marks)
    return [entry for entry in entries if entry is not None]
