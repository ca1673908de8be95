"""A library page: what one does with it, what is known of it, on paper, and with words that are too long."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, ViewportSize, expect

from support.accessibility import WIDER
from support.browsers import INES, OpenBrowser
from support.clipboard import CLIPBOARD, clipboard_after
from support.factories import write_good_page
from support.live import Server
from support.waiting import wait_for

pytestmark = pytest.mark.browser
PRINTED = {
    "playbook": "/playbooks/awareness/",
    "battlecard": "/battlecards/slotharbor/",
    "case study": "/case-studies/frostvale-foods/",
}
GUIDE = "/guides/qualification/"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
INTERNAL = ["Last change", "Report a problem", "Favourite", "Similar pages", "Sign out", "Table of contents"]


@pytest.mark.parametrize("path", PRINTED.values())
def test_a_rep_has_her_actions_at_the_top(ada: Page, path: str) -> None:
    """Directly below the title, and none that she may not do."""
    ada.goto(path, wait_until="networkidle")
    names = [re.sub(r"\s+", " ", text) for text in bar(ada).locator("a, button").all_inner_texts()]
    share = ["Share"] if "case-studies" in path else []  # it is for customers, the others aren't
    assert names == [*share, "Favourite", "It worked", "It didn't", "Copy link", "Print", "Ask", "Report a problem"]
    assert ada.evaluate("document.querySelector('article h1').nextElementSibling.className") == "rp-page-head"


def test_a_guide_is_not_printed_and_a_template_is_copied(ada: Page) -> None:
    """The actions are those that the page's type has."""
    ada.goto(GUIDE)
    expect(bar(ada).get_by_role("button", name="Copy link")).to_be_visible()
    expect(bar(ada).get_by_role("button", name="Print")).to_have_count(0)
    ada.goto("/email-templates/last-message/")
    expect(bar(ada).locator("a, button").first).to_have_text("Copy e-mail")


def test_who_was_signed_out_is_told_so_with_the_way_back(ada: Page) -> None:
    """On a library page beside its actions, not in the words that the API has for programs."""
    ada.goto(f"{GUIDE}?x=1")
    star = bar(ada).get_by_role("button", name="Favourite")
    expect(star).to_have_attribute("aria-pressed", "false")
    ada.context.clear_cookies()
    star.click()
    said = ada.locator(".rp-page-said")
    expect(said).to_have_text("Your session has ended. Sign in again")
    ada.route("**/sign-in?**", lambda route: route.fulfill(body="<title>Here</title>", content_type="text/html"))
    said.get_by_role("link").click()
    ada.wait_for_url("**/sign-in?**")
    assert parse_qs(urlsplit(ada.url).query) == {"next": [f"{GUIDE}?x=1"]}


def test_a_favourite_stays_until_it_is_taken_away(ada: Page, max_: Page) -> None:
    """It is hers alone, and the same after she comes back."""
    for page in (ada, max_):
        page.goto(GUIDE)
    star = bar(ada).get_by_role("button", name="Favourite")
    expect(star).to_have_attribute("aria-pressed", "false")
    for state, said in (("true", "Added to your favourites."), ("false", "Taken from your favourites.")):
        star.click()
        expect(star).to_have_attribute("aria-pressed", state)
        expect(ada.get_by_role("status").filter(has_text=said)).to_be_visible()
        with ada.expect_response("**/api/v1/favourites/qualification"):
            ada.reload()
        expect(star).to_have_attribute("aria-pressed", state)
        expect(bar(max_).get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "false")


def test_the_link_is_copied_without_what_led_here(sign_in: OpenBrowser) -> None:
    """Whoever gets it comes to the page, not to her search."""
    ada = sign_in("ada", permissions=CLIPBOARD)
    ada.goto(f"{GUIDE}?from=nowhere#top")
    address = clipboard_after(bar(ada), "Copy link")
    assert urlsplit(address)[2:] == (GUIDE, "", "")
    expect(ada.get_by_text("The link is copied.")).to_be_visible()


