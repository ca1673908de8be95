"""The admin's pages: people and teams changed where they are shown, and the audit that knows of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from support.browsers import OpenBrowser
from support.live import Server, run

pytestmark = pytest.mark.browser
RUTH = "ruth.okafor@own.example"


@pytest.fixture
def ruth(own: Server, open_browser: OpenBrowser) -> Page:
    """The browser of an admin of a company that tests may change."""
    own.wait_until_published()
    if RUTH not in own.cookies:
        run("person", "add", RUTH, "--name", "Ruth Okafor", "--role", "admin", environ=own.environ)
    return open_browser(own, RUTH)


def test_an_admin_adds_moves_and_lets_in(ruth: Page) -> None:
    """A team and a person are added, the person is moved, and a link for them is shown; the audit says all of it."""
    add_team(ruth, "Field")
    add_person(ruth, "Tomas Reyes", "tomas@own.example")
    unfold(ruth, "Team and region")
    ruth.get_by_label("Team", exact=True).select_option(label="Field")
    ruth.get_by_role("button", name="Move").click()
    expect(ruth.get_by_text("Tomas Reyes: Field from")).to_be_visible()
    unfold(ruth, "Signing in")
    ruth.get_by_role("button", name="Make a sign-in link").click()
    expect(ruth.get_by_label("Sign-in link")).to_have_value(re.compile("/sign-in/."))
    ruth.get_by_role("link", name="Audit", exact=True).last.click()
    ruth.get_by_label("What", exact=True).select_option(label="Sign-in links")
    ruth.get_by_role("button", name="Find").click()
    expect(ruth.get_by_role("row").filter(has_text="Sign in link added")).to_contain_text("Tomas Reyes")


def test_records_are_joined_and_parted_again(ruth: Page) -> None:
    """What joining them would do is shown first; afterwards it can be undone."""
    add_person(ruth, "Nina Sato", "nina@own.example")
    add_person(ruth, "N. Sato", "n.sato@own.example")
    unfold(ruth, "Join with another record")
    ruth.get_by_label("The record that goes into this one").fill("nina@own.example")
    ruth.get_by_role("button", name="Show what that would do").click()
    expect(ruth.get_by_text("Nothing has changed yet")).to_be_visible()
    ruth.get_by_role("button", name="Join them").click()
    expect(ruth.get_by_text("Nina Sato has gone into this record")).to_be_visible()
    ruth.get_by_role("link", name="All people").click()
    unfold(ruth, "Joined records")
    ruth.get_by_role("button", name="Undo: Nina Sato").click()
    expect(ruth.get_by_text("Nina Sato has a record of their own again")).to_be_visible()


def test_a_team_is_moved_and_the_audit_shows_both_places(ruth: Page) -> None:
    """It stands below the other from then on; before and after stand side by side."""
    add_team(ruth, "Nordics")
    add_team(ruth, "Europe")
    ruth.get_by_role("button", name="Change: Nordics").click()
    ruth.get_by_label("Team above it").select_option(label="Europe")
    ruth.get_by_role("button", name="Keep").click()
    row = ruth.get_by_role("row").filter(has=ruth.get_by_role("rowheader", name="Nordics"))
    expect(row.get_by_role("cell", name="Europe")).to_be_visible()
    ruth.goto("/app/audit/?action=team.changed")
    ruth.locator("#app tbody summary").first.click()
    change = ruth.get_by_role("table", name="Before and after").first.get_by_role("row", name="parent id")
    expect(change.get_by_role("cell").first).to_have_text("–")
    expect(change.get_by_role("cell").last).not_to_have_text("–")


def unfold(page: Page, title: str) -> None:
    """Open what is folded away under a heading."""
    page.locator("summary").filter(has_text=title).click()


def add_team(page: Page, name: str) -> None:
    """Add a team that stands on top."""
    page.goto("/app/teams/")
    unfold(page, "Add a team")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text(f"{name} is kept.")).to_be_visible()


def add_person(page: Page, name: str, email: str) -> None:
    """Add a rep, and see their record."""
    page.goto("/app/people/")
    unfold(page, "Add a person")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail", exact=True).fill(email)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
