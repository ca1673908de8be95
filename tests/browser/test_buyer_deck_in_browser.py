"""Decks for buyers in the browser: put together by keyboard and by thumb, kept by two windows, and accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from support.accessibility import FAULTS, WIDER
from support.browsers import INES, TRAP_HTML, OpenBrowser, ask
from support.decks import PptxSlide, png, read_pptx
from support.factories import write_good_page
from support.live import Server
from support.waiting import wait_for

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
BUYER, TITLE = f"Kranich {TRAP_HTML}", f"Dockside </title>{TRAP_HTML}"
LOGO = FilePayload(name="logo.png", mimeType="image/png", buffer=png())
NO_LOGO = FilePayload(name="logo.png", mimeType="image/png", buffer=b"<svg/>")


def test_a_rep_puts_a_deck_together_by_keyboard(ada: Page, max_: Page, tmp_path: Path) -> None:
    """From a deck's page, and with a case study that is searched for; what the buyer is called stays text."""
    _put_together(ada)
    _present(ada)
    sent = _download(ada, tmp_path / "deck.pptx")
    assert [(one.title, one.notes) for one in sent] == [(TITLE, ""), ("The problem", ""), ("What it costs", "")]
    max_.goto("/app/decks/")
    max_.get_by_role("link", name=TITLE).click()
    expect(max_.get_by_role("link", name="Ada Lindqvist")).to_be_visible()
    expect(max_.get_by_role("button", name=re.compile("^Take out"))).to_have_count(0)
    for page in (ada, max_):
        assert page.evaluate("window.__pwned") is None
        assert page.evaluate("window.__violations") == []


def test_two_windows_dont_write_over_each_other_and_a_thumb_can_do_it_all(sign_in: OpenBrowser) -> None:
    """The second is told that the first changed the deck, and loads it again; nothing is wider than the phone."""
    phone = sign_in("ada", viewport=PHONE, has_touch=True)
    place = _make(phone, "Two windows")
    phone.goto(place)
    other = phone.context.new_page()
    other.goto(place)
    other.get_by_role("button", name="Take out: Decision").click()
    expect(other.get_by_role("button", name=re.compile("^Take out"))).to_have_count(1)
    wait_for(lambda: ask(phone, f"/sending/decks/{place.rpartition('=')[2]}")["slide_count"] == 1)
    phone.get_by_role("button", name="Move down: What it costs").tap()
    expect(phone.get_by_role("alert")).to_contain_text("changed meanwhile, in another window")
    phone.get_by_role("button", name="Load it again").tap()
    expect(phone.get_by_role("button", name=re.compile("^Take out"))).to_have_count(1)
    phone.get_by_label("The buyer's logo").set_input_files(NO_LOGO)
    expect(phone.get_by_role("alert")).to_contain_text("no whole PNG, JPEG or WebP picture")
    phone.get_by_label("A deck, or any page that may be sent").fill("business case")
    phone.get_by_role("button", name=re.compile("business case", re.IGNORECASE)).first.tap()
    expect(phone.get_by_role("checkbox", name="What it costs (in the deck)")).to_be_disabled()
    shown = phone.locator(".rp-pick", has_text="The case in three lines").locator(".rp-stage__small")
    shown.scroll_into_view_if_needed()
    picture = shown.bounding_box()
    assert picture is not None
    phone.touchscreen.tap(picture["x"] + picture["width"] / 2, picture["y"] + 20)
    expect(phone.get_by_role("button", name="Add 1 slide")).to_be_enabled()
    assert phone.evaluate(WIDER) == []
    assert phone.evaluate("document.scrollingElement.scrollWidth") == PHONE["width"]
    phone.get_by_text("Remove this deck").tap()
    phone.get_by_role("button", name="Remove", exact=True).tap()
    phone.wait_for_url("**/app/decks/")
    expect(phone.get_by_role("link", name="Two windows")).to_have_count(0)


def test_what_couldnt_be_kept_is_sent_again(ada: Page) -> None:
    """Without a connection all that was done waits, the logo too, and goes when it is asked for."""
    place = _make(ada, "Without a connection")
    deck = f"/sending/decks/{place.rpartition('=')[2]}"
    ada.goto(place)
    ada.route(f"**/api/v1{deck}*", lambda route: route.abort())
    ada.route(f"**/api/v1{deck}/logo", lambda route: route.abort())
    ada.get_by_role("button", name="Hide: Decision").click()
    expect(ada.get_by_role("alert")).to_contain_text("can't be reached")
    ada.get_by_label("The buyer's logo").set_input_files(LOGO)
    ada.get_by_role("button", name="Take out: What it costs").click()
    expect(ada.get_by_role("alert")).to_contain_text("can't be reached")
    ada.unroute_all()
    ada.get_by_role("button", name="Try again").click()
    expect(ada.get_by_role("img", name="Logo of Kranich AG")).to_be_visible()
    kept = ask(ada, deck)
    assert [(one["title"], one["is_hidden"]) for one in kept["slides"]] == [("Decision", True)]


