"""Shapes that several nouns share: strict requests, days and moments, a page, a person, an interval."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from api.web.below import SiteAddress
from api.web.context import clock, parts
from content.catalogue import Entry
from content.freshness import Freshness, freshness_of
from content.places.links import site_url
from lms.people.models import MAX_JOB, MAX_REGION, Person
from lms.statistics.shares import Share

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


def as_list(value: Any) -> Any:
    """Take a parameter of a query that was given once for a list of one."""
    return [value] if isinstance(value, str) else value


Whole = Annotated[int, BeforeValidator(as_number)]
Day = Annotated[date, BeforeValidator(_as_written)]
Moment = Annotated[AwareDatetime, BeforeValidator(_as_written), AfterValidator(_in_utc)]
Name = Annotated[Words, Field(max_length=200)]
Address = Annotated[Words, Field(max_length=320, description="an e-mail address")]
DealId = Annotated[Words, Field(max_length=200)]
LanguageTag = Annotated[str, Field(max_length=20, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")]
Role = Literal["rep", "author", "manager", "analyst", "admin", "partner"]
Region = Annotated[Words, Field(max_length=MAX_REGION)]
JobId = Annotated[Words, Field(max_length=MAX_JOB)]
Id = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class Strict(BaseModel):
    """A request: a field it doesn't know is an error."""

    model_config = ConfigDict(extra="forbid")


class DryRun(Strict):
    """With `dry_run` everything is checked and foretold, and nothing kept."""

    dry_run: bool = False


class IntervalOut(BaseModel):
    """The range that holds the true value at this level, and how it was computed."""

    low: float
    high: float
    level: float
    method: str


class ProportionOut(BaseModel):
    """A part of a whole; value (0 to 1) and interval are null where the whole is empty."""

    part: int
    whole: int
    value: float | None
    interval: IntervalOut | None

    @classmethod
    def of(cls, share: Share) -> ProportionOut:
        """Return a share as the API shows it."""
        interval = IntervalOut.model_validate(share.interval, from_attributes=True) if share.interval else None
        return cls(part=share.part, whole=share.whole, value=share.value, interval=interval)


class PersonRef(BaseModel):
    """Who somebody is."""

    id: UUID
    name: str

    @classmethod
    def of(cls, person: Person) -> Self:
        """Return a person by name."""
        return cls(id=person.id, name=person.name)


class PageOut(BaseModel):
    """What a page says about itself; `url` is its address in the site, null for what isn't published there."""

    id: str
    path: str
    url: SiteAddress | None
    title: str
    type: str
    language: str
    status: str
    summary: str | None
    audience: str
    owner: str | None
    reviewed: str | None
    verified_until: str | None
    freshness: Freshness
    translation_of: str | None
    stages: list[str]
    personas: list[str]
    industries: list[str]
    products: list[str]
    skills: list[str]
    authors: list[str]


_FACTS = tuple(name for name in PageOut.model_fields if name not in {"url", "freshness"})
_facts_of = attrgetter(*_FACTS)


def page_out(entry: Entry) -> PageOut:
    """Return what a page says about itself."""
    return PageOut(**page_facts(entry))


def page_facts(entry: Entry, *, today: date | None = None) -> dict[str, Any]:
    """Return the fields of PageOut; who asks for many says which day it is."""
    found: dict[str, Any] = dict(zip(_FACTS, _facts_of(entry), strict=True))
    found["url"] = public_url(entry)
    due_days = parts().config.review_due_days
    found["freshness"] = freshness_of(entry, today=today or clock().day, due_days=due_days)
    return found


def public_url(entry: Entry) -> str | None:
    """Return where the site shows a page; None for one that isn't published."""
    return site_url(entry.url) if entry.status == "approved" else None
