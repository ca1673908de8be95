"""Links of a session: a page, a deal, a recording at a time in it, or a quiz attempt, kept by its two people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.coaching.models import CoachingSession, SessionLink
from lms.coaching.plans import is_web_address
from lms.coaching.sessions import get_session
from lms.errors import Conflict, NotFound
from lms.people.access import Actor

MOST_LINKS = 50
MOST_SECONDS = 24 * 3600
# A time as people's players write it: 90, 90s, 1m30s, 1h2m3s.
_TIME = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?")


@dataclass(frozen=True)
class LinkTarget:
    """What a link leads to, by the id or address of its kind, with what it is called, and at which second."""

    kind: str
    target: str
    label: str
    seconds: int | None = None


def recording_at(address: str, *, label: str | None, seconds: int | None) -> LinkTarget:
    """Return the link to a recording; a time that its address says is taken out of it, and counts unless one is given.

    Raises Conflict for what isn't an address of https.
    """
    if not is_web_address(address):
        raise Conflict("the address of a recording begins with https:// and has no spaces", field="target")
    parts = urlsplit(address)
    said = [piece for piece in (*parts.query.split("&"), parts.fragment) if _seconds_of(piece) is not None]
    query = "&".join(piece for piece in parts.query.split("&") if piece not in said)
    fragment = "" if parts.fragment in said else parts.fragment
    at = seconds if seconds is not None else next((_seconds_of(piece) for piece in said), None)
    if at is not None and at > MOST_SECONDS:
        raise Conflict("a recording has a day at most", field="seconds")
    bare = parts._replace(query=query, fragment=fragment).geturl()
    return LinkTarget("recording", bare, label or parts.netloc, at)


def address_at(target: str, seconds: int | None) -> str | None:
    """Return the address of a recording at a second of it; None for what no link may lead to, however it got there."""
    if not is_web_address(target):
        return None
    if seconds is None:
        return target
    parts = urlsplit(target)
    return parts._replace(query="&".join(piece for piece in (parts.query, f"t={seconds}") if piece)).geturl()


def add_link(session: Session, *, actor: Actor, session_id: UUID, link: LinkTarget, at: datetime) -> SessionLink:
    """Add a link to a session of the actor's; raises Conflict for one that is there already, or too many."""
    coaching = get_session(session, actor=actor, session_id=session_id)
    known = list_links(session, coaching=coaching)
    if any((one.kind, one.target, one.seconds) == (link.kind, link.target, link.seconds) for one in known):
        raise Conflict("that is linked already", field="target")
    if len(known) >= MOST_LINKS:
        raise Conflict(f"a session has at most {MOST_LINKS} links; remove one first")
    made = SessionLink(session_id=coaching.id, added_at=at, added_by_id=actor.id)
    made.kind, made.target, made.label, made.seconds = link.kind, link.target, link.label[:200], link.seconds
    session.add(made)
    session.flush()
    return made


def remove_link(session: Session, *, actor: Actor, session_id: UUID, link_id: UUID, at: datetime) -> CoachingSession:
    """Remove a link from a session of the actor's, whoever of the two added it."""
    coaching = get_session(session, actor=actor, session_id=session_id)
    link = session.get(SessionLink, link_id)
    if link is None or link.session_id != coaching.id or link.removed_at is not None:
        raise NotFound("no such link")
    link.removed_at = at
    session.flush()
    return coaching


def list_links(session: Session, *, coaching: CoachingSession) -> list[SessionLink]:
    """Return the links of a session, in the order in which they were added."""
    mine = (SessionLink.session_id == coaching.id, SessionLink.removed_at.is_(None))
    return list(session.scalars(select(SessionLink).where(*mine).order_by(SessionLink.id)))


def _seconds_of(piece: str) -> int | None:
    """Return the second that a part of an address names, such as `t=1m30s`."""
    name, _, value = piece.partition("=")
    found = _TIME.fullmatch(value.lower()) if name == "t" and value else None
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds
