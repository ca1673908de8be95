"""Serves the demo and takes pictures of every screen, on a desk and a phone, by day and by night.

`uv run python tests/bench/site/screenshots.py [NAME ...]` writes them into `build/screenshots/` with a contact sheet,
`index.html`; names are those of screens (`search`, `my-team-manager`), without any all are taken. `--manual` writes the
pictures that the manual shows into `site/manual/pictures/` instead.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from config import PROJECT
from content.places.rooms import PICTURES
from support.browsers import UNHURRIED, launch_browser
from support.live import serving
from support.screens import MANUAL_PICTURES, every_screen
from support.stage import SCHEMES, WIDTHS, Screen, Stage, set_look, settle

TARGET = PROJECT / "build" / "screenshots"
MANUAL_WIDTH, MANUAL_HEIGHT = 1280, 800
SHEET = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Screens</title><style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2rem; }}
section {{ display: flex; flex-wrap: wrap; gap: 1rem; margin-bottom: 2rem; }}
h2 {{ flex-basis: 100%; margin: 0; }}
figure {{ margin: 0; }}
img {{ display: block; height: 320px; width: auto; max-width: 30rem; object-fit: cover; object-position: top;
  border: 1px solid #ccc; }}
</style></head><body><h1>{count} screens</h1>
{sections}
</body></html>
"""


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="screens to take, with their role or without; all if there is none")
    parser.add_argument("--manual", action="store_true", help="take those that the manual shows")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch_browser(playwright)
        with serving(Path(folder), "--demo", **UNHURRIED) as server:
            server.wait_until_published()
            stage = Stage(browser, server)
            if options.manual:
                return take_for_manual(stage)
            wanted = set(options.names)
            chosen = [one for one in every_screen() if not wanted or {one.name, str(one)} & wanted]
            TARGET.mkdir(parents=True, exist_ok=True)
            for screen in chosen:
                take(stage, screen)
            write_sheet(chosen)
            print(f"{len(chosen)} screens: {TARGET / 'index.html'}")
    return None


def take(stage: Stage, screen: Screen) -> None:
    """Take all pictures of a screen."""
    with stage.shown(screen) as page:
        for width in WIDTHS:
            for scheme in SCHEMES:
                set_look(page, width=width, scheme=scheme)
                settle(page)
                page.screenshot(path=TARGET / picture_of(screen, width, scheme), full_page=True)


def take_for_manual(stage: Stage) -> None:
    """Take the pictures of the manual, by day and without what is below the screen's edge."""
    PICTURES.mkdir(exist_ok=True)
    screens = {str(screen): screen for screen in every_screen()}
    for name, screen in MANUAL_PICTURES.items():
        with stage.shown(screens[screen]) as page:
            page.set_viewport_size({"width": MANUAL_WIDTH, "height": MANUAL_HEIGHT})
            settle(page)
            page.evaluate("window.scrollTo(0, 0); document.activeElement?.blur()")
            page.screenshot(path=PICTURES / name)
        print(f"{(PICTURES / name).stat().st_size / 1000:6.0f} kB {name}")


def write_sheet(screens: Iterable[Screen]) -> None:
    """Write the contact sheet, a section for each screen."""
    sections = [f"<section><h2>{escape(str(screen))}</h2>{''.join(_figures(screen))}</section>" for screen in screens]
    text = SHEET.format(count=len(sections), sections="\n".join(sections))
    (TARGET / "index.html").write_text(text, encoding="utf-8")


def picture_of(screen: Screen, width: int, scheme: str) -> str:
    """Return the name of a picture's file."""
    return f"{screen}-{width}-{scheme}.png"


def _figures(screen: Screen) -> Iterable[str]:
    for width in WIDTHS:
        for scheme in SCHEMES:
            name = escape(picture_of(screen, width, scheme))
            yield (
                f'<figure><a href="{name}"><img src="{name}" alt="{escape(str(screen))}" loading="lazy"></a>'
                f"<figcaption>{width} px, {scheme}</figcaption></figure>"
            )


if __name__ == "__main__":
    main()
