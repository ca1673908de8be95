"""Goals and initiatives in a browser: a target in three clicks, a task by keyboard, and the way to the KPI."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from support.browsers import OpenBrowser
from support.clicking import Clicks
from support.states import wait_for_figures

pytestmark = pytest.mark.browser


def test_a_target_is_set_in_three_clicks(max_: Page, clicks: Clicks) -> None:
    """KPI, period and whose it is are filled in where they can be; then it is there with what can be said of it."""
    wait_for_figures(max_)
    max_.goto("/app/goals/")
    clicks.click(max_.get_by_role("button", name="Set a target"))
    clicks.choose(max_.get_by_label("KPI", exact=True), "Average deal")
    max_.get_by_label("To reach").fill("52000")
    clicks.click(max_.get_by_role("button", name="Set", exact=True))
    card = max_.locator(".rp-goal", has=max_.get_by_role("heading", name=re.compile("^Average deal")))
    expect(card).to_contain_text("of €52,000")
    expect(card).to_contain_text("Set by Max Oduya")
    expect(card.get_by_role("link")).to_have_attribute("href", "/app/kpi/?name=average_deal")


def test_what_is_no_number_is_told_at_once(max_: Page) -> None:
    """And nothing is sent."""
    wait_for_figures(max_)
    max_.goto("/app/goals/")
    max_.get_by_role("button", name="Set a target").click()
    max_.get_by_label("To reach").fill("a lot")
    max_.keyboard.press("Enter")
    expect(max_.get_by_text("Write a number")).to_be_visible()


def test_a_sum_says_where_it_lands(nadia: Page) -> None:
    """With its progress, its interval, and who raised the target from what."""
    wait_for_figures(nadia)
    nadia.goto("/app/goals/")
    card = nadia.locator("#app .rp-goal", has=nadia.get_by_role("heading", name=re.compile("^Won value")))
    expect(card).to_contain_text(re.compile(r"Expected to land at €[\d.]+ million, about [\d.]+ to [\d.]+"))
    expect(card.get_by_role("progressbar")).to_be_visible()
    card.get_by_text("What it was before").click()
    expect(card).to_contain_text("€2.20 million, by Nadia Brandt")


def test_a_task_is_ticked_off_by_keyboard(max_: Page) -> None:
    """By its owner, and taken back."""
    wait_for_figures(max_)
    max_.goto("/app/initiative/?id=enablement-plan")
    box = max_.get_by_role("row", name=re.compile("cost rule.*Max Oduya")).get_by_role("checkbox")
    expect(box).to_be_enabled()
    for is_done in (True, False):
        box.focus()
        max_.keyboard.press("Space")
        expect(box).to_be_checked(checked=is_done)
        expect(box).to_be_enabled()


def test_a_rep_sees_the_plan_and_ticks_nothing_of_others(sign_in: OpenBrowser) -> None:
    """Nor do they give tasks."""
    ada = sign_in("ada")
    wait_for_figures(ada)
    ada.goto("/app/initiative/")
    ada.get_by_role("link", name="Sales enablement plan 2027").click()
    expect(ada.get_by_role("heading", name="Who answers for what")).to_be_visible()
    expect(ada.get_by_role("checkbox").first).to_be_disabled()
    expect(ada.get_by_role("button", name="Give a task")).to_have_count(0)
