"""An e-mail template: its message whatever its headings, and the fields that a rep fills in once."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from support.browsers import EMAILS, INES, OpenBrowser
from support.clipboard import CLIPBOARD, clipboard_after
from support.factories import write_good_page
from support.live import Server

pytestmark = pytest.mark.browser
MESSAGE = "Hello {{ first_name }},\n\n- one\n- two\n"
COPIED = "Hello [First name],\n\n- one\n- two"
BODIES = {
    "bare": (MESSAGE, COPIED),
    "titled": (f"# A mail\n\n{MESSAGE}", COPIED),
    "deeper": (f"# A mail\n\n### Hint\n\n{MESSAGE}", f"Hint\n\n{COPIED}"),
    "headed": (f"# A mail\n\nWhen to use it.\n\n## Message\n\n{MESSAGE}\n## More\n\nNo.\n", COPIED),
}
# What a scorecard keeps on a device while its server can't be reached.
KEEP_DRAFT = """
() => {
  const [key] = Object.keys(localStorage).filter((name) => name.startsWith("repertoire.words."));
  const words = JSON.parse(localStorage.getItem(key));
  localStorage.setItem(key, JSON.stringify({ ...words, "scorecard.1": "a draft of hers" }));
}
"""


def test_a_message_is_copied_whatever_its_headings(own: Server, open_browser: OpenBrowser) -> None:
    """Under the heading that is called so, or all below the title; with fields that no page declares."""
    folder = Path(own.environ["CONTENT_DIR"])
    for name, (body, _) in BODIES.items():
        write_good_page(
            folder, f"mails/{name}.md", body, title=f"Mail {name}", type="email-template", subject="Hello you"
        )
    page = open_browser(own, INES, permissions=CLIPBOARD)
    own.wait_until(lambda: all(page.request.get(f"/mails/{name}/").ok for name in BODIES))
    for name, (_, text) in BODIES.items():
        page.goto(f"/mails/{name}/")
        expect(page.get_by_text("Subject: Hello you")).to_be_visible()
        assert clipboard_after(page, "Copy e-mail").strip() == text, name
        panel_of(page).get_by_label("first name").fill("Petra")
        assert clipboard_after(page, "Copy e-mail").strip() == text.replace("[First name]", "Petra"), name
        panel_of(page).get_by_role("button", name="Forget these").click()


FIRST, NEXT = "/email-templates/follow-up-no-reply/", "/email-templates/last-message/"


def test_ada_copies_an_email_with_her_words_in_it(sign_in: OpenBrowser) -> None:
    """The copy holds what she filled in, says what is still missing, and is recorded as a use."""
    ada = sign_in("ada", permissions=CLIPBOARD)
    ada.goto("/email-templates/follow-up-no-reply/")
    panel = panel_of(ada)
    expect(panel.get_by_label("sender name")).to_have_value("Ada Lindqvist")
    for label, value in {"first name": "Petra & Söhne", "lorries per day": "85", "site city": "Gdynia"}.items():
        panel.get_by_label(label).fill(value)
    expect(ada.get_by_text("Subject: A sum for Gdynia")).to_be_visible()
    assert copied(ada, "Copy subject") == "A sum for Gdynia"
    panel.get_by_label("first name").fill("")
    with ada.expect_response(lambda answer: answer.url.endswith("/uses")) as used:
        text = copied(ada, "Copy e-mail")
    warning = ada.get_by_role("status").filter(has_text="Copied. Nobody filled in: First name.")
    expect(warning).to_have_css("border-left-color", "rgb(201, 138, 27)")
    assert text.startswith("Hello there,")
    assert "- Lorries per day at Gdynia: I assumed 85." in text
    assert text.rstrip().endswith("Ada Lindqvist")
    assert "When to use it" not in text
    assert (used.value.status, used.value.json()["kind"]) == (201, "copied")


def test_what_was_said_of_a_copy_goes_when_it_is_no_longer_true(sign_in: OpenBrowser) -> None:
    """One line says it, which moves nothing; what she fills in takes it away."""
    ada = sign_in("ada", permissions=CLIPBOARD)
    ada.goto(FIRST)
    message = ada.locator(".rp-email")
    expect(message.locator("mark").first).to_have_text("there")
    below = panel_of(ada).get_by_role("button", name="Copy subject")
    before = below.bounding_box()
    copied(ada, "Copy e-mail")
    expect(ada.get_by_text("Nobody filled in")).to_have_count(1)
    assert below.bounding_box() == before
    for label in ("first name", "site city", "lorries per day"):
        panel_of(ada).get_by_label(label).fill("5")
        expect(ada.get_by_text("Nobody filled in")).to_have_count(0)
    assert below.bounding_box() == before
    assert "[" not in copied(ada, "Copy e-mail")
    expect(ada.get_by_text("Copied.", exact=True)).to_have_count(1)


def test_on_paper_stands_the_message_with_its_subject(ada: Page) -> None:
    """Neither the form nor what is for colleagues, below the message."""
    ada.goto(FIRST)
    panel_of(ada).get_by_label("site city").fill("Gdynia")
    expect(ada.get_by_role("heading", name="When to use it")).to_be_visible()
    ada.emulate_media(media="print")
    expect(ada.get_by_text("Subject: A sum for Gdynia")).to_be_visible()
    for hidden in (ada.get_by_label("site city"), ada.get_by_role("heading", name="When to use it")):
        expect(hidden).to_be_hidden()


def test_what_is_typed_once_stands_in_the_next_template(ada: Page) -> None:
    """The sender's name is known; what she types about the recipient is there too, and what is open is marked."""
    ada.goto(FIRST)
    panel = panel_of(ada)
    expect(panel.get_by_label("sender name")).to_have_value("Ada Lindqvist")
    expect(panel).to_contain_text("1 of 4 done")
    panel.get_by_label("first name").fill("Petra")
    panel.get_by_label("site city").fill("Gdynia")
    expect(panel).to_contain_text("3 of 4 done")
    ada.goto(NEXT)
    expect(panel.get_by_label("first name")).to_have_value("Petra")
    expect(panel.get_by_label("site city")).to_have_value("Gdynia")
    expect(panel.get_by_label("topic")).to_have_value("")
    expect(panel.get_by_text("to fill in").and_(panel.locator(":visible"))).to_have_count(1)
    expect(ada.locator(".rp-email")).to_contain_text("Petra")
    expect(ada.locator(".rp-email mark")).to_have_count(1)


