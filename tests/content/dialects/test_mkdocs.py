"""A library that comes from MkDocs keeps the Markdown that its `mkdocs.yml` names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from content.authoring.choosing_dialect import choose_dialect
from content.dialects.dialect import GITHUB, Dialect
from content.dialects.extensions import mkdocs_dialect
from content.html import to_html
from content.library import read_library
from content.rendering import Renderer

SETTINGS = """
site_name: !ENV [NAME, Handbook]
markdown_extensions:
  - admonition
  - attr_list
  - pymdownx.details
  - pymdownx.mark
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
  - pymdownx.snippets:
      base_path: /etc
  - pymdownx.tabbed: {alternate_style: true}
  - toc: {permalink: true}
"""
SLUGS = """
markdown_extensions:
  toc:
    slugify: !!python/object/apply:pymdownx.slugs.slugify
      kwds: {case: lower}
"""
TABS = '=== "Mac"\n\n    ```sh\n    open it\n    ```\n\n=== "Windows"\n\n    - a\n        - b\n'


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A project for MkDocs with an empty folder of pages."""
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs"


def test_extensions_are_those_of_the_file(library: Path) -> None:
    """Those that read files, ask other hosts or run Python's names are left out."""
    dialect = mkdocs_dialect(library)
    assert dialect.name == "mkdocs"
    assert "pymdownx.mark" in dialect.extensions
    assert "snippets" not in dialect.extensions
    assert "custom_fences" not in dialect.extensions
    assert "<mark>a</mark>" in to_html("==a==", dialect).html
    assert "<mark>" not in to_html("==a==", Dialect("mkdocs")).html


def test_a_page_never_includes_a_file_of_the_machine(library: Path) -> None:
    """Whatever the settings say."""
    assert "root:" not in to_html('--8<-- "passwd"\n\n--8<-- "/etc/passwd"\n', mkdocs_dialect(library)).html


def test_tabs_stand_one_below_the_other_with_their_names(library: Path) -> None:
    """Nothing that is chosen between is lost."""
    html = to_html(TABS, mkdocs_dialect(library)).html
    assert "<input" not in html
    assert html.index("<strong>Mac</strong>") < html.index("open it") < html.index("<strong>Windows</strong>")


@pytest.mark.parametrize(
    "says",
    [
        'yaml title="prices.yml"',
        'yaml hl_lines="2-5"',
        ' python linenums="1"',
        'sh title="Ask" hl_lines="1 3" linenums="10"',
        "{ .yaml .no-copy }",
        '{ .yaml .no-copy title="prices.yml" }',
        "",
    ],
)
@pytest.mark.parametrize("around", ["{}", "- a\n\n    {}", '=== "b"\n\n    {}', "!!! note\n\n    {}"])
def test_a_block_of_code_is_one_whatever_it_says_of_itself(library: Path, says: str, around: str) -> None:
    """Nothing of its text is read as Markdown, and what follows is."""
    block = f"```{says}\n# x\n- y\n\n    z\n```"
    text = around.format(block.replace("\n", "\n    ") if "    " in around else block)
    html = to_html(f"{text}\n\nwhat *follows*\n", mkdocs_dialect(library)).html
    assert "```" not in html
    assert html.count("</pre>") == 1
    assert "# x\n- y\n\n    z" in html
    assert "<em>follows</em>" in html


