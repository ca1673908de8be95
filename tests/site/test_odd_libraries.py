"""Libraries that a site is seldom built of."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from api.running.site_build import SiteBuildError, build_site
from api.running.site_current import is_built, stamp_of
from config import Config
from content.checks.run import problems
from content.library import Library, read_library
from content.places.addresses import FIRST_PAGE
from support.factories import write_good_page
from support.sharing import once


def build(tmp_path: Path) -> Path:
    """Build `tmp_path/library` as the worker does and return the folder of the site."""
    config = Config(content_dir=tmp_path / "library", data_dir=tmp_path / "data")
    build_site(config, progress=lambda *_: None)
    (folder,) = config.site_dir.glob("site-*")
    return folder


def test_the_site_is_switched_when_it_is_whole(tmp_path: Path) -> None:
    """The stamp says what it is made of, and the one before is removed."""
    write_good_page(tmp_path / "library", "a.md")
    config = Config(content_dir=tmp_path / "library", data_dir=tmp_path / "data")
    stamp = stamp_of(read_library(config.content_dir).stamp)
    seen: list[tuple[int, int]] = []
    assert not is_built(config, stamp)
    for _ in range(2):
        build_site(config, progress=lambda done, total: seen.append((done, total)))
    assert is_built(config, stamp)
    assert not is_built(config, "other")
    assert not is_built(replace(config, external_images=True), stamp)
    assert not is_built(replace(config, edit_url="https://forge.example/{path}"), stamp), "its pages lead elsewhere"
    assert not is_built(replace(config, time_zone="Pacific/Auckland"), stamp), (
        "its pages speak of another company's days"
    )
    assert len(list(config.site_dir.glob("site-*"))) == 1
    assert seen == [(1, 1), (1, 1)]


def test_a_film_is_copied_once_for_all_builds(tmp_path: Path) -> None:
    """As long as nobody saves it; then the new one is shown."""
    write_good_page(tmp_path / "library", "a.md", "[see](film.mp4)")
    film = tmp_path / "library" / "film.mp4"
    film.write_bytes(b"one")
    first, second = (build(tmp_path) / "film.mp4").stat(), (build(tmp_path) / "film.mp4").stat()
    assert first.st_ino == second.st_ino != film.stat().st_ino
    film.write_bytes(b"another")
    assert (build(tmp_path) / "film.mp4").read_bytes() == b"another"


def test_a_page_that_changes_before_it_is_read_is_no_part_of_the_stamp(tmp_path: Path) -> None:
    """A page that changes back afterwards makes another build, instead of leaving what nobody wrote."""
    write_good_page(tmp_path / "library", "a.md", "before")
    config = Config(content_dir=tmp_path / "library", data_dir=tmp_path / "data")
    asked_for = stamp_of(read_library(config.content_dir).stamp)
    write_good_page(tmp_path / "library", "a.md", "meanwhile")
    build_site(config, progress=lambda *_: None)
    assert not is_built(config, asked_for)
    assert is_built(config, stamp_of(read_library(config.content_dir).stamp))


def test_a_failed_build_changes_nothing(tmp_path: Path) -> None:
    """The folder of pages has gone: the last site stays."""
    write_good_page(tmp_path / "library", "a.md")
    before = build(tmp_path)
    (tmp_path / "library").rename(tmp_path / "elsewhere")
    with pytest.raises(SiteBuildError):
        build(tmp_path)
    assert (before / "a" / "index.html").is_file()


def test_the_stamp_follows_pages_and_files(tmp_path: Path) -> None:
    """A changed page, a new picture and a removed page each give another."""
    stamps = set()
    for change in ("a.md", "b.md"):
        write_good_page(tmp_path, change)
        stamps.add(stamp_of(read_library(tmp_path).stamp))
    write_good_page(tmp_path, "a.md", "changed")
    stamps.add(stamp_of(read_library(tmp_path).stamp))
    (tmp_path / "pic.png").write_bytes(b"x")
    stamps.add(stamp_of(read_library(tmp_path).stamp))
    (tmp_path / "b.md").unlink()
    stamps.add(stamp_of(read_library(tmp_path).stamp))
    (tmp_path / "taxonomy.yml").write_text("stages:\n  early: Early days\n", encoding="utf-8")
    stamps.add(stamp_of(read_library(tmp_path).stamp))
    assert len(stamps) == 6
    assert stamp_of(read_library(tmp_path).stamp) in stamps


@pytest.mark.parametrize("name", [b"bad-\xff.md", b"bad-\xff.png"])
def test_a_file_with_an_undecodable_name_has_a_stamp(tmp_path: Path, name: bytes) -> None:
    """Else the worker never builds the site again while that file is there."""
    write_good_page(tmp_path, "a.md")
    (tmp_path / os.fsdecode(name)).write_bytes(b"x")
    assert stamp_of(read_library(tmp_path).stamp)


ODD_PATHS = (
    "line\nbreak.md",
    "assets/javascripts/x.md",
    "404.md",
    "search/index.md",
    "a/b/c/README.md",
    "🎉.md",
    "%41.md",
    "docs/x.md",
    "docs/settings/more.md",
)
TAKEN_PATHS = ("app/search.md", "docs/search/index.md")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Path]:
    """A library with pages at odd paths and at those of our own rooms, and its site."""

    def make(folder: Path) -> None:
        library = folder / "library"
        write_good_page(library, "a.md", "# A\n\nneighbourly\n")
        for number, path in enumerate((*ODD_PATHS, *TAKEN_PATHS)):
            write_good_page(library, path, f"# Mine\n\npeculiarword{number} [x](x.md)\n", id=f"odd-{number}")
        build(folder)

    folder = once(tmp_path_factory, "odd", make)
    (site,) = (folder / "data" / "site").glob("site-*")
    return read_library(folder / "library"), site


def test_pages_with_odd_paths_are_built(odd: tuple[Library, Path]) -> None:
    """Each at its address, and so are their neighbours."""
    library, site = odd
    assert "neighbourly" in (site / "a" / "index.html").read_text(encoding="utf-8")
    for number in range(len(ODD_PATHS)):
        built = site / library.by_id[f"odd-{number}"].url / "index.html"
        assert f"peculiarword{number}" in built.read_text(encoding="utf-8")


def test_a_library_without_a_first_page_begins_with_a_list_of_its_pages(tmp_path: Path) -> None:
    """What an author could do about it is for authors, and the menu names it once."""
    write_good_page(tmp_path / "library", "a.md", title="Apples")
    write_good_page(tmp_path / "library", "guides/b.md", title="Bees")
    page = LexborHTMLParser((build(tmp_path) / FIRST_PAGE / "index.html").read_text(encoding="utf-8"))
    article = page.css_first("article")
    assert article is not None
    assert [node.text() for node in article.css("h1")] == ["All pages"]
    assert [node.text() for node in article.css("li > a")] == ["Guides", "Apples"]
    (advice,) = [node for node in article.css("p") if "index.md" in node.text()]
    assert advice.attributes == {"data-roles": "author admin", "hidden": None}
    assert [node.text() for node in page.css(".rp-tree [aria-current]")] == ["All pages"]


def test_an_empty_library_is_built(tmp_path: Path) -> None:
    """A new customer sees the rooms before the first page."""
    (tmp_path / "library").mkdir()
    assert (build(tmp_path) / "app" / "search" / "index.html").is_file()


def test_our_own_rooms_win_over_pages_of_the_same_path(odd: tuple[Library, Path]) -> None:
    """A page at `app/search.md` must not take away the search, nor one at a chapter's address the chapter."""
    library, site = odd
    for path in ("app/search", "docs/search", "docs"):
        assert "peculiarword" not in (site / path / "index.html").read_text(encoding="utf-8")
    assert ">Search</h1>" in (site / "docs" / "search" / "index.html").read_text(encoding="utf-8")
    assert ">Settings</h1>" in (site / "docs" / "settings" / "index.html").read_text(encoding="utf-8")
    assert ">The manual</h1>" in (site / "docs" / "index.html").read_text(encoding="utf-8")
    taken = [problem for problem in problems(library) if problem.code == "taken-address"]
    assert [(problem.path, problem.severity) for problem in taken] == [(path, "warning") for path in TAKEN_PATHS]


@pytest.mark.parametrize("name", ["index.md", "README.md"])
def test_the_first_page_of_a_folder_docs_stays(tmp_path: Path, name: str) -> None:
    """Then the manual begins beside it, and every link to its first page leads there."""
    write_good_page(tmp_path / "library", f"docs/{name}", "# Mine\n\npeculiarword\n")
    site = build(tmp_path)
    own = (site / "docs" / "index.html").read_text(encoding="utf-8")
    assert "peculiarword" in own
    assert '<a href="manual/">Manual</a>' in own
    first = (site / "docs" / "manual" / "index.html").read_text(encoding="utf-8")
    assert ">The manual</h1>" in first
    assert 'href="../settings/"' in first
    assert '<a href="../manual/"' in (site / "docs" / "settings" / "index.html").read_text(encoding="utf-8")
    assert [found for found in problems(read_library(tmp_path / "library")) if found.code == "taken-address"] == []
