"""Opens the demo's pages in Chromium with a cold cache and prints what each costs on the wire.

`uv run python tests/bench/site/first_page.py [--each]`; `--each` names every request.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from support.browsers import EMAILS, UNHURRIED, launch_browser
from support.live import Server, serving
from support.wire import Wire, record

PAGES = (
    ("ada", "/"),
    ("ada", "/battlecards/slotharbor/"),
    ("ada", "/app/search/?q=pricing"),
    ("ada", "/app/my-training/"),
    ("ada", "/app/my-coaching/"),
    ("max", "/app/my-team/"),
    ("max", "/app/training-matrix/"),
    ("max", "/app/assignments/"),
    ("max", "/app/results/"),
    ("mara", "/app/freshness/"),
    ("mara", "/app/coverage/"),
    ("mara", "/app/demand/"),
    ("mara", "/app/library-check/"),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", action="store_true", help="name every request")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch_browser(playwright)
        with serving(Path(folder), "--demo", **UNHURRIED) as server:
            server.wait_until_published()
            print(f"{'requests':>8} {'kB':>7}  page")
            for who, path in PAGES:
                wire = measure(browser, server, who, path)
                print(f"{wire.requests:>8} {wire.kilobytes:>7.1f}  {path} as {who}")
                for line in wire.lines() if options.each else ():
                    print(f"         {line}")


def measure(browser: Browser, server: Server, who: str, path: str) -> Wire:
    """Open a page in a new browser in which somebody is signed in."""
    if who not in server.cookies:
        page = browser.new_page()
        page.goto(server.sign_in_link(EMAILS[who]))
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/")
        server.cookies[who] = page.context.storage_state()
    context = browser.new_context(base_url=server.url, storage_state=server.cookies[who])
    page = context.new_page()
    wire = record(page)
    page.goto(path)
    wire.settle(page)
    context.close()
    return wire


if __name__ == "__main__":
    main()
