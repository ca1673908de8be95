"""A session in a calendar: what it says and doesn't say, and that no words can smuggle anything in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from api.work.calendars.sessions import Reader, session_event
from api.work.calendars.writing import write_feed, write_message
from support.appointments import ADA, DAY, HOME, MAX, SENDER, appointment, events_in
from support.factories import MONDAY

# What is typed, and what is read.
NASTY = {
    "a, b; c\\n d\\": "a, b; c\\n d\\",
    "two\nlines\r\nBEGIN:VEVENT\r\nUID:x": "two lines BEGIN:VEVENT UID:x",
    "ż中🙂" * 60: "ż中🙂" * 60,
    'Ada "the" Lind": a=b^n': 'Ada "the" Lind": a=b^n',
    "\x00\x07\u2028\u0085end": "end",
    "مرحبا שלום 你好": "مرحبا שלום 你好",
    "\ud800\ufffe x": "x",
}


def feed_event(**known: Any) -> Any:
    """Return a session as it stands in Ada's feed."""
    written = write_feed([session_event(appointment(**known), Reader(ADA.id, HOME))], name="Playbook")
    (event,) = events_in(written)
    return event


def test_a_session_says_when_with_whom_about_what_and_where() -> None:
    """And nothing more: no note, agenda or score ever comes near it."""
    one = appointment(topic="Prices", place="https://meet.example/a?b=1", minutes=45)
    event = feed_event(at=one.scheduled_at, **vars(one))
    assert (event["dtstart"].to_ical(), event["dtend"].to_ical()) == (b"20260303T090000Z", b"20260303T094500Z")
    assert event["summary"] == "One-to-one with Max Oduya: Prices"
    assert event["location"] == "https://meet.example/a?b=1"
    assert event["description"].split("\n") == ["Prices", one.place, f"{HOME}/app/session/?id={one.id}"]
    assert event["url"] == f"{HOME}/app/session/?id={one.id}"
    assert (event["uid"], event["sequence"], event["status"]) == (f"{one.id}@sessions.repertoire", 0, "CONFIRMED")
    assert {event[name].dt for name in ("dtstamp", "created", "last-modified")} == {MONDAY}
    assert event.walk("VALARM")[0].get("trigger").dt == timedelta(minutes=-10)
    known = {"SUMMARY", "DESCRIPTION", "LOCATION", "URL", "UID", "SEQUENCE", "STATUS", "DTSTART", "DTEND", "DTSTAMP"}
    assert set(event) == known | {"CREATED", "LAST-MODIFIED", "CATEGORIES", "TRANSP", "ORGANIZER"}


def test_each_of_the_two_reads_the_name_of_the_other() -> None:
    """The coach's calendar is full of one-to-ones."""
    events = [session_event(appointment(), Reader(who.id, HOME)) for who in (MAX, ADA)]
    assert [event["summary"] for event in events] == [
        *("One-to-one with Ada Lind: Prices", "One-to-one with Max Oduya: Prices")
    ]


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("proposed", "TENTATIVE"),
        ("accepted", "CONFIRMED"),
        ("held", "CONFIRMED"),
        ("missed", "CONFIRMED"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_a_status_is_said_in_the_words_of_calendars(status: str, standing: str) -> None:
    """A proposal may still be declined."""
    assert feed_event(status=status)["status"] == standing


def test_what_is_only_published_invites_nobody() -> None:
    """An invitation comes from the sender, and asks both: whoever organizes finds no event in Outlook."""
    published = feed_event()
    assert published["organizer"] == "mailto:max@brightwharf.example"
    assert "attendee" not in published
    written = write_message([session_event(appointment(), Reader(MAX.id, HOME, SENDER))], method="REQUEST")
    (event,) = events_in(written)
    assert event["organizer"] == f"mailto:{SENDER}"
    assert event["organizer"].params["CN"] == "Max Oduya (Repertoire)"
    assert [str(one) for one in event["attendee"]] == [f"mailto:{one.email}" for one in (MAX, ADA)]
    for one in event["attendee"]:
        assert {name: one.params[name] for name in ("CUTYPE", "ROLE", "PARTSTAT", "RSVP")} == {
            "CUTYPE": "INDIVIDUAL",
            "ROLE": "REQ-PARTICIPANT",
            "PARTSTAT": "NEEDS-ACTION",
            "RSVP": "TRUE",
        }
    assert event.walk("VALARM") == []


def test_a_change_reaches_the_same_event() -> None:
    """By its name and a higher sequence."""
    before = appointment()
    after = replace(before, scheduled_at=before.scheduled_at + DAY, sequence=1, changed_at=MONDAY + DAY)
    first, second = (feed_event(at=one.scheduled_at, **vars(one)) for one in (before, after))
    assert first["uid"] == second["uid"]
    assert (first["sequence"], second["sequence"]) == (0, 1)
    assert second["dtstamp"].dt > first["dtstamp"].dt


def check(text: str) -> None:
    """Put a text wherever words of people stand, and check that what comes of it is one event that says it."""
    someone = replace(MAX, name=text or "x")
    for sender in ("", SENDER):
        one = appointment(topic=text, place=text, coach=someone)
        written = write_message([session_event(one, Reader(ADA.id, HOME, sender))], method="REQUEST")
        (event,) = events_in(written)
        assert event["uid"] == f"{one.id}@sessions.repertoire"
        assert str(event["summary"]).startswith("One-to-one with ")
        assert event["description"].split("\n")[-1] == event["url"]
        read = vobject.readOne(written.decode())
        assert read.vevent.uid.value == event["uid"]
        assert read.vevent.summary.value == event["summary"]
        assert len(read.contents["vevent"]) == 1


@pytest.mark.parametrize("text", NASTY)
def test_words_stay_words(text: str) -> None:
    """Ends of lines, separators, quotation marks, other alphabets, and what is no character at all."""
    check(text)
    said = feed_event(topic=text, place=text)
    assert said["location"] == NASTY[text]
    assert said["summary"] == f"One-to-one with Max Oduya: {NASTY[text]}"


@given(st.text(max_size=80))
@settings(max_examples=25)
def test_any_words_stay_words(text: str) -> None:
    """Whatever people type."""
    check(text)
