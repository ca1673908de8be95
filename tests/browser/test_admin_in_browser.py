"""The admin's pages: people and teams changed where they are shown, and the audit that knows of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from support.browsers import OpenBrowser
from support.factories import write_good_page
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
    unfold(ruth, "Team, region and job")
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


def test_a_list_of_people_is_tried_and_kept(ruth: Page) -> None:
    """A dry run shows who would be new and what is wrong; teams are made where that is ticked, and nobody twice."""
    rows = "yara@own.example,Yara Diaz,rep,Harbour\nzeno@own.example,Zeno,seller,Harbour\n"
    file = FilePayload(name="people.csv", mimeType="", buffer=f"email,name,role,team\n{rows}".encode())
    ruth.goto("/app/people/")
    unfold(ruth, "Upload a list of people")
    ruth.get_by_label("CSV file or workbook").set_input_files(file)
    expect(ruth.get_by_text("Checked 2 rows: 0 new, 0 changed, 0 as they are, 2 rows with errors.")).to_be_visible()
    wrong = ruth.get_by_role("table", name="Rows with errors").locator("tbody tr")
    expect(wrong).to_contain_text(["there is no team Harbour", "seller is no role"])
    ruth.get_by_label("Make teams that aren’t there yet").check()
    expect(ruth.get_by_text("Checked 2 rows: 1 new, 0 changed, 0 as they are, 1 row with errors.")).to_be_visible()
    expect(ruth.get_by_text("Teams that aren’t there yet: Harbour.")).to_be_visible()
    told = ruth.get_by_role("table", name="What becomes of whom").locator("tbody tr")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("Yara Diaz (yara@own.example)")
    ruth.get_by_role("button", name="Keep it").click()
    expect(ruth.get_by_text("Kept: 1 new, 0 changed, 0 as they are, 1 row with errors.")).to_be_visible()
    expect(ruth.get_by_role("table", name="People").get_by_role("rowheader", name="Yara Diaz")).to_be_visible()
    ruth.get_by_role("button", name="Check the file again").click()
    expect(ruth.get_by_text("Checked 2 rows: 0 new, 0 changed, 1 as they are, 1 row with errors.")).to_be_visible()
    expect(ruth.get_by_role("button", name="Keep it")).to_have_count(0)


@pytest.fixture
def with_job(own: Server, ruth: Page) -> Iterator[None]:
    """A job in the company's library, as long as a test needs it."""
    fields = {"type": "job", "title": "Account executive", "skill_targets": "[{skill: discovery, level: 2}]"}
    page = write_good_page(Path(own.environ["CONTENT_DIR"]), "jobs/seller.md", id="job-seller", **fields)
    own.wait_until(lambda: "job-seller" in ruth.request.get("/api/v1/jobs").text())
    yield
    page.unlink()


@pytest.mark.usefixtures("with_job")
def test_an_admin_changes_an_address_and_a_job(ruth: Page) -> None:
    """The record goes on under the new address; one that another record has is refused, with what to do."""
    add_person(ruth, "Ida Holt", "ida@own.example")
    unfold(ruth, "Name, e-mail, roles and first day")
    ruth.get_by_label("E-mail", exact=True).fill("ruth.okafor@own.example")
    ruth.get_by_role("button", name="Keep").click()
    expect(ruth.get_by_text("join the two records if they are one person's")).to_be_visible()
    ruth.get_by_label("E-mail", exact=True).fill("ida.berg@own.example")
    ruth.get_by_role("button", name="Keep").click()
    expect(ruth.get_by_text("Ida Holt is kept.")).to_be_visible()
    expect(ruth.get_by_text("ida.berg@own.example", exact=True)).to_be_visible()
    unfold(ruth, "Team, region and job")
    ruth.get_by_label("Job").select_option(label="Account executive")
    ruth.get_by_role("button", name="Move").click()
    expect(ruth.get_by_text("Ida Holt: No team from")).to_be_visible()
    unfold(ruth, "Team, region and job")
    expect(ruth.get_by_label("Job").locator("option:checked")).to_have_text("Account executive")


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
