"""Practice: recorded in the browser, sent over a connection that goes, handed in, graded, and wanted again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from api.work.demo import DOMAIN
from support.browsers import ask

pytestmark = pytest.mark.browser
VTT = "WEBVTT\n\n00:00:00.500 --> 00:00:01.500\n<v Ada>Is that still right?\n"


def test_a_recording_survives_the_connection_and_the_page(ada: Page) -> None:
    """Begun without a connection, and taken up by the page that is opened later: it comes once, and is played."""
    record(ada, "Pitch on the train")
    ada.context.set_offline(True)
    ada.get_by_role("button", name="Send it").click()
    card = ada.locator(".rp-unsent", has_text="Pitch on the train")
    expect(card).to_contain_text("The server can't be reached")
    ada.context.set_offline(False)
    ada.route("**/upload?**", lambda route: route.abort())
    expect(card).to_contain_text("0 MB of")
    ada.unroute_all()
    ada.reload()
    own = ada.locator("li.rp-card", has_text="Pitch on the train")
    expect(own.get_by_role("button", name="Hand in")).to_be_visible()
    found = [one for one in ask(ada, "/practice")["items"] if one["title"] == "Pitch on the train"]
    assert [one["recording"]["kept_bytes"] == one["recording"]["total_bytes"] for one in found] == [True]
    own.locator("summary", has_text="Look at it").click()
    film = own.locator("video")
    expect(film).to_have_js_property("error", None)
    ada.wait_for_function("(film) => film.duration > 0 && film.duration < 60", arg=film.element_handle())
    assert ada.evaluate("indexedDB.databases().then((all) => all.length)") == 1
    ada.get_by_role("button", name="Delete").first.click()
    expect(own).to_have_count(0)


def test_a_recording_of_a_page_that_was_left_is_used(ada: Page) -> None:
    """The tab was closed while Ada looked at it: nothing is lost."""
    record(ada, "Closed too early")
    ada.goto("/")
    ada.goto("/app/practice/")
    kept = ada.locator(".rp-unsent", has_text="isn't sent yet")
    kept.get_by_role("button", name="Use it").click()
    ada.get_by_label("What it is called").fill("Taken up again")
    expect(ada.get_by_label("What you recorded")).to_be_visible()
    ada.get_by_role("button", name="Send it").click()
    own = ada.locator("li.rp-card", has_text="Taken up again")
    own.get_by_role("button", name="Delete").click()
    expect(own).to_have_count(0)


def test_a_link_is_handed_in_graded_with_quotes_and_wanted_again(ada: Page, max_: Page, mara: Page) -> None:
    """Ada attaches a transcript, Max names Mara and quotes a line, Mara asks for it again, and Ada reads why."""
    ada.goto("/app/practice/")
    open_form(ada)
    ada.get_by_label("What it is called").fill("Pitch by link")
    ada.get_by_role("radio", name="A link").check()
    ada.get_by_label("Address").fill("https://recordings.example/pitch")
    ada.get_by_role("button", name="Send it").click()
    own = ada.locator("li.rp-card", has_text="Pitch by link")
    own.locator("summary", has_text="Attach a transcript").click()
    own.get_by_label("File").set_input_files({"name": "pitch.vtt", "mimeType": "text/vtt", "buffer": VTT.encode()})
    expect(own).to_contain_text("A transcript is attached")
    own.get_by_role("button", name="Hand in").click()
    expect(own).to_contain_text("Waits for a second grader")
    max_.goto("/app/practice/")
    lacking = (
        max_.get_by_role("listitem").filter(has_text="Pitch by link").filter(has=max_.get_by_label("Who grades it too"))
    )
    lacking.get_by_label("Who grades it too").fill(f"mara.quill@{DOMAIN}")
    lacking.get_by_role("button", name="Ask them").click()
    expect(lacking).to_have_count(0)
    grading = max_.get_by_role("listitem").filter(has_text="Pitch by link")
    expect(grading).to_contain_text("With the graders")
    grading.get_by_role("link", name="Look at it and score it").click()
    max_.get_by_role("button", name="Quote 0:00").click()
    expect(max_.get_by_role("group", name="Tailoring")).to_contain_text("Is that still right?")
    mara.goto("/app/practice/")
    mara.get_by_role("listitem").filter(has_text="Pitch by link").get_by_role("link", name="Ask for it again").click()
    mara.locator("summary", has_text="Ask for it again").click()
    mara.get_by_label("Why it should be done again").fill("Slower, please.")
    mara.get_by_role("button", name="Ask for it again").click()
    expect(mara.locator("#app")).to_contain_text("Wanted again")
    ada.reload()
    expect(own).to_contain_text("Mara Quill wants to see it again: Slower, please.")
    own.get_by_role("link", name="Do it again").click()
    expect(ada.get_by_label("What it is called")).to_have_value("Pitch by link")


def record(page: Page, title: str) -> None:
    """Record some seconds of what the browser has for a camera."""
    page.goto("/app/practice/")
    open_form(page)
    page.get_by_label("What it is called").fill(title)
    page.get_by_role("button", name="Use camera and microphone").click()
    page.get_by_role("button", name="Start recording").click()
    expect(page.locator(".rp-source__clock")).to_contain_text("0:02")
    # A camera may take its time, and what is stopped before is nothing.
    expect(page.get_by_text("It is kept on this device while you speak.")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_label("What you recorded")).to_be_visible()


def open_form(page: Page) -> None:
    """Open the form, unless it stands open."""
    fold = page.locator("details", has=page.get_by_role("heading", name="Practise"))
    expect(fold).to_be_visible()
    if not fold.evaluate("(fold) => fold.open"):
        fold.locator("summary").first.click()
