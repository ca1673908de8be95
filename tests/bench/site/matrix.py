"""Opens a manager's pages of a company with 200 courses in Chromium and prints how soon and how smoothly they show.

`uv run python tests/bench/site/matrix.py [--times N] [--keep DIR]`; of the matrix 50 people are shown at once. For the
matrix: from the navigation until its first rows are painted, and the longest frame while it is scrolled through both
ways. For the matrix and My team, on a desk and on a phone: how much of the page moved after it was shown (the sum of
layout shifts). The server is warm and on this machine. With `--keep DIR` the company stays there for the next run.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# This folder's own files are known as `bench.site`, whatever was started.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.keeping import FILLED, kept_folder
from bench.training.fill import Company, fill, prepare

from support.browsers import UNHURRIED, launch_browser
from support.live import Server, serving

# The smallest company with a whole tree of teams; a page of the matrix shows 50 of them.
PEOPLE = 120
ADMIN = "admin@bench.example"
MATRIX, TEAM = "/app/training-matrix/", "/app/my-team/"
SIZES = ((1440, 900), (390, 844))
FIRST = ".rp-people-matrix tbody td button"
WATCH = """
window.bench = { shift: 0, shifts: [] };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    window.bench.shift += entry.value;
    const named = ({ node }) => node?.nodeType === 1 ? `${node.localName}.${node.className}` : node?.nodeName;
    window.bench.shifts.push([entry.value, entry.sources.map(named)]);
  }
}).observe({ type: "layout-shift", buffered: true });
window.bench.first = new Promise((done) => {
  const watch = new MutationObserver(() => {
    if (!document.querySelector("FIRST")) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  });
  watch.observe(document, { childList: true, subtree: true });
});
""".replace("FIRST", FIRST)
# A fast wheel, then jumps as by the scrollbar.
SCROLL = """
async () => {
  const box = document.querySelector(".rp-scroll--matrix");
  const frames = [];
  let last = await new Promise(requestAnimationFrame);
  const frame = async () => {
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - last);
    last = now;
  };
  const through = async (name, step) => {
    for (let before = -1; before !== box[name]; ) {
      before = box[name];
      box[name] += step;
      await frame();
    }
  };
  for (const [name, step] of [["scrollLeft", 150], ["scrollTop", 100], ["scrollLeft", -150], ["scrollTop", -100]])
    await through(name, step);
  for (const [left, top] of [[1, 1], [0.5, 0], [0, 1], [0.7, 0.5]]) {
    box.scrollTo(left * box.scrollWidth, top * box.scrollHeight);
    await frame();
    await frame();
  }
  return frames;
}
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=7, help="how often the matrix is opened")
    parser.add_argument("--keep", type=Path, help="folder in which the company stays")
    parser.add_argument("--shifts", action="store_true", help="name what moved")
    options = parser.parse_args()
    with kept_folder(options.keep, name="matrix") as folder, sync_playwright() as playwright:
        if not (folder / FILLED).exists():
            make_company(folder)
        browser = launch_browser(playwright)
        with serving(folder, CONTENT_DIR=str(folder / "company" / "library"), **UNHURRIED) as server:
            server.wait_until_published()
            state = sign_in(browser, server)
            show_matrix(browser, server, state, options.times)
            for size in SIZES:
                for path in (MATRIX, TEAM):
                    show_shift(browser, server, state, path, size, tells_all=options.shifts)


def make_company(folder: Path) -> None:
    """Make the library and the filled database of a company."""
    from api import create_app
    from api.web.database import upgrade
    from config import Config

    company = Company(PEOPLE, datetime.now(UTC).date())
    made, data = folder / "company", folder / "data"
    prepare(made, company)
    data.mkdir()
    shutil.copytree(made / "index", data / "index")
    app = create_app(Config(content_dir=made / "library", data_dir=data))
    upgrade(app)
    fill(app, company, made)
    app.extensions["repertoire"].renderer.close()
    (folder / FILLED).touch()


def sign_in(browser: Browser, server: Server) -> Any:
    """Sign the administrator in, who sees everybody, and return what the browser keeps of it."""
    page = browser.new_page()
    page.goto(server.fresh_link(ADMIN))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
    state = page.context.storage_state()
    page.context.close()
    return state


def show_matrix(browser: Browser, server: Server, state: Any, times: int) -> None:
    """Go from My team to the matrix so often, after a first time that does not count, and scroll through it."""
    with _open(browser, server, state, SIZES[0]) as context:
        firsts, longest = [], []
        page = context.new_page()
        for number in range(times + 1):
            page.goto(TEAM)
            _settle(page)
            page.goto(MATRIX)
            page.locator(FIRST).first.wait_for()
            first = page.evaluate("window.bench.first")
            rows, columns = (page.locator(f".rp-people-matrix {which}").count() for which in ("tbody tr", "thead th"))
            _settle(page)
            frames = page.evaluate(SCROLL)
            if number:
                firsts.append(first)
                longest.append(max(frames))
    print(f"matrix of {rows} people, {columns} heads, {times} times", flush=True)
    for label, values in (("first rows", firsts), ("longest frame of scrolling", longest)):
        print(f"  {label}: median {statistics.median(values):.0f} ms, worst {max(values):.0f} ms", flush=True)


def show_shift(
    browser: Browser, server: Server, state: Any, path: str, size: tuple[int, int], *, tells_all: bool
) -> None:
    """Open a page and print how much of it moved."""
    with _open(browser, server, state, size) as context:
        page = context.new_page()
        page.goto(path)
        _settle(page)
        found = page.evaluate("({ shift: window.bench.shift, shifts: window.bench.shifts })")
    print(f"layout shift of {path} at {size[0]} px: {found['shift']:.3f}", flush=True)
    for value, sources in found["shifts"] if tells_all else ():
        print(f"    {value:.3f} {', '.join(map(str, sources))}")


def _settle(page: Page) -> None:
    """Wait until nothing is asked for any more, and a little is drawn."""
    page.wait_for_load_state("networkidle")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestIdleCallback(done)))")


@contextmanager
def _open(browser: Browser, server: Server, state: Any, size: tuple[int, int]) -> Iterator[BrowserContext]:
    width, height = size
    viewport = {"width": width, "height": height}
    context = browser.new_context(base_url=server.url, storage_state=state, viewport=viewport)  # type: ignore[arg-type]
    context.add_init_script(WATCH)
    try:
        yield context
    finally:
        context.close()


if __name__ == "__main__":
    main()
