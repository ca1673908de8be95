"""A deck in the browser: presented by keys with notes in a second window, and by a thumb on a phone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from support.browsers import OpenBrowser, ask

pytestmark = pytest.mark.browser
DECK, ID = "/decks/business-case/", "deck-business-case"
PHONE = {"width": 390, "height": 844}
WIDTHS = "slide => [slide.scrollWidth, slide.getBoundingClientRect().right]"
SWIPE = """([from, to]) => {
  const view = document.querySelector(".rp-stage__view");
  const touch = (x) => new Touch({ identifier: 1, target: view, clientX: x, clientY: 300 });
  view.dispatchEvent(new TouchEvent("touchstart", { touches: [touch(from)], changedTouches: [touch(from)] }));
  view.dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: [touch(to)] }));
}"""


def test_a_deck_is_presented_by_keys_with_notes_in_a_second_window(ada: Page) -> None:
    """Both windows show the same slide; the first never shows notes; a link leads to the slide, and into the slides."""
    ada.goto(DECK)
    slides = ask(ada, f"/content/{ID}/slides")["slides"]
    ada.get_by_role("button", name="Present").click()
    expect_slide(ada, slides, 0)
    for key, number in (("ArrowRight", 1), (" ", 2), ("PageDown", 3), ("ArrowLeft", 2), ("End", 11), ("n", 11)):
        ada.keyboard.press(key)
        expect_slide(ada, slides, number)
    ada.keyboard.press("Home")
    with ada.expect_popup() as opened:
        ada.keyboard.press("p")
    notes = opened.value
    for number in range(len(slides)):
        expect_slide(ada, slides, number)
        expect(notes.locator(".rp-presenter__now .rp-slide__title")).to_have_text(slides[number]["title"])
        assert words(notes.locator(".rp-presenter__notes").inner_text()) == words(slides[number]["notes"])
        expect(ada.locator(".rp-stage")).not_to_contain_text(words(slides[number]["notes"])[:40])
        if number + 1 < len(slides):
            expect(notes.locator(".rp-presenter__next .rp-slide__title")).to_have_text(slides[number + 1]["title"])
            notes.keyboard.press("ArrowRight")
    expect(notes.get_by_text("This is the last slide.")).to_be_visible()
    expect(notes.get_by_role("timer")).to_have_text(re.compile(r"\d\d:\d\d"))
    notes.close()
    ada.keyboard.press("o")
    ada.get_by_role("button", name="6: What it costs").click()
    expect_slide(ada, slides, 5)
    for key in ("o", "o", "ArrowLeft", "ArrowRight"):
        ada.keyboard.press(key)
    expect_slide(ada, slides, 5)
    ada.reload()
    expect_slide(ada, slides, 5)
    ada.keyboard.press("Escape")
    expect(ada.locator(".rp-stage")).to_have_count(0)
    assert ada.url.endswith(f"{DECK}#what-it-costs")


def test_a_deck_is_read_on_a_phone_and_downloaded(sign_in: OpenBrowser) -> None:
    """A thumb turns the slides, none of which is wider than the phone; a file comes once the worker has built it."""
    phone = sign_in("ada", viewport=PHONE, has_touch=True)
    phone.goto(f"{DECK}?present=1#what-waiting-costs-now")
    slides = ask(phone, f"/content/{ID}/slides")["slides"]
    expect_slide(phone, slides, 2)
    phone.evaluate(SWIPE, [80, 320])
    expect_slide(phone, slides, 1)
    phone.evaluate(SWIPE, [320, 300])
    phone.keyboard.press("Home")
    for number in range(len(slides)):
        expect_slide(phone, slides, number)
        assert phone.locator(".rp-slide").evaluate(WIDTHS) == [PHONE["width"]] * 2
        phone.evaluate(SWIPE, [320, 80])
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    phone.get_by_role("button", name="Close").click()
    phone.get_by_role("button", name="Download").click()
    with phone.expect_download() as download:
        phone.get_by_role("button", name="PowerPoint to send").click()
    assert download.value.suggested_filename == f"{ID}.pptx"
    expect(phone.get_by_text("The file is on its way.")).to_be_visible()


def expect_slide(page: Page, slides: list[dict[str, Any]], number: int) -> None:
    """Expect that a slide is shown, counted from 0, as the API has it."""
    slide = slides[number]
    expect(page.locator(".rp-stage__view > .rp-slide > .rp-slide__title")).to_have_text(slide["title"])
    expect(page.locator(".rp-stage__view > .rp-slide")).to_have_class(re.compile(f"rp-slide--{slide['layout']}"))
    expect(page.locator(".rp-stage__place")).to_have_text(f"{number + 1} / {len(slides)}")
    assert page.url.endswith(f"#{slide['anchor']}")


def words(text: str) -> str:
    """Return words without tags and space."""
    return re.sub(r"<[^>]*>|\s+", "", text)
