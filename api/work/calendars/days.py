"""Events of whole days: pages to review, action items and training that are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from shlex import quote

from icalendar import Alarm, Event

from api.work.calendars.sessions import session_url
from api.work.calendars.writing import plain
from content.catalogue import Entry
from content.places.links import site_url
from lms.notices.dues import ItemDue, TrainingDue

A_WEEK, A_DAY = timedelta(days=7), timedelta(days=1)
EPOCH = date(1970, 1, 1)


def owned_by(entries: Iterable[Entry], email: str) -> list[Entry]:
    """Return the pages that name this address as their owner's and say until when they count."""
    return [page for page in entries if page.verified_until and page.owner == email]


def review_event(entry: Entry, home: str) -> Event:
    """Return the day on which a page's review ends.

    Its sequence grows with each review, so that a calendar moves it instead of adding another.
    """
    reviewed = date.fromisoformat(entry.reviewed) if entry.reviewed else EPOCH
    summary = f"Review: {plain(entry.title)}"
    event = _whole_day(date.fromisoformat(entry.verified_until or ""), summary, A_WEEK)
    event.add("uid", f"{entry.id}@reviews.repertoire")
    event.add("sequence", max(0, (reviewed - EPOCH).days))
    event.add("dtstamp", _stamp(reviewed))
    event.add("description", f"Still true? repertoire reviewed {quote(plain(entry.path))}")
    event.add("url", f"{home}{site_url(entry.url)}")
    event.add("categories", ["Review", entry.type])
    return event


def item_event(item: ItemDue, home: str) -> Event:
    """Return the day on which an action item is due."""
    url = session_url(home, item.session_id)
    event = _whole_day(item.due_on, f"Due: {plain(item.text)}", A_DAY)
    event.add("uid", f"{item.id}@actions.repertoire")
    event.add("dtstamp", item.created_at)
    event.add("description", f"Agreed in coaching\n{url}")
    event.add("url", url)
    event.add("categories", ["Action item"])
    return event


def training_event(due: TrainingDue, home: str) -> Event:
    """Return the day on which training is due, or until which a completion counts."""
    what = "Counts until today" if due.is_ending else "Training due"
    event = _whole_day(due.on, f"{what}: {plain(due.title)}", A_WEEK)
    event.add("uid", f"{due.course_id}@training.repertoire")
    event.add("sequence", max(0, (due.on - EPOCH).days))
    event.add("dtstamp", _stamp(due.since))
    event.add("description", f"{plain(due.title)}\n{home}/app/my-training/")
    event.add("url", f"{home}/app/my-training/")
    event.add("categories", ["Training"])
    return event


def _whole_day(day: date, summary: str, remind_before: timedelta) -> Event:
    """Return an event of a day, which keeps nobody from other things."""
    event = Event()
    event.add("dtstart", day)
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -remind_before)
    event.add_component(alarm)
    return event


def _stamp(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
