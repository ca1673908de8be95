"""Markdown as a browser shows it: notes with their way back, and links with the sign of what they lead to."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from support.browsers import INES, OpenBrowser
from support.factories import write_good_page
from support.live import Server

pytestmark = pytest.mark.browser
BODY = """# Shown

Churn fell[^1], and fell[^1].

<video src="https://example.com/tour"></video>

<iframe src="https://example.com/sheet"></iframe>

<ruby>漢字<rt>かんじ</rt></ruby>

[^1]: Of 40 answers.
"""
SIGN = "(node) => getComputedStyle(node, '::before').content"


@pytest.fixture
def reader(own: Server, open_browser: OpenBrowser) -> Page:
    """The browser of Ines, on a phone, with the page published."""
    write_good_page(Path(own.environ["CONTENT_DIR"]), "shown.md", BODY, title="Shown", id="shown")
    page = open_browser(own, INES)
    own.wait_until(lambda: page.request.get("/shown/").status == 200 and own.is_published())
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto("/shown/")
    return page


def test_a_page_is_shown_as_it_was_written(reader: Page) -> None:
    """Nobody needs a mouse to see the way back from a note; what isn't played has no sign of a player."""
    ways_back = reader.locator(".footnote-backref")
    expect(ways_back).to_have_count(2)
    for at in range(2):
        expect(ways_back.nth(at)).to_have_css("opacity", "1")
        assert ways_back.nth(at).bounding_box()["width"] > 8  # type: ignore[index]
    assert [reader.locator(f".media.{kind}").evaluate(SIGN) for kind in ("video", "page")] == ['"▶"', '"▤"']
    reading, word = (reader.locator(tag).bounding_box() for tag in ("rt", "ruby"))
    assert reading is not None
    assert word is not None
    assert reading["y"] < word["y"] + word["height"] / 2
