"""Pages that aren't published: the site is the same as if they weren't there."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.running.site_build import build_site
from config import Config
from content.checks.run import problems
from content.library import read_library
from content.places.rooms import BUILT
from support.factories import write_good_page
from support.nasty import TAKEN_FILES, TAKEN_PAGES, fill_nasty

LINKS = "[a](draft.md) [b](archived) [c](quiz.md#part) [d](docs/) [f](folder/) [g](/folder/index.md)"


def build(folder: Path) -> dict[str, bytes]:
    """Build `folder/library` and return the files of the site but for what says when it was made and of what."""
    config = Config(content_dir=folder / "library", data_dir=folder / "data")
    build_site(config, progress=lambda *_: None)
    (site,) = config.site_dir.glob("site-*")
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in files.items() if name not in {BUILT, "sitemap.xml.gz"}}


def test_nothing_of_a_hidden_page_shows_in_the_site(tmp_path: Path) -> None:
    """Not in links to it, translations, the menu, files it uses, nor at the addresses of the manual."""
    library = tmp_path / "library"
    write_good_page(library, "index.md", LINKS, id="home")
    write_good_page(library, "folder/shown.md", "# Shown\n", id="shown", translation_of="hidden", language="pl")
    without = build(tmp_path)
    hidden = [
        write_good_page(library, "draft.md", "![e](draft.png)", status="draft", translation_of="home"),
        write_good_page(library, "archived/README.md", status="archived", id="hidden"),
        write_good_page(library, "quiz.md", "## Q?\n\n- [x] a\n- [ ] b\n", type="quiz", status="draft"),
        write_good_page(library, "docs/index.md", status="draft"),
        write_good_page(library, "folder/index.md", status="archived"),
        write_good_page(library, "other/index.md", status="draft"),
    ]
    (library / "draft.png").write_bytes(b"x")
    assert build(tmp_path) == without
    for page in hidden:
        page.write_text(page.read_text(encoding="utf-8").replace("status: ", "keywords: "), encoding="utf-8")
    assert build(tmp_path).keys() > without.keys() | {"draft.png", "draft/index.html", "other/index.html"}


@pytest.mark.parametrize("part", ["pages", "files"])
def test_what_has_no_address_of_its_own_is_named(tmp_path: Path, part: str) -> None:
    """Where the theme's files stand, those of the product and of the build, and the library's own pages."""
    fill_nasty(tmp_path)
    taken = [problem for problem in problems(read_library(tmp_path)) if problem.code == "taken-address"]
    assert {problem.severity for problem in taken} == {"warning"}
    named = {problem.path for problem in taken}
    expected = {"pages": set(TAKEN_PAGES), "files": set(TAKEN_FILES)}
    assert {path for path in named if path.endswith(".md") == (part == "pages")} == expected[part]
