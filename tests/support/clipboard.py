"""The clipboard of a browser: what a button put there."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from support.waiting import wait_for

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def clipboard_after(place: Page | Locator, button: str) -> str:
    """Press a button that copies and return what is in the clipboard, which was empty before."""
    page = place if isinstance(place, Page) else place.page
    page.evaluate("navigator.clipboard.writeText('')")
    place.get_by_role("button", name=button).click()
    wait_for(lambda: bool(page.evaluate("navigator.clipboard.readText()")))
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def copied(place: Page | Locator, button: str) -> str:
    """Return what a button copied that says so beside itself."""
    text = clipboard_after(place, button)
    expect(place.locator(".rp-copy").filter(has_text=button).get_by_role("status")).to_have_text("Copied")
    return text
