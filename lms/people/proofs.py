"""Tokens, sign-in links and browser sessions, each by a secret."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from lms.errors import NotFound
from lms.people.access import Actor, still_here
from lms.people.models import ApiToken, BrowserSession, Person, PersonRole, SignInLink, Team
from lms.people.secret import Secret, new_secret
from lms.people.sessions import begin_session

TOKEN_DAYS = 90
LINK_HOURS = 24
TOKEN_PREFIX = "rpt_"  # noqa: S105 - only the start, so that a leaked one is recognised
# The last use is written at most this often: a write for every request would cost more than the request.
LAST_USE_STEP = timedelta(minutes=5)


def issue_token(
    session: Session, *, person: Person, name: str, at: datetime, days: int = TOKEN_DAYS
) -> tuple[ApiToken, str]:
    """Make a bearer token; the second value is the secret, which nobody can read again."""
    secret = new_secret(TOKEN_PREFIX)
    expires_at = at + timedelta(days=days)
    token = ApiToken(person_id=person.id, name=name, digest=secret.digest, created_at=at, expires_at=expires_at)
    session.add(token)
    session.flush()
    return token, secret.text


def list_tokens(session: Session, *, actor: Actor) -> list[ApiToken]:
    """Return the actor's tokens, newest first."""
    wanted = select(ApiToken).where(ApiToken.person_id == actor.id).order_by(ApiToken.id.desc())
    return list(session.scalars(wanted))


def revoke_token(session: Session, *, actor: Actor, token_id: UUID, at: datetime) -> None:
    """Revoke one of the actor's tokens for good; raises NotFound for anybody else's."""
    token = session.get(ApiToken, token_id)
    if token is None or token.person_id != actor.id:
        raise NotFound("no such token")
    revoke_any_token(session, token_id=token_id, at=at)


def list_all_tokens(session: Session, *, after: UUID | None, limit: int) -> list[ApiToken]:
    """Return everybody's tokens, newest first, from behind one of them on."""
    wanted = select(ApiToken).order_by(ApiToken.id.desc()).limit(limit)
    return list(session.scalars(wanted if after is None else wanted.where(ApiToken.id < after)))


def revoke_any_token(session: Session, *, token_id: UUID, at: datetime) -> None:
    """Revoke somebody's token for good; raises NotFound."""
    token = session.get(ApiToken, token_id)
    if token is None:
        raise NotFound("no such token")
    token.revoked_at = token.revoked_at or at
    session.flush()


def actor_of_token(connection: Connection, *, secret: str, at: datetime) -> tuple[Actor, bool] | None:
    """Return whose valid token this is, and whether its last use is now due to be written; None if it is none."""
    rows = _rows(connection, _ACTOR_OF_TOKEN, secret, at)
    if not rows:
        return None
    last_used_at = rows[0].last_used_at
    return _actor(rows), last_used_at is None or at - last_used_at >= LAST_USE_STEP


def issue_link(session: Session, *, person: Person, at: datetime) -> str:
    """Make a sign-in link's secret, good once within LINK_HOURS."""
    secret = new_secret()
    link = SignInLink(person_id=person.id, digest=secret.digest, expires_at=at + timedelta(hours=LINK_HOURS))
    session.add(link)
    session.flush()
    return secret.text


def use_link(session: Session, *, secret: str, at: datetime, agent: str = "") -> str:
    """Use up a sign-in link and return the cookie of a new browser session; raises NotFound when it is no good.

    Guesses are looked up only: they don't lock the database.
    """
    is_open = (SignInLink.used_at.is_(None), SignInLink.expires_at > at)
    good = (SignInLink.digest == Secret(secret).digest, *is_open)
    used = None
    if session.scalar(select(SignInLink.id).where(*good)) is not None:
        use = update(SignInLink).where(*good).values(used_at=at).returning(SignInLink.person_id)
        used = session.execute(use).first()
    person = session.get(Person, used[0]) if used else None
    if person is None or person.has_left(at):
        raise NotFound("this sign-in link was used already, or is too old; ask for a new one")
    return begin_session(session, person=person, at=at, method="link", agent=agent)


def actor_of_cookie(connection: Connection, *, cookie: str, at: datetime) -> Actor | None:
    """Return who is signed in with this cookie, or None."""
    rows = _rows(connection, _ACTOR_OF_COOKIE, cookie, at)
    return _actor(rows) if rows else None


def _actors(proof: InstrumentedAttribute[Any]) -> Select[Any]:
    """Select what an actor is made of, one row for each role, and a column of the proof.

    Columns and not objects, put together once: this is on the path of every request.
    """
    return (
        select(Person.id, Person.email, Person.name, Person.team_id, Team.name, PersonRole.role, proof)
        .outerjoin(Team, Team.id == Person.team_id)
        .outerjoin(PersonRole, PersonRole.person_id == Person.id)
        .join(proof.class_, proof.class_.person_id == Person.id)
        .where(proof.class_.digest == bindparam("digest"), proof.class_.expires_at > bindparam("at"))
        .where(still_here(bindparam("at")))
    )


_ACTOR_OF_TOKEN = _actors(ApiToken.last_used_at).where(ApiToken.revoked_at.is_(None))
_ACTOR_OF_COOKIE = _actors(BrowserSession.created_at).where(BrowserSession.ended_at.is_(None))


def _rows(connection: Connection, actors: Select[Any], secret: str, at: datetime) -> Sequence[Row[Any]]:
    return connection.execute(actors, {"digest": Secret(secret).digest, "at": at}).all()


def _actor(rows: Sequence[Row[Any]]) -> Actor:
    person_id, email, name, team_id, team_name, _, _ = tuple(rows[0])
    return Actor(person_id, email, name, frozenset(row.role for row in rows if row.role), team_id, team_name)
