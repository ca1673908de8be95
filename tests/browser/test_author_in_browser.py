"""An author's day: the library check, and a library that follows the folder while the server runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from support.browsers import INES, OpenBrowser
from support.factories import write_good_page
from support.live import Server
from support.waiting import PATIENCE_SECONDS

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Desk:
    """An author's desk: the library's folder, the server over it, and her browser."""

    folder: Path
    server: Server
    page: Page


@pytest.fixture
def desk(own: Server, open_browser: OpenBrowser) -> Desk:
    """The desk of Ines, who opens her link as soon as the API answers."""
    return Desk(Path(own.environ["CONTENT_DIR"]), own, open_browser(own, INES))


def test_the_first_visitor_waits_for_the_site_and_gets_it(desk: Desk) -> None:
    """Whoever comes while the site is built is told so, and the page turns into the site by itself."""
    desk.page.goto("/")
    library = desk.page.get_by_role("region", name="The library")
    expect(library.get_by_role("link", name="Our playbook")).to_be_visible(timeout=PATIENCE_SECONDS * 1000)


def test_mara_checks_the_library(demo: Server, mara: Page) -> None:
    """The demo's library has one error, which is shown alone, and Mara has no tools of managers."""
    demo.wait_until(lambda: mara.request.get("/api/v1/library/problems").json()["is_current"])
    mara.goto("/app/library-check/")
    tools = mara.get_by_role("navigation", name="Tools")
    expect(tools.get_by_role("link")).to_have_text(["Find", "Sell", "Learn", "Coach", "Library"])
    here = mara.get_by_role("navigation", name="In Library").get_by_role("link")
    expect(here).to_have_text(["Pages", "Freshness", "Coverage", "Demand", "Check", "Replies", "Sent and read"])
    expect(here.filter(has_text="Check")).to_have_attribute("aria-current", "page")
    expect(mara.get_by_role("status")).to_have_text(re.compile(r"1 error and \d+ warnings?\.$"))
    mara.get_by_label("Show").select_option(label="Errors")
    expect(mara.locator("#app")).to_contain_text("the link call-plan.md leads nowhere")
    expect(mara.locator("#app")).not_to_contain_text("the review was due")
    expect(mara).to_have_url(re.compile(r"/app/library-check/\?severity=error$"))


def test_home_leads_to_the_errors_alone(demo: Server, mara: Page) -> None:
    """The address keeps what is chosen; with all of it shown, the file with the error stands first."""
    demo.wait_until(lambda: mara.request.get("/api/v1/library/problems").json()["is_current"])
    mara.goto("/")
    mara.get_by_role("link", name="1 error", exact=True).click()
    expect(mara.get_by_label("Show")).to_have_value("error")
    badges = mara.locator("#app .rp-badge")
    expect(badges).to_have_text(["Error"])
    mara.get_by_label("Show").select_option(label="Errors and warnings")
    expect(badges.first).to_have_text("Error")
    expect(badges).not_to_have_count(1)
    code = mara.locator("#app tbody tr td:last-child code").first.inner_text()
    mara.goto(f"/app/library-check/?rule={code}")
    expect(mara.get_by_label("Rule")).to_have_value(code)
    assert set(mara.locator("#app tbody tr td:last-child").all_inner_texts()) == {code}


def test_what_an_author_saves_is_found_and_what_she_deletes_is_gone(desk: Desk) -> None:
    """Search and site follow the folder."""
    page = desk.page
    desk.server.wait_until_published()
    file = write_good_page(
        desk.folder, "guides/gangways.md", "# Gangways\n\nThe plank to the quay.\n", title="Gangways"
    )
    desk.server.wait_until(lambda: titles(page, "gangways") == ["Gangways"])
    desk.server.wait_until(lambda: page.request.get("/guides/gangways/").status == 200)
    page.goto("/app/search/?q=gangways")
    page.get_by_role("link", name="Gangways").click()
    expect(page.get_by_text("The plank to the quay.")).to_be_visible()
    file.unlink()
    desk.server.wait_until(lambda: titles(page, "gangways") == [])
    desk.server.wait_until(lambda: page.request.get("/guides/gangways/").status == 404)
    page.goto("/app/search/?q=gangways")
    expect(page.get_by_text("No page matches")).to_be_visible()


def test_a_mistake_shows_in_the_check_with_file_and_line(desk: Desk) -> None:
    """A link that leads nowhere is an error on its line; once it is mended, looking again shows none."""
    page = desk.page
    desk.server.wait_until_published()
    file = desk.folder / "guides/pilots.md"
    right = file.read_text(encoding="utf-8")
    file.write_text(f"{right}\nSee [the plan](plan-nobody-wrote.md).\n", encoding="utf-8")
    row = page.get_by_role("row").filter(has_text="plan-nobody-wrote.md")
    page.goto("/app/library-check/")
    desk.server.wait_until(lambda: look_again(page) and row.count() == 1)
    expect(row.locator("[data-label=Line]")).to_have_text(str(right.count("\n") + 2))
    expect(page.get_by_role("rowheader", name="guides/pilots.md")).to_be_visible()
    file.write_text(right, encoding="utf-8")
    desk.server.wait_until(lambda: look_again(page) and row.count() == 0)


def titles(page: Page, words: str) -> list[str]:
    """Return the titles that a search finds."""
    found = page.request.get("/api/v1/search", params={"q": words})
    return [item["title"] for item in found.json()["items"]]


def look_again(page: Page) -> bool:
    """Press the button that loads the problems, and wait for the answer."""
    with page.expect_response("**/library/problems"):
        page.get_by_role("button", name="Look again").click()
    return True
