"""Pages by name: what lists show of a page that may be gone, or that the reader may not see."""

from __future__ import annotations

from pydantic import BaseModel

from api.web.below import SiteAddress
from api.web.context import actor, parts
from api.web.shapes import public_url
from api.web.sight import sight_of


class NamedPageOut(BaseModel):
    """A page by name; title and url are null where the reader may not see it, or it is gone."""

    id: str
    title: str | None
    url: SiteAddress | None
    language: str | None


def named_page(page_id: str) -> NamedPageOut:
    """Return a page by name, as far as the actor may see it."""
    entry = parts().search.entry(page_id, sight=sight_of(actor()))
    if entry is None:
        return NamedPageOut(id=page_id, title=None, url=None, language=None)
    return NamedPageOut(id=page_id, title=entry.title, url=public_url(entry), language=entry.language)
