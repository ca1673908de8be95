"""An invitation as mail programs get it: its headers, its parts, and what it says to people."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from api.work.calendars.series import unrolled
from api.work.notices.errands import letter_of_occurrence, letter_of_series, letter_of_session
from lms.notices.appointments import Appointment, Attendee
from lms.notices.invitations import LastSent
from support.appointments import ADA, DAY, HOME, MAX, appointment, events_in, recurring, with_session
from support.factories import MONDAY
from support.inviting import CONFIG, mail_of
from support.mailing import text_of


def mail_of_session(
    one: Appointment, to: Attendee = ADA, *, known: int | None = None, said: str | None = None
) -> EmailMessage:
    """Return the letter of a session that somebody hasn't heard of, or of which they know a sequence."""
    return mail_of(letter_of_session(one, to, config=CONFIG, known=sent(known), said=said))


def sent(sequence: int | None) -> LastSent | None:
    """Return what somebody knows of an event."""
    return None if sequence is None else LastSent(sequence, "REQUEST")


def calendar_of(mail: EmailMessage) -> bytes:
    """Return the calendar in a mail, which stands in it twice."""
    alternative, attachment = mail.iter_parts()
    shown = list(alternative.iter_parts())[-1]
    text, again = (part.get_payload(decode=True) for part in (shown, attachment))
    assert isinstance(text, bytes)
    assert text == again
    return text


def test_its_parts_are_as_outlook_and_gmail_want_them() -> None:
    """The last alternative is the event, whose method is named in its header as in itself; beside them is a file."""
    for one, known, method in ((appointment(), None, "REQUEST"), (appointment(status="cancelled"), 0, "CANCEL")):
        mail = mail_of_session(one, known=known)
        assert [part.get_content_type() for part in mail.walk()] == [
            *("multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"),
            "application/ics",
        ]
        alternative, attachment = mail.iter_parts()
        shown = list(alternative.iter_parts())[-1]
        assert dict(shown["Content-Type"].params) == {"charset": "utf-8", "method": method}
        assert shown["Content-Disposition"] is None
        assert attachment.get_filename() == "invite.ics"
        assert attachment.get_content_disposition() == "attachment"
        assert Calendar.from_ical(calendar_of(mail))["method"] == method
        (event,) = events_in(calendar_of(mail))
        # Who isn't the organizer's sender is distrusted, and whoever isn't asked finds no event.
        assert event["organizer"] == f"mailto:{mail['From'].addresses[0].addr_spec}"
        assert event["organizer"].params["CN"] == mail["From"].addresses[0].display_name
        assert f"mailto:{mail['To'].addresses[0].addr_spec}" in event["attendee"]


def test_its_headers_are_the_same_however_often_it_is_sent() -> None:
    """A program that gets it twice shows it once; each change is another."""
    one = appointment()
    first, again = mail_of_session(one), mail_of_session(one)
    assert first["Message-ID"] == again["Message-ID"]
    others = [
        mail_of_session(one, MAX),
        mail_of_session(replace(one, sequence=1)),
        mail_of_session(replace(one, status="cancelled"), known=0),
        mail_of_session(appointment()),
    ]
    assert len({mail["Message-ID"] for mail in (first, *others)}) == 5
    assert first["Message-ID"].endswith("@brightwharf.example>")
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["From"] == "Max Oduya (Repertoire) <playbook@brightwharf.example>" or first["From"].addresses


@pytest.mark.parametrize(
    ("zone", "time"),
    [
        (None, "Monday, 30 March 2026, 16:00 to 16:45"),
        ("America/New_York", "Monday, 30 March 2026, 10:00 to 10:45"),
        ("Australia/Lord_Howe", "Tuesday, 31 March 2026, 01:00 to 01:45"),
        ("Nowhere/Gone", "Monday, 30 March 2026, 16:00 to 16:45"),
    ],
)
def test_times_are_said_on_the_clock_of_whoever_reads_them(zone: str | None, time: str) -> None:
    """Theirs if they set one that there is, else the company's; both texts say whose it is."""
    one = appointment(MONDAY + 28 * DAY, scheduled_at=(MONDAY + 28 * DAY).replace(hour=14), minutes=45)
    mail = mail_of_session(one, replace(ADA, time_zone=zone))
    for kind in ("plain", "html"):
        text = text_of(mail, kind)
        assert time in text
        assert f"All times are those of {zone if zone and zone in ZONES else 'Europe/Berlin'}." in text
        assert one.scheduled_at.astimezone(ZoneInfo("UTC")) == one.scheduled_at
    assert time.split(",", maxsplit=1)[0][:3] in mail["Subject"]


