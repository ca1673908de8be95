"""Entering a link that asks for something: what was typed is checked, and the browser gets a pass for some hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.base import hold
from lms.errors import Conflict
from lms.people.addresses import is_address, plain_address
from lms.people.secret import Secret, new_secret
from lms.sharing.models import BuyerLink, LinkPass
from lms.sharing.passcodes import is_passcode

PASS_HOURS = 12
# So many wrong passcodes in an hour, and the link takes none for the rest of it.
MOST_WRONG = 10
WRONG_COUNT = timedelta(hours=1)


class WrongPasscodeError(Conflict):
    """What was typed isn't the passcode; the wrong try is counted, which is to be committed."""


@dataclass(frozen=True)
class Entered:
    """Who was let in: by which e-mail address, where the link asks for one."""

    email: str | None


def asks_anything(link: BuyerLink) -> bool:
    """Tell whether a link asks for an e-mail address or a passcode."""
    return link.asks_email or link.passcode is not None


def entered(session: Session, link: BuyerLink, *, cookie: str | None, at: datetime) -> Entered | None:
    """Return who has this cookie of a pass for a link; None where something is still to be typed."""
    if not asks_anything(link):
        return Entered(None)
    if not cookie:
        return None
    found = session.get(LinkPass, Secret(cookie).digest)
    if found is None or found.link_id != link.id or found.expires_at <= at:
        return None
    return Entered(found.email)


def enter(session: Session, link: BuyerLink, *, email: str | None, passcode: str | None, at: datetime) -> str:
    """Check what was typed and return the cookie of a pass; raises Conflict that says what is wrong.

    One try at a time is checked for a link, so that nobody tries passcodes out beside each other.
    """
    kept = link.passcode
    # Before the lock, because it takes a while; what it is worth is decided behind it.
    is_right = kept is None or (not _is_shut(link, at) and is_passcode(passcode or "", kept))
    hold(session, BuyerLink.title, BuyerLink.id == link.id)
    session.refresh(link)
    if link.passcode != kept:
        raise Conflict("the passcode was changed just now; try again", field="passcode")
    if kept is not None:
        _count(link, is_right=is_right, at=at)
    address = _typed(email) if link.asks_email else None
    cookie = new_secret()
    ends = at + timedelta(hours=PASS_HOURS)
    session.add(LinkPass(digest=cookie.digest, link_id=link.id, email=address, at=at, expires_at=ends))
    session.flush()
    return cookie.text


def forget_passes(session: Session, *, at: datetime) -> None:
    """Delete the passes that let nobody in any more, with the addresses that were typed for them."""
    session.execute(delete(LinkPass).where(LinkPass.expires_at <= at))


def _is_shut(link: BuyerLink, at: datetime) -> bool:
    """Tell whether there were too many wrong passcodes in the last hour."""
    return link.wrong_since is not None and at - link.wrong_since < WRONG_COUNT and link.wrong_codes >= MOST_WRONG


def _count(link: BuyerLink, *, is_right: bool, at: datetime) -> None:
    if link.wrong_since is None or at - link.wrong_since >= WRONG_COUNT:
        link.wrong_codes, link.wrong_since = 0, None
    if link.wrong_codes >= MOST_WRONG:
        raise Conflict("there were too many wrong passcodes; try again in an hour", field="passcode")
    if not is_right:
        link.wrong_codes, link.wrong_since = link.wrong_codes + 1, link.wrong_since or at
        raise WrongPasscodeError("that isn't the passcode", field="passcode")


def _typed(email: str | None) -> str:
    address = plain_address(email or "")
    if not is_address(address):
        raise Conflict("please type your e-mail address, such as ann@buyer.example", field="email")
    return address


def is_forwarded(link: BuyerLink, email: str | None) -> bool:
    """Tell whether somebody else than the contact opened a link, by the address that was typed."""
    return email is not None and link.contact_email is not None and email != link.contact_email
