"""What an author is told on the pages of a preview."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from content.authoring.remarks import Remarks, why_hidden
from content.library import read_library
from support.factories import write_good_page


def remarks(folder: Path) -> Remarks:
    """Return the remarks on a library."""
    return Remarks(read_library(folder))


def test_a_page_shows_its_problems_and_no_other(tmp_path: Path) -> None:
    """With their places; what stands between backticks is code, and nothing of a page is HTML."""
    write_good_page(tmp_path, "index.md", "# Home\n\n[a](a.md) [b](b.md)\n", title="Home")
    write_good_page(tmp_path, "a.md", "# A\n\n[x](no&.md)\n", title="A", type="<i>")
    write_good_page(tmp_path, "b.md", title="B")
    found = remarks(tmp_path)
    assert "line 11, column 5: the link <code>no&amp;.md</code> leads" in found.on("a.md")
    assert "<code>type: &lt;i&gt;</code>" in found.on("a.md")
    assert "<i>" not in found.on("a.md")
    assert found.on("b.md") == ""


def test_the_first_page_sums_up(tmp_path: Path) -> None:
    """Each file with its counts, and a link to where its problems stand."""
    write_good_page(tmp_path, "index.md", "# Home\n\n[a](<żółć/a b.md>)\n", title="Home")
    write_good_page(tmp_path, "żółć/a b.md", "# A\n\n[x](no.md)\n", id="a", title="A")
    found = remarks(tmp_path).on("index.md", is_home=True)
    assert '<a href="/%C5%BC%C3%B3%C5%82%C4%87/a%20b/">żółć/a b.md</a>: 1 error, 0 warnings' in found


def test_a_name_that_is_written_out_is_still_that_of_its_page(tmp_path: Path) -> None:
    """And a name that nothing can have gets no page of its own."""
    write_good_page(tmp_path, "index.md", title="Home")
    write_good_page(tmp_path, "line\nbreak.md", "[x](no.md)", id="odd", title="Odd")
    (tmp_path / os.fsdecode(b"bad-\xff.md")).write_bytes(b"x")
    found = remarks(tmp_path)
    assert found.unread == {}
    assert "broken-link" in found.on("line\nbreak.md")
    summary = found.on("index.md", is_home=True)
    assert '<a href="/line%0Abreak/">line\\nbreak.md</a>' in summary
    assert r"<li>bad-\xff.md: 1 error" in summary


def test_a_page_that_cannot_be_read_has_a_page_of_its_problems(tmp_path: Path) -> None:
    """Otherwise its author would look for it in vain."""
    write_good_page(tmp_path, "index.md", title="Home")
    (tmp_path / "bad.md").write_text("---\ntitle: a\nno field\n---\n", encoding="utf-8")
    found = remarks(tmp_path)
    assert found.unread == {"bad.md": "bad/"}
    assert "the YAML can&#x27;t be read" in found.on("bad.md")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ""),
        ({"date": "2026-06-01"}, ""),
        ({"draft": "true"}, "Draft, not published"),
        ({"status": "draft"}, "Draft, not published"),
        ({"status": "archived"}, "Archived"),
        ({"unpublish_on": "2026-12-01"}, "Archived"),
        ({"date": "2027-06-01"}, "From 1 June 2027, not published yet"),
        ({"publish_on": "2027-06-01", "draft": "true"}, "Draft, not published"),
        ({"publish_on": "2027-06-01", "status": "archived"}, "Archived"),
    ],
)
def test_an_author_is_told_what_hides_a_page(tmp_path: Path, fields: dict[str, str], said: str) -> None:
    """A day to come is named where nothing else hides the page."""
    write_good_page(tmp_path, "a.md", title="A", **fields)
    (page,) = read_library(tmp_path, day=date(2026, 12, 1)).pages
    assert why_hidden(page) == said


def test_a_draft_by_its_folder_has_no_day(tmp_path: Path) -> None:
    """What a folder says of all below it hides a page for good."""
    write_good_page(tmp_path, "a/index.md", title="A", cascade="{draft: true}")
    write_good_page(tmp_path, "a/b.md", title="B", date="2027-06-01")
    page = read_library(tmp_path, day=date(2026, 12, 1)).by_id["a-b"]
    assert why_hidden(page) == "Draft, not published"
