"""E-mail addresses of two records that become one: exchanged, and given back as far as they are still theirs."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict
from lms.people.addresses import NOWHERE
from lms.people.merges import PersonMerge
from lms.people.models import Person
from lms.people.sessions import end_links_of


def exchange_addresses(session: Session, kept: Person, gone: Person, *, now: Now) -> None:
    """Give each record the other's address; what was sent to the one before opens nothing any more."""
    _readdress(session, kept, gone, (gone.email, kept.email), now)


def part_addresses(session: Session, kept: Person, gone: Person, *, merged: PersonMerge, now: Now) -> None:
    """Give both records the addresses back that they had before a merge, where the kept one has the other's still.

    Where it got another since it keeps that, and the other one has its own again as far as nobody else has it by now;
    else one at which nobody reads, until an admin gives it another: at the kept one's its letters would be read.
    Raises Conflict where the kept one's own is somebody else's by now.
    """
    mine, theirs = merged.kept_email, merged.gone_email
    if mine is None or theirs is None:
        return
    if kept.email != theirs:
        is_taken = _is_of_others(session, theirs, {gone.id})
        gone.email = f"{gone.id}@{NOWHERE}" if is_taken else theirs
        end_links_of(session, person_id=gone.id, at=now.at)
        return
    if _is_of_others(session, mine, {kept.id, gone.id}):
        raise Conflict(f"{mine} is somebody else's address by now; give them another one first", field="email")
    _readdress(session, kept, gone, (mine, theirs), now)


def _is_of_others(session: Session, address: str, own: set[UUID]) -> bool:
    others = select(Person.id).where(Person.email == address, Person.id.not_in(own))
    return session.scalar(others.limit(1)) is not None


def _readdress(session: Session, kept: Person, gone: Person, wanted: tuple[str, str], now: Now) -> None:
    """Change two addresses; in between one of them is nobody's, because they are unique."""
    gone.email = f"{gone.id}@merging.invalid"
    session.flush()
    kept.email = wanted[0]
    session.flush()
    gone.email = wanted[1]
    session.flush()
    for person in (kept, gone):
        end_links_of(session, person_id=person.id, at=now.at)