ZONES = ("America/New_York", "Australia/Lord_Howe")


def test_it_says_what_to_do_and_that_answers_are_not_read() -> None:
    """A proposal is accepted on its page, not in the calendar."""
    one = appointment(status="proposed", place="https://meet.example/x")
    mail = mail_of_session(one)
    assert mail["Subject"] == "Proposed: One-to-one with Max Oduya: Prices, Tue 3 Mar 2026 10:00"
    for kind in ("plain", "html"):
        text = " ".join(text_of(mail, kind).split())
        assert "Nobody reads answers to this e-mail" in text
        assert "accept it there" in text or "accept it, or" in text
        assert "which the other of you two is asked to accept" in text_of(mail_of_session(one, MAX), kind)
        for address in (f"{HOME}/app/session/?id={one.id}", f"{HOME}/app/my-coaching/", "https://meet.example/x"):
            assert address in text


@pytest.mark.parametrize(
    ("status", "known", "said", "word"),
    [
        ("proposed", None, "proposed", "Proposed"),
        ("accepted", None, "accepted", "Invitation"),
        ("accepted", -1, "accepted", "Invitation"),
        ("accepted", 0, "accepted", "Accepted"),
        ("proposed", 0, "moved", "Moved"),
        ("accepted", 0, "changed", "Changed"),
        ("cancelled", 0, "cancelled", "Cancelled"),
        ("cancelled", -1, "cancelled", "Cancelled"),
    ],
)
def test_its_subject_begins_with_what_happened(status: str, known: int | None, said: str, word: str) -> None:
    """So that a list of mails tells a cancelled session from a new one."""
    assert mail_of_session(appointment(status=status), known=known, said=said)["Subject"].startswith(f"{word}: ")


@pytest.mark.parametrize(("status", "known"), [("cancelled", None), ("held", 0), ("missed", 0), ("held", None)])
def test_there_is_no_letter_where_nothing_is_to_be_said(status: str, known: int | None) -> None:
    """What was never announced needn't be taken back, and what is over no calendar."""
    assert letter_of_session(appointment(status=status), ADA, config=CONFIG, known=sent(known), said=None) is None


def test_a_series_says_its_next_times_and_that_it_goes_on() -> None:
    """Any rule can be said so, in the zone of whoever reads it."""
    roll = unrolled(with_session(recurring(), 1, status="cancelled"))
    letter = letter_of_series(
        roll, replace(ADA, time_zone="America/New_York"), config=CONFIG, known=None, said=None, at=MONDAY
    )
    text = text_of(mail_of(letter), "plain")
    times = ["Tuesday, 3 March 2026, 03:00", "Tuesday, 17 March 2026, 04:00", "Tuesday, 24 March 2026, 04:00"]
    assert [line for line in text.split("\n") if "2026" in line] == [f"{time} to {time[-5:-2]}30" for time in times]
    assert "and so on." in text


def test_a_change_of_one_session_of_a_series_holds_that_one_alone() -> None:
    """Outlook takes no other; its time zone stands beside it, and its sequence isn't behind the series'."""
    roll = unrolled(with_session(replace(recurring(), sequence=3), 2, status="cancelled"))
    mail = mail_of(letter_of_occurrence(roll, roll.series.sessions[2], ADA, config=CONFIG, said="cancelled"))
    (event,) = events_in(calendar_of(mail))
    assert (event["status"], event["sequence"], "rrule" in event) == ("CANCELLED", 4, False)
    assert b"BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin" in calendar_of(mail)


@pytest.mark.parametrize("text", ["x\r\nBcc: spy@x.example", "Ż中🙂" * 40, '"<script>alert(1)</script>', "a,b;c@d <e>"])
def test_words_of_people_stay_words(text: str) -> None:
    """In headers, in HTML and in the calendar."""
    someone = replace(MAX, name=text)
    mail = mail_of_session(appointment(coach=someone, topic=text, place=text), replace(ADA, name=text))
    assert (mail["Bcc"], len(mail["To"].addresses), len(mail["From"].addresses)) == (None, 1, 1)
    assert mail["To"].addresses[0].addr_spec == ADA.email
    assert "<script>" not in text_of(mail, "html")
    assert " ".join(text.split()) in mail["Subject"]
    events_in(calendar_of(mail))
