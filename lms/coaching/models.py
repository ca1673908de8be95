"""Tables: coaching sessions with every change of theirs, series, texts, what they lead to, and mentoring pairs."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.audit.kinds import Audited
from lms.base import Base, Identified
from lms.people.models import Person

KINDS = ("one-to-one", "call-review", "demo-review", "role-play", "deal-review", "questions", "mentoring")
STATUSES = ("proposed", "accepted", "held", "missed", "cancelled")
TEXT_KINDS = ("agenda", "shared", "private")
LINK_KINDS = ("page", "deal", "recording", "attempt")
GOES_ON = text("ended_at IS NULL")
IS_OF_ALL = text("writer_id IS NULL")
IS_OF_ONE = text("writer_id IS NOT NULL")
IS_UNTOLD = text("told_sequence < sequence")


class SessionSeries(Identified, Base):
    """Sessions that come again by a rule of RFC 5545, on the clock of a time zone; each is a `CoachingSession` too.

    `starts_at` is the first one's start as that clock shows it, such as `2026-03-02T09:00`. Sessions are made up to
    `made_until`, as agreed ones once the series `is_agreed`; from `ended_at` on no more are made. `sequence` grows
    with each change that calendars must hear of, and `told_sequence` is the last one that the calendars of both were
    told.
    """

    __tablename__ = "session_series"
    __table_args__ = (
        Index("ix_session_series_untold", "changed_at", sqlite_where=IS_UNTOLD, postgresql_where=IS_UNTOLD),
        Index("ix_session_series_made_until", "made_until", sqlite_where=GOES_ON, postgresql_where=GOES_ON),
    )

    coach_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    topic: Mapped[str] = mapped_column(String(200))
    place: Mapped[str | None] = mapped_column(String(1000))
    agenda_id: Mapped[str | None] = mapped_column(String(200))
    rule: Mapped[str] = mapped_column(String(500))
    zone: Mapped[str] = mapped_column(String(100))
    starts_at: Mapped[str] = mapped_column(String(16))
    minutes: Mapped[int]
    sequence: Mapped[int]
    told_sequence: Mapped[int] = mapped_column(default=-1, server_default="-1")
    is_agreed: Mapped[bool]
    made_until: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]


class CoachingSession(Identified, Base):
    """A talk between a coach and a rep, as its last change left it.

    `recurs_at` is when the rule of its series would have it, however far it was moved. `held_at` is the moment it was
    marked as held, and `held_on` the company's day on which it took place. `sequence` grows with each change that
    calendars must hear of, and `told_sequence` is the last one that the calendars of both were told.
    """

    __tablename__ = "coaching_session"
    __table_args__ = (
        UniqueConstraint("series_id", "recurs_at"),
        Index("ix_coaching_session_coach_id_scheduled_at", "coach_id", "scheduled_at"),
        Index("ix_coaching_session_rep_id_scheduled_at", "rep_id", "scheduled_at"),
        Index("ix_coaching_session_untold", "scheduled_at", sqlite_where=IS_UNTOLD, postgresql_where=IS_UNTOLD),
    )

    coach_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    topic: Mapped[str] = mapped_column(String(200))
    place: Mapped[str | None] = mapped_column(String(1000))
    agenda_id: Mapped[str | None] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))
    proposed_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("session_series.id"))
    recurs_at: Mapped[datetime | None]
    scheduled_at: Mapped[datetime]
    minutes: Mapped[int]
    sequence: Mapped[int]
    told_sequence: Mapped[int] = mapped_column(default=-1, server_default="-1")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(index=True)
    held_at: Mapped[datetime | None]
    held_on: Mapped[date | None]

    coach: Mapped[Person] = relationship(foreign_keys=[coach_id], lazy="joined")
    rep: Mapped[Person] = relationship(foreign_keys=[rep_id], lazy="joined")


class SessionEvent(Identified, Base):
    """One change of a session, who made it and when; rows are only ever added.

    `kind` is a status, `moved`, `changed` or `reopened`; `scheduled_at` and `minutes` are what holds from it on.
    """

    __tablename__ = "session_event"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("coaching_session.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    scheduled_at: Mapped[datetime]
    minutes: Mapped[int]
    reason: Mapped[str | None] = mapped_column(String(500))


class SessionText(Identified, Base):
    """Markdown of a session: its agenda, the notes of both, or what one of them keeps to themselves (`writer_id`).

    `version` grows with each save. A private text is kept encrypted. `device` wrote it last, at its own count `step`,
    and every version since `device_since`; `kept_at` is when a version was last kept, or the first was written.
    """

    __tablename__ = "session_text"
    __table_args__ = (
        Index(
            "uq_session_text_of_all",
            *("session_id", "kind"),
            unique=True,
            sqlite_where=IS_OF_ALL,
            postgresql_where=IS_OF_ALL,
        ),
        Index(
            "uq_session_text_of_one",
            *("session_id", "kind", "writer_id"),
            unique=True,
            sqlite_where=IS_OF_ONE,
            postgresql_where=IS_OF_ONE,
        ),
    )

    session_id: Mapped[UUID] = mapped_column(ForeignKey("coaching_session.id"))
    kind: Mapped[str] = mapped_column(String(10))
    writer_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    updated_at: Mapped[datetime]
    updated_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    device: Mapped[str | None] = mapped_column(String(40))
    device_since: Mapped[int | None]
    step: Mapped[int | None]
    kept_at: Mapped[datetime | None]


class SessionTextVersion(Base):
    """A text as it was before somebody else, or the same person much later, wrote over it."""

    __tablename__ = "session_text_version"

    text_id: Mapped[UUID] = mapped_column(ForeignKey("session_text.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class SessionTextCopy(Identified, Base):
    """What somebody had typed on top of a version that wasn't the last any more, kept until it is merged.

    The same device goes on in the same copy, while its `step` grows.
    """

    __tablename__ = "session_text_copy"

    text_id: Mapped[UUID] = mapped_column(ForeignKey("session_text.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    base_version: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    device: Mapped[str | None] = mapped_column(String(40))
    step: Mapped[int | None]
    settled_at: Mapped[datetime | None]


class SessionLink(Identified, Base):
    """What a session is about: a page, a deal, a recording with a time in it, or a quiz attempt, by `target`."""

    __tablename__ = "session_link"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("coaching_session.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    target: Mapped[str] = mapped_column(String(1000))
    seconds: Mapped[int | None]
    label: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]


class AgendaPoint(Identified, Base):
    """What a rep wants to talk about the next time with a coach, or with whoever comes (`coach_id` is None)."""

    __tablename__ = "agenda_point"

    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    coach_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(String(500))
    added_at: Mapped[datetime]
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("coaching_session.id"))
    dropped_at: Mapped[datetime | None]


class MentoringPair(Identified, Base):
    """A mentor and a mentee, from a day until another (not included); a manager or an admin paired them."""

    __tablename__ = "mentoring_pair"
    __audited__ = Audited("mentoring", whose="mentee_id")

    mentor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    mentee_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
