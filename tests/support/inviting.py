"""Invitations as they are read on the other side."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.work.notices.invitation_letters import Invitation, invitation_message
from api.work.notices.sending import SendingOutcome
from config import Config
from lms.coaching.models import CoachingSession, SessionSeries
from support.appointments import HOME, SENDER
from support.factories import MONDAY
from support.mailing import Postbox

BOTH = ["ada@brightwharf.example", "max@brightwharf.example"]
Send = Callable[..., SendingOutcome]
CONFIG = Config(base_url=HOME, mail_from=SENDER, time_zone="Europe/Berlin")


def mail_of(letter: Invitation | None) -> EmailMessage:
    """Return a letter that there has to be, as a mail program reads it."""
    assert letter is not None
    sent = invitation_message(letter, CONFIG, MONDAY).as_bytes()
    assert all(len(line) <= 998 for line in sent.split(b"\r\n"))
    return email.message_from_bytes(sent, policy=email.policy.default)


def said(postbox: Postbox, since: int = 0) -> list[tuple[str, str]]:
    """Return whom was written to and the first word of each subject."""
    kept = postbox.kept[since:]
    return sorted((mail["To"].addresses[0].addr_spec, mail["Subject"].partition(":")[0]) for mail in kept)


def events_of(mail: Any) -> list[Any]:
    """Return the events in a mail."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return list(Calendar.from_ical(part.get_content()).walk("VEVENT"))


def told(session: Session) -> set[bool]:
    """Return whether sessions and series are told."""
    session.rollback()
    kinds = (CoachingSession, SessionSeries)
    return {one for kind in kinds for one in session.scalars(select(kind.told_sequence >= kind.sequence))}
