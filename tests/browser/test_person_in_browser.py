"""A person's page: who they are, their training, and the sessions of two, for whoever may see them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from api.work.demo import DOMAIN
from support.browsers import OpenBrowser, Watched, id_of
from support.live import Server

pytestmark = pytest.mark.browser
NOBODY = "There is no such person, or their page isn't yours to see."
ORDER = ["Overdue", "Expired", "Expires soon", "In progress", "Not started", "Complete", "Waived"]


def test_a_manager_comes_from_a_name_to_the_person(max_: Page) -> None:
    """Who they are, and each course with its state and day, what needs somebody first."""
    max_.goto("/app/my-team/")
    link = max_.get_by_role("table", name="Records").locator("tbody tr th a").first
    name = link.inner_text()
    link.click()
    expect(max_.get_by_role("heading", level=1, name=name)).to_be_visible()
    expect(max_).to_have_title(re.compile(f"^{name} - "))
    expect(max_.get_by_text("In this team since")).to_be_visible()
    states = rows(max_).locator(".rp-badge").all_inner_texts()
    assert states == sorted(states, key=ORDER.index)
    assert states[0] in ORDER[:3]
    for row in rows(max_).all():
        expect(row).to_contain_text(re.compile(r"\d+ \w+ \d{4}|No due date|Waived"))
        expect(row.locator("th a")).to_have_attribute("href", re.compile("^/"))


def test_a_manager_waives_on_the_page(max_: Page) -> None:
    """The row says so at once, has the focus's place beside it, and the waiver ends there too."""
    max_.goto(f"/app/person/?id={id_of(max_, 'Sami Haddad')}")
    row = rows(max_).filter(has=max_.get_by_role("button", name=re.compile("^Waive"))).first
    course = row.locator("th").inner_text()
    theirs = rows(max_).filter(has_text=course)
    row.get_by_role("button", name="Waive").click()
    dialog = max_.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("Parental leave")
    dialog.get_by_role("button", name="Waive", exact=True).click()
    expect(dialog.get_by_role("status")).to_have_text("Waived.")
    dialog.get_by_role("button", name="Close").click()
    expect(theirs.locator(".rp-badge")).to_have_text("Waived")
    theirs.get_by_role("button", name="End waiver").click()
    dialog.get_by_role("button", name="End waiver", exact=True).click()
    expect(dialog.get_by_role("status")).to_have_text("The waiver has ended.")
    dialog.get_by_role("button", name="Close").click()
    expect(theirs.locator(".rp-badge")).not_to_have_text("Waived")


def test_everybody_sees_themselves(ada: Page) -> None:
    """With or without an id; nothing to decide, nothing to assign."""
    me = ada.request.get("/api/v1/me").json()["id"]
    for path in ("/app/person/", f"/app/person/?id={me}"):
        ada.goto(path)
        expect(ada.get_by_role("heading", level=1, name="Ada Lindqvist")).to_be_visible()
        expect(rows(ada)).not_to_have_count(0)
        expect(rows(ada).first.get_by_role("button", name="Explain")).to_be_visible()
        expect(ada.get_by_role("button", name="Waive")).to_have_count(0)
        expect(ada.get_by_role("link", name="Assign a course")).to_have_count(0)


def test_who_may_not_be_seen_is_as_good_as_nobody(
    ada: Page, max_: Page, demo: Server, open_browser: OpenBrowser
) -> None:
    """Ada of Max, and Greta of Ada, read the sentence of a person who isn't there, and no name."""
    greta = open_browser(demo, f"greta.holm@{DOMAIN}")
    people = {"max": max_.request.get("/api/v1/me").json()["id"], "ada": id_of(max_, "Ada Lindqvist")}
    for page, whom in ((ada, people["max"]), (greta, people["ada"]), (greta, people["ada"][:-4] + "0000")):
        page.goto(f"/app/person/?id={whom}")
        expect(page.locator("#app")).to_have_text(NOBODY)
        expect(page.get_by_role("heading", level=1)).to_have_text("Person")
    ada.goto("/app/person/?id=nobody")
    expect(ada.locator("#app")).to_have_text(NOBODY)


def test_sessions_are_those_of_the_two(max_: Page, nadia: Page, watched: Watched) -> None:
    """Max finds his last twenty with Ada on her page and no other; Nadia, who may see all records, finds none."""
    ada = id_of(max_, "Ada Lindqvist")
    wanted = max_.request.get(f"/api/v1/coaching/sessions?person_id={ada}&limit=20").json()["items"]
    assert wanted
    max_.goto(f"/app/person/?id={ada}")
    expect(max_.locator(".rp-session-row")).to_have_count(len(wanted))
    nadia.goto(f"/app/person/?id={ada}")
    expect(nadia.get_by_text("You have no session with Ada Lindqvist yet.")).to_be_visible()
    expect(rows(nadia)).not_to_have_count(0)
    expect(nadia.locator(".rp-session-row")).to_have_count(0)
    assert watched.console == []


def rows(page: Page) -> Locator:
    """The rows of the person's training."""
    return page.get_by_role("table", name="Training").locator("tbody tr")
