"""The head of a library page: below its title, with the way to its file."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from api.running.site_build import build_site
from config import Config
from support.factories import write_good_page
from support.sharing import once

FORGE = "https://forge.example/acme/sales/edit/main/pages/{path}?from=site"
# What a page's text begins with, and what then stands before the head.
BEGINNINGS = {
    "titled": ("# Title\n\nwords\n", ["h1"]),
    "untitled": ("words\n", ["h1"]),
    "later": ("words\n\n# Title\n", []),
    "two": ("# Title\n\n# Another\n", ["h1"]),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with pages that begin in different ways, and one with an odd name."""

    def make(folder: Path) -> None:
        for name, (text, _) in BEGINNINGS.items():
            write_good_page(folder / "library", f"{name}.md", text, title=name)
        write_good_page(folder / "library", "a b/50% & 'more' é.md", title='"Odd" <b>', id="odd")
        config = Config(content_dir=folder / "library", data_dir=folder / "data", edit_url=FORGE)
        build_site(config, progress=lambda *_: None)
        next(config.site_dir.glob("site-*")).rename(folder / "site")

    return once(tmp_path_factory, "page-head", make) / "site"


@pytest.mark.parametrize("name", BEGINNINGS)
def test_the_head_stands_below_the_title(site: Path, name: str) -> None:
    """Where the title stands at the beginning, or the page has none; it never divides a text."""
    article = LexborHTMLParser((site / name / "index.html").read_text(encoding="utf-8")).css_first("article")
    assert article is not None
    children = [child for child in article.iter() if child.tag != "-text"]
    heads = [at for at, child in enumerate(children) if "rp-page-head" in (child.attributes.get("class") or "")]
    assert len(heads) == 1
    assert [child.tag for child in children[: heads[0]]] == BEGINNINGS[name][1]


def test_the_way_to_a_file_is_an_address(site: Path) -> None:
    """With all that means something else in addresses written as percents, and quotes in titles as they are."""
    pages = (LexborHTMLParser(path.read_text(encoding="utf-8")) for path in site.rglob("index.html"))
    heads = [head for page in pages if (head := page.css_first('.rp-page-head[data-title^="\\""]'))]
    (head,) = heads
    written = "a%20b/50%25%20%26%20%27more%27%20%C3%A9.md"
    assert head.attributes["data-edit"] == FORGE.replace("{path}", written)
    assert head.attributes["data-title"] == '"Odd" <b>'


def test_without_a_forge_nothing_leads_there(tmp_path: Path) -> None:
    """A page says so by an empty address."""
    write_good_page(tmp_path / "library", "a.md")
    config = Config(content_dir=tmp_path / "library", data_dir=tmp_path / "data")
    build_site(config, progress=lambda *_: None)
    (page,) = config.site_dir.glob("site-*/a/index.html")
    head = LexborHTMLParser(page.read_text(encoding="utf-8")).css_first(".rp-page-head")
    assert head is not None
    assert head.attributes["data-edit"] in {"", None}
