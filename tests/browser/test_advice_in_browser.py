"""Whom to coach next, and skills, in the browser: set aside and taken back; a gap rated and closed; help offered."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from support.browsers import ask, id_of
from support.sending import send

pytestmark = pytest.mark.browser


def test_a_reason_is_set_aside_and_the_rep_reads_who_did(max_: Page, ada: Page) -> None:
    """Max says why, Ada finds it on her own page, and it counts again once he takes it back."""
    max_.goto("/app/coaching/")
    reason = person_of(max_, "Ada Lindqvist").get_by_role("listitem").first
    said = reason.get_by_role("link").first.inner_text()
    reason.locator("summary", has_text="Set it aside").click()
    reason.get_by_label("Why").fill("Already <b>planned</b>")
    reason.get_by_role("button", name="Set aside").click()
    expect(person_of(max_, "Ada Lindqvist").get_by_text(said, exact=True)).to_have_count(0)
    ada.goto("/app/my-coaching/")
    ada.locator("#advice summary", has_text="Set aside (1)").click()
    expect(ada.locator("#advice")).to_contain_text(f"{said} Set aside by Max Oduya: Already <b>planned</b>.")
    expect(ada.locator("#advice").get_by_role("button", name="Take it back")).to_have_count(0)
    ada_id = ask(ada, "/me")["id"]
    found = ask(max_, f"/coaching/advice?person_id={ada_id}")["people"][0]["set_aside"]
    assert send(max_, "DELETE", f"/api/v1/coaching/advice/decisions/{found[0]['decision']['id']}") is None
    max_.reload()
    expect(person_of(max_, "Ada Lindqvist")).to_contain_text(said)


def test_a_gap_is_opened_rated_and_closed_by_a_course(max_: Page) -> None:
    """From the map: what it rests on, his rating, a course that is assigned at once, and a session on it."""
    max_.goto("/app/skills/")
    row = max_.get_by_role("row").filter(has_text="Elif Yıldız")
    row.get_by_role("button", name="Elif Yıldız, Negotiation").click()
    dialog = max_.get_by_role("dialog")
    expect(dialog).to_contain_text("What this rests on")
    dialog.locator("summary", has_text="Rate it").click()
    dialog.get_by_label("How you see Elif Yıldız").select_option("2")
    dialog.get_by_label("What you base it on").fill("Two <i>renewals</i>")
    dialog.get_by_role("button", name="Keep").click()
    expect(dialog).to_contain_text("Two <i>renewals</i>")
    dialog.get_by_role("button", name="Assign Negotiation practice day to Elif Yıldız").click()
    expect(dialog.get_by_text("Assigned", exact=True)).to_be_visible()
    dialog.get_by_role("link", name="Schedule a session on it with Elif Yıldız").click()
    expect(max_.get_by_label("Topic")).to_have_value("Negotiation")
    expect(max_.get_by_label("With")).to_have_value(id_of(max_, "Elif Yıldız"))
    assert ask(max_, "/training/assignments")["items"][0]["courses"][0]["course_id"] == "event-negotiation-practice"


def test_a_rep_rates_themselves_and_offers_to_help(ada: Page) -> None:
    """Both are kept at once, and stand there when she comes back; nothing of her skills is told by an offer."""
    ada.goto("/app/skills/")
    card = ada.locator(".rp-skill-card", has_text="Forecasting")
    card.locator("summary").first.click()
    card.locator("summary", has_text="Rate yourself").click()
    card.get_by_label("How you see yourself").select_option("3")
    card.get_by_role("button", name="Keep").click()
    own = ada.locator(".rp-skill-card", has_text="Forecasting")
    expect(own).to_contain_text("You see yourself at 3")
    ada.locator("summary", has_text="Where you would help others").click()
    ada.get_by_label("Forecasting", exact=True).check()
    expect(ada.get_by_text("Kept.", exact=True)).to_be_visible()
    assert ask(ada, "/skills/me/offers")["skills"] == ["forecasting"]
    send(ada, "PUT", "/api/v1/skills/me/offers", {"skills": []})


def person_of(page: Page, name: str) -> Locator:
    """The card of somebody in the list of whom to coach next."""
    return page.locator(".rp-advice > li", has=page.get_by_role("heading", name=name))
