"""Coaching in the browser: planned, proposed, come again and ended, marked as held, and who sees none of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from support.browsers import EMAILS, OpenBrowser, ask, id_of
from support.sending import send

pytestmark = pytest.mark.browser


def test_max_plans_a_session_with_ada(max_: Page, ada: Page) -> None:
    """It stands with both, leads to its page, and only he may say that it was held."""
    topic = "Silence after the price"
    max_.goto("/app/my-coaching/")
    open_fold(max_, "Schedule a session")
    max_.get_by_label("With").select_option(label="Ada Lindqvist")
    max_.get_by_label("Kind").select_option(label="Role-play")
    max_.get_by_label("Topic").fill(topic)
    max_.get_by_label("When").fill("2030-03-04T16:30")
    max_.get_by_label("Where").fill("http://calls.example/4")
    max_.get_by_role("button", name="Schedule", exact=True).click()
    expect(max_.get_by_role("alert")).to_contain_text("begins with https://")
    max_.get_by_label("Where").fill("Room 4")
    max_.get_by_role("button", name="Schedule", exact=True).click()
    expect(max_.get_by_text("Planned with Ada Lindqvist for Mon, 4 Mar 2030, 16:30")).to_be_focused()
    expect(row(max_, topic)).to_contain_text("Role-play with Ada Lindqvist, Mon, 4 Mar 2030, 16:30, 30 minutes")
    ada.goto("/app/my-coaching/")
    mine = row(ada, topic)
    expect(mine).to_contain_text("Role-play with Max Oduya")
    expect(mine.get_by_role("button")).to_have_count(0)
    mine.get_by_role("link", name=topic).click()
    expect(ada.get_by_role("heading", level=1, name=topic)).to_be_visible()
    expect(ada.locator("#app")).to_contain_text("Room 4")


def test_ada_proposes_what_comes_again_and_max_accepts_it(max_: Page, ada: Page) -> None:
    """Once for all: it waits on his home and in his list, is said in words to both, and ends for both."""
    topic = "Deals of the month"
    ada.goto("/app/my-coaching/")
    open_fold(ada, "Schedule a session")
    ada.get_by_label("With").select_option(label="Max Oduya")
    ada.get_by_label("Topic").fill(topic)
    ada.get_by_label("When").fill("2031-03-11T09:00")
    ada.get_by_label("Repeats").select_option(label="Every month on the second Tuesday")
    ada.get_by_label("Ends").select_option(label="After a day")
    ada.get_by_label("Last day").fill("2031-04-30")
    ada.get_by_role("button", name="Propose").click()
    said = "every month on the second Tuesday, until 30 Apr 2031"
    expect(ada.get_by_text(f"Proposed to Max Oduya for Tue, 11 Mar 2031, 09:00: {topic}, {said}")).to_be_visible()
    max_.goto("/")
    expect(max_.locator("section, article").filter(has_text="Waiting for your answer").last).to_contain_text(topic)
    max_.goto("/app/my-coaching/")
    waiting = group(max_, "Waiting for your answer").locator("li").filter(has_text=topic)
    expect(waiting).to_have_count(1)
    waiting.get_by_role("button", name="Accept all").click()
    expect(waiting).to_have_count(0)
    assert [one["status"] for one in named(max_, topic)] == ["accepted"] * 2
    again = group(max_, "What comes again").locator("li").filter(has_text=topic)
    expect(again).to_contain_text(said)
    again.locator("summary", has_text="End").click()
    again.get_by_label("Why does it end?").fill("The quarter is over")
    again.locator("form").get_by_role("button", name="End").click()
    expect(again).to_have_count(0)
    assert [one["status"] for one in named(ada, topic)] == ["cancelled"] * 2


def test_a_proposal_is_declined_with_a_reason(max_: Page, ada: Page) -> None:
    """Who asked reads it on the session's page."""
    topic = "Not on a Saturday"
    ada.goto("/app/my-coaching/")
    coach = next(one["id"] for one in ask(ada, "/coaching/partners")["items"] if one["name"] == "Max Oduya")
    asked = {"coach_id": coach, "topic": topic, "scheduled_at": "2031-03-08T10:00:00Z"}
    made = send(ada, "POST", "/api/v1/coaching/sessions", asked)
    max_.goto("/app/my-coaching/")
    waiting = group(max_, "Waiting for your answer").locator("li").filter(has_text=topic)
    waiting.locator("summary", has_text="Decline").click()
    waiting.get_by_label("Why doesn't it suit?").fill("I am away")
    waiting.locator("form").get_by_role("button", name="Decline").click()
    expect(waiting).to_have_count(0)
    shown = ask(ada, f"/coaching/sessions/{made['id']}")
    assert (shown["status"], shown["events"][-1]["reason"]) == ("cancelled", "I am away")