def test_a_problem_is_reported_to_the_owner(ada: Page) -> None:
    """With the page's title and address, and a line to write on."""
    ada.goto("/battlecards/slotharbor/")
    report = bar(ada).get_by_role("link", name="Report a problem")
    address = urlsplit(report.get_attribute("href") or "")
    owner = ada.request.get("/api/v1/content/battlecard-slotharbor").json().get("owner")
    asked = parse_qs(address.query)
    assert (address.scheme, "@" in unquote(address.path)) == ("mailto", True)
    assert owner in {None, unquote(address.path)}
    assert asked["subject"] == ["Problem on “Battlecard SlotHarbor”"]
    assert "What is wrong:\r\n" in asked["body"][0]
    assert asked["body"][0].endswith(f"Address: {ada.url}")


def test_what_comes_later_moves_nothing(ada: Page) -> None:
    """The place of the last change is kept: the text stands where it stood when it arrives."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    ada.route("**/last-change", hold)
    text = ada.locator("article h2").first
    for size in (DESK, PHONE):
        ada.set_viewport_size(size)
        with ada.expect_request("**/last-change"):
            ada.goto(GUIDE)
        expect(bar(ada).get_by_role("button", name="Favourite")).to_be_visible()
        before = text.bounding_box()
        change = {"at": "2026-03-02T12:00:00Z", "author": "Rosa Quay " * 9, "subject": None, "commit": "c"}
        found = {"id": "x", "path": "x.md", "title": "x", "last_change": change | {"diff_url": "/api/v1/x"}}
        held.pop().fulfill(json=found)
        expect(ada.get_by_role("button", name="What changed")).to_be_visible()
        assert text.bounding_box() == before


@pytest.mark.parametrize("path", [*PRINTED.values(), "/email-templates/follow-up-no-reply/"])
def test_a_thumb_hits_every_action_of_a_phone(sign_in: OpenBrowser, path: str) -> None:
    """Each is at least 40 pixels high."""
    phone = sign_in("mara", viewport=PHONE)
    phone.goto(path, wait_until="networkidle")
    buttons = phone.locator(".rp-page-actions, .rp-email-panel").locator(".rp-button").all()
    assert len(buttons) > 3
    assert [button.inner_text() for button in buttons if (button.bounding_box() or {"height": 0})["height"] < 40] == []


@pytest.mark.parametrize("kind", PRINTED)
def test_on_paper_the_text_stands_alone(ada: Page, kind: str) -> None:
    """In black on white whatever the screen shows; of what is internal a page for customers shows nothing."""
    ada.goto(PRINTED[kind], wait_until="networkidle")
    ada.evaluate("document.documentElement.dataset.mdColorScheme = 'slate'")
    audience = ada.locator(".rp-facts").get_attribute("data-audience")
    assert audience == ("customer" if kind == "case study" else "internal")
    expect(ada.get_by_text("Owner", exact=True)).to_be_visible()
    ada.emulate_media(media="print")
    expect(ada.get_by_role("heading", level=1)).to_be_visible()
    expect(ada.locator("article h2").first).to_be_visible()
    shown = ada.evaluate("document.body.innerText")
    assert [words for words in INTERNAL if words in shown] == []
    assert ("Internal only" in shown) == (audience == "internal")
    assert ("Verified until" in shown or "Review overdue" in shown) == (audience == "internal")
    for selector in ("header", "footer", ".rp-groups", ".rp-page-actions", ".rp-menu", ".rp-similar"):
        assert [one for one in ada.locator(selector).all() if one.is_visible()] == [], selector
    assert "May be sent" not in shown
    colours = "(selector) => { const style = getComputedStyle(document.querySelector(selector)); return style.%s }"
    assert ada.evaluate(colours % "color", "article h1") == "rgb(0, 0, 0)"
    assert ada.evaluate(colours % "color", "article p") == "rgb(0, 0, 0)"
    assert ada.evaluate(colours % "backgroundColor", "body") == "rgb(255, 255, 255)"
    assert ada.evaluate(colours % "breakAfter", "article h2") == "avoid"
    expect(ada.get_by_text("Owner", exact=True)).to_be_hidden()
    addresses = "[...document.querySelectorAll('article a')].map((a) => getComputedStyle(a, '::after').content)"
    assert set(ada.evaluate(addresses)) <= {"none"}


def test_long_words_wrap_and_wide_tables_scroll_by_keyboard(own: Server, open_browser: OpenBrowser) -> None:
    """Nothing widens a phone's page; the table's own box is named and takes the focus."""
    word = "Donaudampfschifffahrt" * 15
    rows = "|" + "|".join(f"column {number}" for number in range(9)) + "|\n|" + "---|" * 9
    body = f"# {word}\n\n{word} [{word}](https://x.example/{word})\n\n## {word}\n\n{rows}\n|" + f"{word[:40]}|" * 9
    write_good_page(Path(own.environ["CONTENT_DIR"]), "guides/long.md", body + "\n", title=word[:300])
    page = open_browser(own, INES, viewport=PHONE)
    own.wait_until(lambda: page.request.get("/guides/long/").ok)
    page.goto("/guides/long/", wait_until="networkidle")
    assert page.evaluate(WIDER) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390
    table = page.get_by_role("region", name=re.compile("^Table: column 0, column 1"))
    table.focus()
    expect(table).to_be_focused()
    assert table.evaluate("(box) => box.scrollWidth > box.clientWidth")
    page.keyboard.press("ArrowRight")
    wait_for(lambda: table.evaluate("(box) => box.scrollLeft") > 0)


def test_problems_are_told_to_authors_without_moving_the_page(own: Server, open_browser: OpenBrowser) -> None:
    """Their number stands with what changed last; a dialog says what they are, code as code."""
    body = "# Page\n\nSee [there](nowhere.md) and [here](neither.md).\n"
    write_good_page(Path(own.environ["CONTENT_DIR"]), "guides/torn.md", body, title="Torn")
    page = open_browser(own, INES, viewport=PHONE)
    own.wait_until(lambda: page.request.get("/guides/torn/").ok)
    own.wait_until(lambda: page.request.get("/api/v1/library/problems?path=guides/torn.md").json()["items"])
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/library/problems?*", hold)
    with page.expect_request("**/library/problems?*"):
        page.goto("/guides/torn/")
    text = page.get_by_text("See there")
    before = text.bounding_box()
    held.pop().continue_()
    page.get_by_role("button", name=re.compile("^[0-9]+ problems?$")).click()
    dialog = page.get_by_role("dialog", name="Problems of this page")
    expect(dialog.get_by_text("nowhere.md").first).to_be_visible()
    assert "`" not in dialog.inner_text()
    assert text.bounding_box() == before


def test_more_is_told_over_the_text(ada: Page) -> None:
    """Opening it moves neither the text nor its own button, and repeats no language that stands there already."""
    for size in (DESK, PHONE):
        ada.set_viewport_size(size)
        ada.goto("/battlecards/slotharbor/", wait_until="networkidle")
        more, text = ada.get_by_text("More", exact=True), ada.locator("article h2").first
        before = more.bounding_box(), text.bounding_box()
        more.click()
        expect(ada.locator(".rp-facts__more dl")).to_be_visible()
        assert (more.bounding_box(), text.bounding_box()) == before
        expect(ada.locator(".rp-facts__more dl")).not_to_contain_text("Language")
        expect(ada.get_by_text("Owned by")).to_be_visible(visible=size is PHONE)


def bar(page: Page) -> Locator:
    """The bar of what one does with a page."""
    return page.get_by_role("group", name="What to do with this page")
