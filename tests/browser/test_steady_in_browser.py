"""Pages whose content comes after a request: nothing jumps when it does, and nothing is asked for that is known."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from support.browsers import OpenBrowser
from support.painting import WATCH_PAINTS, shift_of

pytestmark = pytest.mark.browser
SIZES = [{"width": 1440, "height": 900}, {"width": 390, "height": 844}]
PAGES = [
    ("ada", "/app/my-training/", ".rp-task"),
    ("ada", "/app/my-coaching/", ".rp-session-row"),
    ("max", "/app/my-coaching/", ".rp-session-row"),
    ("ada", "/app/person/", "[aria-label=Training]"),
    ("max", "/app/assignments/?course_id=course-discovery-calls", ".rp-reach:not(:empty)"),
]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("who", "path", "content"), PAGES)
def test_nothing_jumps_when_the_content_comes(
    sign_in: OpenBrowser, who: str, path: str, content: str, size: dict[str, int]
) -> None:
    """Its place is kept until then."""
    page = sign_in(who, viewport=size)
    page.context.add_init_script(WATCH_PAINTS)
    page.goto(path, wait_until="networkidle")
    expect(page.locator(content).first).to_be_visible()
    assert shift_of(page) < 0.05


def test_the_dates_of_events_are_not_asked_for_one_by_one(ada: Page) -> None:
    """They come with the tasks."""
    asked: list[str] = []
    ada.on("request", lambda request: asked.append(request.url))
    ada.goto("/app/my-training/", wait_until="networkidle")
    expect(ada.locator(".rp-task").first).to_be_visible()
    assert [url for url in asked if "/training/courses/" in url] == []
