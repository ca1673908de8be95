"""Tables: what people say that finding took, sheets of tasks, who was dealt what, and how long each task took."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.base import Base, Identified

MAX_FOUND = 500


class FindingAnswer(Identified, Base):
    """What somebody says that finding a page took them before; the last one of a person counts."""

    __tablename__ = "finding_answer"
    __table_args__ = (Index("ix_finding_answer_person_id_day", "person_id", "day"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    day: Mapped[date]
    seconds: Mapped[int]
    searches_per_week: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(Text)


class TaskSheet(Base):
    """The tasks of a page with their answers as somebody was dealt them, known by the SHA-256 of their content.

    `drawn` counts how often it was dealt; the seed is known to the server alone.
    """

    __tablename__ = "task_sheet"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    page_id: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    seed: Mapped[str] = mapped_column(String(32))
    drawn: Mapped[int]


class TaskDraw(Identified, Base):
    """Which tasks of a sheet one person does which way, in their order: `turns` are pairs of a task's id and a way."""

    __tablename__ = "task_draw"
    __table_args__ = (
        UniqueConstraint("sheet_digest", "number"),
        Index("ix_task_draw_person_id_page_id", "person_id", "page_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    page_id: Mapped[str] = mapped_column(String(200))
    sheet_digest: Mapped[str] = mapped_column(ForeignKey("task_sheet.digest"))
    number: Mapped[int]
    turns: Mapped[list[Any]] = mapped_column(JSON)
    drawn_at: Mapped[datetime]
    drawn_on: Mapped[date]
    finished_at: Mapped[datetime | None]
    finished_on: Mapped[date | None]


class TaskRun(Identified, Base):
    """One task that one person began: seconds are counted from the last start, and only once it is stopped."""

    __tablename__ = "task_run"
    __table_args__ = (UniqueConstraint("draw_id", "place"), Index("ix_task_run_person_id", "person_id"))

    draw_id: Mapped[UUID] = mapped_column(ForeignKey("task_draw.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    place: Mapped[int]
    task_id: Mapped[str] = mapped_column(String(200))
    way: Mapped[str] = mapped_column(String(10))
    first_started_at: Mapped[datetime]
    started_at: Mapped[datetime]
    restarts: Mapped[int]
    # How often a page was named that isn't the one.
    misses: Mapped[int]
    stopped_at: Mapped[datetime | None]
    stopped_on: Mapped[date | None]
    seconds: Mapped[float | None]
    outcome: Mapped[str | None] = mapped_column(String(10))
    found: Mapped[str | None] = mapped_column(String(MAX_FOUND))
