"""Tables: digests that were claimed and sent, who subscribed to which, and secret addresses of calendars."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified


class Digest(Identified, Base):
    """One person's e-mail of one week, named by its first day; `sent_at` is empty until the mail server took it."""

    __tablename__ = "digest"
    __table_args__ = (UniqueConstraint("person_id", "week"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    begins: Mapped[date] = mapped_column("week")
    claimed_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class KpiSubscription(Base):
    """Someone who gets the KPIs of each month, since a moment."""

    __tablename__ = "kpi_subscription"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime]


class KpiDigest(Identified, Base):
    """One person's e-mail about one month's KPIs, named by its first day; `sent_at` as with `Digest`."""

    __tablename__ = "kpi_digest"
    __table_args__ = (UniqueConstraint("person_id", "month"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    begins: Mapped[date] = mapped_column("month")
    claimed_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class CalendarFeed(Identified, Base):
    """A secret address of a person's calendar, known only by the SHA-256 of its secret, and what they chose for it."""

    __tablename__ = "calendar_feed"
    __audited__ = Audited("calendar")

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    holds: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SentInvitation(Base):
    """The last that a person was sent about one event of a calendar, known by its UID and recurrence ("" for all).

    It is claimed before it leaves; `sequence` and `method` are what the mail server took last, -1 and "" for nothing
    yet; the method is also empty where the letter of a series said it. `sent_at` is empty from a claim until the mail
    server took it.
    """

    __tablename__ = "sent_invitation"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    uid: Mapped[str] = mapped_column(String(100), primary_key=True)
    recurrence: Mapped[str] = mapped_column(String(20), primary_key=True)
    sequence: Mapped[int]
    method: Mapped[str] = mapped_column(String(10))
    claimed_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class InvitationsOff(Base):
    """Someone who wants no invitations by e-mail, since a moment."""

    __tablename__ = "invitations_off"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime]
