"""Letters that leave once each: claimed, written, handed to the mail server, and noted as sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from email.errors import MessageError
from email.message import EmailMessage

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.work.notices.mail import MailServerError, RefusedError, send
from config import Config
from lms.errors import Refusal
from lms.notices.claims import Kind, claim, is_open, is_tried, list_sent, note_sent
from lms.notices.recipients import Recipient

# What one letter may fail for, and the others not.
_FAULTS = (MailServerError, RefusedError, MessageError, ValueError, SQLAlchemyError, Refusal)


@dataclass(frozen=True)
class SendingOutcome:
    """How many letters were sent, weren't to be sent again, and failed; `problems` says why, one line each."""

    sent: int
    skipped: int
    problems: tuple[str, ...]


def send_each(
    session: Session,
    letters: Iterable[tuple[Recipient, Callable[[], EmailMessage]]],
    *,
    kind: Kind,
    begins: date,
    config: Config,
    at: datetime,
    may_begin: bool = True,
) -> SendingOutcome:
    """Send what wasn't sent yet, each written once it is claimed; without `may_begin` only what was tried before.

    Commits after each one, so that a process that ends in between sends none twice.
    """
    sent, skipped, problems = 0, 0, []
    down: MailServerError | None = None
    # Mostly all are: who has theirs needn't be asked for one by one.
    settled = list_sent(session, kind, begins=begins)
    session.rollback()
    for person, write in letters:
        try:
            if person.id in settled or not _claim(session, kind, person, begins, at, may_begin):
                skipped += 1
                continue
            if down is not None:
                raise down
            message = write()
            # What was read for it is behind us: others write while the mail server takes its time.
            session.rollback()
            send(config, message)
            note_sent(session, kind, person_id=person.id, begins=begins, at=at)
            session.commit()
            sent += 1
        except _FAULTS as error:
            session.rollback()
            down = error if isinstance(error, MailServerError) else down
            problems.append(f"{person.email}: {str(error).splitlines()[0] if str(error) else type(error).__name__}")
    return SendingOutcome(sent, skipped, tuple(problems))


def _claim(session: Session, kind: Kind, person: Recipient, begins: date, at: datetime, may_begin: bool) -> bool:
    """Claim a letter and commit, so that no other process sends it while this one does.

    Looking comes first: mostly everything is sent already, and then nothing should be written or locked.
    """
    is_wanted = is_open(session, kind, person_id=person.id, begins=begins, at=at)
    if not may_begin:
        is_wanted = is_wanted and is_tried(session, kind, person_id=person.id, begins=begins)
    session.rollback()
    if not is_wanted:
        return False
    is_claimed = claim(session, kind, person_id=person.id, begins=begins, at=at)
    session.commit()
    return is_claimed
