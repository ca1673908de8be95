"""Tables: passkeys, and the challenges that their devices are to sign."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified

# WebAuthn allows no longer ones; public keys of the kinds that are asked for take half a kilobyte.
MAX_CREDENTIAL, MAX_KEY, MAX_PASSKEY_NAME = 1023, 2000, 100


class Passkey(Identified, Base):
    """A passkey: its public key, and how often its device signed, where the device counts (0: it doesn't)."""

    __tablename__ = "passkey"
    __audited__ = Audited("passkey", leaves_out=("sign_count", "last_used_at"))

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(MAX_PASSKEY_NAME))
    credential: Mapped[bytes] = mapped_column(LargeBinary(MAX_CREDENTIAL), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(MAX_KEY))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class PasskeyChallenge(Base):
    """The one challenge that a browser may answer now, once; `browser` is the SHA-256 of a secret that it has.

    `person_id` is who makes a passkey with it; None where somebody signs in.
    """

    __tablename__ = "passkey_challenge"

    browser: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    challenge: Mapped[bytes] = mapped_column(LargeBinary(32))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