def test_a_slide_that_changed_is_looked_at_and_accepted(own: Server, open_browser: OpenBrowser) -> None:
    """The deck says how many, shows what they say now, and is quiet once that is accepted."""
    folder = Path(own.environ["CONTENT_DIR"])
    body = "# Offer\n\n## Price\n\n10 EUR\n\n## Why\n\n- time\n"
    fields = {"type": "deck", "id": "offer", "audience": "customer"}
    write_good_page(folder, "offer.md", body, **fields)
    ines = open_browser(own, INES)
    ines.goto("/app/decks/")
    wait_for(lambda: ines.request.get("/api/v1/content/offer/slides?for_buyer=true").ok)
    place = _make(ines, "Offer", page_id="offer", anchors=("price", "why"))
    write_good_page(folder, "offer.md", body.replace("10 EUR", f"12 EUR {TRAP_HTML}").replace("Why", "When"), **fields)
    wait_for(lambda: ask(ines, f"/sending/decks/{place.rpartition('=')[2]}")["counts"]["changed"] == 1)
    wait_for(
        lambda: next(one for one in ask(ines, "/sending/decks")["items"] if one["title"] == "Offer")["to_check"] == 2
    )
    ines.goto("/app/decks/")
    expect(ines.get_by_role("listitem").filter(has_text="Offer")).to_contain_text("2 slides to look at")
    ines.goto(place)
    expect(ines.get_by_text("1 slide changed since you took it.")).to_be_visible()
    expect(ines.get_by_text("1 slide can't be found any more")).to_be_visible()
    ines.get_by_role("button", name="Look at what changed").click()
    expect(ines.get_by_role("dialog").locator(".rp-slide")).to_contain_text("12 EUR")
    ines.get_by_role("button", name="Accept what they say now").click()
    expect(ines.get_by_text("1 slide changed since you took it.")).to_have_count(0)
    ines.get_by_role("button", name="Take out: Why").click()
    expect(ines.get_by_text("1 slide can't be found any more")).to_have_count(0)
    assert ines.evaluate("window.__pwned") is None


def _make(
    page: Page,
    title: str,
    *,
    page_id: str = "deck-business-case",
    anchors: tuple[str, ...] = ("what-it-costs", "decision"),
) -> str:
    """Make a deck of some slides as whoever is signed in, and return its address."""
    slides = [{"page_id": page_id, "anchor": anchor} for anchor in anchors]
    made = page.request.post(
        "/api/v1/sending/decks",
        data={"title": title, "buyer": "Kranich AG", "slides": slides},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert made.ok, made.text()
    return f"/app/buyer-deck/?id={made.json()['id']}"


def _put_together(ada: Page) -> None:
    """Take slides of two pages, in another order, with a logo and one that is hidden."""
    ada.goto("/decks/business-case/")
    ada.get_by_role("link", name="Take slides for a buyer").press("Enter")
    ada.get_by_label("The buyer's company").fill(BUYER)
    ada.get_by_label("Title").fill(TITLE)
    ada.get_by_label("Title").press("Enter")
    expect(ada.get_by_role("heading", level=1)).to_have_text(TITLE)
    ada.get_by_role("checkbox", name="What it costs").press("Space")
    ada.get_by_role("checkbox", name="Decision").press("Space")
    ada.get_by_role("button", name="Add 2 slides").press("Enter")
    rows = ada.get_by_role("list", name="Slides of this deck").get_by_role("listitem")
    expect(rows).to_have_count(2)
    ada.get_by_label("A deck, or any page that may be sent").fill("frostvale foods cut")
    ada.get_by_role("button", name=re.compile("^How Frostvale Foods cut")).first.press("Enter")
    ada.get_by_role("checkbox", name="The problem").press("Space")
    ada.get_by_role("button", name="Add 1 slide").press("Enter")
    expect(rows).to_have_count(3)
    ada.get_by_role("button", name="Move up: The problem").press("Enter")
    ada.get_by_role("button", name="Move up: The problem").press("Alt+ArrowUp")
    expect(ada.get_by_text("“The problem” is slide 1 of 3 now.")).to_be_visible()
    expect(ada.get_by_role("button", name="Move down: The problem")).to_be_focused()
    ada.get_by_role("button", name="Hide: Decision").press("Enter")
    expect(rows.nth(2)).to_contain_text("hidden")
    ada.get_by_label("The buyer's logo").set_input_files(LOGO)
    expect(ada.get_by_role("img", name=f"Logo of {BUYER}")).to_be_visible()
    assert ada.evaluate(FAULTS) == []


def _present(ada: Page) -> None:
    """Go through the slides, leave at the last and come back to it."""
    ada.get_by_role("button", name="Present").click()
    slide = ada.locator(".rp-stage__view > .rp-slide")
    expect(slide).to_contain_text(f"for {BUYER}")
    expect(slide.locator("img")).to_have_count(1)
    for title in ("The problem", "What it costs", "What it costs"):
        ada.keyboard.press("ArrowRight")
        expect(slide.locator(".rp-slide__title")).to_have_text(title)
    expect(ada.locator(".rp-stage__place")).to_have_text("3 / 3")
    ada.reload()
    expect(slide.locator(".rp-slide__title")).to_have_text("What it costs")
    ada.keyboard.press("Escape")


def _download(ada: Page, file: Path) -> list[PptxSlide]:
    """Save the deck as a file of PowerPoint, and read it."""
    ada.get_by_role("button", name="Download").click()
    with ada.expect_download() as download:
        ada.get_by_role("button", name="PowerPoint").click()
    download.value.save_as(file)
    ada.get_by_role("button", name="Close").click()
    return read_pptx(file.read_bytes())
