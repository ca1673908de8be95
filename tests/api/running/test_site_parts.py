"""Parts of the site: what changed is built alone, and the site is then as if all of it had been built."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.running.site_build import build_site
from api.running.site_current import SitePart, is_built, put_in_place, read_current, stamp_of, takes_parts
from api.running.site_parts import PartBuilder
from config import Config
from content.library import read_library
from support.factories import write_good_page, write_page
from support.sites import files_of, page_of

Edit = Callable[[Path], object]


def fill(folder: Path) -> None:
    """Write pages for every kind of edit, each of its own."""
    write_good_page(folder, "index.md", "# Home\n\n[a](room/body.md)\n", title="Home")
    for name in ("body", "type", "summary", "owner", "links", "unlinks", "title", "drafted", "removed", "renamed"):
        write_good_page(folder, f"room/{name}.md", f"# {name}\n\nfirst-{name}\n", title=f"Title of {name}")
    write_good_page(folder, "room/index.md", "# Room\n\nfirst-room\n", title="The room", id="room")
    write_good_page(folder, "pl/body.md", "# Treść\n", id="pl-body", language="pl", translation_of="room-body")
    write_good_page(folder, "slow.md", "# Slow\n\n" + "[a" * 50_000)
    write_good_page(folder, "room/unlinks.md", "![x](once.png)\n", title="Title of unlinks")
    write_good_page(folder, "draft.md", "first-draft ![x](secret.png)", status="draft")
    write_good_page(folder, "quiz.md", "## Q?\n\n- [x] a\n- [ ] b\n", type="quiz")
    write_good_page(folder, "listed/one.md", "first-one", title="One", id="one")
    write_good_page(folder, "listed/two.md", "[kit](kit.pdf) [[Title of body]]", title="Two", id="two")
    write_good_page(folder, "room/later.md", "x", title="Later", former_addresses="[/was/there/]")
    for name in ("room/once.png", "room/used.png", "replaced.png", "goes.png", "secret.png", "prices.xlsx"):
        (folder / name).write_bytes(name.encode() * 400)
    (folder / "taxonomy.yml").write_text("stages:\n  early: Early days\n", encoding="utf-8")


# What the menu and the addresses don't show of: the others stay as they are.
ALONE: dict[str, Edit] = {
    "body": lambda root: write_good_page(root, "room/body.md", "# Other\n\nsecond-body\n", title="Title of body"),
    "type": lambda root: write_good_page(root, "room/type.md", "# T\n", title="Title of type", type="battlecard"),
    "summary": lambda root: write_good_page(
        root, "room/summary.md", "x", title="Title of summary", summary="In <short>"
    ),
    "owner": lambda root: write_good_page(root, "room/owner.md", "x", title="Title of owner", owner="zoe@x.example"),
    "index": lambda root: write_good_page(root, "room/index.md", "second-room", title="The room", id="room"),
    "translation": lambda root: write_good_page(
        root, "pl/body.md", "# Treść\n", id="pl-body", language="cs", translation_of="room-body"
    ),
    "file named": lambda root: write_good_page(root, "room/links.md", "![x](../secret.png)", title="Title of links"),
    "file not named any more": lambda root: write_good_page(root, "room/unlinks.md", "x", title="Title of unlinks"),
    "draft that names a file": lambda root: write_page(root, "draft.md", "second-draft room/once.png", status="draft"),
    "file replaced": lambda root: (root / "replaced.png").write_bytes(b"other"),
    "file removed": lambda root: (root / "goes.png").unlink(),
    "file new": lambda root: (root / "room" / "new.png").write_bytes(b"new"),
    "file that a page leads to": lambda root: (root / "listed" / "kit.pdf").write_bytes(b"pdf"),
    "summary in a list": lambda root: write_good_page(root, "listed/one.md", "x", title="One", id="one", summary="New"),
    "no trouble any more": lambda root: write_good_page(root, "slow.md", "# Quick\n"),
    "quiz": lambda root: write_good_page(root, "quiz.md", "## Q?\n\n- [ ] a\n- [x] b\n", type="quiz"),
}
# What all pages show of, and what is to be seen of it before they do.
SHARED: dict[str, tuple[Edit, str, str | None]] = {
    "title": (
        lambda root: write_good_page(root, "room/title.md", "second-title", title="Another title"),
        "room/title/",
        "second-title",
    ),
    "status": (
        lambda root: write_good_page(root, "room/drafted.md", "x", title="Title of drafted", status="draft"),
        "room/drafted/",
        None,
    ),
    "removed": (lambda root: (root / "room" / "removed.md").unlink(), "room/removed/", None),
    "renamed": (
        lambda root: (root / "room" / "renamed.md").rename(root / "room" / "moved.md"),
        "room/moved/",
        "first-renamed",
    ),
    "led to from before": (
        lambda root: write_good_page(root, "room/later.md", "x", title="Later", status="draft"),
        "was/there/",
        None,
    ),
    "order": (
        lambda root: write_good_page(root, "room/body.md", "second-body", title="Title of body", order="1"),
        "room/body/",
        "second-body",
    ),
    "new": (lambda root: write_good_page(root, "far/new.md", "first-new"), "far/new/", "first-new"),
    "taxonomy": (
        lambda root: (root / "taxonomy.yml").write_text("stages:\n  early: First days\n", encoding="utf-8"),
        "room/body/",
        "second-body",
    ),
}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Return the settings of a library that is built."""
    config = Config(content_dir=tmp_path / "library", data_dir=tmp_path / "data")
    fill(config.content_dir)
    build_site(config, progress=lambda *_: None)
    return config


