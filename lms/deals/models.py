"""Tables: criteria of plays that are met on deals, customers who speak for us, and who asked them for which deal."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified

# A source, a colon, and a key.
MOST_IN_DEAL = 310


class DealTick(Identified, Base):
    """A criterion of a play that somebody said is met on a deal (`source:key`); rows are only ever added.

    `part` is entry or exit; `text` is the criterion as the page said it. `undone_at` is when it was taken back.
    """

    __tablename__ = "deal_tick"

    deal: Mapped[str] = mapped_column(String(MOST_IN_DEAL), index=True)
    page_id: Mapped[str] = mapped_column(String(200))
    part: Mapped[str] = mapped_column(String(5))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class CustomerReference(Identified, Base):
    """A customer who speaks for us: the contact at the account, what they speak of, and how often a year at most.

    `products`, `industries` and `personas` are values of the taxonomy. Who speaks no more is retired, not deleted.
    """

    __tablename__ = "customer_reference"
    __audited__ = Audited("reference", whose=None)

    account: Mapped[str] = mapped_column(String(200))
    contact_name: Mapped[str] = mapped_column(String(200))
    products: Mapped[list[str]] = mapped_column(JSON)
    industries: Mapped[list[str]] = mapped_column(JSON)
    personas: Mapped[list[str]] = mapped_column(JSON)
    language: Mapped[str | None] = mapped_column(String(20))
    most_a_year: Mapped[int] = mapped_column(SmallInteger)
    note: Mapped[str | None] = mapped_column(String(1000))
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    retired_at: Mapped[datetime | None]
    retired_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ReferenceAsk(Identified, Base):
    """That somebody asked a reference for a deal, on a day of the company, and what came of it: open until it is known.

    `undone_at` is when it was taken back.
    """

    __tablename__ = "reference_ask"
    __table_args__ = (Index("ix_reference_ask_reference_id_on", "reference_id", "on"),)

    reference_id: Mapped[UUID] = mapped_column(ForeignKey("customer_reference.id"))
    deal: Mapped[str] = mapped_column(String(MOST_IN_DEAL), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    on: Mapped[date]
    outcome: Mapped[str] = mapped_column(String(10))
    settled_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
