"""The weekly digest: one e-mail for each person, of reviews of their pages, their coaching, and questions to them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from functools import partial

from sqlalchemy.orm import Session

from api.work.notices.letters import Letter, message_of, write_letter
from api.work.notices.sending import SendingOutcome, send_each
from api.work.setting_parts import WEEKDAYS
from config import Config
from content.catalogue import Catalogue, Entry
from content.freshness import freshness_of
from lms.coaching.actions.weekly import CoachingWeek, weeks_by_person
from lms.days import now_in
from lms.notices.claims import has_unsent, is_open
from lms.notices.models import Digest
from lms.notices.recipients import Recipient, list_recipients
from lms.people.installation import is_demo
from lms.questions.asking import unanswered_by_person
from lms.questions.models import RepQuestion

log = logging.getLogger("repertoire.digest")
# Later in the week nothing is begun: a page that falls due on Thursday waits. What failed is tried again all week.
BEGINS_WITHIN = timedelta(days=1)
# A question that has waited so long for an answer is told of.
QUESTION_DAYS = 3


@dataclass(frozen=True)
class _Due:
    """Somebody to write to: pages to look at, a week of coaching, None where that asks nothing, and open questions."""

    to: Recipient
    entries: list[Entry]
    coaching: CoachingWeek | None
    questions: list[RepQuestion]


def send_weekly(session: Session, *, config: Config, catalogue: Catalogue, at: datetime) -> None:
    """Send the digests whose day and hour have come; does nothing without a mail server, nor for a demo."""
    start = week_start(config, at)
    if not config.smtp_host or at < start or is_demo(session):
        return
    may_begin = at < start + BEGINS_WITHIN
    if not may_begin and not has_unsent(session, Digest, begins=start.date()):
        return
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
    letters = [
        (due.to, partial(_message, due, week, config, catalogue, at)) for due in _due(session, config, catalogue, at)
    ]
    return send_each(session, letters, kind=Digest, begins=week, config=config, at=at, may_begin=may_begin)


def unsent_letters(session: Session, week: date, *, config: Config, catalogue: Catalogue, at: datetime) -> list[Letter]:
    """Return what `send_digests` would send now, and send nothing."""
    return [
        _letter(due, week, config, catalogue, at)
        for due in _due(session, config, catalogue, at)
        if is_open(session, Digest, person_id=due.to.id, begins=week, at=at)
    ]


def _message(due: _Due, week: date, config: Config, catalogue: Catalogue, at: datetime) -> EmailMessage:
    return message_of(_letter(due, week, config, catalogue, at), config, at)


def _letter(due: _Due, week: date, config: Config, catalogue: Catalogue, at: datetime) -> Letter:
    today = now_in(config.zone, at).day
    return write_letter(
        due.to,
        week,
        due.entries,
        today=today,
        catalogue=catalogue,
        coaching=due.coaching,
        questions=due.questions,
        zone=config.zone,
    )


def _due(session: Session, config: Config, catalogue: Catalogue, at: datetime) -> list[_Due]:
    """Return who is to be written to about what; whoever isn't in the directory, or has left, is left out."""
    owned: dict[str, list[Entry]] = {}
    now = now_in(config.zone, at)
    for entry in catalogue.entries:
        if entry.owner and freshness_of(entry, today=now.day, due_days=config.review_due_days) in {"due", "overdue"}:
            owned.setdefault(entry.owner.strip().casefold(), []).append(entry)
    weeks = weeks_by_person(session, now=now)
    questions = unanswered_by_person(session, days=QUESTION_DAYS, at=at)
    people = list_recipients(session, at=at)
    session.rollback()
    found = (_Due(to, owned.get(to.email.casefold(), []), weeks.get(to.id), questions.get(to.id, [])) for to in people)
    return [due for due in found if due.entries or due.coaching or due.questions]
