"""Tables: runs of sequences, sends and what came of them, letters on their way, whom not to write to, buyers' decks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified

RUNS = text("ended_at IS NULL")
KEPT = text("removed_at IS NULL")
HOLDS = text("lifted_at IS NULL")
UNDONE = text("undone_at IS NOT NULL")
OF_DEALS = text("deal IS NOT NULL")


class SequenceRun(Identified, Base):
    """A sequence that runs for a contact, with its steps as they were when it began.

    Each of `steps` has a `day` and a `template`. `begins_on` is a day where the contact is (`zone`); `country` and
    `part` say whose holidays count. `ended_at` follows from the facts, and is empty while it runs.
    """

    __tablename__ = "sequence_run"
    __table_args__ = (
        Index("ix_sequence_run_running", "rep_id", sqlite_where=RUNS, postgresql_where=RUNS),
        Index("ix_sequence_run_contact_email", "contact_email"),
        Index("ix_sequence_run_deal", "deal", sqlite_where=OF_DEALS, postgresql_where=OF_DEALS),
    )

    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    page_id: Mapped[str] = mapped_column(String(200))
    page_version: Mapped[str] = mapped_column(String(100))
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    contact_name: Mapped[str] = mapped_column(String(200))
    contact_email: Mapped[str] = mapped_column(String(320))
    company: Mapped[str | None] = mapped_column(String(200))
    deal: Mapped[str | None] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(64))
    country: Mapped[str | None] = mapped_column(String(2))
    part: Mapped[str | None] = mapped_column(String(10))
    begins_on: Mapped[date]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class RunEvent(Identified, Base):
    """What was said of a run that sent nothing: a step was `skipped`, or the whole `stopped`; rows are only ever added.

    `undone_at` is when it was taken back.
    """

    __tablename__ = "run_event"

    run_id: Mapped[UUID] = mapped_column(ForeignKey("sequence_run.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    step: Mapped[int | None] = mapped_column(SmallInteger)
    at: Mapped[datetime]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None] = mapped_column(String(500))
    undone_at: Mapped[datetime | None]


class SentMessage(Identified, Base):
    """One send: who sent which template, in which version (the hash of its page), to whom and how; only ever added.

    `on` is the company's day of `at`. Of a run it has the sequence's page and the step's number from 0. `way` is eml,
    mailto, copied or smtp; `message_id` is that of the e-mail, where it is known; `undone_at` is when it was taken
    back.
    """

    __tablename__ = "sent_message"
    __table_args__ = (
        Index("ix_sent_message_page_id_on", "page_id", "on"),
        Index("ix_sent_message_rep_id_on", "rep_id", "on"),
        Index("ix_sent_message_deal", "deal", sqlite_where=OF_DEALS, postgresql_where=OF_DEALS),
        Index("ix_sent_message_undone_at", "undone_at", sqlite_where=UNDONE, postgresql_where=UNDONE),
        UniqueConstraint("message_id"),
    )

    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    on: Mapped[date]
    page_id: Mapped[str] = mapped_column(String(200))
    page_version: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(20))
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("sequence_run.id"), index=True)
    sequence_id: Mapped[str | None] = mapped_column(String(200))
    step: Mapped[int | None] = mapped_column(SmallInteger)
    deal: Mapped[str | None] = mapped_column(String(200))
    contact_name: Mapped[str | None] = mapped_column(String(200))
    contact_email: Mapped[str | None] = mapped_column(String(320))
    way: Mapped[str] = mapped_column(String(10))
    message_id: Mapped[str | None] = mapped_column(String(255))
    undone_at: Mapped[datetime | None]


class SendOutcome(Identified, Base):
    """What came of a send: replied, booked, bounced or unsubscribed, as `source` says: hand, mailbox, smtp or link.

    `after_days` are the company's days since it was sent; `undone_at` is when it was taken back.
    """

    __tablename__ = "send_outcome"

    send_id: Mapped[UUID] = mapped_column(ForeignKey("sent_message.id"), index=True)
    kind: Mapped[str] = mapped_column(String(15))
    at: Mapped[datetime]
    on: Mapped[date]
    after_days: Mapped[int]
    source: Mapped[str] = mapped_column(String(10))
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]


class SuppressedAddress(Identified, Base):
    """An address that may not be written to, in lower case: since when, who said so (nobody for a link) and why.

    `lifted_at` is when it might be written to again, and who said that.
    """

    __tablename__ = "suppressed_address"
    __audited__ = Audited("suppressed-address", whose=None)
    __table_args__ = (
        Index("ix_suppressed_address_email", "email", unique=True, sqlite_where=HOLDS, postgresql_where=HOLDS),
    )

    email: Mapped[str] = mapped_column(String(320))
    at: Mapped[datetime]
    on: Mapped[date]
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(500))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class OutgoingMail(Identified, Base):
    """A step that our own mail server is to take: claimed before it leaves, so that it never leaves twice.

    `on` is the company's day of the claim; `sent_at` is empty until the mail server took or refused it for good.
    `unsubscribe` is the SHA-256 of the secret in the link by which the contact ends such mail.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (UniqueConstraint("run_id", "step"), Index("ix_outgoing_mail_rep_id_on", "rep_id", "on"))

    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    run_id: Mapped[UUID] = mapped_column(ForeignKey("sequence_run.id"))
    step: Mapped[int] = mapped_column(SmallInteger)
    on: Mapped[date]
    claimed_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    unsubscribe: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)


class SenderProfile(Base):
    """What somebody says of themselves in e-mails, beside their name and address; `signature` is Markdown."""

    __tablename__ = "sender_profile"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    phone: Mapped[str | None] = mapped_column(String(50))
    calendar_link: Mapped[str | None] = mapped_column(String(500))
    signature: Mapped[str | None] = mapped_column(String(2000))


class BuyerDeck(Identified, Base):
    """A deck that a rep puts together for a buyer of slides of the library's pages; it holds none of their text.

    Each of `slides` has a `page_id`, its `page_version` (the page's hash), the `anchor` of its heading, a `title`,
    a `text_hash` of what it said when it was taken or looked at last, and `is_hidden`. `version` counts the changes.
    """

    __tablename__ = "buyer_deck"
    __table_args__ = (Index("ix_buyer_deck_kept", "rep_id", "id", sqlite_where=KEPT, postgresql_where=KEPT),)

    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(200))
    buyer: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(20))
    deal: Mapped[str | None] = mapped_column(String(200))
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    logo_type: Mapped[str | None] = mapped_column(String(20))
    slides: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    version: Mapped[int]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class MailboxPlace(Base):
    """How far a mailbox was read (`last_uid`), in the numbering that IMAP calls UIDVALIDITY; nothing else is kept."""

    __tablename__ = "mailbox_place"

    mailbox: Mapped[str] = mapped_column(String(600), primary_key=True)
    uid_validity: Mapped[int] = mapped_column(BigInteger)
    last_uid: Mapped[int] = mapped_column(BigInteger)
    read_at: Mapped[datetime]
