"""Short ways of a manager in a browser: to a session from what is overdue, to a form from a cell; and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from support.browsers import OpenBrowser
from support.sending import send

pytestmark = pytest.mark.browser


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
    session = max_.locator(".rp-session").filter(has_text="Long ago")
    expect(session.get_by_label("Call the yard")).to_be_hidden()
    expect(max_.locator(".rp-session > details[open]")).to_have_count(1)
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


def test_the_button_of_a_phone_stands_above_the_bar(sign_in: OpenBrowser) -> None:
    """What sticks to the bottom of the form isn't covered by the bar of the frame."""
    page = sign_in("max", viewport={"width": 390, "height": 844})
    page.goto("/app/assignments/?course_id=course-discovery-calls")
    expect(page.get_by_text("It would reach 13 people now")).to_be_visible()
    end, bar = (page.locator(place).bounding_box() for place in (".rp-form-end", ".rp-bottom"))
    assert end is not None
    assert bar is not None
    assert end["y"] + end["height"] <= bar["y"] + 1


def test_what_is_not_assigned_can_be_assigned_from_its_cell(max_: Page) -> None:
    """The form knows the course and the person."""
    max_.goto("/app/training-matrix/")
    max_.get_by_title("Klara Nováková, A mentor for your first deal: Not assigned").click()
    max_.get_by_role("dialog").get_by_role("link", name="Assign this course").click()
    expect(max_.get_by_text("It would reach 1 person now")).to_be_visible()
    expect(max_.get_by_label("Klara Nováková").first).to_be_checked()
    expect(max_.get_by_label("Course", exact=True).locator("option:checked")).to_have_text(
        "A mentor for your first deal"
    )
