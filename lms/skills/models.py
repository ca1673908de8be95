"""Tables: what people say of skills, and who is willing to mentor."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.base import Base, Identified


class SkillRating(Identified, Base):
    """How a manager, or a person themselves, sees a skill of theirs on a day; rows are only ever added.

    `level` counts from 1, the lowest of the levels that a taxonomy names.
    """

    __tablename__ = "skill_rating"
    __table_args__ = (Index("ix_skill_rating_person_id_skill", "person_id", "skill"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    skill: Mapped[str] = mapped_column(String(200))
    level: Mapped[int]
    note: Mapped[str | None] = mapped_column(String(1000))
    rater_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    on: Mapped[date]


class MentorOffer(Base):
    """A skill in which somebody is willing to help others, since a moment."""

    __tablename__ = "mentor_offer"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    skill: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[datetime]
