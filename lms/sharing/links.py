"""Links for buyers: made, changed and ended by the rep whose they are, and found by the secret in their address."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import hold
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor, visible_people
from lms.people.addresses import checked_address
from lms.sharing.models import BuyerLink, LinkItem
from lms.sharing.passcodes import hashed

ItemKind = Literal["page", "file", "deck"]
LinkState = Literal["open", "expired", "revoked"]
ITEM_KINDS: tuple[ItemKind, ...] = get_args(ItemKind)
MOST_ITEMS = 30
MOST_DAYS = 366
BITS = 128


@dataclass(frozen=True)
class Shared:
    """One thing to share: a page's id, a file's path or a deck's id, and what it is called now."""

    kind: ItemKind
    target: str
    title: str


@dataclass(frozen=True)
class LinkTerms:
    """For whom a link is, how long it holds (whole days), and what it asks of whoever opens it."""

    title: str
    contact_name: str
    contact_email: str | None = None
    deal: str | None = None
    note: str | None = None
    days: int = 30
    passcode: str | None = None
    asks_email: bool = False
    can_download: bool = True
    has_watermark: bool = False


def make_link(session: Session, *, actor: Actor, terms: LinkTerms, items: Sequence[Shared], now: Now) -> BuyerLink:
    """Make a link to some things; raises Conflict for terms that contradict each other, or too many things."""
    made = BuyerLink(rep_id=actor.id, secret=secrets.token_urlsafe(BITS // 8), made_at=now.at, made_on=now.day)
    made.title, made.deal, made.note = terms.title, terms.deal, terms.note
    made.contact_name, email = terms.contact_name, terms.contact_email
    made.contact_email = checked_address(email, field="contact_email") if email is not None else None
    made.asks_email, made.can_download, made.has_watermark = terms.asks_email, terms.can_download, terms.has_watermark
    made.expires_at = _end(terms.days, now)
    made.passcode = hashed(terms.passcode) if terms.passcode else None
    session.add(made)
    session.flush()
    _put_items(session, made, items, now)
    return made


@dataclass(frozen=True)
class LinkChange:
    """What is to be another; None leaves it as it is, and an empty note or passcode takes it away."""

    title: str | None = None
    note: str | None = None
    days: int | None = None
    passcode: str | None = None
    can_download: bool | None = None
    items: Sequence[Shared] | None = None


def change_link(session: Session, *, actor: Actor, link_id: UUID, change: LinkChange, now: Now) -> BuyerLink:
    """Change a link of the actor's, from now on for so many days; raises Conflict for one that was ended."""
    link = held_link(session, actor=actor, link_id=link_id)
    if link.revoked_at is not None:
        raise Conflict("this link was ended; make a new one")
    if change.title is not None:
        link.title = change.title
    if change.note is not None:
        link.note = change.note or None
    if change.days is not None:
        link.expires_at = _end(change.days, now)
    if change.passcode is not None:
        link.passcode, link.wrong_codes = (hashed(change.passcode) if change.passcode else None), 0
    if change.can_download is not None:
        link.can_download = change.can_download
    if change.items is not None:
        _put_items(session, link, change.items, now)
    session.flush()
    return link


def revoke_link(session: Session, *, actor: Actor, link_id: UUID, now: Now) -> BuyerLink:
    """End a link of the actor's at once and for good; saying it twice keeps the first time."""
    link = held_link(session, actor=actor, link_id=link_id)
    link.revoked_at = link.revoked_at or now.at
    session.flush()
    return link


def held_link(session: Session, *, actor: Actor, link_id: UUID) -> BuyerLink:
    """Return a link of the actor's that nobody else changes meanwhile; raises NotFound for others'."""
    mine = (BuyerLink.id == link_id, BuyerLink.rep_id == actor.id)
    hold(session, BuyerLink.title, *mine)
    found = session.scalar(select(BuyerLink).where(*mine).execution_options(populate_existing=True))
    if found is None:
        raise NotFound("no such link of yours")
    return found


def get_link(session: Session, *, actor: Actor, link_id: UUID) -> BuyerLink:
    """Return a link of somebody whose records the actor may see; raises NotFound for any other."""
    seen = BuyerLink.rep_id.in_(visible_people(actor))
    found = session.scalar(select(BuyerLink).where(BuyerLink.id == link_id, seen))
    if found is None:
        raise NotFound("no such link")
    return found


def list_links(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID | None = None,
    deal: str | None = None,
    after: UUID | None,
    limit: int,
) -> list[BuyerLink]:
    """Return the links of those whose records the actor may see, or some of them, the last made first."""
    wanted = select(BuyerLink).where(BuyerLink.rep_id.in_(visible_people(actor)))
    for column, value in ((BuyerLink.rep_id, person_id), (BuyerLink.deal, deal)):
        if value is not None:
            wanted = wanted.where(column == value)
    if after is not None:
        wanted = wanted.where(BuyerLink.id < after)
    return list(session.scalars(wanted.order_by(BuyerLink.id.desc()).limit(limit)))


def link_of_secret(session: Session, *, secret: str) -> BuyerLink:
    """Return the link with this address, whatever its state; raises NotFound for a guess."""
    found = session.scalar(select(BuyerLink).where(BuyerLink.secret == secret))
    if found is None:
        raise NotFound("this link isn't known")
    return found


def state_of(link: BuyerLink, *, at: datetime) -> LinkState:
    """Return whether a link holds at a moment."""
    if link.revoked_at is not None:
        return "revoked"
    return "open" if at < link.expires_at else "expired"


def items_of_links(session: Session, *, link_ids: Collection[UUID]) -> dict[UUID, list[LinkItem]]:
    """Return what some links lead to now, in order, by their ids."""
    wanted = select(LinkItem).where(LinkItem.link_id.in_(link_ids), LinkItem.removed_at.is_(None))
    found: dict[UUID, list[LinkItem]] = {}
    for item in session.scalars(wanted.order_by(LinkItem.place, LinkItem.id)):
        found.setdefault(item.link_id, []).append(item)
    return found


def _put_items(session: Session, link: BuyerLink, items: Sequence[Shared], now: Now) -> None:
    """Let a link lead to these things and no others; one that stays keeps what was noted of it."""
    if not 0 < len(items) <= MOST_ITEMS:
        raise Conflict(f"a link leads to 1 to {MOST_ITEMS} things", field="items")
    names = [(one.kind, one.target) for one in items]
    if len(set(names)) < len(names):
        raise Conflict("the same thing stands there twice", field="items")
    known = items_of_links(session, link_ids=[link.id]).get(link.id, [])
    kept = {(item.kind, item.target): item for item in known}
    for place, one in enumerate(items):
        item = kept.pop((one.kind, one.target), None)
        if item is None:
            item = LinkItem(link_id=link.id, kind=one.kind, target=one.target)
            session.add(item)
        item.place, item.title = place, one.title[:300]
    for item in kept.values():
        item.removed_at = now.at
    session.flush()


def _end(days: int, now: Now) -> datetime:
    if not 0 < days <= MOST_DAYS:
        raise Conflict(f"a link holds for 1 to {MOST_DAYS} days", field="days")
    return now.at + timedelta(days=days)
