"""Sessions: browsers in which somebody is signed in, begun by whichever way they came in, listed, and ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, select
from sqlalchemy.orm import Session

from lms.errors import NotFound
from lms.people.access import still_here
from lms.people.models import MAX_AGENT, BrowserSession, Person, SignInLink
from lms.people.secret import Secret, new_secret

SESSION_DAYS = 14
Moment = datetime | BindParameter[datetime]


@dataclass(frozen=True)
class SessionLimits:
    """How long a session lasts: `days` from its beginning, and `idle_hours` from when it was last seen (0: no end).

    They hold for sessions that are there already too, as far as they are shorter.
    """

    days: int = SESSION_DAYS
    idle_hours: int = 0

    @property
    def longest(self) -> timedelta:
        """How long a session lasts at most."""
        return timedelta(days=self.days)

    def begun_since(self, at: datetime) -> datetime:
        """Return the moment after which a session must have begun."""
        return at - self.longest

    def seen_since(self, at: datetime) -> datetime:
        """Return the moment after which a session must have been seen, which is never before it began."""
        return at - (timedelta(hours=self.idle_hours) if self.idle_hours else self.longest)


DEFAULT_LIMITS = SessionLimits()


def is_open(at: Moment, begun_since: Moment, seen_since: Moment) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a session hasn't ended at a moment, in any way; the last two are `SessionLimits`'."""
    return (
        BrowserSession.ended_at.is_(None),
        BrowserSession.expires_at > at,
        BrowserSession.created_at > begun_since,
        BrowserSession.last_seen_at > seen_since,
    )


def begin_session(
    session: Session,
    *,
    person: Person,
    at: datetime,
    method: str,
    agent: str = "",
    limits: SessionLimits = DEFAULT_LIMITS,
    issuer: str | None = None,
    issuer_session: str | None = None,
) -> str:
    """Sign a person in, and return the cookie, which nobody can read again; the words are those of `BrowserSession`."""
    cookie = new_secret()
    begun = BrowserSession(
        person_id=person.id,
        digest=cookie.digest,
        created_at=at,
        expires_at=at + limits.longest,
        last_seen_at=at,
        method=method,
        agent=agent[:MAX_AGENT],
        issuer=issuer,
        issuer_session=issuer_session,
    )
    session.add(begun)
    session.flush()
    return cookie.text


def session_id_of(session: Session, *, cookie: str) -> UUID | None:
    """Return the id of the session with this cookie, also of one that has ended; None for a guess."""
    return session.scalar(select(BrowserSession.id).where(BrowserSession.digest == Secret(cookie).digest))


def list_sessions_of(session: Session, *, person_id: UUID, at: datetime, limits: SessionLimits) -> list[BrowserSession]:
    """Return a person's open sessions, the last seen first."""
    wanted = select(BrowserSession).where(BrowserSession.person_id == person_id, *_open(at, limits))
    return list(session.scalars(wanted.order_by(BrowserSession.last_seen_at.desc(), BrowserSession.id.desc())))


def list_sessions(
    session: Session, *, at: datetime, limits: SessionLimits, after: UUID | None, limit: int
) -> list[tuple[BrowserSession, Person]]:
    """Return everybody's open sessions, each with its person, the newest first; `after` is the last of the page before.

    Those of people who have left are none.
    """
    wanted = (
        select(BrowserSession, Person)
        .join(Person, Person.id == BrowserSession.person_id)
        .where(still_here(at), *_open(at, limits))
        .order_by(BrowserSession.id.desc())
        .limit(limit)
    )
    if after is not None:
        wanted = wanted.where(BrowserSession.id < after)
    return [(found, person) for found, person in session.execute(wanted)]


def issuer_of(session: Session, *, cookie: str) -> str | None:
    """Return the issuer of the provider's session that the one with this cookie follows; None where it follows none."""
    return session.scalar(select(BrowserSession.issuer).where(BrowserSession.digest == Secret(cookie).digest))


def end_session(session: Session, *, cookie: str, at: datetime) -> None:
    """Sign a browser out."""
    wanted = select(BrowserSession).where(BrowserSession.digest == Secret(cookie).digest)
    end_each(session, session.scalars(wanted), at=at)


def end_one_session(session: Session, *, person_id: UUID, session_id: UUID, at: datetime) -> None:
    """End one of a person's sessions; raises NotFound for anybody else's."""
    found = session.get(BrowserSession, session_id)
    if found is None or found.person_id != person_id:
        raise NotFound("no such session")
    end_each(session, [found], at=at)


def end_sessions_of(session: Session, *, person_id: UUID, at: datetime, but: UUID | None = None) -> int:
    """End a person's sessions, but for one, and return how many; sign-in links that are still out are spent too."""
    wanted = select(BrowserSession).where(BrowserSession.person_id == person_id, BrowserSession.expires_at > at)
    ended = end_each(session, [found for found in session.scalars(wanted) if found.id != but], at=at)
    end_links_of(session, person_id=person_id, at=at)
    return ended


def end_links_of(session: Session, *, person_id: UUID, at: datetime) -> None:
    """End the sign-in links of a person that are still out."""
    out = select(SignInLink).where(SignInLink.person_id == person_id, SignInLink.used_at.is_(None))
    for link in session.scalars(out.where(SignInLink.expires_at > at)):
        link.expires_at = at
    session.flush()


def _open(at: datetime, limits: SessionLimits) -> tuple[ColumnElement[bool], ...]:
    return is_open(at, limits.begun_since(at), limits.seen_since(at))


def end_each(session: Session, found: Iterable[BrowserSession], *, at: datetime) -> int:
    """End sessions, and return how many hadn't ended yet."""
    ending = [one for one in found if one.ended_at is None]
    for one in ending:
        one.ended_at = at
    session.flush()
    return len(ending)
