"""Deals in the browser: contacts in e-mails and sequences, and the deal's page with what helps to win it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from support.clipboard import CLIPBOARD
from support.live import Server
from support.states import wait_for_figures

pytestmark = pytest.mark.browser
TEMPLATE, TRANSLATION = "/email-templates/first-touch-logistics/", "/pl/email-templates/first-touch-logistics/"


def _deal_of_a_pole(page: Page) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return an open deal of whoever is signed in, and a contact of it who is written to in Polish."""
    for deal in page.request.get("/api/v1/deals?limit=200").json()["items"]:
        contacts = page.request.get(f"/api/v1/deals/{deal['id']}/contacts").json()["items"]
        found = next((contact for contact in contacts if contact["language"] == "pl"), None)
        if found:
            return deal, found
    raise AssertionError("no deal has a contact in Poland")


def test_an_email_takes_a_contact_of_the_deal_over(demo: Server, sign_in: Any) -> None:
    """Name and address; their own language is one click away, and what was sent is noted."""
    ada = sign_in("ada", permissions=CLIPBOARD)
    wait_for_figures(ada, demo)
    deal, contact = _deal_of_a_pole(ada)
    ada.goto(TEMPLATE)
    panel = ada.get_by_role("region", name="Use this e-mail")
    panel.get_by_label("First name").fill("Petra")
    panel.get_by_label("Deal (if there is one)").fill(deal["id"])
    panel.get_by_label("Deal (if there is one)").press("Tab")
    expect(panel.get_by_label("Contact")).to_be_visible()
    panel.get_by_label("Contact").focus()
    panel.get_by_label("Contact").select_option(label=contact["name"])
    expect(panel.get_by_label("First name")).to_have_value(contact["name"].split()[0])
    mail = panel.get_by_role("link", name="Open in mail")
    expect(mail).to_have_attribute("href", re.compile(f"^mailto:{re.escape(contact['email'])}"))
    panel.get_by_role("button", name="Note as sent").click()
    expect(ada.get_by_text(f"Noted as sent to {contact['name']}.")).to_be_visible()
    expect(panel.get_by_text(f"{contact['name']} is written to in Polski:")).to_be_visible()
    panel.locator("a[hreflang=pl]").click()
    ada.wait_for_url(f"**{TRANSLATION}?*")
    there = ada.get_by_role("region", name="Use this e-mail")
    expect(there.get_by_label("Contact")).to_have_value(contact["id"])


def test_a_sequence_takes_a_contact_of_the_deal_over(demo: Server, ada: Page) -> None:
    """With the clock, the country and the company."""
    wait_for_figures(ada, demo)
    deal, contact = _deal_of_a_pole(ada)
    ada.goto(f"/sequences/outbound-logistics/?deal={deal['id']}")
    ada.get_by_label("Contact", exact=True).select_option(label=contact["name"])
    expect(ada.get_by_label("E-mail", exact=True)).to_have_value(contact["email"])
    expect(ada.get_by_label("Company (if you like)")).to_have_value(deal["account"])
    expect(ada.get_by_label("Holidays of")).to_have_value("PL")
    expect(ada.get_by_label("Their time zone")).to_have_value("Europe/Warsaw")
