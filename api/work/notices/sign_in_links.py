"""Links to sign in, sent to who asked for one: the address is looked up here, out of sight of who typed it."""

from __future__ import annotations

import logging
from datetime import datetime
from email.errors import MessageError

from sqlalchemy.orm import Session

from api.work.notices.mail import (
    MailServerError,
    RefusedError,
    UnreachableError,
    is_for_good,
    is_of_sender,
    is_of_server,
    refusal_for_log,
    send,
)
from api.work.notices.sign_in_letter import sign_in_letter
from api.work.seldom import Seldom
from config import Config
from lms.people.directory import find_person
from lms.people.installation import is_demo
from lms.people.proofs import BY_LETTER, issue_link
from lms.people.wishes import ClaimedWish, claim_wish, release_wish, settle_wish

# So many in one go, so that whoever asks for many keeps nobody from stopping the process.
MOST = 100
seldom = Seldom(logging.getLogger("repertoire.mail"), RefusedError)


def can_send_links(session: Session, config: Config) -> bool:
    """Tell whether links are sent here: there is a mail server, and the people aren't the demo's."""
    return bool(config.smtp_host) and not is_demo(session)


def send_sign_in_links(session: Session, config: Config, *, at: datetime) -> int:
    """Send the links that were asked for, and return how many left; who isn't known, or has left, gets none.

    Each wish is claimed before its letter leaves, and given back where the mail server can't be reached, or takes
    nothing of ours; raises MailServerError then. One whose letter isn't taken just now stays claimed until it is tried
    again, and the next ones go on.
    """
    count = 0
    for _ in range(MOST):
        wish = claim_wish(session, at=at) if config.smtp_host else None
        session.commit()
        if wish is None:
            break
        try:
            count += _send(session, config, wish, at)
        except _NotNowError:
            continue
        settle_wish(session, wish_id=wish.id)
        session.commit()
    return count


class _NotNowError(Exception):
    """The mail server doesn't take this letter, and may take it later."""


def _send(session: Session, config: Config, wish: ClaimedWish, at: datetime) -> bool:
    """Send one link to the address that the directory has, and not to what was typed; tell whether it left.

    Raises MailServerError and _NotNowError.
    """
    person = find_person(session, email=wish.address)
    if person is None or person.has_left(at) or is_demo(session):
        return False
    secret = issue_link(session, person=person, at=at, method=BY_LETTER)
    letter_to = person.email, person.name
    # What is in a mailbox must work, so it is there first; one that never leaves opens nothing.
    session.commit()
    try:
        send(config, sign_in_letter(*letter_to, secret=secret, config=config, at=at))
    except UnreachableError:
        _give_back(session, wish)
        raise
    except RefusedError as error:
        _look_at(session, wish, error)
        return False
    except (MessageError, ValueError):
        return False
    return True


def _look_at(session: Session, wish: ClaimedWish, error: RefusedError) -> None:
    """Raise what a refusal means for a wish, or return where no letter can ever reach this person."""
    if is_of_sender(error):
        _give_back(session, wish)
        raise MailServerError(f"the mail server takes nothing from MAIL_FROM: {refusal_for_log(error)}") from error
    if is_of_server(error) and not is_for_good(error):
        said = f"letters with links to sign in aren't taken just now, and are tried again: {refusal_for_log(error)}"
        seldom.warn("letters", said, error=error)
        raise _NotNowError from error


def _give_back(session: Session, wish: ClaimedWish) -> None:
    release_wish(session, wish_id=wish.id)
    session.commit()
