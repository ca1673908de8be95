"""Tables: coaching sessions, their notes and action items."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.base import Base, Identified
from lms.people.models import Person


class CoachingSession(Identified, Base):
    """A talk between a coach and a rep: scheduled, then held."""

    __tablename__ = "coaching_session"

    coach_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    topic: Mapped[str] = mapped_column(String(200))
    scheduled_at: Mapped[datetime]
    minutes: Mapped[int]
    created_at: Mapped[datetime]
    held_at: Mapped[datetime | None]

    coach: Mapped[Person] = relationship(foreign_keys=[coach_id], lazy="joined")
    rep: Mapped[Person] = relationship(foreign_keys=[rep_id], lazy="joined")
    notes: Mapped[list[CoachingNote]] = relationship(lazy="selectin", order_by="CoachingNote.id")
    action_items: Mapped[list[ActionItem]] = relationship(lazy="selectin", order_by="ActionItem.id")


class CoachingNote(Identified, Base):
    """What one of the two wrote down; never changed afterwards."""

    __tablename__ = "coaching_note"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("coaching_session.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]


class ActionItem(Identified, Base):
    """What the rep will do after a session, by a day."""

    __tablename__ = "action_item"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("coaching_session.id"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
