"""Offers of answers as pages to write, and how far each has come, for the two people of a question."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from api.web.below import SiteAddress
from api.web.context import actor, parts, session
from api.web.shapes import public_url
from api.web.sight import sight_of
from content.search import IndexMissingError
from lms.demand.asked import find_need


class PageThere(BaseModel):
    """A page that is there to be read."""

    id: str
    title: str
    url: SiteAddress
    language: str


class OfferOut(BaseModel):
    """A page to write: its words, what it should say, and whether an author took it or closed it with a page.

    `page` is null where none closed it, or where that page isn't there for the reader.
    """

    words: str
    text: str
    at: datetime
    status: Literal["waiting", "taken", "closed"]
    page: PageThere | None


def offer_out(need_id: UUID) -> OfferOut:
    """Return how far an offer has come."""
    need, words, gap = find_need(session(), need_id=need_id)
    is_closed = gap is not None and gap.closed_at is not None
    return OfferOut(
        words=words or "",
        text=need.text,
        at=need.at,
        status="closed" if is_closed else "taken" if gap else "waiting",
        page=page_there(gap.page_id) if gap and gap.page_id else None,
    )


def page_there(page_id: str) -> PageThere | None:
    """Return a published page that the actor may see, or None."""
    try:
        entry = parts().search.entry(page_id, sight=sight_of(actor()))
    except IndexMissingError:
        return None
    url = public_url(entry) if entry is not None else None
    if entry is None or url is None:
        return None
    return PageThere(id=entry.id, title=entry.title, url=url, language=entry.language)