@pytest.mark.parametrize(
    ("settings", "text", "shown"),
    [
        ("", "so $a_1 * b_2 * c$ it is", '<span class="math">a_1 * b_2 * c</span>'),
        ("", r"so \(a < b\) it is", '<span class="math">a &lt; b</span>'),
        ("", "$$\nx_1 * y_1 * z\n$$", '<div class="math block">\nx_1 * y_1 * z\n</div>'),
        ("", "\\[\nx < y\n\\]", '<div class="math block">\nx &lt; y\n</div>'),
        ("", "\\begin{align}\nx\n\\end{align}", '<div class="math block">\\begin{align}\nx\n\\end{align}</div>'),
        ("", "- a\n\n    $$x$$", '<div class="math block">x</div>'),
        ("{generic: false, preview: true}", "so $x$ it is", '<span class="math">x</span>'),
        ("{generic: true, inline_tag: script}", "so $x$ it is", '<span class="math">x</span>'),
        ("{inline_syntax: [round], block_syntax: square}", "so $x$ it is", "<p>so $x$ it is</p>"),
        ("{inline_syntax: [round, 5, {}]}", r"so \(x\) it is", '<span class="math">x</span>'),
        ("", "from $5 to $6, `$x$`", "<p>from $5 to $6, <code>$x$</code></p>"),
    ],
)
def test_math_is_shown_as_it_is_written(library: Path, settings: str, text: str, shown: str) -> None:
    """Nothing in it is read as Markdown, and nothing draws it, as in GitHub's dialect."""
    row = f"markdown_extensions:\n  - pymdownx.arithmatex: {settings}\n"
    (library.parent / "mkdocs.yml").write_text(row, encoding="utf-8")
    dialect = mkdocs_dialect(library)
    assert shown in to_html(text, dialect).html
    plain = to_html(text, replace(dialect, has_math=False)).html
    assert ("math" in plain, plain) == (False, to_html(text, Dialect("mkdocs", "{}", slugs="plain")).html)


def test_a_column_stands_as_its_author_wrote(library: Path) -> None:
    """To the right, or in the middle."""
    html = to_html("| a | b |\n|--:|:-:|\n| 1 | 2 |\n", mkdocs_dialect(library)).html
    assert html.count('align="right"') == html.count('align="center"') == 2


def test_a_heading_has_the_anchor_that_mkdocs_gives(library: Path) -> None:
    """Its own name, or its words; numbered with an underscore."""
    page = to_html("## A & b\n\n## A & b\n\n## C { #own }\n", mkdocs_dialect(library))
    assert [token["id"] for token in page.toc] == ["a-b", "a-b_1", "own"]
    (library.parent / "mkdocs.yml").write_text(SLUGS, encoding="utf-8")
    assert to_html("## A & b\n", mkdocs_dialect(library)).toc[0]["id"] == "a--b"


@pytest.mark.parametrize(
    "text", ["", "[]", "a: [", "\0", "markdown_extensions: 5", "markdown_extensions: [5, {a: b}, null]"]
)
def test_a_file_that_says_nothing_gives_the_usual(library: Path, text: str) -> None:
    """A library isn't lost because of it."""
    (library.parent / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert "<h1" in to_html("# a", mkdocs_dialect(library)).html


def test_the_taxonomy_chooses_the_dialect(library: Path) -> None:
    """By one line; without it pages are GitHub's."""
    (library / "a.md").write_text("# A\n\n==b==\n", encoding="utf-8")
    assert read_library(library).pages[0].dialect == GITHUB
    (library / "taxonomy.yml").write_text("dialect: mkdocs\nmath: false\n", encoding="utf-8")
    read = read_library(library)
    assert (read.pages[0].dialect.name, read.pages[0].dialect.has_math, read.page_problems[0].code) == (
        "mkdocs",
        False,
        "no-front-matter",
    )


def test_a_taxonomy_names_no_dialect_that_we_lack(library: Path) -> None:
    """And is told which there are."""
    (library / "taxonomy.yml").write_text("dialect: pandoc\nmath: often\n", encoding="utf-8")
    messages = [problem.message for problem in read_library(library).page_problems]
    assert messages == ["`dialect` is `github` or `mkdocs`, not `pandoc`", "`math` is `true` or `false`"]


def test_the_dialect_that_keeps_more_is_proposed(library: Path) -> None:
    """Tabs are MkDocs'; a list right after text is GitHub's; without an `mkdocs.yml` nothing is proposed."""
    renderer = Renderer(workers=1)
    try:
        (library / "a.md").write_text(TABS, encoding="utf-8")
        choice = choose_dialect(read_library(library), renderer)
        assert choice is not None
        assert (choice.name, choice.better_as_mkdocs) == ("mkdocs", 1)
        for number in range(5):
            (library / f"b{number}.md").write_text(
                "Bring:\n- pen\n  - ink\n\nFees:\n| a |\n|---|\n| 1 |\n", encoding="utf-8"
            )
        choice = choose_dialect(read_library(library), renderer)
        assert choice is not None
        assert (choice.name, choice.better_as_github) == ("github", 5)
        (library.parent / "mkdocs.yml").unlink()
        assert choose_dialect(read_library(library), renderer) is None
    finally:
        renderer.close()
