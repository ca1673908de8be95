"""Tables: nodes that are there, jobs that one of them holds, and requests counted towards limits."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import DDL, Double, String, event
from sqlalchemy.orm import Mapped, mapped_column

from lms.base import Base


class Node(Base):
    """A machine of the installation, by its name; `run` tells one start of its worker from the next.

    Moments are those of the database's clock. `library` is the commit of the library whose index it answers from.
    """

    __tablename__ = "node"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    run: Mapped[UUID]
    version: Mapped[str] = mapped_column(String(40))
    library: Mapped[str | None] = mapped_column(String(64))
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class JobLease(Base):
    """A job of the company that one node holds, until a moment of the database's clock, or on if it is renewed."""

    __tablename__ = "job_lease"

    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    node: Mapped[str] = mapped_column(String(100))
    run: Mapped[UUID]
    taken_at: Mapped[datetime]
    until: Mapped[datetime]


class RateCount(Base):
    """Requests of somebody in the window that began at `begun` (seconds since 1970), and in the one before it.

    `passed` tells of the last one whether it was within the limit; from `ends` on nothing of it counts.

    On PostgreSQL it is in no log: what it held is forgotten when the server crashes, and costs no flush until then.
    """

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    begun: Mapped[float] = mapped_column(Double)
    count: Mapped[int]
    before: Mapped[int]
    passed: Mapped[bool]
    ends: Mapped[float] = mapped_column(Double, index=True)


_UNLOGGED = DDL("ALTER TABLE rate_count SET UNLOGGED")  # type: ignore[no-untyped-call]  # as the library has it
event.listen(RateCount.__table__, "after_create", _UNLOGGED.execute_if(dialect="postgresql"))
