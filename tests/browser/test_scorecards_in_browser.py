"""Scorecards in the browser: filled in and kept, published, amended, compared; and several who score one call."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from support.browsers import EMAILS, OpenBrowser, id_of
from support.sending import send

pytestmark = pytest.mark.browser
LEVELS = 7


def test_a_draft_is_kept_published_and_amended(max_: Page, ada: Page) -> None:
    """Max fills it in while the connection goes; published, Ada sees it, comments, and reads why it changed."""
    max_.goto("/app/coaching/")
    place = open_call(max_, "Kept <b>call</b>")
    max_.goto(place)
    fill_in(max_, level=2)
    note = criterion(max_, "Opening").get_by_label("What you heard or saw")
    max_.context.set_offline(True)
    note.fill("Said <i>hello</i>")
    expect(max_.locator(".rp-saved")).to_contain_text("Kept on this device")
    max_.context.set_offline(False)
    expect(max_.locator(".rp-saved")).to_have_text(re.compile("^Saved "))
    ada.goto(place)
    expect(ada.get_by_text("No scorecard is published that you may see.")).to_be_visible()
    max_.reload()
    expect(note).to_have_value("Said <i>hello</i>")
    max_.get_by_role("button", name="Publish").click()
    expect(max_.get_by_role("button", name="Amend yours")).to_be_visible()
    ada.reload()
    expect(ada.locator(".rp-compared", has_text="Opening")).to_contain_text("Said <i>hello</i>")
    ada.get_by_label("Your comment").fill("The line was bad")
    ada.get_by_role("button", name="Comment").click()
    expect(ada.get_by_role("listitem").filter(has_text="The line was bad")).to_contain_text("Ada Lindqvist")
    max_.get_by_role("button", name="Amend yours").click()
    answer(max_, "Opening", 4)
    max_.get_by_label("Why it changes").fill("Heard it again")
    max_.get_by_role("button", name="Save the amendment").click()
    expect(max_.locator("summary", has_text="Amended (1)")).to_be_visible()
    ada.reload()
    ada.locator("summary", has_text="Amended (1)").click()
    expect(ada.get_by_role("listitem").filter(has_text="Heard it again")).to_contain_text("Opening was level 2")


def test_the_rep_scores_first_and_what_lies_far_apart_stands_out(max_: Page, ada: Page) -> None:
    """Ada, asked to score herself, sees nothing of his before hers is published; then they stand side by side."""
    max_.goto("/app/coaching/")
    place = open_call(max_, "Both score it", asks_self=True)
    max_.goto(place)
    fill_in(max_, level=1)
    max_.get_by_role("button", name="Publish").click()
    expect(max_.locator(".rp-compared")).to_have_count(LEVELS)
    ada.goto(place)
    expect(ada.get_by_text("Score yourself first")).to_be_visible()
    expect(ada.locator(".rp-compared")).to_have_count(0)
    ada.get_by_role("button", name="Publish").click()
    expect(ada.get_by_role("alert").first).to_be_visible()
    fill_in(ada, level=4)
    ada.get_by_role("button", name="Publish").click()
    expect(ada.locator(".rp-compared--far")).to_have_count(LEVELS)
    expect(ada.locator(".rp-compared").first).to_contain_text("Max Oduya")


def test_several_score_one_call_without_seeing_each_other(max_: Page, nadia: Page) -> None:
    """Max asks Nadia; neither sees the other's card until he closes it, and then it says how far they agree."""
    max_.goto("/app/calibration/")
    max_.locator("summary", has_text="Calibrate a call").click()
    max_.get_by_label("Whose call").select_option(label="Ada Lindqvist")
    max_.get_by_label("Rubric").select_option(label="Discovery call rubric")
    max_.get_by_label("What it is called").fill("Do we agree?")
    max_.get_by_label("Recording").fill("https://calls.example/9")
    max_.get_by_label("Who scores beside you").fill(EMAILS["nadia"])
    max_.get_by_role("button", name="Ask them to score").click()
    expect(max_.get_by_role("heading", level=1, name="Do we agree?")).to_be_visible()
    place = max_.url
    fill_in(max_, level=2)
    answer(max_, "Listening", 4)
    max_.get_by_role("button", name="Publish").click()
    expect(max_.get_by_role("button", name="Publish")).to_have_count(0)
    expect(max_.get_by_text("Nobody sees another's scorecard until this is closed.")).to_be_visible()
    nadia.goto(place)
    expect(nadia.locator(".rp-compared")).to_have_count(0)
    fill_in(nadia, level=2)
    answer(nadia, "Listening", 1)
    nadia.get_by_role("button", name="Publish").click()
    expect(nadia.get_by_role("button", name="Publish")).to_have_count(0)
    expect(nadia.locator(".rp-compared dt", has_text="Max Oduya")).to_have_count(0)
    max_.reload()
    max_.get_by_role("button", name="Close: nobody scores it any more").click()
    agreement = max_.locator("section", has=max_.get_by_role("heading", name="Agreement"))
    expect(agreement.get_by_role("listitem")).to_have_text([re.compile("Listening")])
    expect(max_.locator(".rp-compared--far")).to_have_count(1)
    nadia.goto("/app/calibration/")
    group = nadia.locator("section", has=nadia.get_by_role("heading", name="Compared"))
    expect(group.get_by_role("listitem").filter(has_text="Do we agree?")).to_contain_text("Closed")


def test_a_card_is_filled_in_by_thumb_on_a_phone(sign_in: OpenBrowser) -> None:
    """Nothing leaves the screen sideways, and every answer is big enough to be met."""
    page = sign_in("max", viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto("/app/coaching/")
    page.goto(open_call(page, "On the phone"))
    first = page.locator(".rp-criterion").first.locator("label.rp-option").first
    first.tap()
    expect(first.get_by_role("radio")).to_be_checked()
    box = first.bounding_box()
    assert box is not None
    assert box["height"] >= 24
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def open_call(page: Page, title: str, **manner: bool) -> str:
    """Open an assessment of a call of Ada's through the API, and return the address of its page."""
    call = {
        "rep_id": id_of(page, "Ada Lindqvist"),
        "rubric_id": "rubric-discovery-call",
        "subject": "call",
        "title": title,
    }
    made = send(page, "POST", "/api/v1/scoring/assessments", {**call, "took_place_on": "2026-11-02", **manner})
    return f"/app/scorecard/?assessment={made['id']}"


def criterion(page: Page, name: str) -> Locator:
    """One criterion of one's own scorecard."""
    return page.locator("fieldset.rp-criterion", has=page.locator("legend", has_text=re.compile(f"^{name}")))


def answer(page: Page, name: str, level: int) -> None:
    """Choose a level of one criterion."""
    criterion(page, name).get_by_role("radio").nth(level - 1).check()


def fill_in(page: Page, *, level: int) -> None:
    """Choose one level for every criterion."""
    fields = page.locator("fieldset.rp-criterion")
    expect(fields).to_have_count(LEVELS)
    for number in range(LEVELS):
        fields.nth(number).get_by_role("radio").nth(level - 1).check()
