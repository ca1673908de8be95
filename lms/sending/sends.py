"""Sends as facts: what somebody sent, in a sequence or outside of one; and who may see them."""

from __future__ import annotations

from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import hold
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor, visible_people
from lms.people.addresses import plain_address
from lms.sending.models import SentMessage

# How a message left: as a file that a mail program opens, by its address bar, by the clipboard, or by our mail server.
SendWay = Literal["eml", "mailto", "copied", "smtp"]
ByHand = Literal["eml", "mailto", "copied"]
BY_HAND: tuple[ByHand, ...] = get_args(ByHand)


def add_send(session: Session, send: SentMessage, *, now: Now) -> SentMessage:
    """Add a send; raises Conflict for a Message-ID that another one has."""
    if send.message_id is not None:
        send.message_id = send.message_id.strip()
        known = select(SentMessage.id).where(SentMessage.message_id == send.message_id)
        if session.scalar(known) is not None:
            raise Conflict("a message with this Message-ID was noted already", field="message_id")
    if send.contact_email is not None:
        send.contact_email = plain_address(send.contact_email)
    send.at, send.on = now.at, now.day
    session.add(send)
    session.flush()
    return send


def held_send(session: Session, *, actor: Actor, send_id: UUID) -> SentMessage:
    """Return a send of the actor's that nobody else changes meanwhile; raises NotFound for others' and undone ones."""
    mine = (SentMessage.id == send_id, SentMessage.rep_id == actor.id, SentMessage.undone_at.is_(None))
    hold(session, SentMessage.way, *mine)
    found = session.scalar(select(SentMessage).where(*mine).execution_options(populate_existing=True))
    if found is None:
        raise NotFound("no such message of yours")
    return found


def get_send(session: Session, *, actor: Actor, send_id: UUID) -> SentMessage:
    """Return a send of somebody whose records the actor may see; raises NotFound for any other."""
    seen = (SentMessage.undone_at.is_(None), SentMessage.rep_id.in_(visible_people(actor)))
    found = session.scalar(select(SentMessage).where(SentMessage.id == send_id, *seen))
    if found is None:
        raise NotFound("no such message")
    return found


def sends_of_deal(session: Session, *, deal: str, after: UUID | None, limit: int) -> list[SentMessage]:
    """Return what was sent for a deal, whoever sent it, the last first; for whoever may see the deal."""
    wanted = select(SentMessage).where(SentMessage.deal == deal, SentMessage.undone_at.is_(None))
    if after is not None:
        wanted = wanted.where(SentMessage.id < after)
    return list(session.scalars(wanted.order_by(SentMessage.id.desc()).limit(limit)))


def list_sends(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID | None = None,
    page_id: str | None = None,
    deal: str | None = None,
    after: UUID | None,
    limit: int,
) -> list[SentMessage]:
    """Return the sends of those whose records the actor may see, or some of them, the last first."""
    wanted = select(SentMessage).where(SentMessage.undone_at.is_(None), SentMessage.rep_id.in_(visible_people(actor)))
    for column, value in (
        (SentMessage.rep_id, person_id),
        (SentMessage.page_id, page_id),
        (SentMessage.deal, deal),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if after is not None:
        wanted = wanted.where(SentMessage.id < after)
    return list(session.scalars(wanted.order_by(SentMessage.id.desc()).limit(limit)))
