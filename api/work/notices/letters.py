"""One digest as an e-mail: what it says of each page, as plain text and as HTML."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from shlex import quote
from typing import Literal
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, select_autoescape

from config import Config
from content.catalogue import Catalogue, Entry
from content.course import NoSuchPageError, read_page
from content.places.links import site_url
from content.problem import one_line
from lms.notices.recipients import Recipient

ReviewState = Literal["expired", "overdue", "due"]
STATES: tuple[ReviewState, ...] = ("expired", "overdue", "due")
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
class Letter:
    """What one person is told in one week, which is named by its first day."""

    to: Recipient
    week: date
    lines: tuple[LetterLine, ...]

    @property
    def subject(self) -> str:
        """Return the counts, such as `Reviews: 2 overdue, 1 due soon`."""
        counts = {state: sum(line.state == state for line in self.lines) for state in STATES}
        return "Reviews: " + ", ".join(
            f"{count} {state}{' soon' if state == 'due' else ''}" for state, count in counts.items() if count
        )


def write_letter(to: Recipient, week: date, entries: Iterable[Entry], *, today: date, catalogue: Catalogue) -> Letter:
    """Say of each page what is the matter with it, the oldest first."""
    ordered = sorted(entries, key=lambda entry: (entry.verified_until or "", entry.path))
    return Letter(to, week, tuple(_line(entry, today.isoformat(), catalogue) for entry in ordered))


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
    message["Message-ID"] = f"<reviews.{letter.week}.{key}@{config.mail_from.rpartition('@')[2]}>"
    message["List-Id"] = f"Reviews of pages <reviews.{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text_of(letter, config))
    message.add_alternative(_written("digest.html", letter, config), subtype="html")
    return message


def text_of(letter: Letter, config: Config) -> str:
    """Write the letter as plain text."""
    return _written("digest.txt", letter, config)


def _written(template: str, letter: Letter, config: Config) -> str:
    return _TEMPLATES.get_template(template).render(letter=letter, home=config.public_url)


def _line(entry: Entry, today: str, catalogue: Catalogue) -> LetterLine:
    until = entry.verified_until or ""
    is_expiry = until == _expires(entry, catalogue)
    state: ReviewState = "due" if until >= today else "expired" if is_expiry else "overdue"
    command = None if is_expiry else f"repertoire reviewed {quote(entry.path)}"
    return LetterLine(one_line(entry.title), site_url(entry.url), until, state, command)


def _expires(entry: Entry, catalogue: Catalogue) -> str | None:
    try:
        expires = read_page(catalogue, entry).fields.expires
    except NoSuchPageError:
        return None
    return expires.isoformat() if expires else None
