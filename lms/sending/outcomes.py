"""Outcomes of sends, by hand or by a mailbox, what they end, and taking back what was said last."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict
from lms.people.access import Actor
from lms.sending.facts import Fact, RunFound
from lms.sending.models import SendOutcome, SentMessage, SequenceRun
from lms.sending.runs import held_run, settled
from lms.sending.sends import held_send
from lms.sending.states import OutcomeKind
from lms.sending.suppression import refuse_suppressed, suppress

Source = Literal["hand", "mailbox", "smtp", "link"]
UNDO_DAYS = 7


def note_outcome(
    session: Session, send: SentMessage, *, kind: OutcomeKind, source: Source, by_id: UUID | None, now: Now
) -> SendOutcome:
    """Note what came of a send that the caller holds; saying it twice keeps the first time.

    It ends the sequence it was sent in; who doesn't want any more goes on the list of those not to write to.
    """
    same = (SendOutcome.send_id == send.id, SendOutcome.kind == kind, SendOutcome.undone_at.is_(None))
    known = session.scalar(select(SendOutcome).where(*same))
    if known is not None:
        return known
    made = SendOutcome(send_id=send.id, kind=kind, at=now.at, on=now.day, source=source, by_id=by_id)
    made.after_days = (now.day - send.on).days
    session.add(made)
    session.flush()
    if send.run_id is not None:
        settled(session, session.get_one(SequenceRun, send.run_id), at=now.at)
    # Its own run has ended by now: what else runs for the address is stopped.
    if kind == "unsubscribed" and send.contact_email is not None:
        reason = "asked not to be written to any more"
        suppress(session, email=send.contact_email, by_id=by_id, reason=reason, now=now)
    return made


def outcomes_of(session: Session, *, send_ids: Collection[UUID]) -> dict[UUID, list[SendOutcome]]:
    """Return what came of some sends, by their ids, the first first."""
    wanted = select(SendOutcome).where(SendOutcome.send_id.in_(send_ids), SendOutcome.undone_at.is_(None))
    found: dict[UUID, list[SendOutcome]] = {}
    for outcome in session.scalars(wanted.order_by(SendOutcome.at, SendOutcome.id)):
        found.setdefault(outcome.send_id, []).append(outcome)
    return found


def say_of_send(session: Session, *, actor: Actor, send_id: UUID, kind: OutcomeKind, now: Now) -> SendOutcome:
    """Let the actor say what came of a message of theirs."""
    send = session.get(SentMessage, send_id)
    if send is not None and send.run_id is not None and send.rep_id == actor.id:
        held_run(session, actor=actor, run_id=send.run_id, at=now.at)
    held = held_send(session, actor=actor, send_id=send_id)
    return note_outcome(session, held, kind=kind, source="hand", by_id=actor.id, now=now)


def say_of_run(session: Session, *, actor: Actor, run_id: UUID, kind: OutcomeKind, now: Now) -> RunFound:
    """Let the actor say what came of the last message of a run; raises Conflict where none was sent yet."""
    found = held_run(session, actor=actor, run_id=run_id, at=now.at)
    if found.last_send is None:
        raise Conflict("nothing was sent in this sequence yet; stop it, and say why")
    note_outcome(session, found.last_send, kind=kind, source="hand", by_id=actor.id, now=now)
    return settled(session, found.run, at=now.at)


def undo_in_run(session: Session, *, actor: Actor, run_id: UUID, now: Now) -> RunFound:
    """Take back what was said last of a run, for some days; raises Conflict for what can't be taken back."""
    found = held_run(session, actor=actor, run_id=run_id, at=now.at)
    if not found.facts:
        raise Conflict("nothing was said of this sequence yet")
    _take_back(session, found.facts[-1], now)
    if found.standing.state != "running":
        refuse_suppressed(session, found.run.contact_email)
    return settled(session, found.run, at=now.at)


def undo_send(session: Session, *, actor: Actor, send_id: UUID, now: Now) -> None:
    """Take back what was said last of a message outside of a sequence: what came of it, or that it was sent."""
    held = held_send(session, actor=actor, send_id=send_id)
    if held.run_id is not None:
        raise Conflict("this was sent in a sequence; take it back there")
    of_it = select(SendOutcome).where(SendOutcome.send_id == held.id, SendOutcome.undone_at.is_(None))
    last = session.scalar(of_it.order_by(SendOutcome.at.desc(), SendOutcome.id.desc()).limit(1))
    _take_back(session, held if last is None else last, now)


def refusal_to_undo(fact: Fact, at: datetime) -> str | None:
    """Return why what was said last can't be taken back, or None where it can."""
    if isinstance(fact, SentMessage) and fact.way == "smtp":
        return "this message has left; it can't be taken back"
    if isinstance(fact, SendOutcome) and fact.kind == "unsubscribed":
        return "they asked not to be written to; an admin can take the address off the list"
    if at - fact.at > timedelta(days=UNDO_DAYS):
        return f"this was said more than {UNDO_DAYS} days ago, and stays"
    return None


def _take_back(session: Session, fact: Fact, now: Now) -> None:
    refusal = refusal_to_undo(fact, now.at)
    if refusal is not None:
        raise Conflict(refusal)
    fact.undone_at = now.at
    session.flush()
