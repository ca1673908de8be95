"""The menu of the library, and the tools in their groups, as pages show them."""

from __future__ import annotations

import os
import posixpath
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from config import PROJECT
from content.fields.front_matter import read, split
from content.places.rooms import APP
from lms.people.models import ROLES
from support.factories import write_good_page
from support.sharing import once
from support.waiting import PATIENCE_SECONDS

PATHS = (
    "index.md",
    "single.md",
    "indexed/index.md",
    "indexed/a.md",
    "indexed/b & c's.md",
    "indexed/deep/x.md",
    "indexed/deep/deeper/index.md",
    "indexed/deep/deeper/y.md",
    "case-studies/one.md",
    "bare/two.md",
    "bare/two/below.md",
    "alone/index.md",
    "only/folders/here.md",
    "кириллица/README.md",
    "кириллица/страница.md",
    "pl/strona.md",
)
TAXONOMY = "languages:\n  pl: Polski\n  en: English\nsections:\n  only/folders: Our <folders>\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with folders with and without a page of their own, in each other, beside pages of their name."""

    def make(folder: Path) -> None:
        for number, path in enumerate(PATHS):
            write_good_page(folder / "library", path, id=f"p{number}", title=f"No. {number} & <i>")
        (folder / "library" / "taxonomy.yml").write_text(TAXONOMY, encoding="utf-8")
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(PROJECT / "site" / "mkdocs.yml")]
        environ = {**os.environ, "CONTENT_DIR": str(folder / "library"), "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run(
            [*command, "-d", str(folder / "built")],
            cwd=PROJECT,
            env=environ,
            timeout=PATIENCE_SECONDS,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    return once(tmp_path_factory, "menus", make) / "built"


def menu_of(site: Path, url: str) -> LexborHTMLParser:
    """Return a page's menu of the library."""
    page = LexborHTMLParser((site / url / "index.html").read_text(encoding="utf-8"))
    tree = page.css_first(".rp-tree")
    assert tree is not None
    return LexborHTMLParser(tree.html or "")


def pages_of(site: Path) -> list[str]:
    """Return the addresses of the library's pages and folders."""
    found = [path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")]
    return sorted(url for url in found if not url.startswith(("docs", "app", ".")))


def test_every_page_marks_its_own_place(site: Path) -> None:
    """Once, under the folders that it lies in, which are open."""
    urls = pages_of(site)
    assert len(urls) >= len(PATHS) - 1
    for url in urls:
        menu = menu_of(site, url)
        (current,) = menu.css("[aria-current=page]")
        assert posixpath.normpath(urljoin(f"/{url}/", unquote(current.attributes["href"] or ""))) == f"/{url}"
        is_folder = "rp-tree__open" in ((current.parent and current.parent.attributes.get("class")) or "")
        assert len(menu.css(".rp-tree__open")) == url.count("/") + is_folder, url


def test_every_entry_leads_to_a_page(site: Path) -> None:
    """A folder leads to its own page, and never to another that happens to come first."""
    for url in pages_of(site):
        for link in menu_of(site, url).css("a"):
            path = urlsplit(urljoin(f"/{url}/", unquote(link.attributes["href"] or ""))).path
            assert (site / path.lstrip("/") / "index.html").is_file(), (url, path)
    folders = [unquote(link.attributes["href"] or "") for link in menu_of(site, "single").css(".rp-tree__folder a")]
    assert folders == [
        "../alone/",
        "../bare/",
        "../case-studies/",
        "../indexed/",
        "../only/",
        "../кириллица/",
        "../pl/",
    ]


def test_folders_are_called_as_the_library_calls_them(site: Path) -> None:
    """By their own page, the type or language they are named for, or the taxonomy, escaped; languages come last."""
    top = [link.text() for link in menu_of(site, "single").css(".rp-tree__folder a")]
    assert top == ["No. 11 & <i>", "Bare", "Case studies", "No. 2 & <i>", "Only", "No. 13 & <i>", "Polski"]
    (link,) = menu_of(site, "only").css("ul ul a")
    assert link.text() == "Our <folders>"


def test_the_first_page_keeps_its_place(site: Path) -> None:
    """The site's root is everybody's home, and the library's own first page stands in the menu, first."""
    first = menu_of(site, "single").css("a")[0]
    assert (first.attributes["href"], first.text()) == ("../app/library/", "No. 0 & <i>")
    home = LexborHTMLParser((site / "index.html").read_text(encoding="utf-8"))
    assert home.css_first("form[role=search] input[autofocus]") is not None
    assert next(link.text() for link in home.css(".rp-home__sections a")) == "No. 0 & <i>"


def test_tools_say_for_whom_they_are(site: Path) -> None:
    """What not everybody uses is hidden until it is known who is here; roles are those that people may have."""
    page = LexborHTMLParser((site / "index.html").read_text(encoding="utf-8"))
    roles = {
        (item.css_first("a") or item).text(): item.attributes.get("data-roles") for item in page.css(".rp-groups li")
    }
    assert roles == {
        "Find": None,
        "Sell": "rep manager author admin",
        "Learn": None,
        "Coach": None,
        "Team": "manager admin",
        "Library": None,
        "Results": "rep manager analyst admin",
        "Admin": "admin",
    }
    named = {role for item in page.css("[data-roles], [data-bottom]") for role in _roles_of(item.attributes)}
    assert named == {*ROLES} - {"partner"}


def test_what_opens_from_a_tool_stands_within_it(site: Path) -> None:
    """Each such page is marked below its tool, and nowhere else; no page stands within what isn't there."""
    within = {}
    for source in APP.glob("*.md"):
        front, _, _ = split(source.read_text(encoding="utf-8"))
        if tool := read(front or "").fields.get("within"):
            page = LexborHTMLParser((site / "app" / source.stem / "index.html").read_text(encoding="utf-8"))
            marked = [link.attributes for link in page.css(".rp-subnav [aria-current]")]
            assert [(link["data-tool"], link["aria-current"]) for link in marked] == [(tool, "true")]
            assert len(page.css(".rp-groups [aria-current=true]")) == 1
            within[source.stem] = tool
    assert (within["deal"], within["buyer-deck"], within["kpi"]) == ("app/deals/", "app/decks/", "app/results/")


def _roles_of(attributes: dict[str, str | None]) -> list[str]:
    return (attributes.get("data-roles") or attributes.get("data-bottom") or "").split()
