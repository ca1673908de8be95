"""What an author is told on the pages of a preview."""

from __future__ import annotations

import os
from pathlib import Path

from content.authoring.remarks import Remarks
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