def test_starting_anew_keeps_the_sender_and_forgetting_keeps_nothing(ada: Page) -> None:
    """Her own spelling of her name is hers; without it the known one is back. A draft of something else isn't lost."""
    ada.goto(FIRST)
    panel = panel_of(ada)
    panel.get_by_label("first name").fill("Petra")
    panel.get_by_label("sender name").fill("Ada L.")
    ada.evaluate(KEEP_DRAFT)
    panel.get_by_role("button", name="Start anew").click()
    expect(panel.get_by_label("first name")).to_have_value("")
    expect(panel.get_by_label("first name")).to_be_focused()
    expect(panel.get_by_label("sender name")).to_have_value("Ada L.")
    ada.reload()
    expect(panel.get_by_label("sender name")).to_have_value("Ada L.")
    expect(panel.get_by_label("first name")).to_have_value("")
    panel.get_by_role("button", name="Forget these").click()
    expect(panel.get_by_label("sender name")).to_have_value("Ada Lindqvist")
    ada.reload()
    expect(panel.get_by_label("sender name")).to_have_value("Ada Lindqvist")
    assert ada.evaluate("JSON.stringify(localStorage)").count("a draft of hers") == 1
    assert "Ada L." not in ada.evaluate("JSON.stringify(localStorage)")


def test_what_was_typed_is_forgotten_at_sign_out(demo: Server, stranger: OpenBrowser) -> None:
    """Whoever signs in next on this device finds nothing of it, nor does its storage hold it."""
    page = stranger()
    for who, name in (("ada", "Ada Lindqvist"), ("piotr", "Piotr Zielinski")):
        page.goto(demo.fresh_link(EMAILS[who]))
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/")
        page.goto(FIRST)
        panel = panel_of(page)
        expect(panel.get_by_label("sender name")).to_have_value(re.compile(f"^{name[:5]}"))
        expect(panel.get_by_label("first name")).to_have_value("")
        panel.get_by_label("first name").fill("Petra of Gdynia")
        assert "Petra of Gdynia" in page.evaluate("JSON.stringify(localStorage)")
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/sign-in")
        assert "Petra" not in page.evaluate("JSON.stringify(localStorage)")


def test_the_message_opens_in_the_mail_app(ada: Page) -> None:
    """With its subject, and with its text as far as mail apps take it."""
    ada.goto(FIRST)
    panel_of(ada).get_by_label("site city").fill("Łódź & Co")
    link = panel_of(ada).get_by_role("link", name="Open in mail")
    expect(link).to_have_attribute("href", re.compile("%C5%81%C3%B3d%C5%BA"))
    address = link.get_attribute("href") or ""
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith("mailto:?")
    assert len(address) <= 2000
    assert asked["subject"] == ["A sum for Łódź & Co"]
    assert "Łódź & Co" in asked.get("body", ["Łódź & Co"])[0]


def test_a_draft_is_downloaded_and_a_day_is_asked_for_as_one(sign_in: OpenBrowser) -> None:
    """A wrong amount is said beside its field; the draft has what was filled in, as the language writes it."""
    ada = sign_in("ada", permissions=CLIPBOARD)
    ada.goto("/email-templates/quote-sent/")
    panel = panel_of(ada)
    panel.get_by_label("Prices hold until").fill("2027-01-31")
    panel.get_by_label("yearly total").fill("much")
    expect(panel.get_by_text("write a number with a point")).to_be_visible()
    panel.get_by_label("yearly total").fill("24840")
    expect(ada.locator(".rp-email")).to_contain_text("€24,840.00 per year")
    with ada.expect_download() as download:
        panel.get_by_role("button", name="Download draft").click()
    message = message_from_bytes(download.value.path().read_bytes(), policy=default)
    assert download.value.suggested_filename.endswith(".eml")
    assert message["X-Unsent"] == "1"
    body = message.get_body(("html",))
    assert body is not None
    assert "January 31, 2027" in body.get_content()
    panel.get_by_role("button", name="About you").click()
    ada.get_by_label("Calendar link").fill("https://meet.example/ada")
    ada.get_by_label("Signature").fill("**Ada**")
    ada.get_by_role("button", name="Keep").press("Enter")
    expect(ada.get_by_role("dialog")).to_have_count(0)
    panel.get_by_role("button", name="About you").click()
    expect(ada.get_by_label("Signature")).to_have_value("**Ada**")
    ada.keyboard.press("Escape")
    panel.get_by_label("Copy with the merge tags").select_option("hubspot")
    expect(
        ada.get_by_role("status").filter(has_text="Copied for HubSpot, subject first. It has no tag")
    ).to_be_visible()
    assert "{{ contact.firstname }}" in ada.evaluate("navigator.clipboard.readText()")


def copied(place: Page, button: str) -> str:
    """Return what a button of an e-mail copied, once the page says so."""
    text = clipboard_after(place, button)
    expect(place.get_by_text("Copied.")).to_be_visible()
    return text


def panel_of(page: Page) -> Locator:
    """The box in which an e-mail is filled in."""
    return page.get_by_role("region", name="Use this e-mail")
