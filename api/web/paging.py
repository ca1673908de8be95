"""Pages of a growing collection: where to go on, how much, and the address of what was made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from flask import request
from pydantic import BaseModel, Field
from werkzeug.urls import iri_to_uri

from api.web.shapes import Strict

PAGE = 50
MAX_PAGE = 200
Item = TypeVar("Item", bound=BaseModel)


class After(Strict):
    """Where to go on in a collection: after the item with this id."""

    after: UUID | None = Field(None, description="the last id of the page before")
    limit: int = Field(PAGE, ge=1, le=MAX_PAGE)


class Listed(BaseModel, Generic[Item]):
    """A page of a collection; `next` is the address of the next page, null on the last one."""

    items: list[Item]
    next: str | None


def next_address(found: Sequence[Any], limit: int, last_id: object) -> str | None:
    """Return the address of the page after this one, or None; give one item more than limit to tell."""
    if len(found) <= limit:
        return None
    query = {**request.args.to_dict(), "after": str(last_id), "limit": str(limit)}
    return f"{request.path}?{urlencode(query)}"


def created(item: BaseModel, location: str) -> tuple[BaseModel, int, dict[str, str]]:
    """Return a 201 with the address of what was made."""
    return item, 201, {"Location": iri_to_uri(location)}
