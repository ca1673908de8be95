"""Pages of managers and authors, opened by somebody who is neither."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
PAGES = {
    "manager or admin": ("my-team", "training-matrix", "assignments"),
    "manager or analyst or admin": ("crm-quality",),
    "author or admin": ("coverage", "demand", "library-check"),
}


def test_a_rep_is_told_once_whose_page_it_is(ada: Page) -> None:
    """In the place of forms and tables that would stay empty; nothing is asked for that is refused."""
    refused: list[str] = []
    ada.on("response", lambda answer: refused.append(answer.url) if answer.status == 403 else None)
    for whose, pages in PAGES.items():
        for page in pages:
            ada.goto(f"/app/{page}/")
            expect(ada.locator("#app")).to_have_text(f"This page needs the role {whose}; your role is rep.")
    assert refused == []


def test_a_manager_is_shown_the_team_after_signing_in(max_: Page) -> None:
    """Also when nothing is kept of him, as in a new window."""
    max_.goto("/app/my-team/")
    expect(max_.get_by_role("heading", name=re.compile("Who needs you"))).to_be_visible()
