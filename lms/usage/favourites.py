"""Favourites: pages that a person marked to find again; they stay until that person takes the mark away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from lms.base import insert_into
from lms.people.access import Actor
from lms.usage.models import Favourite


def list_favourites(session: Session, *, person_id: UUID, limit: int | None = None) -> list[Favourite]:
    """Return a person's favourites, the newest first; the pages may be gone, or hidden from that person, since."""
    wanted = select(Favourite).where(Favourite.person_id == person_id)
    return list(session.scalars(wanted.order_by(Favourite.at.desc(), Favourite.page_id).limit(limit)))


def find_favourite(session: Session, *, person_id: UUID, page_id: str) -> Favourite | None:
    """Return a person's mark on a page, or None."""
    return session.get(Favourite, (person_id, page_id), populate_existing=True)


def add_favourite(session: Session, *, actor: Actor, page_id: str, at: datetime) -> Favourite:
    """Mark a page for the actor; one that is marked already keeps its moment."""
    row = {"person_id": actor.id, "page_id": page_id, "at": at}
    session.execute(insert_into(session, Favourite).values(row).on_conflict_do_nothing())
    return session.get_one(Favourite, (actor.id, page_id), populate_existing=True)


def remove_favourite(session: Session, *, actor: Actor, page_id: str) -> None:
    """Take the actor's mark from a page, if there is one."""
    session.execute(delete(Favourite).where(Favourite.person_id == actor.id, Favourite.page_id == page_id))
