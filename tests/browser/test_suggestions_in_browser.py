"""What is suggested while somebody types, in every search box, and which pages are named as similar."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from support.browsers import OpenBrowser, Watched

pytestmark = pytest.mark.browser
BOXES = ["/", "/guides/qualification/", "/app/search/", "/app/my-training/"]


@pytest.mark.parametrize("path", BOXES)
def test_a_title_is_opened_by_keyboard(ada: Page, path: str) -> None:
    """Arrow and Enter open the page; until then the box says which suggestion is meant and keeps what was typed."""
    ada.goto(path)
    type_into_box(ada, "pricing an")
    option = suggestions(ada).get_by_role("option").first
    expect(option).to_contain_text("Pricing and discounts")
    expect(box(ada)).to_have_attribute("aria-expanded", "true")
    ada.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box(ada)).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    expect(box(ada)).to_have_attribute("aria-controls", suggestions(ada).get_attribute("id") or "")
    expect(box(ada)).to_have_value("pricing an")
    ada.keyboard.press("Enter")
    ada.wait_for_url("**/guides/pricing-and-discounts/")


@pytest.mark.parametrize("path", BOXES)
def test_a_phrase_is_searched_for(ada: Page, path: str) -> None:
    """A heading that completes what was typed; conditions that were typed before it still hold."""
    ada.goto(path)
    type_into_box(ada, "type:guide further disc")
    choose(ada, re.compile("^Further discount: who approves ?$"))
    ada.wait_for_url("**/app/search/?q=Further+discount%3A+who+approves+type%3Aguide")
    expect(ada.locator(".rp-hit").first).to_contain_text("Guide")
    expect(suggestions(ada)).to_be_hidden()


@pytest.mark.parametrize("path", BOXES)
def test_a_value_becomes_a_filter(ada: Page, path: str) -> None:
    """What was typed is the beginning of its name, so the filter takes its place."""
    ada.goto(path)
    type_into_box(ada, "finance dir")
    choose(ada, "Finance director Persona")
    ada.wait_for_url("**/app/search/?persona=finance-director")
    expect(ada.get_by_role("button", name="Remove filter Persona: Finance director")).to_be_visible()
    expect(box(ada)).to_have_value("")
    expect(ada.locator(".rp-hit")).not_to_have_count(0)


def test_arrows_go_round_through_the_box(ada: Page) -> None:
    """Up from the box is the last suggestion; down from there is the box again."""
    ada.goto("/")
    type_into_box(ada, "deck")
    expect(suggestions(ada)).to_be_visible()
    ada.keyboard.press("ArrowUp")
    expect(suggestions(ada).get_by_role("option").last).to_have_attribute("aria-selected", "true")
    ada.keyboard.press("ArrowDown")
    expect(ada.locator("[role=option][aria-selected=true]")).to_have_count(0)
    assert box(ada).get_attribute("aria-activedescendant") is None


def test_escape_and_tab_put_the_suggestions_away(ada: Page) -> None:
    """What was typed stays, an arrow brings them back, and Tab goes on to the button."""
    ada.goto("/")
    type_into_box(ada, "deck")
    expect(suggestions(ada)).to_be_visible()
    ada.keyboard.press("Escape")
    expect(suggestions(ada)).to_be_hidden()
    expect(box(ada)).to_have_value("deck")
    expect(box(ada)).to_have_attribute("aria-expanded", "false")
    ada.keyboard.press("ArrowDown")
    expect(suggestions(ada)).to_be_visible()
    ada.keyboard.press("Tab")
    expect(suggestions(ada)).to_be_hidden()
    expect(ada.get_by_role("button", name="Search", exact=True)).to_be_focused()


def test_enter_without_a_choice_searches_for_what_was_typed(ada: Page) -> None:
    """Suggestions never stand between the rep and her search, and are gone on the page it leads to."""
    ada.goto("/app/search/")
    type_into_box(ada, "deck")
    expect(suggestions(ada)).to_be_visible()
    ada.keyboard.press("Enter")
    expect(suggestions(ada)).to_be_hidden()
    ada.locator(".rp-hit h2 a").first.click()
    expect(ada.get_by_role("article")).to_have_attribute("data-page-type", re.compile("."))


def test_a_suggestion_is_taken_with_a_click_or_a_tap(sign_in: OpenBrowser) -> None:
    """On a desk and on a phone, where the list fits the screen."""
    desk, phone = sign_in("ada"), sign_in("ada", viewport={"width": 390, "height": 844}, has_touch=True)
    for page in (desk, phone):
        page.goto("/guides/qualification/")
        type_into_box(page, "pricing an")
        expect(suggestions(page)).to_be_visible()
        assert page.evaluate("document.scrollingElement.scrollWidth") == page.evaluate("innerWidth")
        option = page.get_by_role("option", name="Pricing and discounts")
        if page is phone:
            option.tap()
        else:
            option.click()
        page.wait_for_url("**/guides/pricing-and-discounts/")


def test_without_the_server_nothing_is_suggested(ada: Page) -> None:
    """And nobody is told; the form works as before."""
    ada.route("**/api/v1/suggest?*", lambda route: route.abort())
    ada.goto("/")
    with ada.expect_event("requestfailed"):
        type_into_box(ada, "deck")
    expect(suggestions(ada)).to_be_hidden()
    expect(ada.get_by_role("alert")).to_have_count(0)
    ada.keyboard.press("Enter")
    ada.wait_for_url("**/app/search/?q=deck")


@pytest.mark.parametrize("path", ["/", "/guides/qualification/"])
def test_without_scripts_the_form_is_a_form(sign_in: OpenBrowser, path: str) -> None:
    """Its button leads to the search page."""
    plain = sign_in("ada", java_script_enabled=False)
    plain.goto(path)
    plain.get_by_role("textbox", name="Search the library").fill("deck")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/app/search/?q=deck")


def test_titles_are_suggested_as_text(ada: Page, watched: Watched) -> None:
    """What is typed doesn't become HTML, nor does typing it make a noise."""
    ada.goto("/app/search/")
    type_into_box(ada, "<img src=x onerror=alert(1)> deck")
    expect(suggestions(ada)).to_be_attached()
    expect(ada.get_by_role("status")).to_contain_text(" ms")
    assert watched.console == []
    assert ada.locator("img[src=x]").count() == 0


