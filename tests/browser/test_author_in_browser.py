"""An author's day: the library check, and a library that follows the folder while the server runs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from support.browsers import INES, OpenBrowser
from support.factories import write_good_page
from support.live import Server, wait_for

pytestmark = pytest.mark.browser
INDEX_SECONDS = 30
SITE_SECONDS = 60


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
    expect(desk.page.get_by_role("heading", name="Our playbook")).to_be_visible(timeout=SITE_SECONDS * 1000)


def test_mara_checks_the_library(mara: Page) -> None:
    """The demo's library has one error, which is shown alone, and Mara has no tools of managers."""
    wait_for(lambda: mara.request.get("/api/v1/library/problems").json()["is_current"], SITE_SECONDS)
    mara.goto("/app/library-check/")
    tools = mara.get_by_role("navigation", name="Tools")
    expect(tools.get_by_role("link", name="Library check")).to_be_visible()
    named = ["Search", "My training", "My coaching", "Freshness", "Coverage", "Demand", "Library check"]
    assert tools.get_by_role("link").all_inner_texts() == named
    expect(mara.get_by_role("status")).to_have_text(re.compile(r"1 error and \d+ warnings?\.$"))
    mara.get_by_label("Show").select_option(label="Errors")
    expect(mara.locator("#app")).to_contain_text("the link `call-plan.md` leads nowhere")
    expect(mara.locator("#app")).not_to_contain_text("the review was due")


def test_what_an_author_saves_is_found_and_what_she_deletes_is_gone(desk: Desk) -> None:
    """Search, site and library check follow the folder, and the API answers at once all the while."""
    page = desk.page
    wait_for(desk.server.is_published, SITE_SECONDS)
    file = write_good_page(
        desk.folder, "guides/gangways.md", "# Gangways\n\nThe plank to the quay.\n", title="Gangways"
    )
    waits = wait_until(desk, lambda: titles(page, "gangways") == ["Gangways"], INDEX_SECONDS)
    waits += wait_until(desk, lambda: page.request.get("/guides/gangways/").status == 200, SITE_SECONDS)
    page.goto("/app/search/?q=gangways")
    page.get_by_role("link", name="Gangways").click()
    expect(page.get_by_text("The plank to the quay.")).to_be_visible()
    file.unlink()
    waits += wait_until(desk, lambda: titles(page, "gangways") == [], INDEX_SECONDS)
    waits += wait_until(desk, lambda: page.request.get("/guides/gangways/").status == 404, SITE_SECONDS)
    page.goto("/app/search/?q=gangways")
    expect(page.get_by_text("No page matches")).to_be_visible()
    assert max(waits) < 2, "the API let somebody wait"


def test_a_mistake_shows_in_the_check_with_file_and_line(desk: Desk) -> None:
    """A link that leads nowhere is an error on its line; once it is mended, looking again shows none."""
    page = desk.page
    wait_for(desk.server.is_published, SITE_SECONDS)
    file = desk.folder / "guides/pilots.md"
    right = file.read_text(encoding="utf-8")
    file.write_text(f"{right}\nSee [the plan](plan-nobody-wrote.md).\n", encoding="utf-8")
    row = page.get_by_role("row").filter(has_text="plan-nobody-wrote.md")
    page.goto("/app/library-check/")
    wait_until(desk, lambda: look_again(page) and row.count() == 1, SITE_SECONDS)
    expect(row.get_by_role("cell").first).to_have_text(str(right.count("\n") + 2))
    expect(page.get_by_role("rowheader", name="guides/pilots.md")).to_be_visible()
    file.write_text(right, encoding="utf-8")
    wait_until(desk, lambda: look_again(page) and row.count() == 0, SITE_SECONDS)


def wait_until(desk: Desk, is_so: Callable[[], bool], seconds: float) -> list[float]:
    """Wait until something is so and return how long each look at the server's health took meanwhile, in seconds."""
    waits = []

    def look() -> bool:
        began = time.monotonic()
        desk.server.health()
        waits.append(time.monotonic() - began)
        return is_so()

    wait_for(look, seconds)
    return waits


def titles(page: Page, words: str) -> list[str]:
    """Return the titles that a search finds."""
    found = page.request.get("/api/v1/search", params={"q": words})
    return [item["title"] for item in found.json()["items"]]


def look_again(page: Page) -> bool:
    """Press the button that loads the problems, and wait for the answer."""
    with page.expect_response("**/library/problems"):
        page.get_by_role("button", name="Look again").click()
    return True
