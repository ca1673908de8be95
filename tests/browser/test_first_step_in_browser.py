"""What comes first, where a rep sees their tasks."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from support.browsers import INES, TRAP, OpenBrowser
from support.factories import write_good_page
from support.live import Server, run
from support.waiting import wait_for

pytestmark = pytest.mark.browser


def test_an_event_names_the_course_that_comes_before_it(own: Server, open_browser: OpenBrowser, tmp_path: Path) -> None:
    """As its own page does; the event itself is attended."""
    folder = Path(own.environ["CONTENT_DIR"])
    write_good_page(folder, "before/index.md", "# Before\n", id="before", title="Before", type="course")
    write_good_page(folder, "before/1.md", "# One\n", id="before-1", title="One", type="lesson")
    event = {"id": "day", "title": "The day", "type": "course", "kind": "workshop", "prerequisites": "[before]"}
    write_good_page(folder, "day/index.md", "# The day\n", **event)
    page = open_browser(own, INES)
    wait_for(lambda: page.request.get("/api/v1/training/courses/day").ok)
    rows = tmp_path / "rows.csv"
    rows.write_text(f"email,course_id,due_days\n{INES},day,5\n", encoding="utf-8")
    run("training", "assign", str(rows), "--as", TRAP, environ=own.environ)
    page.goto("/app/my-training/")
    task = page.locator(".rp-task", has=page.get_by_role("heading", name="The day"))
    expect(task.get_by_role("link", name="First: Before")).to_be_visible()
    wait_for(lambda: page.request.get("/day/").ok)
    page.goto("/day/")
    expect(page.get_by_role("link", name="First: Before")).to_be_visible()
