"""Whole days in a calendar: reviews, action items and training that are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from icalendar import Event

from api.work.calendars.days import item_event, review_event, training_event
from api.work.calendars.writing import write_feed
from content.catalogue import Entry, entry_of
from lms.notices.dues import ItemDue, TrainingDue
from support.appointments import HOME, events_in
from support.factories import MONDAY, read_text


@pytest.mark.parametrize(
    "title",
    ["a, b; c\\n d", "two\nlines\r\nBEGIN:VEVENT", "ż中🙂" * 60, "x" * 1000, '"quoted": a=b', "\x00\x07\u2028end", " "],
)
def test_any_title_makes_a_valid_calendar(title: str) -> None:
    """It is read back as one event of that title, no line is longer than 75 bytes, and nothing is smuggled in."""
    event = read_back(review_event(entry(title), HOME))
    assert str(event["summary"]).split() == f"Review: {title}".replace("\x00\x07\u2028", " ").split()


@pytest.mark.parametrize("reviewed", ["0001-01-01", "1960-02-29", "9999-12-31"])
def test_any_day_makes_a_valid_calendar(reviewed: str) -> None:
    """From the first to the last that there is."""
    event = read_back(review_event(entry("A", reviewed=reviewed), HOME))
    assert event["sequence"] >= 0
    assert event.start >= date.fromisoformat(reviewed)


def test_the_same_pages_give_the_same_calendar_and_a_review_a_higher_sequence() -> None:
    """A calendar that is asked for twice can tell that nothing changed."""
    before, after = entry("A", reviewed="2026-01-01"), entry("A", reviewed="2026-01-02")
    first, second = (read_back(review_event(one, HOME)) for one in (before, after))
    assert first == read_back(review_event(before, HOME))
    assert (first["uid"], first["sequence"] + 1) == (second["uid"], second["sequence"])


def test_an_action_item_is_a_day_with_the_session_it_comes_from() -> None:
    """Most calendars show no tasks, so it is an event; it says nothing of the session but where it is."""
    item = ItemDue(UUID(int=1), UUID(int=2), "Call the CFO\nBEGIN:VEVENT", date(2026, 3, 9), MONDAY)
    event = read_back(item_event(item, HOME))
    assert (event["summary"], event.start) == ("Due: Call the CFO BEGIN:VEVENT", date(2026, 3, 9))
    assert event["url"] == f"{HOME}/app/session/?id={UUID(int=2)}"
    assert event["description"] == f"Agreed in coaching\n{event['url']}"
    assert event["transp"] == "TRANSPARENT"
    assert event.walk("VALARM")[0].get("trigger").dt == timedelta(days=-1)


@pytest.mark.parametrize(("is_ending", "said"), [(False, "Training due"), (True, "Counts until today")])
def test_training_is_a_day_too(is_ending: bool, said: str) -> None:
    """The day on which it is due, or until which the certificate counts."""
    due = TrainingDue("course-discovery-calls", "Discovery calls", is_ending, date(2026, 3, 20), MONDAY.date())
    event = read_back(training_event(due, HOME))
    assert (event["summary"], event.start) == (f"{said}: Discovery calls", date(2026, 3, 20))
    assert (event["uid"], event["url"]) == ("course-discovery-calls@training.repertoire", f"{HOME}/app/my-training/")


def read_back(event: Event) -> Any:
    """Return an event as it is read from the calendar that is written of it."""
    (found,) = events_in(write_feed([event], name="Playbook"))
    return found


def entry(title: str, *, reviewed: str = "2026-01-02") -> Entry:
    """Return a page with a review."""
    page = read_text(f"---\nid: a\nreviewed: {reviewed}\nreview_every: 90 days\n---\n# A\n", path="a.md")
    return replace(entry_of(page), title=title)
