"""Days on which something happened that the counts of demand don't hold yet.

Whoever writes down a search, an open or a use marks its day in the same transaction, with a stamp of its own. Who
counts a day takes its mark away only while it has the stamp that was there before the events were read: so no event is
missed that was written meanwhile, and two who count the same day can't undo each other's work.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.base import Base, insert_into


class DayMark(Base):
    """A day of the company that has to be counted again; every write to it gives it another stamp."""

    __tablename__ = "rollup_todo"

    day: Mapped[date] = mapped_column(primary_key=True)
    stamp: Mapped[UUID]


class Mark(NamedTuple):
    """A mark as it was found."""

    day: date
    stamp: UUID


def mark_days(session: Session, days: Iterable[date]) -> None:
    """Mark days of the company, in this transaction.

    The stamp of a mark that is there already is replaced, never left: replacing locks the row, so that on PostgreSQL
    somebody who counts the day meanwhile waits for this transaction, and then finds another stamp.
    """
    found = sorted(set(days))
    if not found:
        return
    insert = insert_into(session, DayMark)
    session.connection().execute(
        insert.on_conflict_do_update(index_elements=["day"], set_={"stamp": insert.excluded.stamp}),
        [{"day": day, "stamp": uuid4()} for day in found],
    )


def next_mark(session: Session, *, before: date | None = None) -> Mark | None:
    """Return the mark of the newest day, or of the newest before one; None when all days are counted."""
    wanted = select(DayMark.day, DayMark.stamp).order_by(DayMark.day.desc()).limit(1)
    if before is not None:
        wanted = wanted.where(DayMark.day < before)
    found = session.execute(wanted).first()
    return Mark(*found) if found else None


def take_mark(session: Session, mark: Mark) -> bool:
    """Take a mark away, in this transaction; False when the day was written to, or taken, since the mark was found."""
    done = session.execute(delete(DayMark).where(DayMark.day == mark.day, DayMark.stamp == mark.stamp))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a delete has it


def pending_days(session: Session) -> int:
    """Return how many days are still to be counted."""
    return session.scalar(select(func.count()).select_from(DayMark)) or 0
