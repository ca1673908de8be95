"""Who uses a keyboard, a screen reader or a phone: names, headings, tables, focus, width, as the browser has them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from content.library import Library
from support.accessibility import FAULTS, FOCUS, WIDER
from support.browsers import OpenBrowser

pytestmark = pytest.mark.browser
SEARCHES = ["search/?q=pricing", "search/?q=prcing&type=deck&persona=finance-director"]
QUESTIONS = [
    "questions/",
    "questions/?about=page&about_id=too-expensive",
    "course-ratings/",
    "demand/?view=asked",
    "today/",
    "replies/",
    "decks/",
    "shared/",
    "sent-and-read/",
]
REPORTS = ["freshness/?freshness=verified", "coverage/", "demand/?view=unopened", "demand/?view=stale"]
TEAM = ["my-team/", "my-team/?state=all", "training-matrix/", "assignments/"]
GOALS = ["goals/", "initiative/", "initiative/?id=enablement-plan"]
EFFECTS = ["effects/?course_id=event-mentoring", "effects/?view=content&days=30", "effects/?view=roll-outs"]
FORECASTS = ["forecast/", "forecast/?step=month&as_of=2019-05-31"]
RESULTS = ["results/", "kpi/?name=win_rate&step=year", "kpi-definitions/", "crm-quality/", *FORECASTS, *GOALS, *EFFECTS]
ADMIN = ["people/", "teams/", "audit/", "access/", "settings/"]
TOOLS = [
    *SEARCHES,
    "my-training/",
    "my-coaching/",
    *QUESTIONS,
    "person/",
    *TEAM,
    *RESULTS,
    "library-check/",
    "health/",
    *ADMIN,
    *REPORTS,
]
QUIZ = "/app/quiz/?course=course-discovery-calls"
LIBRARY = ["/", "/courses/discovery-calls/", "/courses/discovery-calls/01-before-the-call/", "/guides/qualification/"]
PAGES = [
    *(f"/app/{tool}" for tool in TOOLS),
    QUIZ,
    *LIBRARY,
    "/docs/",
    "/docs/settings/",
    "/docs/training/",
    "/email-templates/follow-up-no-reply/",
    "/sign-in",
    "/unsubscribe/unknown",
    "/for/no-link-that-is-known-/",
    "/sequences/outbound-logistics/",
    "/nowhere/",
    "/battlecards/slotharbor/",
]
CARDS = ["library-check/", "health/", "assignments/", "my-team/", *ADMIN, *REPORTS[::3]]
# The boxes and heads in which something is cut off.
CUT = """(selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility())
  .filter((one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight)
  .map((one) => one.ariaLabel || one.textContent)"""
FOCUSED = [
    "/",
    f"/app/{SEARCHES[1]}",
    "/app/my-team/",
    "/app/training-matrix/",
    "/app/assignments/",
    f"/app/{EFFECTS[2]}",
    "/app/my-coaching/",
    QUIZ,
    "/email-templates/follow-up-no-reply/",
]


@pytest.mark.parametrize("path", PAGES)
def test_everything_has_a_name_and_fits_a_phone(look_as: OpenBrowser, path: str) -> None:
    """Fields have labels, buttons and links words, images texts, tables headers, and headings an order under one h1.

    At 390 pixels nothing scrolls sideways, not even with its forms unfolded.
    """
    nadia = look_as("nadia")
    nadia.goto(path, wait_until="networkidle")
    assert nadia.evaluate(FAULTS) == []
    nadia.set_viewport_size({"width": 390, "height": 844})
    nadia.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert nadia.evaluate(WIDER) == []
    assert nadia.evaluate("document.scrollingElement.scrollWidth") == 390


@pytest.mark.parametrize("tool", CARDS)
def test_no_row_of_a_table_is_cut_off_on_a_phone(look_as: OpenBrowser, tool: str) -> None:
    """Each becomes a card, with the names of its values."""
    phone = look_as("nadia", viewport={"width": 390, "height": 844})
    phone.goto(f"/app/{tool}", wait_until="networkidle")
    expect(phone.locator(".rp-scroll td[data-label]").locator("visible=true").first).to_be_visible()
    assert phone.evaluate(CUT, ".rp-scroll:has(td[data-label])") == []


@pytest.mark.parametrize("width", [390, 1440])
def test_the_areas_of_a_matrix_are_readable(look_as: OpenBrowser, width: int) -> None:
    """Also those with a single course, whose column is narrow."""
    page = look_as("nadia", viewport={"width": width, "height": 844})
    page.goto("/app/training-matrix/", wait_until="networkidle")
    expect(page.get_by_role("columnheader", name="Market and competitors")).to_be_visible()
    assert page.evaluate(CUT, ".rp-people-matrix__areas th") == []


@pytest.mark.parametrize("path", FOCUSED)
def test_the_focus_can_be_seen(look_as: OpenBrowser, path: str) -> None:
    """Wherever Tab leads, a ring shows where that is."""
    max_ = look_as("max")
    max_.goto(path, wait_until="networkidle")
    seen = []
    for _ in range(25):
        max_.keyboard.press("Tab")
        seen.append(max_.evaluate(FOCUS))
    stops = [stop for stop in seen if stop is not None]
    assert len(stops) > 8
    assert [stop["html"] for stop in stops if not stop["isGood"]] == []


def test_the_first_tab_offers_to_skip_to_the_content(ada: Page) -> None:
    """Who tabs need not pass the whole header on every page."""
    ada.goto("/guides/qualification/")
    ada.keyboard.press("Tab")
    expect(ada.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(ada.get_by_role("link", name="Skip to the content")).to_be_in_viewport()


def test_the_menu_of_a_phone_works_by_keyboard(sign_in: OpenBrowser) -> None:
    """Enter opens it, Tab goes on into it, Escape closes it and comes back."""
    phone = sign_in("ada", viewport={"width": 390, "height": 844})
    phone.goto("/guides/qualification/")
    menu = phone.get_by_role("button", name="Menu")
    expect(phone.locator(".rp-menu")).to_be_hidden()
    menu.focus()
    phone.keyboard.press("Enter")
    expect(phone.locator(".rp-menu")).to_be_visible()
    phone.keyboard.press("Tab")
    expect(phone.locator(".rp-menu a:focus")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(phone.locator(".rp-menu")).to_be_hidden()
    expect(menu).to_be_focused()


def test_a_page_says_its_language(nadia: Page, library: Library) -> None:
    """A screen reader has to speak Polish, Russian and Chinese pages in their own voice."""
    pages = {page.fields.language: page.url for page in library.pages if page.type == "guide"}
    assert len(pages) > 2
    for language, url in pages.items():
        nadia.goto(f"/{url}")
        expect(nadia.get_by_role("article").first).to_have_attribute("lang", language)
