"""Events of sessions: when, with whom, about what and where; never what is said there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from icalendar import Alarm, Event, vCalAddress

from api.work.calendars.writing import plain
from lms.coaching.plans import KIND_NAMES
from lms.notices.appointments import Appointment, Attendee, Recurring

REMIND_BEFORE = timedelta(minutes=10)


@dataclass(frozen=True)
class Reader:
    """Whose calendar an event is written for, and where the site is.

    `sender` is the address that an invitation comes from; empty in what somebody subscribes to.
    """

    person_id: UUID
    home: str
    sender: str = ""


def session_event(one: Appointment, to: Reader) -> Event:
    """Return the event of a session that is alone."""
    event = described(one, to)
    event.add("uid", uid_of(one.id))
    event.add("sequence", one.sequence)
    event.add("dtstart", one.scheduled_at)
    event.add("dtend", one.ends_at)
    event.add("status", one.standing)
    event.add("url", session_url(to.home, one.id))
    return event


def uid_of(id_: UUID) -> str:
    """Return the name by which every calendar knows a session that is alone, or a series."""
    return f"{id_}@sessions.repertoire"


def session_url(home: str, session_id: UUID) -> str:
    """Return the address of a session's page."""
    return f"{home}/app/session/?id={session_id}"


def coaching_url(home: str) -> str:
    """Return the address of the page on which all of somebody's sessions and series are."""
    return f"{home}/app/my-coaching/"


def sender_name(coach: Attendee) -> str:
    """Return the name from which invitations come, in the e-mail and in the event alike."""
    return f"{plain(coach.name)} (Repertoire)"


def title_of(one: Appointment | Recurring, person_id: UUID) -> str:
    """Return what a session is called in the calendar of one of its two people."""
    other = one.rep if one.coach.id == person_id else one.coach
    return f"{KIND_NAMES[one.kind]} with {plain(other.name)}: {plain(one.topic)}"


def described(one: Appointment | Recurring, to: Reader) -> Event:
    """Return an event that says what it is about, but neither when nor which it is."""
    event = Event()
    title, place = title_of(one, to.person_id), plain(one.place or "")
    url = session_url(to.home, one.id) if isinstance(one, Appointment) else coaching_url(to.home)
    event.add("summary", title)
    event.add("description", "\n".join([plain(one.topic), *([place] if place else []), url]))
    if place:
        event.add("location", place)
    event.add("dtstamp", one.changed_at)
    event.add("created", one.created_at)
    event.add("last-modified", one.changed_at)
    event.add("categories", ["Coaching"])
    event.add("transp", "OPAQUE")
    if to.sender:
        _invite(event, one, to.sender)
    else:
        # Nobody is invited by what is only published (RFC 5546, 3.2.1), but somebody has to have organized it.
        event.add("organizer", _address(one.coach.email, one.coach.name))
        event.add_component(_alarm(title))
    return event


def _invite(event: Event, one: Appointment | Recurring, sender: str) -> None:
    """Say who organizes it and who is asked.

    The organizer is the address that the e-mail comes from, and the coach is asked as the rep is: Outlook keeps no
    event of somebody who finds themselves to be its organizer, and programs distrust one that isn't the sender.
    """
    event.add("organizer", _address(sender, sender_name(one.coach)))
    for attendee in (one.coach, one.rep):
        event.add("attendee", _asked(attendee))


def _asked(attendee: Attendee) -> vCalAddress:
    """Return somebody who is asked.

    Their answer is asked for, although nobody reads it: Gmail and Thunderbird show no buttons without, and an event
    that isn't answered stays out of some calendars.
    """
    address = _address(attendee.email, attendee.name)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "NEEDS-ACTION"
    address.params["RSVP"] = "TRUE"
    return address


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{plain(email)}")
    # Quotation marks end a parameter, and no program reads them escaped.
    address.params["CN"] = plain(name).replace('"', "'")
    return address


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -REMIND_BEFORE)
    return alarm
