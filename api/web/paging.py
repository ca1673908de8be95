"""Pages of a growing collection: where to go on, how much, and the address of what was made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from flask import request
from pydantic import BaseModel, Field
from werkzeug.urls import iri_to_uri

from api.web.below import SiteAddress, below
from api.web.shapes import Strict

PAGE = 50
MAX_PAGE = 200
MAX_NUMBER = 100_000
_MICROSECOND = timedelta(microseconds=1)
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = (datetime.max.replace(tzinfo=UTC) - _FIRST) // _MICROSECOND
_PLACE = r"^\d{1,18}~[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
Row = TypeVar("Row")
Item = TypeVar("Item", bound=BaseModel)


class Limited(Strict):
    """How many items a page has at most."""

    limit: int = Field(PAGE, ge=1, le=MAX_PAGE)


class After(Limited):
    """Where to go on in a collection that grows: after the item with this id."""

    after: UUID | None = Field(None, description="the last id of the page before")


class AfterMoment(Limited):
    """Where to go on in a collection that is in the order of moments: after the moment and id of an item."""

    after: str | None = Field(
        None, pattern=_PLACE, description="the place where the page before ended, as `next` names it"
    )

    @property
    def place(self) -> tuple[datetime, UUID] | None:
        """The moment and id after which to go on."""
        if self.after is None:
            return None
        micros, _, item_id = self.after.partition("~")
        return _FIRST + min(int(micros), _LAST) * _MICROSECOND, UUID(item_id)


def place_after(at: datetime, item_id: UUID) -> str:
    """Return how an address names the place of an item, for `AfterMoment`: microseconds of the calendar, and its id.

    Every number that fits the pattern is a moment, as the API's document promises.
    """
    return f"{(at - _FIRST) // _MICROSECOND}~{item_id}"


class Numbered(Limited):
    """Which page of a report that is in one order for everybody who asks."""

    page: int = Field(1, ge=1, le=MAX_NUMBER)

    def part_of(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Return the rows of this page out of all."""
        return rows[(self.page - 1) * self.limit : self.page * self.limit]


class Listed(BaseModel, Generic[Item]):
    """A page of a collection; `next` is the address of the next page, null on the last one."""

    items: list[Item]
    next: SiteAddress | None


def listed(shape: type[Listed[Item]], items: Sequence[Item], limit: int) -> Listed[Item]:
    """Return a page of items that have an `id`; give one more than limit, so that it tells whether there is a next."""
    shown = list(items[:limit])
    return shape(items=shown, next=next_address(items, limit, getattr(shown[-1], "id", "") if shown else ""))


def next_address(found: Sequence[Any], limit: int, last_id: object) -> str | None:
    """Return the address of the page after this one, or None; give one item more than limit to tell."""
    if len(found) <= limit:
        return None
    query = {**request.args.to_dict(), "after": str(last_id), "limit": str(limit)}
    return f"{request.path}?{urlencode(query)}"


def created(item: BaseModel, location: str) -> tuple[BaseModel, int, dict[str, str]]:
    """Return a 201 with the address of what was made."""
    return item, 201, {"Location": iri_to_uri(below(location))}
