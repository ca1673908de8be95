"""Proving who somebody is by a passkey, and signing them in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import hold
from lms.errors import Conflict, NotFound
from lms.people.models import Person
from lms.people.passkeys.ceremony import check_signature, read_claim
from lms.people.passkeys.models import Passkey
from lms.people.passkeys.party import RelyingParty
from lms.people.sessions import DEFAULT_LIMITS, SessionLimits, begin_session


def use_passkey(
    session: Session,
    *,
    party: RelyingParty,
    challenge: bytes,
    answer: str,
    at: datetime,
    agent: str = "",
    limits: SessionLimits = DEFAULT_LIMITS,
) -> str:
    """Return the cookie of a new browser session for whoever's passkey answered; raises NotFound, with one message.

    A device that counts must have signed more often than last time: else somebody has a copy of it.
    """
    try:
        passkey = _signed(session, party, challenge, answer)
    except Conflict as error:
        raise NotFound(str(error)) from error
    person = session.get_one(Person, passkey.person_id)
    if person.has_left(at):
        raise NotFound("this passkey isn't known here; use another, or a link by e-mail")
    passkey.last_used_at = at
    return begin_session(session, person=person, at=at, method="passkey", agent=agent, limits=limits)


def _signed(session: Session, party: RelyingParty, challenge: bytes, answer: str) -> Passkey:
    claimed = read_claim(answer)
    passkey = session.scalar(select(Passkey).where(Passkey.credential == claimed.credential))
    if passkey is None or claimed.person != passkey.person_id.bytes:
        raise NotFound("this passkey isn't known here; use another, or a link by e-mail")
    # Its count is compared and written by one at a time.
    hold(session, Passkey.name, Passkey.id == passkey.id)
    session.refresh(passkey)
    passkey.sign_count = check_signature(
        party, challenge, answer, public_key=passkey.public_key, sign_count=passkey.sign_count
    )
    return passkey
