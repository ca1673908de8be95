"""Tables: the ledger of standings, appended by whoever changes one, and summed by day and month."""

from __future__ import annotations

from datetime import date

from sqlalchemy import SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.base import Base


class StandingChange(Base):
    """How the number of people in one kind of standing changed on a day; appended, then summed into `standing_sum`."""

    __tablename__ = "standing_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    course_id: Mapped[str] = mapped_column(String(200))
    state: Mapped[int] = mapped_column(SmallInteger)
    is_assigned: Mapped[bool]
    punctuality: Mapped[int] = mapped_column(SmallInteger)
    difference: Mapped[int]


class StandingSum(Base):
    """The changes of a whole month, and of each of its days."""

    __tablename__ = "standing_sum"
    __table_args__ = ({"sqlite_with_rowid": False},)

    is_month: Mapped[bool] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    state: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    is_assigned: Mapped[bool] = mapped_column(primary_key=True)
    punctuality: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    difference: Mapped[int]
