"""Questions in the browser: asked from a page, answered, offered, met by a page, and heard of."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from support.browsers import OpenBrowser

pytestmark = pytest.mark.browser

QUESTION = "Who pays for the lorry that waits at night?"
WORDS = "who pays for waiting"


def test_a_question_becomes_a_page_of_which_both_hear(ada: Page, max_: Page, sign_in: OpenBrowser) -> None:
    """Ada asks Max from a page, he answers and offers the answer, Mara closes the gap, and both are told once."""
    ada.goto("/objections/too-expensive/")
    ada.get_by_role("link", name="Ask", exact=True).click()
    expect(ada.get_by_text("About It is too expensive.")).to_be_visible()
    ada.get_by_label("Your question").fill(QUESTION)
    ada.get_by_label("To", exact=True).select_option(label="Max Oduya")
    ada.get_by_role("button", name="Ask", exact=True).click()
    expect(ada.get_by_role("heading", name="You asked Max Oduya")).to_be_visible()

    max_.goto("/")
    max_.get_by_role("link", name=QUESTION).click()
    max_.get_by_label("Your answer").fill("The site that booked the slot.\nNot the carrier.")
    max_.get_by_role("button", name="Answer", exact=True).click()
    expect(max_.get_by_role("listitem").filter(has_text="Not the carrier.")).to_be_visible()
    max_.get_by_text("Offer the answer as a page to write").click()
    max_.get_by_label("Words that people would search for").fill(WORDS)
    max_.get_by_role("button", name="Offer it to the authors").click()
    expect(max_.get_by_text("You both hear when the page is there.")).to_be_visible()

    mara = sign_in("mara")
    mara.goto("/app/demand/?view=asked")
    row = mara.locator(".rp-sought__item").filter(has_text=WORDS)
    expect(row).to_contain_text("offered by Max Oduya")
    expect(row).not_to_contain_text("Ada")
    row.get_by_role("button", name="Take this gap").click()
    row.get_by_role("button", name="Close with a page").click()
    row.get_by_label("Page that answers it").fill("cost-of-waiting")
    row.get_by_role("button", name="Close the gap").click()
    expect(row).to_contain_text("Closed")

    there = re.compile(f"you asked for “{WORDS}”")
    ada.goto("/")
    item = ada.get_by_role("listitem").filter(has_text=there)
    expect(item).to_be_visible()
    item.get_by_role("link").click()
    expect(ada.get_by_text(f"You asked for “{WORDS}”", exact=False)).to_be_visible()
    ada.goto("/app/questions/")
    expect(ada.get_by_role("heading", name="Waiting for you")).to_be_visible()
    expect(ada.get_by_role("button", name="Seen: The cost of waiting")).to_have_count(0)


def test_why_a_page_did_not_work_is_said_after_that_it_did_not(ada: Page, sign_in: OpenBrowser) -> None:
    """One tap notes it, the reason may follow, and authors read it without her name."""
    ada.goto("/decks/business-case/")
    with ada.expect_response(lambda answer: answer.request.method == "POST" and "/feedback/" in answer.url):
        ada.get_by_role("button", name="It didn't").click()
    dialog = ada.get_by_role("dialog")
    dialog.get_by_label("Why not?").fill("No number for a small port.")
    dialog.get_by_label("Something is missing").check()
    dialog.get_by_role("button", name="Send").click()
    expect(ada.get_by_text("You hear when it is there.")).to_be_visible()
    expect(ada.get_by_role("button", name="It didn't")).to_have_attribute("aria-pressed", "true")
    mara = sign_in("mara")
    mara.goto("/decks/business-case/")
    mara.get_by_role("button", name="Worked for 0 of 1").click()
    expect(mara.get_by_role("dialog")).to_contain_text("No number for a small port.")
    expect(mara.get_by_role("dialog")).not_to_contain_text("Ada")
