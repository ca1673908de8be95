"""Wishes for a sign-in link by e-mail: noted alike for every address, and looked at only when a letter is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from lms.people.addresses import plain_address
from lms.people.models import SignInWish
from lms.people.proofs import LETTER_MINUTES

# Nobody waits longer for a letter; they ask anew.
LASTS = timedelta(minutes=LETTER_MINUTES)
# Whoever claimed one and hasn't settled it by then was cut off, or its letter wasn't taken then.
RETRY_AFTER = timedelta(minutes=1)


@dataclass(frozen=True)
class ClaimedWish:
    """A wish that is being met, and the address that was typed, in lower case."""

    id: UUID
    address: str


def note_wish(session: Session, *, email: str, at: datetime) -> None:
    """Note that somebody wants to sign in with an address; whether anybody has it isn't looked up."""
    session.add(SignInWish(address=plain_address(email), at=at))
    session.flush()


def claim_wish(session: Session, *, at: datetime) -> ClaimedWish | None:
    """Claim the oldest wish that nobody is at; None where there is none. Commit before anything is sent."""
    is_free = or_(SignInWish.claimed_at.is_(None), SignInWish.claimed_at <= at - RETRY_AFTER)
    waiting = select(SignInWish.id).where(is_free, SignInWish.at > at - LASTS).order_by(SignInWish.id).limit(1)
    # Looked for first: mostly there is none, and then nothing should be locked.
    wish_id = session.scalar(waiting)
    if wish_id is None:
        return None
    claim = update(SignInWish).where(SignInWish.id == wish_id, is_free).values(claimed_at=at)
    claimed = session.execute(claim.returning(SignInWish.id, SignInWish.address)).first()
    return ClaimedWish(*claimed) if claimed else None


def release_wish(session: Session, *, wish_id: UUID) -> None:
    """Give a claim back, where nothing has left."""
    session.execute(update(SignInWish).where(SignInWish.id == wish_id).values(claimed_at=None))


def settle_wish(session: Session, *, wish_id: UUID) -> None:
    """Forget a wish that was met, or can't be."""
    session.execute(delete(SignInWish).where(SignInWish.id == wish_id))


def forget_wishes(session: Session, *, at: datetime) -> None:
    """Forget the wishes that nobody waits for any more, and the addresses that were typed for them."""
    session.execute(delete(SignInWish).where(SignInWish.at <= at - LASTS))
