"""Action items and points in the browser: agreed, carried, done and dropped, and taken along to the next session."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from support.browsers import OpenBrowser
from support.sending import send
from support.session_pages import API, open_session, plan

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}}


def test_an_item_is_agreed_changed_ticked_and_dropped(max_: Page, ada: Page) -> None:
    """Max agrees it with Ada, who ticks it; he opens it again and drops it with a reason, and her list says so."""
    max_.goto("/app/my-coaching/")
    session_id = plan(max_, "Agreed here")
    open_session(max_, session_id)
    items = max_.locator(".rp-actions-of-session")
    items.get_by_label("Add an action item").fill("Ask for <b>the budget</b>")
    items.get_by_label("By (if you like)").fill("2020-03-11")
    items.get_by_label("Works on (if you like)").select_option(label="Discovery")
    items.get_by_role("button", name="Add item").click()
    row = items.get_by_role("listitem").filter(has_text="Ask for <b>the budget</b>")
    expect(row).to_contain_text("Ada Lindqvist · was due 11 Mar 2020 · works on Discovery")
    row.get_by_role("button", name="Change").click()
    row.get_by_label("Works on (if you like)").select_option(label="No skill")
    row.get_by_role("button", name="Save").click()
    expect(row).not_to_contain_text("works on")
    ada.goto("/app/my-coaching/")
    hers = mine(ada, "the budget")
    expect(hers).to_contain_text("You · was due 11 Mar 2020 · Agreed here, with Max Oduya")
    hers.get_by_role("checkbox").check()
    expect(hers).to_contain_text("done on")
    open_session(max_, session_id)
    expect(row.get_by_role("checkbox")).to_be_checked()
    row.get_by_role("checkbox").uncheck()
    row.get_by_role("button", name="Drop").click()
    row.get_by_role("button", name="Drop it").click()
    expect(row.get_by_label("Why nobody will do it")).to_be_focused()
    row.get_by_label("Why nobody will do it").fill("The buyer has none")
    row.get_by_role("button", name="Drop it").click()
    expect(row).to_contain_text("The buyer has none")
    ada.goto("/app/my-coaching/")
    expect(mine(ada, "the budget")).to_have_count(0)
    ada.locator("#actions").get_by_label("Closed").check()
    expect(mine(ada, "the budget")).to_contain_text("The buyer has none")


def test_what_was_typed_stays_when_the_session_has_ended(max_: Page) -> None:
    """The item isn't added, and the form says where to sign in."""
    max_.goto("/app/my-coaching/")
    open_session(max_, plan(max_, "Signed out"))
    items = max_.locator(".rp-actions-of-session")
    items.get_by_label("Add an action item").fill("Call the yard")
    max_.context.clear_cookies()
    items.get_by_role("button", name="Add item").click()
    expect(items.get_by_role("alert")).to_contain_text("Sign in again")
    expect(items.get_by_label("Add an action item")).to_have_value("Call the yard")


def test_a_point_goes_from_a_phone_into_the_session(sign_in: OpenBrowser, max_: Page) -> None:
    """Written by Ada on the way, read by Max, taken up when it is held, and taken along where there was no time."""
    max_.goto("/app/my-coaching/")
    session_id = plan(max_, "With a point")
    ada = sign_in("ada", **PHONE)
    ada.goto("/app/my-coaching/")
    points = ada.locator("#points")
    points.get_by_label("Add a point").fill("Holidays")
    points.get_by_label("For", exact=True).select_option(label="Max Oduya")
    points.get_by_role("button", name="Add point").click()
    point = points.get_by_role("listitem").filter(has_text="Holidays")
    expect(point).to_contain_text("for Max Oduya")
    assert ada.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]
    ids = max_.request.get(f"{API}/{session_id}/points").json()["items"]
    assert "Holidays" in [one["text"] for one in ids]
    send(max_, "POST", f"{API}/{session_id}/held", {})
    ada.reload()
    expect(points.get_by_label("Add a point")).to_be_visible()
    expect(point).to_have_count(0)


def mine(page: Page, text: str) -> Locator:
    """A row of My actions."""
    return page.locator("#actions").get_by_role("listitem").filter(has_text=re.compile(re.escape(text)))
