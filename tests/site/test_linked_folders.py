"""A site of pages at odd paths and of folders without pages: all of it is there, and every link leads to a file."""

from __future__ import annotations

import posixpath
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from api.running.site_build import build_site
from config import Config
from content.library import Library, read_library
from support.factories import write_good_page, write_page
from support.sharing import once

DEEP = "/".join(f"a-rather-long-name-{number:02}" for number in range(12))
PATHS = (
    "README.md cases/acme.md cases/2026/globex.md sec/_index.md both/index.md both/README.md both/_index.md "
    "pair.md pair/index.md PRICES.MD tool.mdx tool.md notes.markdown C#.md C++.md C.md a%20b.md Case.md case.md "
    f"{DEEP}/one.md {DEEP}/two.md upper/INDEX.MD what?.md 5%.md beside.md beside/page.md"
).split()
FOLDERS = ("cases", "cases/2026", DEEP, posixpath.dirname(DEEP))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Path]:
    """The library, of which each page links to all others, and its site."""

    def make(folder: Path) -> None:
        targets = [f"/{quote(path)}" for path in PATHS] + [f"/{folder}/" for folder in FOLDERS]
        links = " ".join(f"[l]({target}#x) [l](<{target}>)" for target in targets)
        for number, path in enumerate(PATHS):
            write_good_page(
                folder / "library", path, f"# Title {number}\n\nword{number} {links}\n", id=f"page-{number}"
            )
        write_page(folder / "library", "titled/_index.md", "---\ntitle: All guides\n---\n")
        write_page(folder / "library", "titled/guide.md", "# A guide\n\n![p](/.gitbook/assets/plan.png)\n")
        (folder / "library" / ".gitbook" / "assets").mkdir(parents=True)
        (folder / "library" / ".gitbook" / "assets" / "plan.png").write_bytes(b"png")
        write_good_page(folder / "library", "hidden/plan.md", "# Plan\n", status="draft", title="Secret plan")
        write_good_page(folder / "library", "cases/plan.md", "# Plan\n", id="p2", status="draft", title="Secret plan")
        build_site(Config(content_dir=folder / "library", data_dir=folder / "data"), progress=lambda *_: None)

    folder = once(tmp_path_factory, "linked-folders", make)
    (site,) = (folder / "data" / "site").glob("site-*")
    return read_library(folder / "library"), site


def page_of(site: Path, url: str) -> LexborHTMLParser:
    """Return a page of the site as a tree."""
    return LexborHTMLParser((site / url / "index.html").read_text(encoding="utf-8"))


def links_of(page: LexborHTMLParser, url: str, part: str) -> list[str]:
    """Return where the links of a page's part lead inside the site, as paths of files."""
    shown = page.css(f"{part} a[href]:not([href$='/api/v1/docs/'])")  # which the server has, not the site
    targets = [urlsplit(node.attributes.get("href") or "") for node in shown]
    inside = [unquote(target.path) for target in targets if not target.scheme and not target.netloc and target.path]
    places = [posixpath.normpath(posixpath.join("/", url, path)) + "/" * path.endswith(("/", ".")) for path in inside]
    return [f"{place.lstrip('/')}index.html" if place.endswith("/") else place.lstrip("/") for place in places]


def test_every_page_stands_at_its_address(built: tuple[Library, Path]) -> None:
    """With its own text."""
    library, site = built
    for number in range(len(PATHS)):
        (article,) = page_of(site, library.by_id[f"page-{number}"].url).css("article")
        assert f"word{number} " in article.text()


def test_every_link_leads_to_a_file(built: tuple[Library, Path]) -> None:
    """In texts, lists of folders and the menu; those in a text lead to the page or folder that was meant."""
    library, site = built
    wanted = [library.by_path[path].url for path in PATHS] + [f"{folder}/" for folder in FOLDERS]
    for url in wanted:
        page = page_of(site, url)
        assert [place for place in links_of(page, url, "body") if not (site / place).is_file()] == [], url
        if url.rstrip("/") not in FOLDERS:
            places = [f"{target}index.html" for target in wanted for _ in range(2)]
            assert links_of(page, url, "article p") == places, url


def test_a_folder_without_a_page_is_a_list(built: tuple[Library, Path]) -> None:
    """With its title, and nothing that isn't published; the menu leads there."""
    _, site = built
    page = page_of(site, "cases/")
    assert [node.text() for node in page.css("article h1")] == ["Cases"]
    assert [node.text() for node in page.css("article li a")] == ["2026", "A page"]
    assert "Secret" not in (site / "cases" / "index.html").read_text(encoding="utf-8")
    assert not (site / "hidden").exists()
    assert "cases/index.html" in links_of(page_of(site, "cases/"), "cases/", ".rp-tree")


def test_a_folders_page_without_text_has_its_title_and_the_list(built: tuple[Library, Path]) -> None:
    """As Hugo shows it."""
    _, site = built
    page = page_of(site, "titled/")
    assert [node.text() for node in page.css("article h1")] == ["All guides"]
    assert [node.text() for node in page.css("article li a")] == ["A guide"]


def test_a_picture_that_gitbook_keeps_is_shown(built: tuple[Library, Path]) -> None:
    """Though its folder is a hidden one."""
    _, site = built
    (picture,) = page_of(site, "titled/guide/").css("article img")
    place = posixpath.normpath(posixpath.join("titled/guide", picture.attributes["src"] or ""))
    assert (site / place).read_bytes() == b"png"
