"""Tables: where CRM data came from, by which import, what it said, and who its owners are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified

MOST_IN_KEY = 200
# SQLite counts by itself only in its own kind of integer.
_Number = BigInteger().with_variant(Integer, "sqlite")


class CrmSource(Base):
    """A system that records come from, such as `salesforce`; ids are only unique within one."""

    __tablename__ = "crm_source"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)


class CrmImport(Identified, Base):
    """One file, or one run of a connection: its facts count once it is finished, until it is undone."""

    __tablename__ = "crm_import"
    __audited__ = Audited("crm-import", whose=None, leaves_out=("alive_at", "first_fact", "last_fact"))

    number: Mapped[int] = mapped_column(unique=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("crm_source.id"))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(300))
    digest: Mapped[str | None] = mapped_column(String(64))
    as_of: Mapped[date]
    is_full: Mapped[bool]
    started_at: Mapped[datetime]
    alive_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    # Its facts have ids from the first to the last, between which others' may stand too.
    first_fact: Mapped[int] = mapped_column(_Number)
    last_fact: Mapped[int | None] = mapped_column(_Number)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)


class CrmFact(Base):
    """What a row said of one record, as JSON of `lms.crm.kinds`; rows are only ever added.

    It holds from `day` on. Without a day it holds from the record's beginning.
    """

    __tablename__ = "crm_fact"
    __table_args__ = (Index("ix_crm_fact_kind_source_id_key", "kind", "source_id", "key"),)

    id: Mapped[int] = mapped_column(_Number, primary_key=True)
    source_id: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[int] = mapped_column(SmallInteger)
    key: Mapped[str] = mapped_column(String(MOST_IN_KEY))
    day: Mapped[date | None]
    import_number: Mapped[int]
    said: Mapped[str] = mapped_column(Text)


class OwnerAlias(Base):
    """Which person an owner of the CRM is, said by an admin: `name` is a name, an address or an id, in lower case.

    Of a person who was erased it is what `lms.crm.hidden.hidden_owner` makes of that.
    """

    __tablename__ = "crm_owner_alias"

    name: Mapped[str] = mapped_column(String(320), primary_key=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
