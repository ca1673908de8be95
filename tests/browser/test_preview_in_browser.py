"""The preview in an author's browser: there is no server to ask, and nothing says that one is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from support.browsers import Watched
from support.factories import write_good_page
from support.previewing import previewing

pytestmark = pytest.mark.browser


def test_the_preview_asks_no_api(
    new_context: Callable[..., BrowserContext], watched: Watched, patience: None, tmp_path: Path
) -> None:
    """Pages put nothing into the console or the terminal; the search says what it looks through, and finds it.

    A deck's slides are measured, and those that are too full are named.
    """
    folder = tmp_path / "library"
    write_good_page(folder, "index.md", "# Home\n\n[a](a.md)\n", title="Home")
    write_good_page(folder, "a.md", "# Gangways\n\nThe plank to the quay.\n", title="Gangways", status="draft")
    full = "# Deck\n\n## Short\n\n- a\n\n## Long\n\n" + "- a line\n" * 40
    write_good_page(folder, "deck.md", full, title="Deck", type="deck")
    with previewing(folder, tmp_path / "output.txt") as previewed:
        context = new_context(base_url=previewed.url)
        watched.watch(context, f"127.0.0.1:{previewed.port}")
        page = context.new_page()
        page.goto("/a/")
        expect(page.get_by_label("About this page")).to_contain_text("Draft, not published")
        box = page.get_by_label("Search the library")
        expect(box).to_have_attribute("placeholder", "Titles and words of the preview")
        box.fill("plank")
        box.press("Enter")
        expect(page.get_by_text("The preview searches titles and words")).to_be_visible()
        expect(page.get_by_role("link", name="Gangways")).to_be_visible()
        expect(page.get_by_label("Search the library")).to_have_attribute(
            "placeholder", "Titles and words of the preview"
        )
        page.goto("/deck/")
        expect(page.get_by_label("Slides that are too full").get_by_role("link")).to_have_text("Long")
        page.goto("/app/coverage/")
        expect(page.get_by_text("This is the preview, which has no server behind it")).to_be_visible()
        context.close()
        assert watched.console == []
        assert "/api/" not in previewed.output.read_text(encoding="utf-8")
