"""The weekly digest: each owner of pages whose review ended or ends soon gets one e-mail."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from functools import partial

from sqlalchemy.orm import Session

from api.work.notices.letters import Letter, message_of, write_letter
from api.work.notices.sending import SendingOutcome, send_each
from config import WEEKDAYS, Config
from content.catalogue import Catalogue, Entry
from content.freshness import freshness_of
from lms.days import now_in
from lms.notices.claims import is_open
from lms.notices.models import Digest
from lms.notices.recipients import Recipient, find_recipients
from lms.people.installation import is_demo

log = logging.getLogger("repertoire.digest")
# Later in the week nothing is begun: a page that falls due on Thursday waits. What failed is tried again all week.
BEGINS_WITHIN = timedelta(days=1)


def send_weekly(session: Session, *, config: Config, catalogue: Catalogue, at: datetime) -> None:
    """Send the digests whose day and hour have come; does nothing without a mail server, nor for a demo."""
    start = week_start(config, at)
    if not config.smtp_host or at < start or is_demo(session):
        return
    may_begin = at < start + BEGINS_WITHIN
    outcome = send_digests(session, start.date(), config=config, catalogue=catalogue, at=at, may_begin=may_begin)
    for problem in outcome.problems:
        log.warning("digest: %s", problem)


def week_start(config: Config, at: datetime) -> datetime:
    """Return when this week's digest is due: on the last such weekday, today included, at its hour."""
    days = (at.weekday() - WEEKDAYS.index(config.digest_weekday)) % 7
    begins = at.astimezone(UTC) - timedelta(days=days)
    return begins.replace(hour=config.digest_hour, minute=0, second=0, microsecond=0)


def send_digests(
    session: Session, week: date, *, config: Config, catalogue: Catalogue, at: datetime, may_begin: bool = True
) -> SendingOutcome:
    """Send what wasn't sent in this week; without `may_begin` only what somebody tried to send before."""
    today = now_in(config.zone, at).day

    def write(person: Recipient, entries: list[Entry]) -> EmailMessage:
        return message_of(write_letter(person, week, entries, today=today, catalogue=catalogue), config, at)

    due = _due_by_owner(session, config, catalogue, at)
    letters = [(person, partial(write, person, entries)) for person, entries in due]
    return send_each(session, letters, kind=Digest, begins=week, config=config, at=at, may_begin=may_begin)


def unsent_letters(session: Session, week: date, *, config: Config, catalogue: Catalogue, at: datetime) -> list[Letter]:
    """Return what `send_digests` would send now, and send nothing."""
    return [
        write_letter(person, week, entries, today=now_in(config.zone, at).day, catalogue=catalogue)
        for person, entries in _due_by_owner(session, config, catalogue, at)
        if is_open(session, Digest, person_id=person.id, begins=week, at=at)
    ]


def _due_by_owner(
    session: Session, config: Config, catalogue: Catalogue, at: datetime
) -> list[tuple[Recipient, list[Entry]]]:
    """Return who has pages to look at, and which; whoever isn't in the directory, or has left, is left out."""
    owned: dict[str, list[Entry]] = {}
    today = now_in(config.zone, at).day
    for entry in catalogue.entries:
        if entry.owner and freshness_of(entry, today=today, due_days=config.review_due_days) in {"due", "overdue"}:
            owned.setdefault(entry.owner, []).append(entry)
    people = find_recipients(session, emails=owned, at=at)
    session.rollback()
    return [(person, owned[person.email]) for person in people]
