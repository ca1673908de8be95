"""Sequences in the browser: started on their page, sent from today's list by keyboard, answered, and taken back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from lms.days import present
from lms.sending.calendars import countries, working_days

pytestmark = pytest.mark.browser


def test_a_sequence_is_started_sent_and_answered(ada: Page, max_: Page) -> None:
    """Ada starts it, sends its first step by keyboard, takes that back, sends it again and notes a booking."""
    _start(ada)

    ada.goto("/")
    ada.get_by_role("link", name=re.compile("Lena Vogt: ")).click()
    due = ada.locator(".rp-due-steps").first.get_by_role("listitem")
    expect(due).to_contain_text("Step 1 of 5 of Outbound sequence for logistics leaders")
    expect(due.get_by_role("link", name=re.compile("^Open "))).to_have_attribute(
        "href", "/email-templates/first-touch-logistics/"
    )
    expect(due.get_by_role("button", name="Booked: Lena Vogt")).to_have_count(0)
    fill_in = due.get_by_role("button", name="Fill in: Lena Vogt")
    fill_in.press("Enter")
    expect(due.locator(".rp-email")).to_contain_text("Hello Lena,")
    expect(due.get_by_role("link", name="Open in mail")).to_have_attribute("href", re.compile("^mailto:"))
    fill_in.click()
    due.get_by_role("button", name="Sent: Lena Vogt").press("Enter")
    expect(due.get_by_role("status")).to_be_focused()
    expect(due.get_by_role("status")).to_have_text("Sent to Lena Vogt.")
    due.get_by_role("button", name="Undo: Lena Vogt").press("Enter")
    due.get_by_role("button", name="Sent: Lena Vogt").click()
    expect(due.get_by_role("status")).to_have_text("Sent to Lena Vogt.")

    ada.reload()
    expect(ada.get_by_text("Nothing is due.")).to_be_visible()
    run = ada.get_by_role("listitem").filter(has_text="step 2 of 5")
    run.get_by_role("button", name="Booked: Lena Vogt").click()
    expect(ada.get_by_text("Lena Vogt: booked. The sequence has ended.")).to_be_visible()
    _read_replies(ada)
    max_.goto("/app/today/")
    seen = max_.get_by_role("listitem").filter(has_text="Lena Vogt")
    expect(seen).to_contain_text("Booked")
    expect(seen.get_by_role("link", name="Ada Lind")).to_be_visible()
    expect(seen.get_by_role("button")).to_have_count(0)


def test_an_address_is_written_to_no_more(max_: Page) -> None:
    """Max puts one on the list, and reads there who said why."""
    max_.goto("/app/today/")
    max_.get_by_text("Wants no e-mails").click()
    max_.get_by_label("Their e-mail").fill("Kai@acme.example")
    max_.get_by_label("Why").fill("rang, and wants none")
    max_.get_by_role("button", name="Write to them no more").press("Enter")
    expect(max_.get_by_role("row").filter(has_text="kai@acme.example")).to_contain_text("rang, and wants none")


def _start(ada: Page) -> None:
    """Start the sequence for Lena Vogt, and be refused a second time."""
    ada.goto("/sequences/outbound-logistics/")
    ada.get_by_text("Start it for a contact").click()
    ada.get_by_label("Name", exact=True).fill("Lena Vogt")
    ada.get_by_label("E-mail", exact=True).fill("lena@kranich.example")
    ada.get_by_label("Holidays of").select_option(_working_country())
    ada.get_by_label("Their time zone").fill("UTC")
    ada.get_by_role("button", name="Start", exact=True).press("Enter")
    expect(ada.get_by_text("It runs for Lena Vogt: the first step is due")).to_be_visible()
    ada.get_by_label("Name", exact=True).fill("Lena Vogt")
    ada.get_by_label("E-mail", exact=True).fill("lena@kranich.example")
    ada.get_by_role("button", name="Start", exact=True).click()
    expect(ada.get_by_role("alert")).to_contain_text("already")


def _read_replies(ada: Page) -> None:
    """Read what came of the first step: of one message nothing is said yet."""
    ada.goto("/app/replies/")
    ada.get_by_label("By step").check()
    row = ada.get_by_role("row").filter(has_text="step 1 of Outbound sequence for logistics leaders")
    expect(row).to_contain_text("Too few messages")
    expect(row.get_by_role("link").first).to_have_attribute("href", "/email-templates/first-touch-logistics/")


def _working_country() -> str:
    """Return a country in which today is a day of work, whichever day it is: they rest on different ones."""
    today = present().date()
    return next(code for code in ("DE", "IL", "IR", *countries()) if working_days(code)(today))
