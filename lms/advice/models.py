"""Tables: decisions on advice."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified


class AdviceDecision(Identified, Base):
    """Somebody's word that a reason to coach a person doesn't count: for good (dismissed), or until a day (snoozed).

    `rule` and `subject` name the reason (an item, a course, a skill, a KPI); it counts again when `subject` is another.
    """

    __tablename__ = "advice_decision"
    __audited__ = Audited("advice", leaves_out=("reason",))
    __table_args__ = (Index("ix_advice_decision_person_id", "person_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    rule: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str | None] = mapped_column(String(500))
    until: Mapped[date | None]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
