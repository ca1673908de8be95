"""Tables: assignments, lessons read, quiz attempts, completions; rows are only ever added."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.base import Base, Identified


class Assignment(Identified, Base):
    """One person must complete one course by the end of a day (UTC)."""

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("person_id", "course_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[str] = mapped_column(String(200), index=True)
    due_on: Mapped[date]
    assigned_at: Mapped[datetime]
    assigned_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))


class LessonRead(Base):
    """A person read a lesson of one version of a course."""

    __tablename__ = "lesson_read"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    course_version: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    read_at: Mapped[datetime]


class QuizAttempt(Identified, Base):
    """A quiz handed in: what was answered (question to options), the score in per cent, and whether that passed."""

    __tablename__ = "quiz_attempt"
    __table_args__ = (Index("ix_quiz_attempt_person_id_course_id", "person_id", "course_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[str] = mapped_column(String(200))
    course_version: Mapped[int]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    score: Mapped[int]
    has_passed: Mapped[bool]
    submitted_at: Mapped[datetime]


class Completion(Identified, Base):
    """A person completed one version of a course."""

    __tablename__ = "completion"
    __table_args__ = (Index("ix_completion_person_id_course_id", "person_id", "course_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[str] = mapped_column(String(200))
    course_version: Mapped[int]
    attempt_id: Mapped[UUID | None] = mapped_column(ForeignKey("quiz_attempt.id"), unique=True)
    score: Mapped[int | None]
    completed_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
