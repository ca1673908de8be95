"""References asked for deals: noted by who asked, never more often in a year than was agreed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.base import hold
from lms.days import Now
from lms.deals.models import CustomerReference, ReferenceAsk
from lms.errors import Conflict, NotFound
from lms.people.access import Actor

YEAR = timedelta(days=365)
AskOutcome = Literal["open", "agreed", "declined"]


@dataclass(frozen=True)
class TimesAsked:
    """How often a reference was asked in the last 365 days, and when for the last time ever."""

    in_year: int = 0
    last_on: date | None = None


def asked_of(session: Session, *, reference_ids: Collection[UUID], today: date) -> dict[UUID, TimesAsked]:
    """Return how often some references were asked; those who never were aren't in it."""
    recent = func.count().filter(ReferenceAsk.on > today - YEAR)
    wanted = (
        select(ReferenceAsk.reference_id, recent, func.max(ReferenceAsk.on))
        .where(ReferenceAsk.reference_id.in_(reference_ids), ReferenceAsk.undone_at.is_(None))
        .group_by(ReferenceAsk.reference_id)
    )
    return {row[0]: TimesAsked(row[1], row[2]) for row in session.execute(wanted)}


def note_ask(session: Session, *, actor: Actor, reference_id: UUID, deal: str, now: Now) -> ReferenceAsk:
    """Note that the actor asks a reference for a deal.

    Raises NotFound for one that isn't there, and Conflict for one that was retired, asked for this deal already, or as
    often in a year as was agreed; who asks at the same time waits.
    """
    hold(session, CustomerReference.account, CustomerReference.id == reference_id)
    reference = session.get(CustomerReference, reference_id, populate_existing=True)
    if reference is None:
        raise NotFound("no such reference")
    if reference.retired_at is not None:
        raise Conflict("this reference was retired")
    if any(ask.reference_id == reference_id for ask in asks_on(session, deal=deal)):
        raise Conflict("this reference was asked for this deal already")
    known = asked_of(session, reference_ids=[reference_id], today=now.day).get(reference_id, TimesAsked())
    if known.in_year >= reference.most_a_year:
        raise Conflict(f"asked enough: {known.in_year} of at most {reference.most_a_year} times in the last 365 days")
    made = ReferenceAsk(reference_id=reference_id, deal=deal, by_id=actor.id, at=now.at, on=now.day, outcome="open")
    session.add(made)
    session.flush()
    return made


def settle_ask(session: Session, *, deal: str, ask_id: UUID, outcome: AskOutcome, now: Now) -> ReferenceAsk:
    """Say what came of asking; raises NotFound for what wasn't asked for this deal, or was taken back."""
    found = _held(session, deal, ask_id)
    found.outcome, found.settled_at = outcome, None if outcome == "open" else now.at
    session.flush()
    return found


def undo_ask(session: Session, *, deal: str, ask_id: UUID, now: Now) -> None:
    """Take back that a reference was asked, so that it counts no more; raises NotFound."""
    _held(session, deal, ask_id).undone_at = now.at
    session.flush()


def asks_on(session: Session, *, deal: str) -> list[ReferenceAsk]:
    """Return who was asked for a deal, the last first."""
    wanted = select(ReferenceAsk).where(ReferenceAsk.deal == deal, ReferenceAsk.undone_at.is_(None))
    return list(session.scalars(wanted.order_by(ReferenceAsk.id.desc())))


def _held(session: Session, deal: str, ask_id: UUID) -> ReferenceAsk:
    mine = (ReferenceAsk.id == ask_id, ReferenceAsk.deal == deal, ReferenceAsk.undone_at.is_(None))
    hold(session, ReferenceAsk.outcome, *mine)
    found = session.scalar(select(ReferenceAsk).where(*mine).execution_options(populate_existing=True))
    if found is None:
        raise NotFound("nobody was asked so for this deal")
    return found
