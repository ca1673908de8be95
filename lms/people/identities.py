"""Identities: accounts with identity providers that people sign in with, each linked to one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, String, UniqueConstraint, bindparam, delete, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified, insert_into
from lms.errors import Conflict
from lms.people.access import Actor, still_here
from lms.people.directory import take_turn
from lms.people.models import BrowserSession, Person, PersonRole, Team
from lms.people.sessions import end_each


class Identity(Identified, Base):
    """An account with a provider: its issuer, and the subject by which that always knows it."""

    __tablename__ = "identity"
    __audited__ = Audited("identity", leaves_out=("last_used_at",))
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime]
    last_used_at: Mapped[datetime]


class SpentProof(Base):
    """A state or a logout token that was used, by the SHA-256 of what it is: it is good for nothing again."""

    __tablename__ = "spent_proof"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime]


def find_identity(session: Session, *, issuer: str, subject: str) -> Identity | None:
    """Return the identity that a provider knows by a subject, or None."""
    return session.scalar(select(Identity).where(Identity.issuer == issuer, Identity.subject == subject))


def link_identity(session: Session, *, person: Person, issuer: str, subject: str, at: datetime) -> Identity:
    """Link an account to a person; raises Conflict where they have another one with this provider, or it is linked.

    An address may go to somebody new, whose account is another: that one mustn't come in as the person before.
    """
    # One at a time, because no rule of the database holds that one has a single account with each provider.
    take_turn(session, person_id=person.id)
    taken = select(Identity.id).where(Identity.person_id == person.id, Identity.issuer == issuer)
    if session.scalar(taken.limit(1)) is not None:
        raise Conflict("another account is linked to the person with this address; ask an admin to unlink it")
    made = Identity(person_id=person.id, issuer=issuer, subject=subject, linked_at=at, last_used_at=at)
    session.add(made)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict("this account was linked a moment ago") from error
    return made


@dataclass(frozen=True)
class Unlinked:
    """How many accounts were taken from a person, and how many sessions ended that were begun with their providers."""

    accounts: int
    sessions: int


def unlink_identities(session: Session, *, person: Person, at: datetime) -> Unlinked:
    """Unlink all accounts of a person, and end the sessions that whoever has these began."""
    take_turn(session, person_id=person.id)
    found = session.scalars(select(Identity).where(Identity.person_id == person.id)).all()
    begun = select(BrowserSession).where(
        BrowserSession.person_id == person.id, BrowserSession.issuer.in_({identity.issuer for identity in found})
    )
    ended = end_each(session, session.scalars(begun.where(BrowserSession.expires_at > at)), at=at)
    for identity in found:
        session.delete(identity)
    session.flush()
    return Unlinked(len(found), ended)


def actor_of_identity(
    connection: Connection, *, issuer: str, subject: str, email: str | None, at: datetime
) -> Actor | None:
    """Return who an account belongs to, by its link, else by a verified address that no other account has; or None."""
    asked = {"issuer": issuer, "subject": subject, "at": at}
    rows: Sequence[Any] = connection.execute(_LINKED, asked).all()
    if not rows and email is not None:
        rows = connection.execute(_MATCHED, asked | {"email": email}).all()
    if not rows:
        return None
    person_id, address, name, team_id, team_name, _ = tuple(rows[0])
    return Actor(person_id, address, name, frozenset(row.role for row in rows if row.role), team_id, team_name)


# Put together once: these are on the path of every request with a provider's token.
_ACTOR = (
    select(Person.id, Person.email, Person.name, Person.team_id, Team.name, PersonRole.role)
    .outerjoin(Team, Team.id == Person.team_id)
    .outerjoin(PersonRole, PersonRole.person_id == Person.id)
    .where(still_here(bindparam("at")))
)
_SAME = (Identity.issuer == bindparam("issuer"), Identity.subject == bindparam("subject"))
_LINKED = _ACTOR.join(Identity, Identity.person_id == Person.id).where(*_SAME)
_OTHER = exists().where(Identity.issuer == bindparam("issuer"), Identity.person_id == Person.id)
_MATCHED = _ACTOR.where(Person.email == bindparam("email"), ~_OTHER, ~exists().where(*_SAME))


def end_issuer_sessions(
    session: Session, *, issuer: str, at: datetime, issuer_session: str | None, subject: str | None
) -> int:
    """End the sessions that follow one at a provider, or all of a subject's, and return how many they were."""
    wanted = select(BrowserSession).where(BrowserSession.issuer == issuer, BrowserSession.ended_at.is_(None))
    if issuer_session is not None:
        wanted = wanted.where(BrowserSession.issuer_session == issuer_session)
    if subject is not None:
        whose = select(Identity.person_id).where(Identity.issuer == issuer, Identity.subject == subject)
        wanted = wanted.where(BrowserSession.person_id.in_(whose))
    return end_each(session, session.scalars(wanted), at=at)


def spend(session: Session, *, digest: str, expires_at: datetime) -> bool:
    """Note that something was used up, in this transaction; False where that was done before, on any machine."""
    insert = insert_into(session, SpentProof).values(digest=digest, expires_at=expires_at)
    return session.execute(insert.on_conflict_do_nothing().returning(SpentProof.digest)).first() is not None


def forget_spent(session: Session, *, at: datetime) -> None:
    """Forget what was used up and would be refused for its age by now."""
    session.execute(delete(SpentProof).where(SpentProof.expires_at < at))
