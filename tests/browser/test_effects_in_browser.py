"""Did enablement work, in a browser: what came out in words, what chance shows beside it, and a roll-out by lot."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from api.work.demo_people import COURSE_WITH_EFFECT, COURSE_WITHOUT_EFFECT
from support.browsers import OpenBrowser, ask
from support.live import Server, run
from support.waiting import wait_for

pytestmark = pytest.mark.browser
ANALYST = "uma@brightwharf.example"


def _open(page: Page, query: str) -> None:
    """Open the page once figures have been counted."""
    wait_for(lambda: page.request.get("/api/v1/kpis?count=1").ok)
    page.goto(f"/app/effects/?{query}")


def test_the_two_courses_of_the_demo(nadia: Page) -> None:
    """One goes with a higher win rate, the other shows no evidence; each beside halves by lot and the months before."""
    _open(nadia, f"course_id={COURSE_WITH_EFFECT}")
    expect(nadia.locator(".rp-effect__said")).to_contain_text("points higher than that of colleagues")
    expect(nadia.get_by_role("heading", name="What chance alone shows")).to_be_visible()
    expect(nadia.get_by_role("img", name=re.compile(r"Months 3 to 1 before: .+ Months 0 to 2 after: "))).to_be_visible()
    expect(nadia.get_by_text("would most likely be seen")).to_be_visible()
    nadia.get_by_label("Course or coaching").select_option(COURSE_WITHOUT_EFFECT)
    nadia.get_by_role("button", name="Show").click()
    expect(nadia.locator(".rp-effect__said")).to_contain_text("No evidence of an effect on win rate")
    assert COURSE_WITHOUT_EFFECT in nadia.url


def test_pages_show_both_credits_side_by_side(nadia: Page) -> None:
    """And say that one of them can't be added up; a page opens by its name."""
    _open(nadia, "view=content&days=30")
    expect(nadia.get_by_text("those numbers can't be added up")).to_be_visible()
    second = nadia.locator("#app tbody tr").nth(1)
    name = second.locator("th").inner_text()
    second.get_by_role("button").press("Enter")
    expect(nadia.locator(".rp-effect h3")).to_have_text(name)


def test_max_plans_a_roll_out_by_keyboard(max_: Page) -> None:
    """Once a name, a course and four people are there it says what could be seen, draws, and shows who comes first."""
    _open(max_, "view=roll-outs")
    draw = max_.get_by_role("button", name="Draw, and begin")
    max_.get_by_label("Name", exact=True).fill("Pricing first")
    max_.get_by_label("Course", exact=True).select_option(index=1)
    people = max_.get_by_role("group", name="Names").get_by_role("checkbox")
    for place in range(4):
        people.nth(place).focus()
        max_.keyboard.press("Space")
        expect(draw).to_be_enabled() if place == 3 else expect(draw).to_be_disabled()
    expect(max_.get_by_text("A lot gives it to 2 people first, and to 2 later.")).to_be_visible()
    draw.press("Enter")
    expect(max_.locator(".rp-effect__said")).to_contain_text("It will be read on")
    expect(max_.locator("#app tbody tr", has_text="Pricing first")).to_contain_text("running")
    assert max_.locator(".rp-effect summary", has_text="Wave").count() == 2
    max_.get_by_text("End this roll-out").press("Enter")
    max_.get_by_role("button", name="End it without a reading").press("Enter")
    expect(max_.locator(".rp-effect__said")).to_contain_text("ended before the day")


def test_an_analyst_chooses_among_all_teams(own: Server, open_browser: OpenBrowser) -> None:
    """As on the other pages of results, and the address keeps which."""
    run("person", "add", ANALYST, "--name", "Uma", "--role", "analyst", "--team", "North", environ=own.environ)
    own.wait_until_published()
    uma = open_browser(own, ANALYST)
    uma.goto("/app/effects/")
    whose = uma.get_by_label("Whose")
    # Other tests make teams here too.
    names = sorted(team["name"] for team in ask(uma, "/kpis/teams")["items"])
    assert "North" in names
    expect(whose.locator("option")).to_have_text(["The company", *names])
    whose.select_option(label="North")
    uma.get_by_role("button", name="Show").click()
    expect(uma).to_have_url(re.compile("team_id="))
