"""One invitation as an e-mail: what it says to people, and the event as calendars take it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Event
from jinja2 import Environment, PackageLoader, select_autoescape

from api.work.calendars.sessions import coaching_url, sender_name
from api.work.calendars.writing import plain, write_message
from config import Config
from lms.notices.appointments import Attendee
from lms.notices.invitations import EventName

CalendarMethod = Literal["REQUEST", "CANCEL"]
_TEMPLATES = Environment(loader=PackageLoader("api.work.notices"), autoescape=select_autoescape(), trim_blocks=True)


@dataclass(frozen=True)
class TimeSpan:
    """When something begins and ends."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Invitation:
    """What one person is asked to note in their calendar, or to take from it.

    `spans` are when it is, the next few of a series, which `goes_on` after them unless it has ended. `says` is the
    first word of the subject. Of a proposal `asks` is whom it asks: `you`, or the `other`.
    """

    to: Attendee
    coach: Attendee
    name: EventName
    sequence: int
    method: CalendarMethod
    says: str
    title: str
    place: str
    url: str
    spans: Sequence[TimeSpan]
    goes_on: bool
    asks: Literal["", "you", "other"]
    events: Sequence[Event]


def invitation_message(letter: Invitation, config: Config, at: datetime) -> EmailMessage:
    """Write the e-mail; its Message-ID is the same however often it is sent. Raises ValueError for a bad address.

    The event stands in it twice: as the last alternative, where Outlook and Gmail look for it, which must name the same
    method as the event does, and as a file, for programs that look at files alone (CalConnect's guide to RFC 6047).
    """
    key = hashlib.sha256(repr((letter.name, letter.sequence, letter.method)).encode()).hexdigest()[:32]
    message = EmailMessage(SMTP if letter.to.email.isascii() else SMTPUTF8)
    message["From"] = Address(sender_name(letter.coach), addr_spec=config.mail_from)
    mailbox, _, domain = letter.to.email.rpartition("@")
    message["To"] = Address(plain(letter.to.name), mailbox, domain)
    zone = _zone_of(letter.to, config)
    message["Subject"] = f"{letter.says}: {letter.title}, {_short(letter.spans[0].start, zone)}"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<invitation.{letter.sequence}.{key}@{config.mail_from.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    calendar = write_message(letter.events, method=letter.method)
    message.set_content(_written("invitation.txt", letter, config, zone))
    message.add_alternative(_written("invitation.html", letter, config, zone), subtype="html")
    method = {"method": letter.method}
    message.add_alternative(calendar.decode(), subtype="calendar", charset="utf-8", cte="base64", params=method)
    message.add_attachment(calendar, maintype="application", subtype="ics", filename="invite.ics")
    return message


def _zone_of(to: Attendee, config: Config) -> ZoneInfo:
    """Return the time zone that somebody set, or the company's, also where theirs isn't known any more."""
    try:
        return ZoneInfo(to.time_zone or config.time_zone)
    except ZoneInfoNotFoundError:
        return config.zone


def _written(template: str, letter: Invitation, config: Config, zone: ZoneInfo) -> str:
    times = [_long(span, zone) for span in letter.spans]
    home = f"{coaching_url(config.public_url)}#calendar"
    return _TEMPLATES.get_template(template).render(letter=letter, times=times, zone=zone.key, home=home)


def _short(at: datetime, zone: ZoneInfo) -> str:
    """Say a moment on a person's clock, as in `Tue 3 Mar 2026 10:00`."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}"


def _long(span: TimeSpan, zone: ZoneInfo) -> str:
    """Say when something is on a person's clock, as in `Tuesday, 3 March 2026, 10:00 to 10:30`."""
    start, end = span.start.astimezone(zone), span.end.astimezone(zone)
    return f"{start:%A}, {start.day} {start:%B %Y, %H:%M} to {end:%H:%M}"
