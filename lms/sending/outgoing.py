"""Steps that leave by our own mail server: claimed before they leave, so that none leaves twice, and noted after."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor
from lms.people.secret import Secret
from lms.sending.facts import RunFound
from lms.sending.models import OutgoingMail, SentMessage, SequenceRun
from lms.sending.outcomes import note_outcome
from lms.sending.runs import UsedTemplate, held_run, note_sent, settled
from lms.sending.states import check_step
from lms.sending.suppression import refuse_suppressed, suppress

ASKED_BY_LINK = "asked by the link in an e-mail not to be written to any more"


def claim_step(
    session: Session,
    *,
    actor: Actor,
    run_id: UUID,
    step: int,
    message_id: str,
    unsubscribe: Secret,
    most_a_day: int,
    now: Now,
) -> RunFound:
    """Claim the next step of a run of the actor's; commit before it is sent.

    Raises Conflict for any other step, for an address that may not be written to, where the actor sent as many today as
    one may, and for a step that may have left already.
    """
    found = held_run(session, actor=actor, run_id=run_id, at=now.at)
    check_step(found.standing, step)
    refuse_suppressed(session, found.run.contact_email)
    _refuse_twice(session, run_id, step)
    today = (OutgoingMail.rep_id == actor.id, OutgoingMail.on == now.day)
    if (session.scalar(select(func.count()).where(*today)) or 0) >= most_a_day:
        raise Conflict(f"you sent {most_a_day} messages this way today, as many as one may; go on tomorrow")
    made = OutgoingMail(rep_id=actor.id, run_id=run_id, step=step, on=now.day, claimed_at=now.at)
    made.message_id, made.unsubscribe = message_id, unsubscribe.digest
    session.add(made)
    session.flush()
    return found


def release_step(session: Session, *, message_id: str) -> None:
    """Give a claim back because nothing has left."""
    session.delete(_claimed(session, message_id))
    session.flush()


def note_left(session: Session, *, sent: UsedTemplate, is_refused: bool, now: Now) -> RunFound:
    """Note that the mail server took a claimed step, whatever was said of its run meanwhile.

    One that it refused for good was sent all the same, and bounced at once.
    """
    claimed = _claimed(session, sent.message_id or "")
    run = session.get_one(SequenceRun, claimed.run_id)
    made = note_sent(session, run, step=claimed.step, sent=sent, now=now)
    claimed.sent_at = now.at
    if is_refused:
        note_outcome(session, made, kind="bounced", source="smtp", by_id=None, now=now)
    return settled(session, run, at=now.at)


def unsubscribe_by(session: Session, *, secret: Secret, now: Now) -> str:
    """Let the contact whom a message was sent to not be written to any more, and return their address.

    Raises NotFound for a secret that no message had.
    """
    claimed = session.scalar(select(OutgoingMail).where(OutgoingMail.unsubscribe == secret.digest))
    if claimed is None:
        raise NotFound("this link isn't known")
    run = session.get_one(SequenceRun, claimed.run_id)
    sent = session.scalar(select(SentMessage).where(SentMessage.message_id == claimed.message_id))
    if sent is not None:
        note_outcome(session, sent, kind="unsubscribed", source="link", by_id=None, now=now)
    suppress(session, email=run.contact_email, by_id=None, reason=ASKED_BY_LINK, now=now)
    return run.contact_email


def address_of_link(session: Session, *, secret: Secret) -> str:
    """Return whose link it is, before it is used; raises NotFound for a secret that no message had."""
    wanted = select(SequenceRun.contact_email).join(OutgoingMail, OutgoingMail.run_id == SequenceRun.id)
    found = session.scalar(wanted.where(OutgoingMail.unsubscribe == secret.digest))
    if found is None:
        raise NotFound("this link isn't known")
    return found


def _refuse_twice(session: Session, run_id: UUID, step: int) -> None:
    same = (OutgoingMail.run_id == run_id, OutgoingMail.step == step)
    known = session.scalar(select(OutgoingMail).where(*same))
    if known is not None:
        raise Conflict(
            f"this message was handed to the mail server at {known.claimed_at:%H:%M} UTC on {known.on}, and whether it"
            " left isn't known; it isn't sent twice: mark it as sent, or skip it"
        )


def _claimed(session: Session, message_id: str) -> OutgoingMail:
    return session.scalars(select(OutgoingMail).where(OutgoingMail.message_id == message_id)).one()
