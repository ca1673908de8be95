"""Invitations by e-mail, which each person may switch off for themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.notices.models import InvitationsOff
from lms.people.access import Actor


def wants_invitations(session: Session, *, actor: Actor) -> bool:
    """Tell whether the actor is sent invitations, as everybody is who said nothing."""
    return session.get(InvitationsOff, actor.id, populate_existing=True) is None


def choose_invitations(session: Session, *, actor: Actor, are_sent: bool, at: datetime) -> None:
    """Switch the actor's invitations on or off; what happened while they were off isn't sent afterwards."""
    if are_sent:
        session.execute(delete(InvitationsOff).where(InvitationsOff.person_id == actor.id))
    else:
        row = {"person_id": actor.id, "at": at}
        session.execute(insert_into(session, InvitationsOff).values(row).on_conflict_do_nothing())
