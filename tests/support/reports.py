"""Reports of authors in the browser: their tables and downloads."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def copied(place: Page | Locator, button: str) -> str:
    """Press a button that copies and return what is in the clipboard."""
    place.get_by_role("button", name=button).click()
    expect(place.locator(".rp-copy").filter(has_text=button).get_by_role("status")).to_have_text("Copied")
    page = place if isinstance(place, Page) else place.page
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text
