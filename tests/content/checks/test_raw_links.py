"""Addresses in raw HTML, which MkDocs leaves alone: in a library for it they lead on from the page's address."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, check, told
from support.factories import write_good_page

CODES = ("broken-link", "missing-image", "broken-anchor")


@pytest.mark.parametrize(
    ("html", "for_mkdocs", "for_github"),
    [
        ('<img src="../../assets/x.png" alt="x">', [], ["missing-image"]),
        ('<img src="../assets/x.png" alt="x">', [], []),
        ('<a href="../other/">x</a>', [], ["broken-link"]),
        ('<a href="../other/#part">x</a>', [], ["broken-link"]),
        ('<a href="../other/#none">x</a>', ["broken-anchor"], ["broken-link"]),
        ('<a href="other.md">x</a>', [], []),
        ('<a href="../none/">x</a>', ["broken-link"], ["broken-link"]),
        ('<img src="../../../assets/x.png" alt="x">', ["missing-image"], ["missing-image"]),
    ],
)
def test_raw_html_leads_where_mkdocs_says(
    tmp_path: Path, html: str, for_mkdocs: list[str], for_github: list[str]
) -> None:
    """Where it leads nowhere as Markdown does."""
    write_good_page(tmp_path, "guides/page.md", f"{html}\n")
    write_good_page(tmp_path, "guides/other.md", "# Other\n\n## Part\n\n[x](page.md)\n", id="other", title="Other")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "x.png").write_bytes(b"x")
    for dialect, codes in (("mkdocs", for_mkdocs), ("github", for_github)):
        (tmp_path / "taxonomy.yml").write_text(f"dialect: {dialect}\n", encoding="utf-8")
        problems = [problem for problem in check(tmp_path) if problem.code in CODES]
        places = [(problem.path, problem.line, problem.code) for problem in problems]
        assert places == [("guides/page.md", FRONT_LINES + 1, code) for code in codes]
        is_led_to = "other" in html and "broken-link" not in codes
        assert (told(tmp_path, "orphan") == []) == is_led_to
