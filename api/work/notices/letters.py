"""One week's letter as an e-mail: what it says of pages and of coaching, as plain text and as HTML."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from shlex import quote
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jinja2 import Environment, PackageLoader, select_autoescape

from config import Config
from content.catalogue import Catalogue, Entry
from content.course import NoSuchPageError, read_page
from content.places.links import site_url
from content.problem import counted, one_line
from lms.coaching.actions.weekly import CoachingWeek, WeekItem, WeekSession
from lms.days import day_of
from lms.notices.recipients import Recipient
from lms.questions.asking import shortened
from lms.questions.models import RepQuestion

ReviewState = Literal["expired", "overdue", "due"]
STATES: tuple[ReviewState, ...] = ("expired", "overdue", "due")
# So many items or sessions stand in a letter; the others are counted.
MOST_LINES = 15
_UTC = ZoneInfo("UTC")
_TEMPLATES = Environment(loader=PackageLoader("api.work.notices"), autoescape=select_autoescape())


@dataclass(frozen=True)
class LetterLine:
    """A page to look at; `command` marks it as reviewed, and is None where only a new `expires` helps."""

    title: str
    url: str
    until: str
    state: ReviewState
    command: str | None


@dataclass(frozen=True)
class CoachingLine:
    """An action item or a session of the person's: what it is, whose, and when; `url` leads to its session."""

    title: str
    url: str
    other: str
    when: str
    is_overdue: bool = False
    is_proposal: bool = False


@dataclass(frozen=True)
class Letter:
    """What one person is told in one week, which is named by its first day.

    `lines` are pages to look at, `own` action items to do, `waiting` those that others should have done for them,
    `questions` those that wait for their answer.
    """

    to: Recipient
    week: date
    lines: tuple[LetterLine, ...]
    own: tuple[CoachingLine, ...] = ()
    waiting: tuple[CoachingLine, ...] = ()
    sessions: tuple[CoachingLine, ...] = ()
    questions: tuple[CoachingLine, ...] = ()

    @property
    def has_coaching(self) -> bool:
        """Whether it is about more than pages."""
        return bool(self.own or self.waiting or self.sessions or self.questions)

    @property
    def subject(self) -> str:
        """Return the counts, such as `Reviews: 2 overdue, 1 due soon; coaching: 1 overdue, 2 sessions`."""
        reviews = {state: sum(line.state == state for line in self.lines) for state in STATES}
        late = sum(line.is_overdue for line in self.own)
        said = {
            "reviews": [
                f"{count} {state}{' soon' if state == 'due' else ''}" for state, count in reviews.items() if count
            ],
            "coaching": [
                *([f"{late} overdue"] if late else []),
                *([f"{len(self.own) - late} due this week"] if len(self.own) > late else []),
                *([f"{len(self.waiting)} overdue with others"] if self.waiting else []),
                *([counted(len(self.sessions), "session")] if self.sessions else []),
                *([f"{counted(len(self.questions), 'question')} waiting"] if self.questions else []),
            ],
        }
        text = "; ".join(f"{name}: {', '.join(counts)}" for name, counts in said.items() if counts)
        return text[:1].upper() + text[1:]


def write_letter(
    to: Recipient,
    week: date,
    entries: Iterable[Entry],
    *,
    today: date,
    catalogue: Catalogue,
    coaching: CoachingWeek | None = None,
    questions: Sequence[RepQuestion] = (),
    zone: ZoneInfo = _UTC,
) -> Letter:
    """Say of each page what is the matter with it, the oldest first, and what coaching asks.

    `zone` is for the times of sessions of who hasn't set one.
    """
    ordered = sorted(entries, key=lambda entry: (entry.verified_until or "", entry.path))
    lines = tuple(_line(entry, today.isoformat(), catalogue) for entry in ordered)
    asked = tuple(_question_line(question, zone) for question in questions)
    if coaching is None:
        return Letter(to, week, lines, questions=asked)
    own, waiting = (tuple(map(_item_line, items)) for items in (coaching.own, coaching.waiting))
    clock = _zone_of(coaching.zone, zone)
    sessions = tuple(_session_line(one, clock) for one in coaching.sessions)
    return Letter(to, week, lines, own, waiting, sessions, asked)


def message_of(letter: Letter, config: Config, at: datetime) -> EmailMessage:
    """Write the e-mail; its Message-ID is the same however often it is sent. Raises ValueError for a bad address."""
    host = urlsplit(config.public_url).hostname or "localhost"
    key = hashlib.sha256(f"{letter.to.id} {letter.week}".encode()).hexdigest()[:32]
    message = EmailMessage(SMTP if letter.to.email.isascii() else SMTPUTF8)
    message["From"] = Address("Repertoire", addr_spec=config.mail_from)
    mailbox, _, domain = letter.to.email.rpartition("@")
    message["To"] = Address(one_line(letter.to.name), mailbox, domain)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<week.{letter.week}.{key}@{config.mail_from.rpartition('@')[2]}>"
    message["List-Id"] = f"Your week <week.{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text_of(letter, config))
    message.add_alternative(_written("digest.html", letter, config), subtype="html")
    return message


def text_of(letter: Letter, config: Config) -> str:
    """Write the letter as plain text."""
    return _written("digest.txt", letter, config)


def _written(template: str, letter: Letter, config: Config) -> str:
    return _TEMPLATES.get_template(template).render(letter=letter, home=config.public_url, most=MOST_LINES)


def _line(entry: Entry, today: str, catalogue: Catalogue) -> LetterLine:
    until = entry.verified_until or ""
    is_expiry = until == _expires(entry, catalogue)
    state: ReviewState = "due" if until >= today else "expired" if is_expiry else "overdue"
    command = None if is_expiry else f"repertoire reviewed {quote(entry.path)}"
    return LetterLine(one_line(entry.title), site_url(entry.url), until, state, command)


def _item_line(item: WeekItem) -> CoachingLine:
    day = item.due_on.isoformat()
    return CoachingLine(one_line(item.text), _address(item.session_id), one_line(item.other), day, item.is_overdue)


def _session_line(found: WeekSession, zone: ZoneInfo) -> CoachingLine:
    when = f"{found.at.astimezone(zone):%A, %Y-%m-%d %H:%M} ({zone.key})"
    other = one_line(found.other)
    return CoachingLine(one_line(found.topic), _address(found.id), other, when, is_proposal=found.is_proposal)


def _question_line(question: RepQuestion, zone: ZoneInfo) -> CoachingLine:
    text = shortened(question.text)
    address = f"/app/questions/?id={question.id}"
    return CoachingLine(one_line(text), address, one_line(question.asker.name), f"{day_of(zone, question.last_at)}")


def _address(session_id: UUID) -> str:
    return f"/app/session/?id={session_id}"


def _zone_of(name: str | None, otherwise: ZoneInfo) -> ZoneInfo:
    """Return a person's time zone; what isn't known here any more gives way to the company's."""
    try:
        return ZoneInfo(name) if name else otherwise
    except (ZoneInfoNotFoundError, ValueError):
        return otherwise


def _expires(entry: Entry, catalogue: Catalogue) -> str | None:
    try:
        expires = read_page(catalogue, entry).fields.expires
    except NoSuchPageError:
        return None
    return expires.isoformat() if expires else None
