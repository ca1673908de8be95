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


def test_a_deal_that_is_not_ones_own_is_in_nobodys_way(demo: Server, ada: Page) -> None:
    """It is said at the field, and the e-mail is filled in without it."""
    wait_for_figures(ada, demo)
    ada.goto(f"{TEMPLATE}?deal=demo:nothing")
    panel = ada.get_by_role("region", name="Use this e-mail")
    panel.get_by_label("Deal (if there is one)").fill("demo:nothing")
    panel.get_by_label("Deal (if there is one)").press("Tab")
    expect(panel.get_by_text("No deal of yours has this id.")).to_be_visible()
    panel.get_by_label("First name").fill("Petra")
    expect(ada.locator(".rp-email")).to_contain_text("Hello Petra,")
    expect(panel.get_by_role("button", name="Note as sent")).to_be_hidden()


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


def test_a_rep_works_with_a_deal(demo: Server, ada: Page, max_: Page) -> None:
    """Found by its name; a criterion is ticked and stays, its content opens for the deal, and a page names it."""
    wait_for_figures(ada, demo)
    deal = next(one for one in ada.request.get("/api/v1/deals").json()["items"] if one["stage"] == "Proposal")
    ada.goto("/app/deals/")
    ada.get_by_label("Name or id").fill(deal["id"])
    ada.get_by_role("link", name=deal["name"], exact=True).click()
    expect(ada.get_by_role("heading", level=1)).to_have_text(deal["name"])
    expect(ada.get_by_role("region", name="Contacts").get_by_role("row").nth(1)).to_be_visible()
    met = ada.get_by_label("The decision meeting has a date")
    met.press("Space")
    expect(ada.locator(".rp-tick").filter(has=met)).to_contain_text("Ada Lindqvist")
    ada.get_by_role("button", name="Show more").press("Enter")
    ada.get_by_role("link", name="Write the e-mail").first.click()
    expect(ada.get_by_label("Deal (if there is one)")).to_have_value(deal["id"])
    ada.goto("/playbooks/conversion/")
    ada.get_by_text("Your deals that it fits").click()
    expect(ada.locator(".rp-page-deals").get_by_role("link", name=deal["name"], exact=True)).to_be_visible()
    max_.goto(f"/app/deal/?id={deal['id']}")
    expect(max_.get_by_label("The decision meeting has a date")).to_be_checked()
    expect(max_.locator(".rp-person__facts").get_by_role("link", name="Ada Lindqvist")).to_be_visible()


def test_a_reference_is_kept_and_asked(demo: Server, ada: Page, max_: Page) -> None:
    """Max adds one who may be asked once a year; Ada notes that she did, and what came of it."""
    wait_for_figures(ada, demo)
    deal = next(one for one in ada.request.get("/api/v1/deals").json()["items"] if one["product"] == "Dockside")
    max_.goto("/app/references/")
    max_.get_by_text("Add a reference").click()
    max_.get_by_label("Account").fill("Marren Retail")
    max_.get_by_label("Contact", exact=True).fill("Nora Fell")
    max_.get_by_label("Dockside").check()
    max_.get_by_label("Asked at most so often a year").fill("1")
    max_.get_by_role("button", name="Keep").click()
    expect(max_.get_by_role("status").filter(has_text="Nora Fell is kept.")).to_be_visible()
    ada.goto(f"/app/deal/?id={deal['id']}")
    ada.get_by_role("button", name="Note that I asked Nora Fell").press("Enter")
    ada.get_by_label("What came of asking Nora Fell").select_option("agreed")
    expect(ada.get_by_label("What came of asking Nora Fell")).to_have_value("agreed")
    other = next(
        one
        for one in max_.request.get("/api/v1/deals?limit=200").json()["items"]
        if one["product"] == "Dockside" and one["id"] != deal["id"]
    )
    max_.goto(f"/app/deal/?id={other['id']}")
    expect(max_.get_by_role("row").filter(has_text="Nora Fell")).to_contain_text("Asked enough")
