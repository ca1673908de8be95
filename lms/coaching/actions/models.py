"""Tables: action items and every change of theirs."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.base import Base, Identified

IS_OPEN = text("closed_at IS NULL")


class ActionItem(Identified, Base):
    """What one of a session's two people will do, by a day; open until it is done or dropped with a reason.

    It is open in every later session of the two until then. `coach_id` and `rep_id` are the session's; `skill` is what
    it works on, where that was said; `closed_on` is the company's day of `closed_at`.
    """

    __tablename__ = "action_item"
    __table_args__ = (
        Index("ix_action_item_open", "owner_id", "due_on", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN),
        Index("ix_action_item_rep_id_coach_id", "rep_id", "coach_id"),
        Index("ix_action_item_coach_id", "coach_id"),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("coaching_session.id"), index=True)
    coach_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(String(500))
    skill: Mapped[str | None] = mapped_column(String(200))
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    is_done: Mapped[bool]
    closed_at: Mapped[datetime | None]
    closed_on: Mapped[date | None]


class ActionEvent(Identified, Base):
    """One change of an action item: `made`, `changed`, `done`, `reopened` or `dropped`; rows are only ever added.

    `text`, `skill` and `due_on` are what holds from it on; who drops one says why (`reason`).
    """

    __tablename__ = "action_event"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("action_item.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(String(500))
    skill: Mapped[str | None] = mapped_column(String(200))
    due_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(String(500))
