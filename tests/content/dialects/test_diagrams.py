"""Diagrams are drawn where a library wants that, and stand as labelled text everywhere else."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from content.dialects.dialect import Dialect
from content.html import to_html, with_diagrams, with_links
from content.library import read_library

DRAWING = Dialect(has_diagrams=True)
FLOW = "```mermaid\nflowchart TD\nA[Call] --> B{Budget?}\n```\n"


def shown(body: str, dialect: Dialect = DRAWING) -> str:
    """Return a page as the site and the API show it."""
    rendered = to_html(body, dialect)
    return with_diagrams(with_links(rendered.html, str), rendered.diagrams)


def test_a_diagram_is_an_image_with_its_text_folded_below() -> None:
    """The drawing holds the words; what stands around it stays."""
    html = shown(f"before\n\n{FLOW}\nafter")
    assert html.index("before") < html.index('<p class="diagram"><img src="data:image/svg+xml;base64,')
    assert html.index("<summary>The diagram as text</summary>") < html.index("</details>") < html.index("after")
    (image,) = to_html(FLOW, DRAWING).diagrams
    drawing = base64.b64decode(image.partition(",")[2]).decode()
    assert drawing.startswith("<svg")
    assert "Budget?" in drawing


def test_a_text_that_is_no_diagram_stays_text_beside_one_that_is() -> None:
    """Also what is too long, and what an author calls a diagram in HTML."""
    html = shown(f"```mermaid\nnonsense\n```\n\n{FLOW}\n<pre class='diagram'><code>x</code></pre>\n")
    assert html.count("<img") == 1
    assert html.index("nonsense") < html.index("<img")
    assert to_html("```mermaid\n" + "%% x\n" * 5_000 + "```\n", DRAWING).diagrams == ("",)


LABELS = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)"]


@pytest.mark.parametrize("label", LABELS)
def test_a_drawing_is_only_ever_an_image(label: str) -> None:
    """In one, nothing runs, whatever its text says."""
    html = shown(f'```mermaid\nflowchart TD\nA["{label}"] --> B\nclick A "{label}"\n```\n')
    assert "<script" not in html
    assert "onerror=alert(1)>" not in html.replace("&gt;", "")
    assert html.count("<img") <= 1


def test_nothing_is_drawn_unless_the_taxonomy_says_so(tmp_path: Path) -> None:
    """Then the text stands there, labelled."""
    assert shown(FLOW, Dialect()).startswith('<pre class="diagram"><code>flowchart TD')
    (tmp_path / "a.md").write_text(FLOW, encoding="utf-8")
    (tmp_path / "taxonomy.yml").write_text("diagrams: true\n", encoding="utf-8")
    assert read_library(tmp_path).pages[0].dialect.has_diagrams
    (tmp_path / "taxonomy.yml").write_text("diagrams: sometimes\n", encoding="utf-8")
    read = read_library(tmp_path)
    assert not read.pages[0].dialect.has_diagrams
    assert "`diagrams` is `true` or `false`" in [problem.message for problem in read.page_problems]
