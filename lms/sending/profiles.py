"""Profiles of senders: the phone, calendar link and signature that somebody has in their e-mails."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from lms.people.access import Actor
from lms.sending.models import SenderProfile


@dataclass(frozen=True)
class OwnWords:
    """What somebody says of themselves; None for what they don't. `signature` is Markdown."""

    phone: str | None = None
    calendar_link: str | None = None
    signature: str | None = None


def read_profile(session: Session, *, actor: Actor) -> OwnWords:
    """Return what the actor says of themselves."""
    found = session.get(SenderProfile, actor.id)
    return OwnWords(found.phone, found.calendar_link, found.signature) if found else OwnWords()


def keep_profile(session: Session, *, actor: Actor, words: OwnWords) -> OwnWords:
    """Replace what the actor says of themselves."""
    found = session.get(SenderProfile, actor.id)
    if found is None:
        found = SenderProfile(person_id=actor.id)
        session.add(found)
    found.phone, found.calendar_link, found.signature = words.phone, words.calendar_link, words.signature
    session.flush()
    return words
