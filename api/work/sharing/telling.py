"""Telling a rep by e-mail that a buyer opened their link, once, where the company has a mail server."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

from sqlalchemy.orm import Session

from api.work.notices.mail import RefusedError, UnreachableError, send
from config import Config
from lms.people.models import Person
from lms.sharing.models import BuyerLink, LinkTally
from lms.sharing.reading import claim_telling, release_telling, untold

# What was opened before isn't news: a mail server may have been set up only now.
NEWS = timedelta(days=2)
MOST = 100


def tell_openings(session: Session, config: Config, *, at: datetime) -> int:
    """Tell the reps of links that were opened for the first time, and return how many letters left.

    Each is claimed before it leaves, and given back where the mail server can't be reached. Raises MailServerError.
    """
    if not config.smtp_host:
        return 0
    count = 0
    found = untold(session, since=at - NEWS, most=MOST)
    session.rollback()
    for link_id in found:
        is_claimed = claim_telling(session, link_id=link_id, at=at)
        session.commit()
        letter = _letter(session, config, link_id, at) if is_claimed else None
        session.rollback()
        if letter is None:
            continue
        try:
            send(config, letter)
        except UnreachableError:
            release_telling(session, link_id=link_id)
            session.commit()
            raise
        except RefusedError:
            continue
        count += 1
    return count


def _letter(session: Session, config: Config, link_id: UUID, at: datetime) -> EmailMessage | None:
    """Return the letter; None where the rep has left."""
    link, tally = session.get_one(BuyerLink, link_id), session.get_one(LinkTally, link_id)
    rep = session.get_one(Person, link.rep_id)
    if rep.has_left(at):
        return None
    letter = EmailMessage()
    # What somebody typed may hold ends of lines, which no header may.
    letter["Subject"] = " ".join(f"{link.contact_name} opened “{link.title}”".split())
    letter["From"], letter["To"] = config.mail_from, rep.email
    seconds = round(tally.seconds)
    letter.set_content(
        f"{link.contact_name} opened “{link.title}”, which you shared on {link.made_on}.\n\n"
        f"So far it was on screen for {seconds} seconds.\n\n"
        f"All that you shared: {config.public_url}/app/shared/#{link.id}\n"
    )
    return letter
