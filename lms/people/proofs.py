"""Tokens, sign-in links and browser sessions, each by a secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, and_, bindparam, exists, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from lms.errors import Conflict, NotFound
from lms.people.access import Actor, still_here
from lms.people.directory import take_turn
from lms.people.last_uses import is_use_due
from lms.people.merges import merged_away
from lms.people.models import ALL, ApiToken, BrowserSession, Person, PersonRole, SignInLink, Team
from lms.people.secret import Secret, new_secret
from lms.people.sessions import DEFAULT_LIMITS, SessionLimits, begin_session, end_sessions_of, is_open

TOKEN_DAYS = 90
LINK_HOURS, LETTER_MINUTES = 24, 15
BY_COMMAND, BY_LETTER = "link", "e-mail"
# How long a link is good, by how it reaches its person.
LINK_LASTS = {BY_COMMAND: timedelta(hours=LINK_HOURS), BY_LETTER: timedelta(minutes=LETTER_MINUTES)}
TOKEN_PREFIX = "rpt_"  # noqa: S105 - only the start, so that a leaked one is recognised


@dataclass(frozen=True)
class TokenOwner:
    """Whose a valid token is, what it opens (one of SCOPES), and whether its last use is now due to be written."""

    actor: Actor
    scope: str
    is_due: bool


def issue_token(
    session: Session, *, person: Person, name: str, at: datetime, days: int = TOKEN_DAYS, scope: str = ALL
) -> tuple[ApiToken, str]:
    """Make a bearer token; the second value is the secret, which nobody can read again.

    Raises Conflict for one of a directory whose owner is no admin.
    """
    if scope != ALL and not any(role.role == "admin" for role in person.roles):
        raise Conflict(f"{person.name} is no admin; a directory's token belongs to one", field="scope")
    secret = new_secret(TOKEN_PREFIX)
    token = ApiToken(person_id=person.id, name=name, scope=scope, digest=secret.digest, created_at=at)
    token.expires_at = at + timedelta(days=days)
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


def revoke_tokens_of(session: Session, *, person_id: UUID, at: datetime) -> None:
    """Revoke all tokens of a person, for good."""
    wanted = select(ApiToken).where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
    for token in session.scalars(wanted):
        token.revoked_at = at
    session.flush()


def sign_out(session: Session, *, person_id: UUID, at: datetime) -> None:
    """End every way in of a person that is open: browsers, sign-in links and tokens."""
    end_sessions_of(session, person_id=person_id, at=at)
    revoke_tokens_of(session, person_id=person_id, at=at)


def sign_out_leavers(session: Session, *, at: datetime) -> int:
    """End every way in of those whose last day ended, and return how many they were.

    They were refused since; that it is over stands in the lists and the audit too, and coming back opens none of it.
    Not those of a record that was joined with another, which may be undone.
    """
    has_session = exists().where(
        BrowserSession.person_id == Person.id, BrowserSession.ended_at.is_(None), BrowserSession.expires_at > at
    )
    has_token = exists().where(ApiToken.person_id == Person.id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > at)
    is_gone = and_(~still_here(at), Person.id.not_in(merged_away()))
    gone = session.scalars(select(Person.id).where(is_gone, has_session | has_token)).all()
    for person_id in gone:
        sign_out(session, person_id=person_id, at=at)
    return len(gone)


def actor_of_token(connection: Connection, *, secret: str, at: datetime) -> TokenOwner | None:
    """Return whose valid token this is; None if it is none."""
    rows = _rows(connection, _ACTOR_OF_TOKEN, secret, at)
    if not rows:
        return None
    return TokenOwner(_actor(rows), rows[0].scope, is_use_due(rows[0].last_used_at, at=at))


def issue_link(session: Session, *, person: Person, at: datetime, method: str = BY_COMMAND) -> str:
    """Make a sign-in link's secret, good once, and for as long as LINK_LASTS says of its method."""
    secret = new_secret()
    ends = at + LINK_LASTS[method]
    link = SignInLink(person_id=person.id, digest=secret.digest, expires_at=ends, method=method)
    session.add(link)
    session.flush()
    return secret.text


def use_link(
    session: Session, *, secret: str, at: datetime, agent: str = "", limits: SessionLimits = DEFAULT_LIMITS
) -> str:
    """Use up a sign-in link and return the cookie of a new browser session; raises NotFound when it is no good.

    Guesses are looked up only: they don't lock the database. With a link from a letter all others from letters are
    spent: who asked twice may use either, and then none that works lies in the mailbox.
    """
    unspent = (SignInLink.used_at.is_(None), SignInLink.expires_at > at)
    good = (SignInLink.digest == Secret(secret).digest, *unspent)
    used, person_id = None, session.scalar(select(SignInLink.person_id).where(*good))
    if person_id is not None:
        # One link at a time, because each ends the others.
        take_turn(session, person_id=person_id)
        use = update(SignInLink).where(*good).values(used_at=at).returning(SignInLink.person_id, SignInLink.method)
        used = session.execute(use).first()
    person = session.get(Person, used.person_id) if used else None
    if used is None or person is None or person.has_left(at):
        raise NotFound("this sign-in link was used already, or is too old; ask for a new one")
    if used.method == BY_LETTER:
        others = (SignInLink.person_id == person.id, SignInLink.method == BY_LETTER, *unspent)
        session.execute(update(SignInLink).where(*others).values(expires_at=at))
    return begin_session(session, person=person, at=at, method=used.method, agent=agent, limits=limits)


def actor_of_cookie(
    connection: Connection, *, cookie: str, at: datetime, limits: SessionLimits = DEFAULT_LIMITS
) -> tuple[Actor, bool] | None:
    """Return who is signed in with this cookie, and whether it is now due to be written that it was seen; or None."""
    since = {"begun_since": limits.begun_since(at), "seen_since": limits.seen_since(at)}
    rows = _rows(connection, _ACTOR_OF_COOKIE, cookie, at, **since)
    return (_actor(rows), is_use_due(rows[0].last_seen_at, at=at)) if rows else None


def _actors(*proof: InstrumentedAttribute[Any]) -> Select[Any]:
    """Select what an actor is made of, one row for each role, and columns of the proof.

    Columns and not objects, put together once: this is on the path of every request.
    """
    table = proof[0].class_
    return (
        select(Person.id, Person.email, Person.name, Person.team_id, Team.name, PersonRole.role, *proof)
        .outerjoin(Team, Team.id == Person.team_id)
        .outerjoin(PersonRole, PersonRole.person_id == Person.id)
        .join(table, table.person_id == Person.id)
        .where(table.digest == bindparam("digest"), table.expires_at > bindparam("at"))
        .where(still_here(bindparam("at")))
    )


_ACTOR_OF_TOKEN = _actors(ApiToken.last_used_at, ApiToken.scope).where(ApiToken.revoked_at.is_(None))
_ACTOR_OF_COOKIE = _actors(BrowserSession.last_seen_at).where(
    *is_open(bindparam("at"), bindparam("begun_since"), bindparam("seen_since"))
)


def _rows(
    connection: Connection, actors: Select[Any], secret: str, at: datetime, **since: datetime
) -> Sequence[Row[Any]]:
    return connection.execute(actors, {"digest": Secret(secret).digest, "at": at, **since}).all()


def _actor(rows: Sequence[Row[Any]]) -> Actor:
    person_id, email, name, team_id, team_name = tuple(rows[0])[:5]
    return Actor(person_id, email, name, frozenset(row.role for row in rows if row.role), team_id, team_name)
