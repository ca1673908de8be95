"""The search page before anything is asked, and when nobody can be asked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_search_begins_without_a_word(ada: Page) -> None:
    """A type of pages is one step from the empty page; what isn't found has no order."""
    ada.goto("/app/search/")
    ada.get_by_role("link", name="Case studies").click()
    ada.wait_for_url("**/app/search/?type=case-study")
    expect(ada.locator(".rp-hit").first).to_contain_text("Case study")
    expect(ada.get_by_label("Sort by")).to_be_visible()
    ada.goto("/app/search/?q=xqzzvv")
    expect(ada.get_by_text("No page matches")).to_be_visible()
    expect(ada.get_by_label("Sort by")).to_be_hidden()


def test_a_search_without_a_connection_says_so(ada: Page) -> None:
    """In words, when the search that is built into the site can't be had either."""
    ada.goto("/app/search/")
    ada.route(re.compile("/api/v1/search|search_index.json"), lambda route: route.abort())
    ada.get_by_label("Search the library").fill("dock")
    expect(ada.get_by_role("alert")).to_contain_text("The server can't be reached.")
