"""Types queries into the demo's search page in Chromium and prints how soon after the last key their hits are painted.

`uv run python tests/bench/site/keystrokes.py`; beside it how long a key keeps the page busy, and how far things jump.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median
from urllib.parse import quote_plus

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from support.browsers import EMAILS, UNHURRIED, launch_browser
from support.live import Server, serving
from support.painting import WATCH_PAINTS, painted_after, shift_of

KEY_MS = 60
SIZES = ((1440, 900), (390, 844))
QUERIES = (
    "pricing", "too expensive", "discount", "pilot", "slotharbor", "discovery call", "finance director", "deck",
    "case study", "objection", "renewal", "security", "data protection", "follow up", "negotiation", "onboarding",
    "competitor", "qualification", "contract", "manager",
)  # fmt: skip


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch_browser(playwright)
        with serving(Path(folder), "--demo", **UNHURRIED) as server:
            server.wait_until_published()
            page = browser.new_page()
            page.goto(server.sign_in_link(EMAILS["ada"]))
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/")
            server.cookies["ada"] = page.context.storage_state()
            for width, height in SIZES:
                measure(browser, server, width, height)


def measure(browser: Browser, server: Server, width: int, height: int) -> None:
    """Type all queries into a window of a size, and print a line."""
    context = browser.new_context(
        base_url=server.url, storage_state=server.cookies["ada"], viewport={"width": width, "height": height}
    )
    context.add_init_script(WATCH_PAINTS)
    page = context.new_page()
    page.goto("/app/search/?q=price", wait_until="networkidle")
    page.wait_for_selector(".rp-hit")
    opening = shift_of(page)
    waits = [typed(page, query) for query in QUERIES]
    busy = sorted(page.evaluate("window.__busy"))
    print(
        f"{width:>5} px: hits {median(waits):.0f} ms after the last key (median), {_p95(waits):.0f} (p95); "
        f"a key keeps the page busy for {_p95(busy):.0f} ms (p95), {busy[-1]:.0f} at most; "
        f"shift {opening:.3f} on opening, {shift_of(page) - opening:.3f} while {len(QUERIES)} queries were typed"
    )
    context.close()


def typed(page: Page, query: str) -> float:
    """Type a query key by key, and return the milliseconds from its last key to its hits."""
    page.locator("[data-search]").select_text()
    asked = f"/search?q={quote_plus(query)}&"
    with page.expect_response(lambda answer: asked in answer.url) as answered:
        page.keyboard.type(query, delay=KEY_MS)
    return painted_after(page, answered.value.json()["search_id"])


def _p95(values: list[float]) -> float:
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)]


if __name__ == "__main__":
    main()
