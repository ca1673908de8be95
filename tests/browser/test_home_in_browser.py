"""Everybody's home, and the frame around every page: groups of tools, the bar of a phone, light and dark."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from support.browsers import OpenBrowser
from support.painting import WATCH_PAINTS, shift_of
from support.screens import every_screen
from support.states import wait_for_figures

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
WHO = {"ada": "rep", "max": "manager", "mara": "author", "nadia": "admin"}
AT_HAND = {
    "ada": ["Home", "Search", "Learn", "Coach", "Menu"],
    "max": ["Home", "Search", "Coach", "Team", "Menu"],
    "mara": ["Home", "Search", "Learn", "Library", "Menu"],
    "nadia": ["Home", "Search", "Team", "Admin", "Menu"],
}
FIRST_CARD = {
    "ada": "What is due",
    "max": "Who needs you",
    "mara": "Your overdue reviews",
    "nadia": "What isn't running",
}


def test_a_rep_types_at_once_and_goes_on_with_one_click(ada: Page) -> None:
    """The search has the focus; what is due has its next step, a lesson or a quiz (which a look would begin)."""
    ada.goto("/")
    expect(ada.get_by_label("Search the library")).to_be_focused()
    due = ada.locator(".rp-home-card").filter(has=ada.get_by_role("heading", name="What is due"))
    step = due.locator("a.rp-button").first
    expect(step).to_have_attribute("href", re.compile("^/courses/|^/app/quiz/"))
    assert ada.request.get(step.get_attribute("href") or "").ok


@pytest.mark.parametrize("who", WHO)
def test_every_way_from_home_leads_somewhere(sign_in: OpenBrowser, who: str) -> None:
    """What comes first presses most, and no name, figure or row leads to what isn't there or isn't theirs."""
    page = sign_in(who)
    page.goto("/")
    expect(page.locator(".rp-home-card h2").first).to_have_text(FIRST_CARD[who])
    found = page.locator("#app a, .rp-home__library a").evaluate_all("links => links.map((link) => link.href)")
    assert len(found) > 15
    for address in sorted({address.partition("#")[0] for address in found}):
        answer = page.request.get(address)
        assert answer.ok, address
        assert "/sign-in" not in answer.url
    people = page.locator("#app a[href*='/app/person/']").evaluate_all("links => links.map((link) => link.search)")
    for query in sorted(set(people)):
        assert page.request.get(f"/api/v1/people/{query.removeprefix('?id=')}").ok, query


@pytest.mark.parametrize("who", WHO)
def test_a_phone_has_at_hand_what_matters_and_all_in_its_menu(sign_in: OpenBrowser, who: str) -> None:
    """Five places at the bottom, by the person's main role; the menu holds every tool that they may use."""
    desk, phone = sign_in(who), sign_in(who, viewport=PHONE)
    desk.goto("/")
    phone.goto("/")
    bar = phone.get_by_role("navigation", name="At hand")
    expect(bar.locator(":scope > :visible")).to_have_text(AT_HAND[who])
    expect(bar.locator("[aria-current]")).to_have_text(["Home"])
    bar.get_by_role("button", name="Menu").click()
    groups = desk.get_by_role("navigation", name="Tools").get_by_role("link").all_inner_texts()
    expect(phone.locator(".rp-menu__tools .rp-menu__group:visible")).to_have_text(groups)
    expect(phone.locator(".rp-menu").get_by_role("link", name="Your page")).to_be_visible()
    phone.locator(".rp-menu__tools").get_by_role("link", name="My training").click()
    expect(phone.get_by_role("heading", name="My training", level=1)).to_be_visible()


def test_every_tool_marks_its_place(sign_in: OpenBrowser) -> None:
    """Each page of the product, a course and a page of the library belong to one group, which the bar names."""
    nadia = sign_in("nadia")
    tools = {each.path.partition("?")[0] for each in every_screen() if each.path.startswith("/app/")}
    here = nadia.get_by_role("navigation", name="Tools").locator("[aria-current]")
    named = {"/courses/discovery-calls/": "Learn", "/battlecards/slotharbor/": "Library", "/app/quiz/": "Learn"}
    for path in sorted(tools - {"/app/front-matter/"}) + list(named):
        nadia.goto(path)
        expect(here).to_have_count(1)
        if path in named:
            expect(here).to_have_text(named[path])


def test_light_and_dark_follow_the_system_until_one_is_chosen(sign_in: OpenBrowser) -> None:
    """The choice is kept from page to page, on the pages beside the site too, and can be given back."""
    page = sign_in("ada", color_scheme="dark")
    page.goto("/")
    root, switch = page.locator("html"), page.get_by_role("button", name="Colours")
    expect(root).to_have_attribute("data-md-color-scheme", "slate")
    page.emulate_media(color_scheme="light")
    expect(root).to_have_attribute("data-md-color-scheme", "default")
    switch.click()
    expect(root).to_have_attribute("data-md-color-scheme", "slate")
    for path in ("/guides/qualification/", "/sign-in"):
        page.goto(path)
        expect(root).to_have_attribute("data-md-color-scheme", "slate")
    page.goto("/")
    switch.click()
    expect(root).to_have_attribute("data-md-color-scheme", "default")
    switch.click()
    page.emulate_media(color_scheme="dark")
    expect(root).to_have_attribute("data-md-color-scheme", "slate")


def test_numbers_come_after_the_rest_into_the_place_kept_for_them(sign_in: OpenBrowser) -> None:
    """The other cards don't wait for them, each leads to its page, and the second time nothing moves."""
    page = sign_in("max")
    wait_for_figures(page)
    page.context.add_init_script(WATCH_PAINTS)
    card = page.locator(".rp-home-card").filter(has=page.get_by_role("heading", name="Results", exact=True))
    for _ in range(2):
        page.route("**/api/v1/home/cards/*", lambda _: None)
        page.goto("/")
        expect(card).to_contain_text("Computing…")
        expect(page.get_by_role("heading", name="Who needs you")).to_be_visible()
        # Whatever waited goes on with that.
        page.unroute("**/api/v1/home/cards/*")
        expect(card).to_contain_text("Sales North, ")
        expect(card.locator("a[href^='/app/kpi/']")).not_to_have_count(0)
    assert shift_of(page) < 0.01


def test_home_without_an_answer_still_finds_pages(sign_in: OpenBrowser) -> None:
    """It says what is wrong in one box, and search and library are there."""
    page = sign_in("ada")
    page.route("**/api/v1/home", lambda route: route.abort())
    page.goto("/")
    expect(page.get_by_role("alert")).to_contain_text("can't be reached")
    expect(page.get_by_role("region", name="The library").get_by_role("link").first).to_be_visible()
    page.unroute("**/api/v1/home")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="What is due")).to_be_visible()
