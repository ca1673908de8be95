"""A mail server of the tests, and digests sent with the settings of the app."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from api.web.context import parts
from api.web.database import db
from api.work.notices.digest import send_digests
from api.work.notices.sending import SendingOutcome
from support.factories import MONDAY
from support.ports import free_port

WEEK = MONDAY.date()
HOUR = timedelta(hours=1)
MARA, ADA, OLGA = (f"{name}@brightwharf.example" for name in ("mara", "ada", "olga"))


class Postbox:
    """A mail server on loopback that keeps what it is given, and refuses some recipients."""

    def __init__(self) -> None:
        """Find a free port; nothing listens yet."""
        self.port = free_port()
        self.refused: set[str] = set()
        self.refusal = "550 no such mailbox"
        self.kept: list[EmailMessage] = []
        self.users: list[str] = []
        self.meanwhile: Callable[[], object] = lambda: None
        self._controller: Any = None

    def open(self, **options: Any) -> None:
        """Listen."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)
        self._controller.start()

    def close(self) -> None:
        """Listen no more."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        """Refuse some."""
        if address in self.refused:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep it, and do what happens meanwhile."""
        self.meanwhile()
        self.kept.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def to(self) -> list[str]:
        """Return who was written to, in the order of addresses."""
        return sorted(message["To"].addresses[0].addr_spec for message in self.kept)


def send_week(week: date, **options: Any) -> SendingOutcome:
    """Send a week's digests with the settings and the library of the app."""
    own = parts()
    return send_digests(db.session(), week, config=own.config, catalogue=own.search.catalogue(), **options)


def mail_to(postbox: Postbox, who: str) -> EmailMessage:
    """Return the first mail to somebody, by address; of the cast by first name."""
    wanted = who if "@" in who else f"{who}@brightwharf.example"
    return next(mail for mail in postbox.kept if mail["To"].addresses[0].addr_spec == wanted)


def text_of(message: EmailMessage, kind: str) -> str:
    """Return the `plain` text or the `html` of a mail."""
    found = message.get_body((kind,))
    assert found is not None
    text: str = found.get_content()
    return text.replace("\r\n", "\n")
