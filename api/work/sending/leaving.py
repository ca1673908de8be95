"""A step of a sequence that leaves by the company's mail server in the rep's name, once and no more."""

from __future__ import annotations

from email.errors import MessageError
from email.utils import make_msgid
from uuid import UUID

from sqlalchemy.orm import Session

from api.work.notices.mail import MailServerError, RefusedError, UnreachableError, is_for_good, send
from api.work.sending.message import Envelope, Message, email_of
from config import Config
from lms.days import Now
from lms.errors import Conflict, NotAllowed, Unreadable
from lms.people.access import Actor
from lms.people.secret import new_secret
from lms.sending.facts import RunFound
from lms.sending.models import SentMessage
from lms.sending.outgoing import claim_step, note_left, release_step
from lms.sending.runs import KnownPage, UsedTemplate

UNSUBSCRIBE = "/unsubscribe/"


def send_as_rep(
    session: Session,
    *,
    config: Config,
    actor: Actor,
    run_id: UUID,
    step: int,
    template: KnownPage,
    message: Message,
    now: Now,
) -> RunFound:
    """Send the next step of a run of the actor's, who is the sender, and return how the run stands then.

    Commits when it is claimed and when it has left: killed in between, it is never sent again. An address that the mail
    server refuses for good has bounced. Raises NotAllowed where the settings don't allow it, Conflict for what may not
    be sent, Unreadable where the mail server is away; then nothing has left.
    """
    if not (config.send_as_reps and config.smtp_host):
        raise NotAllowed("this company sends no mail in the names of reps; send it from your own mail program")
    secret, message_id = new_secret(), make_msgid(domain=actor.email.partition("@")[2])
    found = claim_step(
        session,
        actor=actor,
        run_id=run_id,
        step=step,
        message_id=message_id,
        unsubscribe=secret,
        most_a_day=config.send_limit,
        now=now,
    )
    envelope = Envelope(
        sender=(actor.name, actor.email),
        recipient=(found.run.contact_name, found.run.contact_email),
        message_id=message_id,
        earlier=_thread_of(found),
        unsubscribe_url=f"{config.public_url}{UNSUBSCRIBE}{secret.text}",
        at=now.at,
    )
    session.commit()
    is_refused = _leave(session, config, message, envelope)
    used = UsedTemplate(template, "smtp", message_id)
    found = note_left(session, sent=used, is_refused=is_refused, now=now)
    session.commit()
    return found


def _leave(session: Session, config: Config, message: Message, envelope: Envelope) -> bool:
    """Hand the e-mail to the mail server; True where it refused this one. What surely didn't leave is given back."""
    try:
        send(config, email_of(message, envelope), bounces_to=config.mail_from)
    except RefusedError as error:
        if is_for_good(error):
            return True
        _give_back(session, envelope)
        raise Conflict(f"the mail server didn't take this message, and nothing was sent: {error}") from error
    except UnreachableError as error:
        _give_back(session, envelope)
        raise Unreadable(f"the mail server can't be reached, and nothing was sent: {error}") from error
    except MailServerError as error:
        raise Unreadable(f"the mail server was lost while it took the message: {error}") from error
    except (MessageError, ValueError) as error:
        _give_back(session, envelope)
        raise Conflict(f"no e-mail can be made of this: {error}") from error
    return False


def _give_back(session: Session, envelope: Envelope) -> None:
    release_step(session, message_id=envelope.message_id)
    session.commit()


def _thread_of(found: RunFound) -> list[str]:
    """Return the Message-IDs of what was sent in the run before, the first first."""
    sent = (fact.message_id for fact in found.facts if isinstance(fact, SentMessage))
    return [message_id for message_id in sent if message_id is not None]
