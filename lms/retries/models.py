"""Table: the answer that a write with an Idempotency-Key was given."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.base import Base


class GivenAnswer(Base):
    """An answer, kept in the same transaction as what it speaks of; digest is the SHA-256 of the request."""

    __tablename__ = "given_answer"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    status: Mapped[int]
    location: Mapped[str | None] = mapped_column(String(500))
    body: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime]
