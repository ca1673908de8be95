"""Tables: forecasts as they were said, targets as they were set, and tasks of initiatives."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified

# Won so far with deals that are committed; with those in the best case too; with all others that are open; and what
# the product itself forecasts.
PROMISES = ("commit", "best_case", "pipeline", "ours")


class ForecastWeek(Base):
    """A week, by its Monday, of which forecasts were written down: claimed once, in the same transaction."""

    __tablename__ = "forecast_week"

    week: Mapped[date] = mapped_column(primary_key=True)
    taken_at: Mapped[datetime]


class ForecastSnapshot(Identified, Base):
    """What was forecast on a day for a period of a team, or without one of the company; never changed.

    The amount is in minor units of its currency.
    """

    __tablename__ = "forecast_snapshot"
    __table_args__ = (Index("ix_forecast_snapshot_taken_on", "taken_on"),)

    taken_on: Mapped[date]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    step: Mapped[str] = mapped_column(String(10))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(10))
    amount: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))


class KpiTarget(Identified, Base):
    """What a KPI is to reach in a period, of a person, of a team, or without both of the company.

    Rows are only added: the last one counts, and one without a value takes the target back.
    """

    __tablename__ = "kpi_target"
    __audited__ = Audited("target")
    __table_args__ = (Index("ix_kpi_target_kpi_starts_on", "kpi", "starts_on"),)

    kpi: Mapped[str] = mapped_column(String(100))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    value: Mapped[float | None]
    set_at: Mapped[datetime]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class InitiativeTask(Identified, Base):
    """What somebody is to do for an initiative of the library, by a day."""

    __tablename__ = "initiative_task"

    page_id: Mapped[str] = mapped_column(String(200), index=True)
    title: Mapped[str] = mapped_column(String(300))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
