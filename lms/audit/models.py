"""Tables: the entries of the audit, and the ends of the chain that joins them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.base import Base, Identified

UNCHAINED = text("number IS NULL")
ONLY_CHAIN = 1
MAX_SUBJECT = 310


class AuditEntry(Identified, Base):
    """Something that somebody did: rows are only ever added, in the transaction of what they speak of.

    `actor_id` is who did it (None: nobody who is signed in), `person_id` whom it is about, `subject` the id of the row.
    `details` is JSON with the address it came from, what was there before and what after; `salt` and `digest` (SHA-256
    of both) let an entry lose them, where a person's data is erased, and stay in the chain. `number` counts the entries
    without a gap, and `hash` is made of the entry and of the hash before it; both are given as the transaction ends.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_unchained", "id", sqlite_where=UNCHAINED, postgresql_where=UNCHAINED),
        Index("ix_audit_entry_actor_id_number", "actor_id", "number"),
        Index("ix_audit_entry_person_id_number", "person_id", "number"),
        Index("ix_audit_entry_action_number", "action", "number"),
    )

    number: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    at: Mapped[datetime] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(MAX_SUBJECT))
    actor_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    via: Mapped[str] = mapped_column(String(40))
    request_id: Mapped[str | None] = mapped_column(String(64))
    details: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class AuditChain(Base):
    """Where the chain begins, after what was old enough to be forgotten, and where it ends; there is one row."""

    __tablename__ = "audit_chain"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_number: Mapped[int] = mapped_column(BigInteger)
    first_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    last_number: Mapped[int] = mapped_column(BigInteger)
    last_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