def test_what_nobody_marked_is_asked_for(max_: Page) -> None:
    """On his pages until he says that it was held, or missed."""
    max_.goto("/app/coaching/")
    asked = {"rep_id": id_of(max_, "Luca Moretti"), "topic": "Long ago", "scheduled_at": "2026-11-30T10:00:00Z"}
    send(max_, "POST", "/api/v1/coaching/sessions", asked)
    max_.reload()
    unmarked = group(max_, "Was it held?").locator("li").filter(has_text="Long ago")
    unmarked.get_by_role("button", name="Mark as held").click()
    expect(unmarked).to_have_count(0)
    assert [one["status"] for one in named(max_, "Long ago")] == ["held"]


def test_a_time_zone_is_set_where_one_plans(sign_in: OpenBrowser) -> None:
    """That of the device is offered where it is another, and is not asked for again once it was answered."""
    page = sign_in("piotr", timezone_id="America/New_York")
    page.goto("/app/my-coaching/")
    page.get_by_role("button", name="Keep UTC").click()
    page.reload()
    expect(group(page, "To come")).to_be_visible()
    expect(page.get_by_text("This device is set to")).to_have_count(0)
    open_fold(page, "Your time zone")
    page.get_by_label("Your time zone").fill("Mars/Olympus")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("There is no time zone")
    page.get_by_label("Your time zone").fill("Asia/Tokyo")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept: Asia/Tokyo")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Use America/New_York").click()
    expect(page.get_by_text("This device is set to")).to_have_count(0)
    assert ask(page, "/me")["zone"] == "America/New_York"
    send(page, "PATCH", "/api/v1/me", {"time_zone": None})


def test_a_manager_names_a_mentor(max_: Page, sign_in: OpenBrowser) -> None:
    """Somebody of the team gets one from elsewhere, who then may plan sessions of mentoring with them alone."""
    max_.goto("/app/coaching/")
    open_fold(max_, "Name a mentor")
    choice = max_.get_by_label("Who gets a mentor")
    mentee = choice.locator("option").nth(1).inner_text()
    choice.select_option(label=mentee)
    max_.get_by_label("Mentor's e-mail address").fill(EMAILS["mara"])
    max_.get_by_role("button", name="Pair them").click()
    pair = group(max_, "Mentors").locator("li").filter(has_text=f"Mara Quill is the mentor of {mentee}")
    expect(pair).to_be_visible()
    mara = sign_in("mara")
    mara.goto("/app/my-coaching/")
    open_fold(mara, "Schedule a session")
    mara.get_by_label("With").select_option(label=mentee)
    expect(mara.get_by_label("Kind").locator("option:not([disabled])")).to_have_text(["Mentoring"])
    pair.get_by_role("button", name="End").click()
    expect(pair).to_have_count(0)


def test_not_even_the_admin_sees_what_max_plans(max_: Page, nadia: Page) -> None:
    """A coaching session is between two people: Nadia finds none of his, and his address is no use to her."""
    max_.goto("/app/my-coaching/")
    sessions = ask(max_, "/coaching/sessions")["items"]
    assert sessions
    nadia.goto("/app/my-coaching/")
    expect(nadia.get_by_text("No session is planned.")).to_be_visible()
    expect(nadia.get_by_text("No session has been held yet.")).to_be_visible()
    for session in sessions[:2]:
        assert nadia.request.get(f"/api/v1/coaching/sessions/{session['id']}").status == 404


def open_fold(page: Page, title: str) -> None:
    """Open a form that is folded away."""
    page.locator("summary", has=page.get_by_role("heading", name=title)).click()


def row(page: Page, topic: str) -> Locator:
    """The row of a coaching session."""
    return page.locator(".rp-session-row").filter(has_text=topic)


def group(page: Page, title: str) -> Locator:
    """A list of sessions by its heading."""
    return page.locator("section", has=page.get_by_role("heading", name=title, level=2, exact=True))


def named(page: Page, topic: str) -> list[dict[str, object]]:
    """Return the sessions of whoever is signed in that are about a topic, by their time."""
    items = ask(page, "/coaching/sessions?limit=200&order=desc")["items"]
    return sorted((one for one in items if one["topic"] == topic), key=lambda one: str(one["scheduled_at"]))
