"""Headers of a letter: which messages it answers, and of a report of delivery which one failed."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import Message
from email.utils import parseaddr

_ID = re.compile(r"<[^\s<>]{1,253}>")
# RFC 3834; others say it in a way of their own.
_BY_ITSELF = ("auto-submitted", "x-autoreply", "x-autorespond")


@dataclass(frozen=True)
class LetterHeaders:
    """The headers of a letter: the Message-IDs it names, the nearest first; whom it is from; and what it is.

    `is_report` is one of delivery; `is_automatic` one that nobody wrote, such as a notice of absence.
    """

    about: tuple[str, ...]
    sender: str
    is_report: bool
    is_automatic: bool


def read_headers(raw: bytes) -> LetterHeaders:
    """Read the headers of a letter; what can't be read in them is taken for absent."""
    headers = email.message_from_bytes(raw, policy=email.policy.compat32)
    answered = _ID.findall(_text(headers, "In-Reply-To"))
    thread = _ID.findall(_text(headers, "References"))
    kind = _text(headers, "Content-Type").lower().replace('"', "")
    return LetterHeaders(
        about=tuple(dict.fromkeys([*answered, *reversed(thread)])),
        sender=_address(_text(headers, "From")),
        is_report="multipart/report" in kind and "report-type=delivery-status" in kind.replace(" ", ""),
        is_automatic=any(_text(headers, name).strip().lower() not in {"", "no"} for name in _BY_ITSELF),
    )


def failed_in(raw: bytes) -> tuple[str, ...]:
    """Return the Message-IDs of what a report of delivery says has failed for good; of a delay it says nothing yet."""
    report = email.message_from_bytes(raw, policy=email.policy.compat32)
    parts = list(report.walk())
    statuses = (part for part in parts if part.get_content_type() == "message/delivery-status")
    actions = {_text(block, "Action").strip().lower() for status in statuses for block in _blocks(status)}
    if "failed" not in actions:
        return ()
    found: list[str] = []
    for part in parts[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            returned = email.message_from_string(str(part.get_payload()), policy=email.policy.compat32)
            found += _ID.findall(_text(returned, "Message-ID"))
        else:
            found += _ID.findall(_text(part, "Message-ID"))
    return tuple(dict.fromkeys(found))


def _blocks(status: Message) -> list[Message]:
    payload = status.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _text(headers: Message, name: str) -> str:
    return " ".join(str(value) for value in headers.get_all(name, []))


def _address(text: str) -> str:
    return parseaddr(text)[1].lower()
