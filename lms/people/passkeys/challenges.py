"""Challenges: random bytes for a passkey's device to sign, bound to one browser, good once and for some minutes.

They lie in the database and not in memory, because the answer may reach another process, or another machine.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.errors import NotFound
from lms.people.passkeys.models import PasskeyChallenge
from lms.people.secret import Secret

CHALLENGE_MINUTES = 5
_BYTES = 32


def begin_challenge(session: Session, *, browser: str, at: datetime, person_id: UUID | None = None) -> bytes:
    """Return a new challenge for the browser that has a secret; the one before is no good any more.

    `person_id` is who makes a passkey with it, None for signing in.
    """
    challenge = secrets.token_bytes(_BYTES)
    said = {
        "challenge": challenge,
        "person_id": person_id,
        "expires_at": at + timedelta(minutes=CHALLENGE_MINUTES),
    }
    begun = insert_into(session, PasskeyChallenge).values(browser=Secret(browser).digest, **said)
    session.execute(begun.on_conflict_do_update(index_elements=["browser"], set_=said))
    return challenge


def spend_challenge(session: Session, *, browser: str, at: datetime, person_id: UUID | None = None) -> bytes:
    """Use up a browser's challenge and return it; raises NotFound where it has none. Commit before it is compared."""
    whose = PasskeyChallenge.person_id == person_id if person_id else PasskeyChallenge.person_id.is_(None)
    good = (PasskeyChallenge.browser == Secret(browser).digest, PasskeyChallenge.expires_at > at, whose)
    spent = session.execute(delete(PasskeyChallenge).where(*good).returning(PasskeyChallenge.challenge)).first()
    if spent is None:
        raise NotFound("that took too long, or was answered already; begin again")
    return bytes(spent[0])


def forget_challenges(session: Session, *, at: datetime) -> None:
    """Delete the challenges that nobody may answer any more."""
    session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at <= at))