def test_a_page_names_pages_like_it(ada: Page) -> None:
    """At its end, in its own language, each with what it is and whether it may be sent."""
    ada.goto("/objections/too-expensive/")
    region = ada.get_by_role("region", name="Similar pages")
    expect(region.get_by_role("link")).not_to_have_count(0)
    expect(region.get_by_role("listitem").first).to_contain_text(re.compile("May be sent|Partners|Internal only"))
    title = region.get_by_role("link").first.inner_text()
    region.get_by_role("link").first.click()
    expect(ada.get_by_role("heading", level=1)).to_contain_text(title)
    ada.goto("/pl/objections/too-expensive/")
    expect(region.get_by_role("link").first).to_have_attribute("lang", "pl")


def test_without_the_server_no_page_is_named(ada: Page) -> None:
    """Nor on the home page, which is like no other."""
    ada.goto("/", wait_until="networkidle")
    expect(ada.get_by_role("region", name="Similar pages")).to_have_count(0)
    ada.route("**/similar?*", lambda route: route.abort())
    ada.goto("/objections/too-expensive/", wait_until="networkidle")
    expect(ada.get_by_role("region", name="Similar pages")).to_have_count(0)
    expect(ada.get_by_role("alert")).to_have_count(0)


def box(page: Page) -> Locator:
    """The search box."""
    return page.get_by_role("combobox", name="Search the library")


def suggestions(page: Page) -> Locator:
    """The list below the search box."""
    return page.locator("[role=listbox]")


def type_into_box(page: Page, text: str) -> None:
    """Type as people do, key by key."""
    box(page).focus()
    page.keyboard.type(text, delay=20)


def choose(page: Page, name: str | re.Pattern[str]) -> None:
    """Go down to a suggestion and press Enter; a list that changes meanwhile begins anew."""
    option = suggestions(page).get_by_role("option", name=name)
    expect(option).to_be_visible()
    for _ in range(3 * suggestions(page).get_by_role("option").count() + 10):
        page.keyboard.press("ArrowDown")
        if option.get_attribute("aria-selected") == "true":
            return page.keyboard.press("Enter")
    raise AssertionError(f"the arrows don't lead to {name}")
