"""A message as it is sent, and the e-mail made of it: who it is from, its thread, and the link that ends such mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime


@dataclass(frozen=True)
class Message:
    """What is sent: a subject in one line, and the same as plain text and, where there is any, as HTML."""

    subject: str
    text: str
    html: str | None


@dataclass(frozen=True)
class Envelope:
    """Who writes to whom, by name and address, with which Message-ID, after which ones, and how the contact ends it."""

    sender: tuple[str, str]
    recipient: tuple[str, str]
    message_id: str
    earlier: Sequence[str]
    unsubscribe_url: str
    at: datetime


def email_of(message: Message, envelope: Envelope) -> EmailMessage:
    """Return the e-mail; raises ValueError for an address or a subject that no e-mail can have."""
    email = EmailMessage()
    email["From"], email["To"] = _address(*envelope.sender), _address(*envelope.recipient)
    email["Subject"] = message.subject
    email["Date"] = format_datetime(envelope.at)
    email["Message-ID"] = envelope.message_id
    if envelope.earlier:
        email["In-Reply-To"] = envelope.earlier[-1]
        email["References"] = " ".join(envelope.earlier)
    # RFC 8058: mail programs show a button that asks for nothing more.
    email["List-Unsubscribe"] = f"<{envelope.unsubscribe_url}>"
    email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    email.set_content(message.text)
    if message.html is not None:
        email.add_alternative(message.html, subtype="html")
    return email


def _address(name: str, address: str) -> Address:
    return Address(display_name=" ".join(name.split()), addr_spec=address)
