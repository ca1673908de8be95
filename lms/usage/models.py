"""Tables: searches, opens and uses, whose rows are only ever added, until retention ends or makes them anonymous.

Beside them what a person keeps: their favourites, which only they take away.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.base import Base, Identified

USES = ("read", "copied", "shared")


class SearchEvent(Identified, Base):
    """One search as it was typed, and what it found."""

    __tablename__ = "search_event"
    __table_args__ = (Index("ix_search_event_person_id_at", "person_id", "at"), Index("ix_search_event_at", "at"))

    # Null once the event was made anonymous.
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    session_id: Mapped[UUID | None]
    at: Mapped[datetime]
    query: Mapped[str] = mapped_column(String(500))
    normal: Mapped[str] = mapped_column(String(500), default="")
    language: Mapped[str | None] = mapped_column(String(20))
    filters: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)
    page: Mapped[int] = mapped_column(default=1)
    was_typing: Mapped[bool]
    hits: Mapped[int]
    took_ms: Mapped[float]


class OpenEvent(Identified, Base):
    """One page opened, after a search or without one."""

    __tablename__ = "open_event"
    __table_args__ = (Index("ix_open_event_person_id_at", "person_id", "at"), Index("ix_open_event_at", "at"))

    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    page_id: Mapped[str] = mapped_column(String(200))
    search_id: Mapped[UUID | None] = mapped_column(ForeignKey("search_event.id"), index=True)


class UseEvent(Base):
    """An opened page was of use: read for 30 seconds, copied, or shared."""

    __tablename__ = "use_event"

    open_id: Mapped[UUID] = mapped_column(ForeignKey("open_event.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime]


class Favourite(Base):
    """A page that a person marked to find again."""

    __tablename__ = "favourite"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    page_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[datetime]
