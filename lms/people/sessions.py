"""Sessions: browsers in which somebody is signed in, begun by whichever way they came in, and ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.people.models import MAX_AGENT, BrowserSession, Person
from lms.people.secret import Secret, new_secret

SESSION_DAYS = 14


def begin_session(
    session: Session,
    *,
    person: Person,
    at: datetime,
    method: str,
    agent: str = "",
    issuer: str | None = None,
    issuer_session: str | None = None,
) -> str:
    """Sign a person in, and return the cookie, which nobody can read again; the words are those of `BrowserSession`."""
    cookie = new_secret()
    begun = BrowserSession(
        person_id=person.id,
        digest=cookie.digest,
        created_at=at,
        expires_at=at + timedelta(days=SESSION_DAYS),
        last_seen_at=at,
        method=method,
        agent=agent[:MAX_AGENT],
        issuer=issuer,
        issuer_session=issuer_session,
    )
    session.add(begun)
    session.flush()
    return cookie.text


def end_session(session: Session, *, cookie: str, at: datetime) -> None:
    """Sign a browser out."""
    wanted = select(BrowserSession).where(
        BrowserSession.digest == Secret(cookie).digest, BrowserSession.ended_at.is_(None)
    )
    for found in session.scalars(wanted):
        found.ended_at = at
    session.flush()
