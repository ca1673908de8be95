"""Files that a page plays or embeds are looked for as those that it links to."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, told
from support.factories import write_good_page


@pytest.mark.parametrize(
    ("html", "column"),
    [
        ('<video src="FILE"></video>', 13),
        ('<audio controls><source src="FILE"></audio>', 30),
        ('<object data="FILE" type="application/pdf"></object>', 15),
        ('<iframe src="FILE"></iframe>', 14),
        ("<embed src='FILE'>", 13),
        ('See <embed src="FILE#page=2"> here', 17),
    ],
)
@pytest.mark.parametrize("dialect", ["github", "mkdocs"])
def test_a_file_that_is_embedded_and_missing_is_a_broken_link(
    tmp_path: Path, html: str, column: int, dialect: str
) -> None:
    """At its address; one that is there is none."""
    (tmp_path / "taxonomy.yml").write_text(f"dialect: {dialect}\n", encoding="utf-8")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "there.pdf").write_bytes(b"x")
    write_good_page(tmp_path, "a.md", f"Text.\n\n{html.replace('FILE', 'files/none.pdf')}\n")
    write_good_page(tmp_path, "b.md", f"Text.\n\n{html.replace('FILE', 'files/there.pdf')}\n", id="b", title="B")
    assert [place[:3] for place in told(tmp_path, "broken-link")] == [("a.md", FRONT_LINES + 3, column)]


@pytest.mark.parametrize(
    "html", ['<iframe src="https://example.com/x"></iframe>', "<iframe></iframe>", "<object></object>", "<embed>"]
)
def test_what_is_elsewhere_or_nothing_is_no_broken_link(tmp_path: Path, html: str) -> None:
    """It is a warning of its own."""
    write_good_page(tmp_path, "a.md", f"{html}\n")
    assert [place[3] for place in told(tmp_path)] == ["warning"]
