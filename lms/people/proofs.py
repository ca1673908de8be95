"""Tokens, sign-in links and browser sessions: 256 random bits each, shown once, kept as SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.errors import NotFound
from lms.people.access import Actor
from lms.people.models import ApiToken, BrowserSession, Person, SignInLink

TOKEN_DAYS = 90
LINK_HOURS = 24
SESSION_DAYS = 14
TOKEN_PREFIX = "rpt_"  # noqa: S105 - only the start, so that a leaked one is recognised
# The last use is written at most this often: a write for every request would cost more than the request.
LAST_USE_STEP = timedelta(minutes=5)


def issue_token(
    session: Session, *, person: Person, name: str, at: datetime, days: int = TOKEN_DAYS
) -> tuple[ApiToken, str]:
    """Make a bearer token; the second value is the secret, which nobody can read again."""
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    expires_at = at + timedelta(days=days)
    token = ApiToken(person_id=person.id, name=name, digest=_digest(secret), created_at=at, expires_at=expires_at)
    session.add(token)
    session.flush()
    return token, secret


def list_tokens(session: Session, *, actor: Actor) -> list[ApiToken]:
    """Return the actor's tokens, newest first."""
    wanted = select(ApiToken).where(ApiToken.person_id == actor.id).order_by(ApiToken.id.desc())
    return list(session.scalars(wanted))


def revoke_token(session: Session, *, actor: Actor, token_id: UUID, at: datetime) -> None:
    """Revoke one of the actor's tokens for good; raises NotFound for anybody else's."""
    token = session.get(ApiToken, token_id)
    if token is None or token.person_id != actor.id:
        raise NotFound("no such token")
    token.revoked_at = token.revoked_at or at
    session.flush()


def person_of_token(session: Session, *, secret: str, at: datetime) -> tuple[Person, bool] | None:
    """Return whose valid token this is, and whether its last use is now due to be written; None if it is none."""
    found = session.execute(
        select(Person, ApiToken)
        .join(ApiToken, ApiToken.person_id == Person.id)
        .where(ApiToken.digest == _digest(secret), ApiToken.revoked_at.is_(None), ApiToken.expires_at > at)
        .where(Person.left_at.is_(None))
    ).first()
    if found is None:
        return None
    person, token = found
    is_due = token.last_used_at is None or at - token.last_used_at >= LAST_USE_STEP
    return person, is_due


def note_token_use(session: Session, *, secret: str, at: datetime) -> None:
    """Write when a token was last used."""
    session.execute(update(ApiToken).where(ApiToken.digest == _digest(secret)).values(last_used_at=at))


def issue_link(session: Session, *, person: Person, at: datetime) -> str:
    """Make a sign-in link's secret, good once within LINK_HOURS."""
    secret = secrets.token_urlsafe(32)
    link = SignInLink(person_id=person.id, digest=_digest(secret), expires_at=at + timedelta(hours=LINK_HOURS))
    session.add(link)
    session.flush()
    return secret


def use_link(session: Session, *, secret: str, at: datetime) -> str:
    """Use up a sign-in link and return the cookie of a new browser session; raises NotFound when it is no good."""
    used = session.execute(
        update(SignInLink)
        .where(SignInLink.digest == _digest(secret), SignInLink.used_at.is_(None), SignInLink.expires_at > at)
        .values(used_at=at)
        .returning(SignInLink.person_id)
    ).first()
    person = session.get(Person, used[0]) if used else None
    if person is None or person.left_at is not None:
        raise NotFound("this sign-in link was used already, or is too old; ask for a new one")
    cookie = secrets.token_urlsafe(32)
    expires_at = at + timedelta(days=SESSION_DAYS)
    session.add(BrowserSession(person_id=person.id, digest=_digest(cookie), created_at=at, expires_at=expires_at))
    session.flush()
    return cookie


def person_of_cookie(session: Session, *, cookie: str, at: datetime) -> Person | None:
    """Return who is signed in with this cookie, or None."""
    return session.scalar(
        select(Person)
        .join(BrowserSession, BrowserSession.person_id == Person.id)
        .where(BrowserSession.digest == _digest(cookie), BrowserSession.ended_at.is_(None))
        .where(BrowserSession.expires_at > at, Person.left_at.is_(None))
    )


def end_session(session: Session, *, cookie: str, at: datetime) -> None:
    """Sign a browser out."""
    ended = update(BrowserSession).where(BrowserSession.digest == _digest(cookie), BrowserSession.ended_at.is_(None))
    session.execute(ended.values(ended_at=at))


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
