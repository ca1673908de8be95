"""Tables: queries and their groups, needs and readers per span of days, what is asked for, and gaps authors take.

The spans are sums of what stands in the tables of use and can be made again from them, as long as those are kept. A
group goes by a small number there, not by its id: a year's report sums a hundred thousand rows.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from uuid_utils.compat import uuid7

from lms.audit.kinds import Audited
from lms.base import Base, Identified
from lms.people.models import Person

IS_OPEN = "released_at IS NULL AND closed_at IS NULL"


class CountedQuery(Base):
    """A query that was searched for, in its normal form; the first of a group of spellings stands for the group.

    `key` is the SHA-256 of what makes two queries equal, `initial` and `length` find queries that may be spelled alike,
    `needs` counts the needs that were asked for in this spelling, be it among others.
    """

    __tablename__ = "search_query"
    __table_args__ = (Index("ix_search_query_initial_length", "initial", "length"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[UUID] = mapped_column(unique=True, default=uuid7)
    group_number: Mapped[int] = mapped_column(ForeignKey("search_query.number"), index=True)
    normal: Mapped[str] = mapped_column(String(500), unique=True)
    language: Mapped[str | None] = mapped_column(String(20))
    key: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    initial: Mapped[str] = mapped_column(String(1))
    length: Mapped[int]
    needs: Mapped[int] = mapped_column(default=0)
    first_seen: Mapped[date]


class QueryDay(Base):
    """How many needs were asked for in one spelling, be it among others, on one day."""

    __tablename__ = "query_day"
    __table_args__ = ({"sqlite_with_rowid": False},)

    day: Mapped[date] = mapped_column(primary_key=True)
    query_number: Mapped[int] = mapped_column(primary_key=True)
    needs: Mapped[int]


class DemandSpan(Base):
    """The needs of one group in one span of days: how many, how many found nothing, how many opened nothing."""

    __tablename__ = "demand_span"
    __table_args__ = (
        Index("ix_demand_span_group_number_span_start", "group_number", "span", "start"),
        {"sqlite_with_rowid": False},
    )

    span: Mapped[str] = mapped_column(String(7), primary_key=True)
    start: Mapped[date] = mapped_column(primary_key=True)
    group_number: Mapped[int] = mapped_column(primary_key=True)
    needs: Mapped[int]
    nothing_found: Mapped[int]
    unopened: Mapped[int]


class PageSpan(Base):
    """One page in one span of days: person-days on which it was opened, and on which it was of use."""

    __tablename__ = "page_span"
    __table_args__ = ({"sqlite_with_rowid": False},)

    span: Mapped[str] = mapped_column(String(7), primary_key=True)
    start: Mapped[date] = mapped_column(primary_key=True)
    page_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    readers: Mapped[int]
    uses: Mapped[int]


class PageOpened(Base):
    """The last day a page was opened; outlives the events, so that `never opened` stays true."""

    __tablename__ = "page_opened"

    page_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    last_on: Mapped[date]


class CountedZone(Base):
    """By which time zone's days it is counted; without a row by days in UTC, as once everything was."""

    __tablename__ = "counted_zone"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    zone: Mapped[str] = mapped_column(String(100))


class Gap(Identified, Base):
    """What an author took: open until given back, or closed by a page (`page_id`).

    It is of a group of queries, or of what is said to be missing on a page (`lacking_id`).
    """

    __tablename__ = "gap"
    __audited__ = Audited("gap", whose="taken_by_id")
    __table_args__ = tuple(
        Index(f"uq_gap_{of}", of, unique=True, sqlite_where=text(IS_OPEN), postgresql_where=text(IS_OPEN))
        for of in ("query_number", "lacking_id")
    )

    query_number: Mapped[int | None] = mapped_column(ForeignKey("search_query.number"))
    lacking_id: Mapped[str | None] = mapped_column(String(200))
    taken_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    taken_at: Mapped[datetime]
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    page_id: Mapped[str | None] = mapped_column(String(200))

    taken_by: Mapped[Person] = relationship(foreign_keys=[taken_by_id], lazy="joined")

    @property
    def status(self) -> str:
        """Return how it stands: taken, closed, or given back."""
        if self.closed_at is not None:
            return "closed"
        return "taken" if self.released_at is None else "released"


class AskedNeed(Identified, Base):
    """A need that was said, not searched for: a page to write, or what a page lacks (`lacking_id`).

    A page to write is named as people would search for it, so that it stands with who searched. `person_id` has the
    need, and authors read who that is where `is_named`; `offered_by_id` passed it on. A need that was withdrawn, or
    said again, counts no more.
    """

    __tablename__ = "asked_need"

    source: Mapped[str] = mapped_column(String(10))
    query_number: Mapped[int | None] = mapped_column(ForeignKey("search_query.number"), index=True)
    lacking_id: Mapped[str | None] = mapped_column(String(200), index=True)
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    is_named: Mapped[bool]
    offered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    on: Mapped[date] = mapped_column(index=True)
    withdrawn_at: Mapped[datetime | None]


class NeedHearer(Base):
    """Somebody who wants to hear that a need was met by a page; `heard_at` says when they saw it."""

    __tablename__ = "need_hearer"

    need_id: Mapped[UUID] = mapped_column(ForeignKey("asked_need.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    heard_at: Mapped[datetime | None]
