"""What several resources share: strict models, text that says something, and pages of a growing collection."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from flask import request
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from werkzeug.urls import iri_to_uri

PAGE = 50
MAX_PAGE = 200
# Says something, and holds no NUL, which PostgreSQL can't store.
Words = Annotated[str, Field(min_length=1, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]


_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:$|[Tt ])")


def _as_written(value: Any) -> Any:
    """Refuse numbers, which pydantic would take for seconds since 1970."""
    if not isinstance(value, date) and not (isinstance(value, str) and _DATE.match(value)):
        raise ValueError("write a date as YYYY-MM-DD, a moment as YYYY-MM-DDThh:mm:ss with Z or an offset")
    return value


def _in_utc(value: datetime) -> datetime:
    """Turn a moment into UTC; one that UTC can't hold becomes the first or last that it can."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        return (datetime.min if value.year == 1 else datetime.max).replace(tzinfo=UTC)  # noqa: DTZ901 - it gets its zone


def as_number(value: Any) -> Any:
    """Refuse true, false and text, which pydantic would take for numbers."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("write a whole number")  # noqa: TRY004 - pydantic reports only ValueError
    return value


Whole = Annotated[int, BeforeValidator(as_number)]
Day = Annotated[date, BeforeValidator(_as_written)]
Moment = Annotated[AwareDatetime, BeforeValidator(_as_written), AfterValidator(_in_utc)]
Id = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Item = TypeVar("Item", bound=BaseModel)


class Strict(BaseModel):
    """A request: a field it doesn't know is an error."""

    model_config = ConfigDict(extra="forbid")


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
