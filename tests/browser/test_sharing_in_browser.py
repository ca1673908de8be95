"""Links in the browser: made on a page, opened by a buyer outside, counted while they read, and ended."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from config import PROJECT
from support.accessibility import FAULTS, WIDER
from support.browsers import OpenBrowser
from support.sharing_links import BROWSER

pytestmark = pytest.mark.browser
PAYLOADS = (PROJECT / "tests/content/payloads.txt").read_text(encoding="utf-8").replace("alert(1)", "window.__pwned=1")
FEWS = [PAYLOADS.splitlines()[start : start + 4] for start in range(0, len(PAYLOADS.splitlines()), 4)]
# Makes a link of a few payloads by the API, and returns its address.
MAKE = """async (few) => {
  const [title, name, note, step] = [...few, ...few, ...few, ...few];
  const plan = [{ text: step.slice(0, 300), owner: name.slice(0, 200), is_buyers: true }];
  const items = [{ kind: "page", target: "product-dockside" }];
  const contact = { name: name.slice(0, 200) };
  const body = { items, title: title.slice(0, 300), contact, note: few.join(" ").slice(0, 2000) || note, plan };
  if (title.length % 2) body.passcode = "open sesame";
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch("/api/v1/sharing/links", { method: "POST", headers, body: JSON.stringify(body) });
  const link = await answer.json();
  if (!answer.ok) throw new Error(JSON.stringify(link));
  return link.url;
}"""
PAYLOAD = '"><img src=x onerror=document.title="run"><script>document.title="run"</script>'


def test_a_rep_shares_a_deck_and_sees_on_which_slide_the_buyer_was(
    ada: Page, max_: Page, stranger: OpenBrowser
) -> None:
    """A room grows page by page; its title and plan are changed where it stands, and the buyer ticks a step."""
    url = _share(ada, "/decks/first-meeting/", "Mila Brandt")
    ada.goto("/product-sheets/dockside/")
    ada.get_by_role("button", name="Share", exact=True).click()
    ada.get_by_label("Where").select_option(label="Mila Brandt: First meeting deck")
    ada.get_by_role("button", name="Make the link").press("Enter")
    expect(ada.get_by_label("The buyer's link")).to_have_value(url)
    ada.goto("/app/shared/")
    row = ada.get_by_role("listitem").filter(has_text="Mila Brandt: First meeting").first
    expect(row).to_contain_text("Not opened yet.")
    row.get_by_text("Change what it says").click()
    row.get_by_label("Title").fill("Kranich and us")
    row.get_by_role("button", name="Change", exact=True).click()
    row = ada.get_by_role("listitem").filter(has_text="Mila Brandt: Kranich and us").first
    row.get_by_text("Visits and plan").click()
    row.get_by_label("Next step").fill("Let security read it")
    row.get_by_label("Who does it").fill("Mila Brandt")
    row.get_by_label("on the buyer's side").check()
    row.get_by_role("button", name="Add the step").press("Enter")
    expect(row.get_by_text("Let security read it")).to_be_visible()

    mila = stranger(user_agent=BROWSER)
    mila.goto(url)
    expect(mila.get_by_role("heading", name="Kranich and us")).to_be_visible()
    mila.get_by_role("button", name="Done: Let security read it").press("Enter")
    expect(mila.get_by_role("button", name="Not done after all: Let security read it")).to_be_visible()
    _look_for_faults(mila)
    with mila.expect_response(re.compile("/told$")) as told:
        mila.get_by_role("link", name="First meeting deck").click()
        mila.get_by_role("heading", name="What we heard so far").scroll_into_view_if_needed()
        mila.mouse.move(200, 200)
        mila.mouse.wheel(0, 700)
        mila.wait_for_function("document.querySelectorAll('[data-part]').length > 5")
    assert told.value.status == 204
    assert mila.context.cookies() == []
    _look_for_faults(mila)

    expect(_reloaded(ada, "Kranich and us", "Opened once, last on")).to_be_visible()
    max_.goto("/app/shared/")
    seen = max_.get_by_role("listitem").filter(has_text="Mila Brandt: Kranich and us").first
    expect(seen.get_by_role("link", name="Ada Lind")).to_be_visible()
    expect(seen.get_by_role("button", name="End it")).to_have_count(0)
    row = ada.get_by_role("listitem").filter(has_text="Mila Brandt: Kranich and us").first
    row.get_by_role("button", name="End it: Mila Brandt").click()
    expect(row.get_by_text("Ended", exact=True)).to_be_visible()
    mila.goto(url)
    expect(mila.get_by_role("heading", name="This link has ended")).to_be_visible()


def test_what_a_rep_types_is_text_to_the_buyer(ada: Page, stranger: OpenBrowser) -> None:
    """Nothing of it runs, in the room or where it asks for a passcode; and by keyboard the buyer gets in."""
    url = _share(ada, "/product-sheets/dockside/", PAYLOAD, note=PAYLOAD, passcode="open sesame")
    buyer = stranger(user_agent=BROWSER)
    buyer.goto(url)
    buyer.get_by_label("The passcode that you were given").fill("open sesame")
    buyer.keyboard.press("Enter")
    expect(buyer.get_by_role("heading", name="Dockside", exact=True)).to_be_visible()
    expect(buyer.get_by_text(PAYLOAD).first).to_be_visible()
    assert buyer.title() != "run"
    ada.goto("/app/shared/")
    expect(ada.get_by_role("heading", name=re.compile("onerror")).first).to_be_visible()
    assert ada.title() != "run"


def test_no_payload_runs_wherever_a_rep_types(ada: Page, stranger: OpenBrowser) -> None:
    """In titles, names, notes and plans, on the buyer's page, where a passcode is asked, and in the rep's list."""
    ada.goto("/app/shared/")
    addresses = [ada.evaluate(MAKE, few) for few in FEWS]
    buyer = stranger(user_agent=BROWSER)
    for address in addresses:
        buyer.goto(address)
        if buyer.get_by_label("The passcode that you were given").count():
            buyer.get_by_label("The passcode that you were given").fill("open sesame")
            buyer.get_by_role("button", name="Open").click()
        expect(buyer.get_by_role("heading", name="Our plan")).to_be_visible()
        assert buyer.evaluate("window.__pwned") is None
    ada.reload()
    expect(ada.get_by_role("button", name=re.compile("^End it")).first).to_be_visible()
    assert ada.evaluate("window.__pwned") is None


def _look_for_faults(page: Page) -> None:
    """Fail for what a reader by keyboard, by ear or on a phone would stumble over."""
    assert page.evaluate(FAULTS) == []
    size = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(WIDER) == []
    page.set_viewport_size(size or {"width": 1280, "height": 720})


def _share(ada: Page, path: str, name: str, *, note: str = "", passcode: str = "") -> str:
    """Share a page by its dialog, and return the address that the buyer gets."""
    ada.goto(path)
    ada.get_by_role("button", name="Share", exact=True).click()
    ada.get_by_label("For whom").fill(name)
    ada.get_by_label("A word to them").fill(note)
    if passcode:
        ada.get_by_text("Who gets in, and what they may take").click()
        ada.get_by_label("Passcode").fill(passcode)
    ada.get_by_role("button", name="Make the link").press("Enter")
    return ada.get_by_label("The buyer's link").input_value()


def _reloaded(page: Page, title: str, text: str) -> Locator:
    """Return a text of a link once it is there: what a buyer's page told is in the database half a second later."""
    said = page.get_by_role("listitem").filter(has_text=title).first.get_by_text(text)
    for _ in range(40):
        page.goto("/app/shared/")
        page.get_by_role("listitem").filter(has_text=title).first.wait_for()
        if said.count():
            break
    return said
