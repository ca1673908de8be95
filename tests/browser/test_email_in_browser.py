"""An e-mail template as its author wrote it: with headings, with one, or without any."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from support.browsers import INES, OpenBrowser
from support.clipboard import CLIPBOARD, clipboard_after
from support.factories import write_good_page
from support.live import Server

pytestmark = pytest.mark.browser
MESSAGE = "Hello {{ first_name }},\n\n- one\n- two\n"
COPIED = "Hello {{ first_name }},\n\n- one\n- two"
BODIES = {
    "bare": (MESSAGE, COPIED),
    "titled": (f"# A mail\n\n{MESSAGE}", COPIED),
    "deeper": (f"# A mail\n\n### Hint\n\n{MESSAGE}", f"Hint\n\n{COPIED}"),
    "headed": (f"# A mail\n\nWhen to use it.\n\n## Message\n\n{MESSAGE}\n## More\n\nNo.\n", COPIED),
}


def test_a_message_is_copied_whatever_its_headings(own: Server, open_browser: OpenBrowser) -> None:
    """Below the first heading of the second level, or all below the title."""
    folder = Path(own.environ["CONTENT_DIR"])
    for name, (body, _) in BODIES.items():
        write_good_page(
            folder, f"mails/{name}.md", body, title=f"Mail {name}", type="email-template", subject="Hello you"
        )
    page = open_browser(own, INES, permissions=CLIPBOARD)
    own.wait_until(lambda: all(page.request.get(f"/mails/{name}/").ok for name in BODIES))
    for name, (_, text) in BODIES.items():
        page.goto(f"/mails/{name}/")
        expect(page.get_by_text("Subject: Hello you")).to_be_visible()
        assert clipboard_after(page, "Copy e-mail").strip() == text, name
