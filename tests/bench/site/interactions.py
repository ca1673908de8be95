"""Measures in Chromium what pages do under the eyes of who uses them: what moves, and how soon results follow a key.

`uv run python tests/bench/site/interactions.py`: the layout shift of screens that are one page load, at both widths;
and from the last key to the results on the search page, the median of twenty queries.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from support.browsers import UNHURRIED, launch_browser
from support.live import serving
from support.screens import every_screen
from support.stage import WHO, WIDTHS, Screen, Stage, settle

BETWEEN_KEYS_MS = 60
QUERIES = (
    "pricing", "too expensive", "slotharbor", "finance director", "pilot", "security", "renewal", "business case",
    "detention fees", "discovery questions", "cold chain", "demo deck", "carriers", "gatepilot", "frostvale",
    "follow up no reply", "yardview", "first meeting", "negotiation", "quarterly review",
)  # fmt: skip
# Above this a shift is no longer good, by the web's own measure.
GOOD = 0.1
NOTE_SHIFTS = """
  window.__shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""
# The moment of the last key, and of the last change of the results after it.
NOTE_RESULTS = """() => {
  window.__shown = 0;
  document.addEventListener("keydown", () => { window.__key = performance.now(); }, true);
  new MutationObserver(() => requestAnimationFrame(() => { window.__shown = performance.now(); }))
    .observe(document.querySelector(".rp-hits"), { childList: true });
}"""


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch_browser(playwright)
        with serving(Path(folder), "--demo", **UNHURRIED) as server:
            server.wait_until_published()
            stage = Stage(browser, server)
            for role in WHO:
                stage.page_of(role).add_init_script(NOTE_SHIFTS)
            print("".join(f"{f'{width} px':>9}" for width in WIDTHS), " layout shift of", flush=True)
            for screen in every_screen():
                if not (screen.before or screen.into or screen.role == "stranger"):
                    shifts = [shift_of(stage, screen, width) for width in WIDTHS]
                    marks = "  <- moves" if max(shifts) > GOOD else ""
                    print("".join(f"{shift:9.3f}" for shift in shifts), f" {screen}{marks}", flush=True)
            delays = sorted(delay_of(stage.page_of("rep"), query) for query in QUERIES)
            print(f"{statistics.median(delays):9.0f} ms from the last key to the results, median of {len(delays)}")
            print(f"{delays[-1]:9.0f} ms, the longest")


def shift_of(stage: Stage, screen: Screen, width: int) -> float:
    """Return by how much a page moves until it stands still."""
    with stage.shown(screen, width=width) as page:
        return float(page.evaluate("window.__shift"))


def delay_of(page: Page, query: str) -> float:
    """Return the milliseconds from the last key of a query to its results on the screen."""
    page.goto("/app/search/", wait_until="load")
    settle(page)
    page.evaluate(NOTE_RESULTS)
    page.get_by_role("combobox", name="Search the library").first.focus()
    page.keyboard.type(query, delay=BETWEEN_KEYS_MS)
    page.wait_for_function("window.__shown > window.__key")
    settle(page)
    return float(page.evaluate("window.__shown - window.__key"))


if __name__ == "__main__":
    main()
