"""Tables: roll-outs by lot, fixed before they begin: their waves, and who was drawn into which."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified


class RollOut(Identified, Base):
    """What is given to whom first by lot, and the one comparison that it is for; nothing of it changes afterwards.

    `kind` is course or page, `unit` person or team; `outcome` a KPI, read once, on `reading_on`. `detectable` is the
    smallest difference that would most likely be seen, from the months before; null where that can't be said.
    """

    __tablename__ = "roll_out"
    __audited__ = Audited("roll-out", whose=None)

    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(60))
    strata: Mapped[str] = mapped_column(String(100))
    seed: Mapped[str] = mapped_column(String(32))
    reading_on: Mapped[date]
    detectable: Mapped[float | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_on: Mapped[date | None]


class RollOutWave(Base):
    """The day on which a wave begins, and the rule that gives it the course; null for a page."""

    __tablename__ = "roll_out_wave"

    roll_out_id: Mapped[UUID] = mapped_column(ForeignKey("roll_out.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    begins_on: Mapped[date]
    rule_id: Mapped[UUID | None] = mapped_column(ForeignKey("assignment_rule.id"))


class RollOutMember(Base):
    """A person, the unit with which they were drawn (their own id, or their team's), its stratum and its wave."""

    __tablename__ = "roll_out_member"

    roll_out_id: Mapped[UUID] = mapped_column(ForeignKey("roll_out.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    unit_id: Mapped[UUID]
    stratum: Mapped[str] = mapped_column(String(400))
    wave: Mapped[int]
