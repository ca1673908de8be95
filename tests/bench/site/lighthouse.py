"""Asks Lighthouse about pages of the demo, as a phone on a slow line opens them, and prints scores and times.

`uv run python tests/bench/site/lighthouse.py [--runs N] [--why]`: medians of the runs; `--why` names the audits
that cost points. Lighthouse comes with `.ci/javascript`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from support.browsers import BROWSERS, UNHURRIED, launch_browser
from support.live import Server, serving
from support.stage import Role, Stage

PAGES: tuple[tuple[Role, str], ...] = (
    ("rep", "/"),
    ("rep", "/app/search/?q=pricing"),
    ("rep", "/battlecards/slotharbor/"),
    ("rep", "/app/my-training/"),
    ("manager", "/app/my-team/"),
)
CATEGORIES = {"performance": "perf", "accessibility": "a11y", "best-practices": "best", "seo": "seo"}
TIMES = {"largest-contentful-paint": "LCP ms", "total-blocking-time": "TBT ms", "cumulative-layout-shift": "CLS"}
COMMAND = ("npx", "--yes", "lighthouse@12.8.2")
PATIENCE_SECONDS = 180


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--why", action="store_true", help="name the audits that cost points")
    options = parser.parse_args()
    if shutil.which(COMMAND[0]) is None:
        raise SystemExit("Lighthouse comes by npm; install that")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), "--demo", **UNHURRIED) as server:
        server.wait_until_published()
        cookies = sign_in(server)
        print("".join(f"{head:>8}" for head in (*CATEGORIES.values(), *TIMES.values())), " page", flush=True)
        for role, path in PAGES:
            runs = [measure(server.url + path, cookies[role], Path(folder)) for _ in range(options.runs)]
            print(line_of(runs), f" {path} as {role}", flush=True)
            for reason in reasons_of(runs[-1]) if options.why else ():
                print(f"        {reason}", flush=True)


def sign_in(server: Server) -> dict[Role, str]:
    """Return the cookies that each role's browser would send."""
    with sync_playwright() as playwright:
        browser = launch_browser(playwright)
        stage = Stage(browser, server)
        kept = {role: stage.page_of(role).context.cookies() for role, _ in PAGES}
        browser.close()
    return {role: "; ".join(f"{one['name']}={one['value']}" for one in cookies) for role, cookies in kept.items()}


def measure(url: str, cookie: str, folder: Path) -> dict[str, Any]:
    """Return the report on one page, with Lighthouse's own settings for a phone."""
    headers, report = folder / "headers.json", folder / "report.json"
    headers.write_text(json.dumps({"Cookie": cookie}), encoding="utf-8")
    flags = "--headless=new --no-sandbox" if os.geteuid() == 0 else "--headless=new"
    command = [*COMMAND, url, "--quiet", "--output=json", f"--output-path={report}", f"--extra-headers={headers}"]
    browser = next(filter(None, map(shutil.which, BROWSERS)), "")
    subprocess.run(
        [*command, f"--chrome-flags={flags}"],
        env={**os.environ, "CHROME_PATH": browser},
        check=True,
        timeout=PATIENCE_SECONDS,
    )
    made: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    if made["finalDisplayedUrl"].endswith("/sign-in"):
        raise SystemExit(f"{url}: nobody is signed in")
    return made


def line_of(runs: list[dict[str, Any]]) -> str:
    """Return the medians of some reports on one page."""
    scores = [statistics.median(run["categories"][name]["score"] * 100 for run in runs) for name in CATEGORIES]
    times = [statistics.median(run["audits"][name]["numericValue"] for run in runs) for name in TIMES]
    return "".join(f"{score:8.0f}" for score in scores) + f"{times[0]:8.0f}{times[1]:8.0f}{times[2]:8.3f}"


def reasons_of(report: dict[str, Any]) -> list[str]:
    """Return the audits of a report that cost points, with the first thing that each names."""
    found = []
    for category, short in CATEGORIES.items():
        for ref in report["categories"][category]["auditRefs"]:
            audit = report["audits"][ref["id"]]
            if ref["weight"] and audit["score"] is not None and audit["score"] < 1:
                items = (audit.get("details") or {}).get("items") or [{}]
                said = audit.get("displayValue") or json.dumps(items[0].get("node", items[0]))[:160]
                found.append(f"{short}: {ref['id']} {audit['score'] * 100:.0f} ({said})")
    return found


if __name__ == "__main__":
    main()
