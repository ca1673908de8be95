"""Tables: questions with their answers, feedback on pages, and ratings of courses."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.base import Base, Identified

ABOUT = ("page", "deal", "skill")


class RepQuestion(Identified, Base):
    """What somebody asks of one other person, about a page, a deal or a skill (`about`, by `about_id`) or nothing.

    `gap_id` is the gap that its answer was offered as; `heard_at` says when who asked was shown that it was closed.
    """

    __tablename__ = "rep_question"

    asker_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    asked_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    about: Mapped[str | None] = mapped_column(String(10))
    about_id: Mapped[str | None] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    gap_id: Mapped[UUID | None]
    offered_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]


class RepAnswer(Identified, Base):
    """What was answered, or asked back; the two people of a question write them."""

    __tablename__ = "rep_answer"

    question_id: Mapped[UUID] = mapped_column(ForeignKey("rep_question.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class PageFeedback(Identified, Base):
    """What a seller says of a page that they used: it worked, or it didn't, because; rows are only ever added."""

    __tablename__ = "page_feedback"
    __table_args__ = (Index("ix_page_feedback_page_id_at", "page_id", "at"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    page_id: Mapped[str] = mapped_column(String(200))
    has_worked: Mapped[bool]
    because: Mapped[str | None] = mapped_column(String(1000))
    at: Mapped[datetime]
    on: Mapped[date]
    gap_id: Mapped[UUID | None]
    heard_at: Mapped[datetime | None]


class CourseRating(Identified, Base):
    """What somebody says of a course that they took: a rating, and how sure they were before and are now, 1 to 5."""

    __tablename__ = "course_rating"
    __table_args__ = (Index("ix_course_rating_course_id_person_id", "course_id", "person_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[str] = mapped_column(String(200))
    course_version: Mapped[int]
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    confidence_before: Mapped[int | None] = mapped_column(SmallInteger)
    confidence_after: Mapped[int | None] = mapped_column(SmallInteger)
    at: Mapped[datetime]
    on: Mapped[date]
