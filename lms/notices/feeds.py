"""Secret addresses of calendars, one a person works at a time, and what each person chose for theirs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.errors import NotFound
from lms.notices.models import CalendarFeed
from lms.notices.recipients import Recipient, is_staff
from lms.people.access import Actor
from lms.people.directory import take_turn
from lms.people.models import Person
from lms.people.secret import Secret, new_secret

Holding = Literal["sessions", "actions", "training", "reviews"]
HOLDINGS: tuple[Holding, ...] = ("sessions", "actions", "training", "reviews")


@dataclass(frozen=True)
class OpenFeed:
    """A calendar that somebody fetches by its address: whose it is, and what they chose for it."""

    owner: Recipient
    holds: tuple[Holding, ...]


@dataclass(frozen=True)
class FeedChoice:
    """What somebody chose for their calendar, and whether it has an address that works."""

    holds: tuple[Holding, ...]
    has_address: bool


def issue_feed(session: Session, *, actor: Actor, at: datetime) -> str:
    """Make the secret of a new address for the actor's calendar, of what they chose last; the one before ends."""
    revoke_feed(session, actor=actor, at=at)
    holds = list(read_choice(session, actor=actor).holds)
    secret = new_secret()
    session.add(CalendarFeed(person_id=actor.id, digest=secret.digest, holds=holds, created_at=at))
    session.flush()
    return secret.text


def revoke_feed(session: Session, *, actor: Actor, at: datetime) -> None:
    """Make the address of the actor's calendar stop working, if there is one."""
    take_turn(session, person_id=actor.id)
    live = select(CalendarFeed).where(CalendarFeed.person_id == actor.id, CalendarFeed.revoked_at.is_(None))
    # Each through the session, so that the audit has it, and as it is now that it is this one's turn.
    for feed in session.scalars(live.execution_options(populate_existing=True)):
        feed.revoked_at = at
    session.flush()


def read_choice(session: Session, *, actor: Actor) -> FeedChoice:
    """Return what the actor chose last; everything, if they never did."""
    feed = _last(session, actor)
    if feed is None:
        return FeedChoice(HOLDINGS, has_address=False)
    return FeedChoice(_in_order(feed.holds), has_address=feed.revoked_at is None)


def choose_holds(session: Session, *, actor: Actor, holds: Collection[str]) -> FeedChoice:
    """Change what the actor's calendar holds, at the address that it has; raises NotFound without one."""
    take_turn(session, person_id=actor.id)
    feed = _last(session, actor)
    if feed is None or feed.revoked_at is not None:
        raise NotFound("there is no address of your calendar; make one first")
    feed.holds = list(_in_order(holds))
    session.flush()
    return FeedChoice(_in_order(holds), has_address=True)


def find_feed(session: Session, *, secret: str, at: datetime) -> OpenFeed:
    """Return the calendar at an address; raises NotFound for a secret that is no good, and for somebody who left."""
    found = session.execute(
        select(Person.id, Person.email, Person.name, CalendarFeed.holds)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(CalendarFeed.digest == Secret(secret).digest, CalendarFeed.revoked_at.is_(None), is_staff(at))
    ).first()
    if found is None:
        raise NotFound("no such calendar; make a new address")
    return OpenFeed(Recipient(found.id, found.email, found.name), _in_order(found.holds))


def _last(session: Session, actor: Actor) -> CalendarFeed | None:
    wanted = select(CalendarFeed).where(CalendarFeed.person_id == actor.id).order_by(CalendarFeed.id.desc()).limit(1)
    return session.scalar(wanted.execution_options(populate_existing=True))


def _in_order(holds: Collection[str]) -> tuple[Holding, ...]:
    return tuple(one for one in HOLDINGS if one in holds)