@pytest.fixture
def builder(config: Config) -> Iterator[PartBuilder]:
    """Return a builder whose process ends with the test."""
    builder = PartBuilder(config)
    yield builder
    builder.close()


def replace(config: Config, builder: PartBuilder) -> SitePart:
    """Bring what changed into the site that is served."""
    site = takes_parts(config)
    assert site is not None
    part = builder.build_part(site.folder, day=None)
    put_in_place(config, part)
    return part


def from_scratch(config: Config, folder: Path) -> dict[str, bytes]:
    """Return the files of a site of the same library that nothing was before."""
    other = Config(content_dir=config.content_dir, data_dir=folder)
    build_site(other, progress=lambda *_: None)
    return files_of(other)


def test_a_site_of_parts_has_the_bytes_of_one_built_at_once(
    config: Config, builder: PartBuilder, tmp_path: Path
) -> None:
    """Every file, compressed or not, after edits of every kind that touch few pages."""
    for name, edit in ALONE.items():
        before = read_current(config)
        edit(config.content_dir)
        part = replace(config, builder)
        assert part.is_whole, name
        assert is_built(config, stamp_of(read_library(config.content_dir).stamp)), name
        assert read_current(config)["folder"] == before["folder"]
    other = from_scratch(config, tmp_path / "other")
    ours = files_of(config)
    assert sorted(ours) == sorted(other)
    assert [name for name in ours if ours[name] != other[name]] == []
    assert read_current(config)["troubles"] == []


def test_a_page_is_shown_before_the_menus_of_the_others(config: Config, builder: PartBuilder) -> None:
    """One that isn't published any more has gone by then, and the site doesn't count as built."""
    replace(config, builder)
    ALONE["body"](config.content_dir)
    assert all(page_of(config, address) for address in ("was/there/", "room/drafted/", "room/removed/"))
    for name, (edit, address, words) in SHARED.items():
        edit(config.content_dir)
        part = replace(config, builder)
        assert not part.is_whole, name
        shown = page_of(config, address)
        assert shown is None if words is None else words in (shown or ""), name
        assert not is_built(config, stamp_of(read_library(config.content_dir).stamp))
    assert page_of(config, "room/renamed/") is None
    index = files_of(config)["search/search_index.json"].decode()
    assert "second-title" in index
    assert not [word for word in ("first-drafted", "first-removed", "Title of removed") if word in index]
