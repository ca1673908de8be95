"""Tables: practice that was handed in, and its graders."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.base import Base, Identified


class Practice(Identified, Base):
    """A role-play, pitch or demo that a rep records here (`media_key`) or has elsewhere (`link`), for a rubric.

    `kept_bytes` of `total_bytes` have come, all of them once there is a `media_key`; the first of them to `node`, on
    whose disk they are until they go into the store. Once handed in it is assessed
    (`assessment_id`). `course_id` is the certification it is for. The recording goes on `delete_on`, and the whole of
    what wasn't handed in until then; what was scored stays. `has_passed` is what its graders came to at `decided_at`;
    None there where their rubric doesn't say what passes.
    """

    __tablename__ = "practice"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    rubric_id: Mapped[str] = mapped_column(String(200))
    course_id: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(20))
    link: Mapped[str | None] = mapped_column(String(1000))
    media_key: Mapped[str | None] = mapped_column(String(100))
    media_type: Mapped[str | None] = mapped_column(String(100))
    total_bytes: Mapped[int | None]
    kept_bytes: Mapped[int]
    node: Mapped[str | None] = mapped_column(String(100))
    seconds: Mapped[int | None]
    transcript: Mapped[list[Any] | None] = mapped_column(JSON)
    begun_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    handed_in_on: Mapped[date | None]
    delete_on: Mapped[date | None] = mapped_column(index=True)
    media_deleted_at: Mapped[datetime | None]
    assessment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assessment.id"), index=True)
    decided_at: Mapped[datetime | None]
    has_passed: Mapped[bool | None]
    # Somebody asked for it again, and why; the new one names this one.
    again_at: Mapped[datetime | None]
    again_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    again_reason: Mapped[str | None] = mapped_column(String(500))
    after_id: Mapped[UUID | None] = mapped_column(ForeignKey("practice.id"))
