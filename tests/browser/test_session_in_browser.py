"""The page of a session: what is typed is saved as it is typed, and what two write at once is kept of both."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from support.browsers import OpenBrowser
from support.session_pages import box, expect_saved, open_session, plan, text_of

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}}


def test_notes_are_saved_as_they_are_typed(max_: Page, ada: Page) -> None:
    """Without a button; Ada sees the notes of both a moment later, as Markdown reads, and no private one of Max's."""
    max_.goto("/app/my-coaching/")
    session_id = plan(max_, "Saved by itself")
    open_session(max_, session_id)
    open_session(ada, session_id)
    box(max_, "shared").press_sequentially("## Price\n\n*Wait* <script>alert(1)</script>")
    box(max_, "private").press_sequentially("Afraid of the CFO")
    expect_saved(max_, "shared")
    expect_saved(max_, "private")
    expect(box(ada, "shared")).to_have_value("## Price\n\n*Wait* <script>alert(1)</script>")
    assert text_of(ada, session_id, "private")["text"] == ""
    ada.locator(".rp-text--shared").get_by_role("button", name="Read").click()
    notes = ada.locator(".rp-text--shared .rp-text__read")
    expect(notes.get_by_role("heading", name="Price")).to_be_visible()
    expect(notes.locator("em")).to_have_text("Wait")
    max_.get_by_role("button", name="Fill in the agenda").click()
    expect_saved(max_, "agenda")
    assert text_of(ada, session_id, "agenda")["text"] == box(max_, "agenda").input_value() != ""


def test_lines_that_both_changed_are_put_together_by_one_of_them(max_: Page, ada: Page) -> None:
    """Both texts stand side by side with their own lines marked; what is saved in the end has what she made of both."""
    max_.goto("/app/my-coaching/")
    session_id = plan(max_, "Both at once")
    open_session(max_, session_id)
    box(max_, "shared").fill("Opening\nPrice")
    expect_saved(max_, "shared")
    open_session(ada, session_id)
    ada.context.set_offline(True)
    box(ada, "shared").fill("Opening\nPrice, says Ada")
    expect(ada.locator(".rp-text--shared")).to_contain_text("Kept on this device, not yet saved.")
    box(max_, "shared").fill("Opening\nPrice, says Max")
    expect_saved(max_, "shared")
    ada.context.set_offline(False)
    merging = ada.locator(".rp-text--shared .rp-merging")
    expect(merging.locator(".rp-merging__other")).to_contain_text(["Price, says Max", "Price, says Ada"])
    expect(box(ada, "shared")).to_have_value("Opening\nPrice, says Max\nPrice, says Ada")
    assert text_of(max_, session_id, "shared")["copies"] == 1
    box(ada, "shared").fill("Opening\nPrice, say both")
    merging.get_by_role("button", name="Save what is in the box").click()
    expect_saved(ada, "shared")
    expect(merging).to_have_count(0)
    expect(box(max_, "shared")).to_have_value("Opening\nPrice, say both")
    assert text_of(max_, session_id, "shared")["copies"] == 0
    max_.locator(".rp-text--shared").get_by_text("Earlier versions").click()
    earlier = max_.locator(".rp-text--shared .rp-history li")
    expect(earlier.filter(has_text="Ada Lindqvist, typed on an older version")).to_have_count(1)
    before = earlier.filter(has_text="Max Oduya")
    before.locator("summary").click()
    expect(before.locator(".rp-merging__other")).to_have_text("Only here: Price, says Max")
    before.get_by_role("button", name="Put this back").click()
    expect(box(max_, "shared")).to_have_value("Opening\nPrice, says Max")
    expect(box(ada, "shared")).to_have_value("Opening\nPrice, says Max")


def test_other_lines_of_two_people_go_into_one_text(max_: Page, ada: Page) -> None:
    """Nobody is asked anything; the place at which Ada types stays where it was among her words."""
    max_.goto("/app/my-coaching/")
    session_id = plan(max_, "At once")
    open_session(max_, session_id)
    box(max_, "shared").fill("Opening\n\nPrice")
    expect_saved(max_, "shared")
    open_session(ada, session_id)
    ada.context.set_offline(True)
    box(ada, "shared").press("End")
    box(ada, "shared").fill("Opening\n\nPrice\nAnd time")
    box(ada, "shared").evaluate("box => box.setSelectionRange(15, 15)")
    box(max_, "shared").fill("Before all\nOpening\n\nPrice")
    expect_saved(max_, "shared")
    ada.context.set_offline(False)
    both = "Before all\nOpening\n\nPrice\nAnd time"
    expect(box(ada, "shared")).to_have_value(both)
    assert box(ada, "shared").evaluate("box => box.selectionStart") == 15 + len("Before all\n")
    expect(box(max_, "shared")).to_have_value(both)
    ada.get_by_text("Max Oduya wrote here at the same time: both are in the text.").click()
    expect(ada.locator(".rp-merging")).to_contain_text("Before all")


def test_on_a_phone_each_part_is_one_touch_away(sign_in: OpenBrowser, max_: Page) -> None:
    """The bar at the bottom says which one is shown, and its targets are as large as a thumb."""
    max_.goto("/app/my-coaching/")
    session_id = plan(max_, "In the hand")
    ada = sign_in("ada", **PHONE)
    open_session(ada, session_id)
    bar = ada.get_by_role("navigation", name="Parts of the session")
    assert bar.get_by_role("button").all_inner_texts() == ["Agenda", "Notes", "Private", "Rubric", "Actions"]
    for name, kind in (("Notes", "shared"), ("Private", "private"), ("Agenda", "agenda")):
        bar.get_by_role("button", name=name, exact=True).click()
        expect(box(ada, kind)).to_be_visible()
        expect(ada.locator(".rp-text:visible")).to_have_count(1)
        place = bar.get_by_role("button", name=name, exact=True).bounding_box()
        assert place is not None
        assert min(place["width"], place["height"]) >= 44
    assert ada.evaluate("document.documentElement.scrollWidth") <= 390


def test_who_signs_in_after_another_gets_none_of_what_was_typed(max_: Page, ada: Page) -> None:
    """Max's page stays open while Ada signs in there: what he types on waits for him, and isn't hers."""
    max_.goto("/app/my-coaching/")
    session_id = plan(max_, "Whose notes")
    open_session(max_, session_id)
    his = max_.context.cookies()
    max_.context.add_cookies(ada.context.cookies())  # type: ignore[arg-type]  # what one gives the other takes
    box(max_, "private").fill("Afraid of the CFO")
    private = max_.locator(".rp-text--private")
    expect(private).to_contain_text("Kept on this device, not yet saved. Somebody else is signed in here now")
    assert text_of(ada, session_id, "private")["version"] == 0
    open_session(max_, session_id)
    expect(box(max_, "private")).to_have_value("")
    max_.context.clear_cookies()
    max_.context.add_cookies(his)  # type: ignore[arg-type]  # as above
    open_session(max_, session_id)
    expect(box(max_, "private")).to_have_value("Afraid of the CFO")
    assert text_of(max_, session_id, "private")["version"] == 1


def test_nobody_else_finds_the_page(max_: Page, nadia: Page) -> None:
    """Not even the admin, who is told what everybody is told of a session that there isn't."""
    max_.goto("/app/my-coaching/")
    nadia.goto(f"/app/session/?id={plan(max_, 'Ours')}")
    expect(nadia.get_by_role("alert")).to_have_text("There is no such session, or it isn't yours to see.")
