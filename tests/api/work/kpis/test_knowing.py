"""Knowledge that KPIs are given: published pages, since the day of the company on which git first knew them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from api.work.kpis.knowing import pages_in
from content.catalogue import FIELDS, Catalogue, Entry, entry_from
from content.history import History, PageChange, PageHistory
from lms.kpis.pages import Page

LATE = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def test_pages_are_published_since_git_first_knew_them() -> None:
    """Where it is the next day already, since that; where git doesn't reach back, nobody knows; drafts aren't."""
    last = PageChange("c0ffee", "Mara", LATE, "More")
    history = History("c0ffee", None, {"old.md": PageHistory(last, LATE), "cut.md": PageHistory(last, None)})
    catalogue = Catalogue("", 1, (*map(_entry, ("old", "cut", "unknown")), _entry("draft", status="draft")))
    assert pages_in(catalogue, history, ZoneInfo("Europe/Berlin")) == (
        Page("old", date(2026, 3, 2)),
        Page("cut", None),
        Page("unknown", None),
    )


def _entry(name: str, status: str = "approved") -> Entry:
    known = {"id": name, "path": f"{name}.md", "status": status}
    return entry_from(known.get(field) for field in FIELDS)
