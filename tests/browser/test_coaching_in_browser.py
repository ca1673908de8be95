"""Coaching in the browser: scheduling, holding, notes and what was agreed, and who sees none of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from support.sending import send

pytestmark = pytest.mark.browser


def test_max_coaches_ada(max_: Page, ada: Page) -> None:
    """He schedules a session, holds it and agrees on something with her; she sees it and ticks it off."""
    topic = "Silence after the price"
    max_.goto("/app/my-coaching/")
    open_fold(max_, "Schedule a session")
    max_.get_by_label("With").select_option(label="Ada Lindqvist")
    max_.get_by_label("Topic").fill(topic)
    max_.get_by_label("When").fill("2030-03-04T16:30")
    max_.get_by_role("button", name="Schedule", exact=True).click()
    session = card(max_, topic)
    expect(session).to_contain_text("4 Mar 2030, 16:30, 30 minutes, with Ada Lindqvist")
    session.get_by_role("button", name="Mark as held").click()
    expect(group(max_, "Held").locator(".rp-session").filter(has_text=topic)).to_be_visible()
    session.get_by_text("Add a note or an action item").click()
    session.get_by_label("Add an action item").fill("Count to seven before you speak")
    session.get_by_label("By (if you like)").fill("2030-03-11")
    session.get_by_role("button", name="Add item").click()
    expect(session.get_by_role("listitem").filter(has_text="Count to seven")).to_contain_text("By 11 Mar 2030")
    ada.goto("/app/my-coaching/")
    expect(card(ada, topic)).to_contain_text("16:30, 30 minutes, with Max Oduya")
    expect(card(ada, topic).get_by_role("button", name="Mark as held")).to_have_count(0)
    card(ada, topic).get_by_label("Count to seven before you speak").check()
    expect(card(ada, topic)).to_contain_text("Done on")
    max_.reload()
    expect(card(max_, topic).get_by_label("Count to seven")).to_be_checked()


def test_a_note_stays_when_the_session_has_ended(max_: Page) -> None:
    """What was typed can be copied or sent again; the page says where to sign in."""
    max_.goto("/app/my-coaching/")
    session = max_.locator(".rp-session").first
    session.get_by_label("Add a note").fill("He waits too short.")
    max_.context.clear_cookies()
    session.get_by_role("button", name="Add note").click()
    expect(session.get_by_role("alert")).to_have_text("Your session has ended. Sign in again")
    way = session.get_by_role("alert").get_by_role("link", name="Sign in again")
    expect(way).to_have_attribute("href", "/sign-in?next=%2Fapp%2Fmy-coaching%2F")
    expect(session.get_by_label("Add a note")).to_have_value("He waits too short.")


def test_what_is_overdue_leads_to_its_session(max_: Page) -> None:
    """It stands at the top until it is done; held sessions are folded but for the last, and the address opens one."""
    max_.goto("/app/my-coaching/")
    people = max_.request.get("/api/v1/people?limit=200").json()["items"]
    luca = next(person["id"] for person in people if person["name"] == "Luca Moretti")
    asked = {"rep_id": luca, "topic": "Long ago", "scheduled_at": "2020-03-04T10:00:00Z"}
    made = send(max_, "POST", "/api/v1/coaching/sessions", asked)
    place = f"/api/v1/coaching/sessions/{made['id']}"
    send(max_, "POST", f"{place}/action-items", {"text": "Call the yard", "due_on": "2020-03-11"})
    send(max_, "POST", f"{place}/held")
    max_.reload()
    session = card(max_, "Long ago")
    expect(session.get_by_label("Call the yard")).to_be_hidden()
    expect(group(max_, "Held").locator(".rp-session > details[open]")).to_have_count(1)
    overdue = max_.locator(".rp-overdue-items").get_by_role("listitem").filter(has_text="Call the yard")
    expect(overdue).to_contain_text("Was due 11 Mar 2020, with Luca Moretti")
    overdue.get_by_role("link", name="Call the yard").click()
    expect(session).to_be_focused()
    expect(max_).to_have_url(re.compile(f"#session-{made['id']}$"))
    max_.reload()
    expect(session).to_be_focused()
    expect(session).to_be_in_viewport()
    session.get_by_label("Call the yard").check()
    expect(session).to_contain_text("Done on")
    expect(overdue).to_have_count(0)


def test_not_even_the_admin_sees_what_max_notes(max_: Page, nadia: Page) -> None:
    """A coaching session is between two people: Nadia finds none of his, and his address is no use to her."""
    with max_.expect_response(re.compile("/api/v1/coaching/sessions")) as listed:
        max_.goto("/app/my-coaching/")
    sessions = listed.value.json()["items"]
    assert sessions
    nadia.goto("/app/my-coaching/")
    expect(nadia.get_by_text("No session is planned.")).to_be_visible()
    expect(nadia.get_by_text("No session has been held yet.")).to_be_visible()
    for session in sessions[:2]:
        assert nadia.request.get(f"/api/v1/coaching/sessions/{session['id']}").status == 404


def open_fold(page: Page, title: str) -> None:
    """Open a form that is folded away."""
    page.locator("summary", has=page.get_by_role("heading", name=title)).click()


def card(page: Page, topic: str) -> Locator:
    """The card of a coaching session."""
    return page.locator(".rp-session").filter(has_text=topic)


def group(page: Page, title: str) -> Locator:
    """The sessions to come, or those held."""
    return page.locator("section", has=page.get_by_role("heading", name=title, level=2, exact=True))
