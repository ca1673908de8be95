"""The quality of CRM data as an admin sees it: rules, the deals that break one, and nothing wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from support.browsers import UNHURRIED, OpenBrowser
from support.crm import say
from support.factories import write_good_page
from support.live import Server, run, serving
from support.waiting import wait_for

pytestmark = pytest.mark.browser

RUTH = "ruth@company.example"
REPORT = "/api/v1/crm/quality"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A company whose CRM has said nothing yet."""
    folder = tmp_path_factory.mktemp("company")
    write_good_page(folder / "library", "index.md", "# Our playbook\n\nWelcome.\n", title="Our playbook")
    with serving(folder, CONTENT_DIR=str(folder / "library"), **UNHURRIED) as server:
        run("person", "add", RUTH, "--name", "Ruth", "--role", "admin", environ=server.environ)
        server.wait_until_published()
        yield server


@pytest.fixture
def ruth(company: Server, open_browser: OpenBrowser) -> Page:
    """The browser of its admin, once the figures were counted."""
    page = open_browser(company, RUTH)
    wait_for(lambda: page.request.get(REPORT).ok)
    return page


def _deal(place: int) -> dict[str, Any]:
    return {
        "key": f"deal-{place}",
        "name": f"<b>Fleet</b> {place}",
        "owner": "Odd Owner",
        "account": "Acme" if place < 2 else None,
        "product": "GTXPro" if place == 0 else "GTX Pro",
        "stage": "Closed Won",
        "amount": 100_000 * (place + 1),
        "currency": "EUR",
        "created_on": "2026-03-10",
        "close_on": "2026-04-15",
    }


def test_an_admin_finds_what_is_wrong_and_the_deals(company: Server, ruth: Page) -> None:
    """From an empty page to a rule, all of its deals, and the CSV; on a phone nothing scrolls sideways."""
    ruth.goto("/app/crm-quality/")
    expect(ruth.get_by_text("No deals have come in yet.")).to_be_visible()
    engine = create_engine(f"sqlite:///{Path(company.environ['DATA_DIR']) / 'repertoire.db'}")
    with Session(engine) as session:
        say(session, "products", {"key": "GTX Pro", "name": "GTX Pro"})
        say(session, "deals", *(_deal(place) for place in range(70)))
    engine.dispose()
    wait_for(lambda: ruth.request.get(REPORT).json()["deals"] == 70)
    ruth.reload()
    expect(ruth.get_by_role("status")).to_contain_text("70 of 70 deals break a rule")
    product = ruth.get_by_role("row").filter(has_text="Product that no record explains")
    expect(product).to_contain_text("Say GTX Pro for GTXPro: 1 deal")
    expect(product).to_contain_text("under 1 %")
    ruth.get_by_text("rules that no deal breaks").click()
    expect(ruth.get_by_role("listitem").filter(has_text="Closed before it was created")).to_be_visible()
    ruth.get_by_role("link", name="No account").click()
    expect(ruth.get_by_role("heading", name="No account")).to_be_visible()
    rows = ruth.locator("#app tbody tr")
    expect(rows).to_have_count(50)
    expect(rows.first).to_contain_text("<b>Fleet</b> 69")
    expect(rows.first).to_contain_text("€70,000")
    ruth.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(68)
    expect(rows.nth(50).get_by_role("rowheader")).to_be_focused()
    expect(ruth.get_by_role("button", name="Show more")).to_have_count(0)
    with ruth.expect_download() as download:
        ruth.get_by_role("link", name="Download as CSV").click()
    assert len(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()) == 69
    ruth.set_viewport_size({"width": 390, "height": 844})
    for link in (None, "All rules"):
        if link:
            ruth.get_by_role("link", name=link).click()
            expect(ruth.get_by_role("link", name="No account")).to_be_visible()
        assert ruth.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_rule_that_nothing_breaks_or_that_is_none_says_so(ruth: Page) -> None:
    """With the way back to all of them."""
    ruth.goto("/app/crm-quality/?rule=closed_before_created")
    expect(ruth.get_by_text("No deal breaks this rule.")).to_be_visible()
    ruth.goto("/app/crm-quality/?rule=nonsense")
    expect(ruth.get_by_role("alert")).to_contain_text("No rule `nonsense`")
    ruth.get_by_role("link", name="All rules").click()
    expect(ruth).to_have_url(re.compile("/app/crm-quality/$"))
