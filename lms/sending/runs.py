"""Runs of sequences: started for a contact, settled step by step, stopped; only the rep whose run it is can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import hold
from lms.days import Now, day_of
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.addresses import checked_address
from lms.people.directory import refuse_far_day, take_turn
from lms.people.zones import zone_names
from lms.sending.calendars import check_country
from lms.sending.facts import RunFound, read_runs, zone_of
from lms.sending.models import OutgoingMail, RunEvent, SentMessage, SequenceRun
from lms.sending.sends import SendWay, add_send
from lms.sending.states import MessageStep, check_step
from lms.sending.suppression import refuse_suppressed

# A mail server has answered by then, or who asked it is gone.
LEAVING = timedelta(minutes=10)


@dataclass(frozen=True)
class Contact:
    """Whom a sequence runs for: where they are (`zone`), and whose holidays they have (ISO 3166, and a part of it)."""

    name: str
    email: str
    zone: str
    country: str | None = None
    part: str | None = None
    company: str | None = None


@dataclass(frozen=True)
class KnownPage:
    """A page of the library as it is now: `version` is its hash."""

    id: str
    version: str
    language: str


@dataclass(frozen=True)
class UsedTemplate:
    """What was sent and how: the template as it is now, and the Message-ID of the e-mail where it is known."""

    page: KnownPage
    way: SendWay
    message_id: str | None = None


def start_run(
    session: Session,
    *,
    actor: Actor,
    sequence: KnownPage,
    steps: Sequence[MessageStep],
    contact: Contact,
    deal: str | None,
    begins_on: date | None,
    now: Now,
) -> RunFound:
    """Start a sequence for a contact, today (where they are) or on a day to come.

    Raises Conflict for an address that may not be written to, or that the actor runs this sequence for already.
    """
    email = checked_address(contact.email, field="contact/email")
    check_country(contact.country, contact.part)
    if contact.zone not in zone_names():
        raise Conflict(
            f"there is no time zone `{contact.zone[:100]}`; use a name such as Europe/Berlin", field="contact/zone"
        )
    take_turn(session, person_id=actor.id)
    refuse_suppressed(session, email)
    _refuse_twice(session, actor, sequence.id, email)
    made = SequenceRun(rep_id=actor.id, page_id=sequence.id, page_version=sequence.version)
    made.steps = [{"day": step.day, "template": step.template} for step in steps]
    made.contact_name, made.contact_email, made.company = contact.name, email, contact.company
    made.zone, made.country, made.part, made.deal = contact.zone, contact.country, contact.part, deal
    made.begins_on = _first_day(begins_on, day_of(zone_of(made), now.at))
    made.started_at = now.at
    session.add(made)
    session.flush()
    return read_runs(session, [made], at=now.at)[0]


def send_next(
    session: Session,
    *,
    actor: Actor,
    run_id: UUID,
    step: int,
    sent: UsedTemplate,
    now: Now,
) -> RunFound:
    """Note that the next step of a run was sent, be it due or not yet; raises Conflict for any other step."""
    found = held_run(session, actor=actor, run_id=run_id, at=now.at)
    check_step(found.standing, step)
    _refuse_leaving(session, found.run, step, now)
    note_sent(session, found.run, step=step, sent=sent, now=now)
    return settled(session, found.run, at=now.at)


def note_sent(session: Session, run: SequenceRun, *, step: int, sent: UsedTemplate, now: Now) -> SentMessage:
    """Add the send of a step of a run that the caller holds."""
    made = SentMessage(rep_id=run.rep_id, run_id=run.id, sequence_id=run.page_id, step=step, deal=run.deal)
    made.page_id, made.page_version, made.language = sent.page.id, sent.page.version, sent.page.language
    made.contact_name, made.contact_email = run.contact_name, run.contact_email
    made.way, made.message_id = sent.way, sent.message_id
    return add_send(session, made, now=now)


def skip_step(session: Session, *, actor: Actor, run_id: UUID, step: int, reason: str | None, now: Now) -> RunFound:
    """Leave out the next step of a run; what comes after it is due when it would have been."""
    found = held_run(session, actor=actor, run_id=run_id, at=now.at)
    check_step(found.standing, step)
    _refuse_leaving(session, found.run, step, now)
    return _note(session, found.run, RunEvent(kind="skipped", step=step, reason=reason), actor, now)


def stop_run(session: Session, *, actor: Actor, run_id: UUID, reason: str | None, now: Now) -> RunFound:
    """End a run before its last step; raises Conflict where it ended already."""
    found = held_run(session, actor=actor, run_id=run_id, at=now.at)
    if found.standing.state != "running":
        raise Conflict(f"this sequence runs no more: it is {found.standing.state}")
    return _note(session, found.run, RunEvent(kind="stopped", reason=reason), actor, now)


def held_run(session: Session, *, actor: Actor, run_id: UUID, at: datetime) -> RunFound:
    """Return a run of the actor's that nobody else changes until this transaction ends; raises NotFound for others'."""
    mine = (SequenceRun.id == run_id, SequenceRun.rep_id == actor.id)
    hold(session, SequenceRun.page_id, *mine)
    run = session.scalar(select(SequenceRun).where(*mine).execution_options(populate_existing=True))
    if run is None:
        raise NotFound("no such sequence of yours")
    return read_runs(session, [run], at=at)[0]


def settled(session: Session, run: SequenceRun, *, at: datetime) -> RunFound:
    """Return how a run stands after a new fact, and keep whether it still runs."""
    found = read_runs(session, [run], at=at)[0]
    is_running = found.standing.state == "running"
    if is_running or run.ended_at is None:
        run.ended_at = None if is_running else at
    session.flush()
    return found


def _first_day(wanted: date | None, today: date) -> date:
    if wanted is None:
        return today
    if wanted < today:
        raise Conflict(f"it is {today} there already; begin today or later", field="begins_on")
    refuse_far_day(wanted, today, field="begins_on")
    return wanted


def _refuse_twice(session: Session, actor: Actor, sequence_id: str, email: str) -> None:
    same = (SequenceRun.rep_id == actor.id, SequenceRun.page_id == sequence_id, SequenceRun.contact_email == email)
    if session.scalar(select(SequenceRun.id).where(*same, SequenceRun.ended_at.is_(None)).limit(1)) is not None:
        raise Conflict(f"this sequence runs for {email} already", field="contact/email")


def _refuse_leaving(session: Session, run: SequenceRun, step: int, now: Now) -> None:
    """Refuse to settle by hand what our own mail server is being given at this moment."""
    leaving = select(OutgoingMail.id).where(
        OutgoingMail.run_id == run.id,
        OutgoingMail.step == step,
        OutgoingMail.sent_at.is_(None),
        OutgoingMail.claimed_at > now.at - LEAVING,
    )
    if session.scalar(leaving) is not None:
        raise Conflict("this message is just being sent; look again in some minutes")


def _note(session: Session, run: SequenceRun, event: RunEvent, actor: Actor, now: Now) -> RunFound:
    event.run_id, event.at, event.by_id = run.id, now.at, actor.id
    session.add(event)
    session.flush()
    return settled(session, run, at=now.at)
