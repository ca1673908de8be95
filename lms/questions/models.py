"""Tables: questions with their answers, feedback on pages, and ratings of courses."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.base import Base, Identified
from lms.people.models import Person

ABOUT = ("page", "deal", "skill")


class RepQuestion(Identified, Base):
    """What somebody asks of one other person, about a page, a deal or a skill (`about`, by `about_id`) or nothing.

    Who wrote last (`last_by_id`) waits for the other, until the asker closes it. `need_id` is the need that its answer
    was offered as, a page to write; who asked is named there where `is_named`.
    """

    __tablename__ = "rep_question"

    asker_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    asked_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    about: Mapped[str | None] = mapped_column(String(10))
    about_id: Mapped[str | None] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    is_named: Mapped[bool]
    asked_at: Mapped[datetime]
    last_at: Mapped[datetime]
    last_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    offered_at: Mapped[datetime | None]
    need_id: Mapped[UUID | None]

    asker: Mapped[Person] = relationship(foreign_keys=[asker_id], lazy="joined")
    asked: Mapped[Person] = relationship(foreign_keys=[asked_id], lazy="joined")


class RepAnswer(Identified, Base):
    """What was answered, or asked back; the two people of a question write them."""

    __tablename__ = "rep_answer"

    question_id: Mapped[UUID] = mapped_column(ForeignKey("rep_question.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class PageFeedback(Identified, Base):
    """What a seller says of a page that they used: it worked, or it didn't, because; rows are only ever added.

    Of a person the last one counts. `need_id` is the need that it says: what the page lacks.
    """

    __tablename__ = "page_feedback"
    __table_args__ = (Index("ix_page_feedback_page_id_person_id", "page_id", "person_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    page_id: Mapped[str] = mapped_column(String(200))
    has_worked: Mapped[bool]
    because: Mapped[str | None] = mapped_column(String(1000))
    at: Mapped[datetime]
    on: Mapped[date]
    need_id: Mapped[UUID | None]


class CourseRating(Identified, Base):
    """What somebody says of a course once they completed it: a rating, and how sure they were before and are now.

    Each from 1 to 5, none where that wasn't answered; all are none where it was skipped. Once for each completion.
    """

    __tablename__ = "course_rating"
    __table_args__ = (Index("ix_course_rating_course_id_person_id", "course_id", "person_id"),)

    completion_id: Mapped[UUID] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[str] = mapped_column(String(200))
    course_version: Mapped[int]
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    confidence_before: Mapped[int | None] = mapped_column(SmallInteger)
    confidence_after: Mapped[int | None] = mapped_column(SmallInteger)
    at: Mapped[datetime]
    on: Mapped[date]
