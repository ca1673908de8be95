"""Tables: searches, opens and uses; rows are only ever added."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.base import Base, Identified

USES = ("read", "copied", "shared")


class SearchEvent(Identified, Base):
    """One search as it was typed, and what it found."""

    __tablename__ = "search_event"
    __table_args__ = (Index("ix_search_event_person_id_at", "person_id", "at"), Index("ix_search_event_at", "at"))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    query: Mapped[str] = mapped_column(String(500))
    type: Mapped[str | None] = mapped_column(String(40))
    was_typing: Mapped[bool]
    hits: Mapped[int]
    took_ms: Mapped[float]


class OpenEvent(Identified, Base):
    """One page opened, after a search or without one."""

    __tablename__ = "open_event"
    __table_args__ = (Index("ix_open_event_person_id_at", "person_id", "at"), Index("ix_open_event_at", "at"))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    page_id: Mapped[str] = mapped_column(String(200))
    search_id: Mapped[UUID | None] = mapped_column(ForeignKey("search_event.id"))


class UseEvent(Base):
    """An opened page was of use: read for 30 seconds, copied, or shared."""

    __tablename__ = "use_event"

    open_id: Mapped[UUID] = mapped_column(ForeignKey("open_event.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime]
