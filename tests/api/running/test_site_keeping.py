"""Keeping the site: killed at any moment it is whole, and what is saved during a build is shown after it."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.running.site_build import build_site
from api.running.site_current import finish_moving, is_built, read_current, stamp_of, takes_parts
from api.running.site_keeping import SiteKeeper
from api.running.site_parts import PartBuilder
from api.work.status import CURRENT
from config import Config
from content.library import read_library
from support.factories import write_good_page
from support.moving import put_in_place_until
from support.processes import FORKED, children_of
from support.sharing import once
from support.sites import files_of, page_of
from support.waiting import wait_for

DAMAGED = ("{", "[]", '{"folder": "one"}', '{"folder": 1, "part": 2}')


class Kept:
    """A library whose site is kept, by steps of the test's own."""

    def __init__(self, config: Config) -> None:
        """Keep nothing yet."""
        self.config = config
        self.ended = threading.Event()
        self.keeper = SiteKeeper(config, progress=lambda: lambda *_: None, is_done=self.ended.set)

    def step(self) -> bool:
        """Do what can be done now."""
        return self.keeper.keep(read_library(self.config.content_dir))

    def finish(self) -> None:
        """Wait for the whole build that is going on, and do what can be done then, until nothing is left."""
        while not self.step():
            wait_for(self.ended.is_set)
            self.ended.clear()

    @property
    def is_built(self) -> bool:
        """Whether the site is that of the library as it is."""
        return is_built(self.config, stamp_of(read_library(self.config.content_dir).stamp))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """Keep the site of a small library, of which nothing is built yet."""
    kept = Kept(small_library(tmp_path))
    yield kept
    kept.keeper.close()


@pytest.fixture
def built(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """The same where the site is built: once for all workers, and copied."""
    made = once(
        tmp_path_factory, "kept-site", lambda folder: build_site(small_library(folder), progress=lambda *_: None)
    )
    shutil.copytree(made / "data", kept.config.data_dir)
    assert kept.step()
    return kept


def small_library(folder: Path) -> Config:
    """Write a library of two pages."""
    config = Config(content_dir=folder / "library", data_dir=folder / "data")
    write_good_page(config.content_dir, "a.md", "first-a", title="A")
    write_good_page(config.content_dir, "b.md", "first-b", title="B")
    return config


def test_a_page_saved_during_a_whole_build_is_shown_after_it(kept: Kept) -> None:
    """And one that is a draft by then is nowhere, not even for a moment."""
    assert not kept.step()
    assert page_of(kept.config, "a/") is None
    wait_for(lambda: list(kept.config.site_dir.glob("site-*/b/index.html")))
    write_good_page(kept.config.content_dir, "a.md", "second-a", title="A")
    write_good_page(kept.config.content_dir, "b.md", "second-b", title="B", status="draft")
    wait_for(kept.ended.is_set)
    kept.ended.clear()
    kept.step()
    assert "second-a" in (page_of(kept.config, "a/") or "")
    assert page_of(kept.config, "b/") is None
    kept.finish()
    assert kept.is_built
    assert "/b/" not in (page_of(kept.config, "a/") or "")


def test_pages_are_shown_while_the_whole_is_built_behind_them(built: Kept) -> None:
    """A new title is in the page at once, and in the menus of the others when all are built."""
    write_good_page(built.config.content_dir, "a.md", "second-a", title="Another title")
    assert not built.step()
    assert "Another title" in (page_of(built.config, "a/") or "")
    assert "Another title" not in (page_of(built.config, "b/") or "")
    write_good_page(built.config.content_dir, "b.md", "second-b", title="B")
    built.step()
    assert "second-b" in (page_of(built.config, "b/") or "")
    built.finish()
    assert "Another title" in (page_of(built.config, "b/") or "")
    assert built.is_built


def test_a_title_that_is_taken_back_is_taken_back_everywhere(built: Kept) -> None:
    """The site of the library before isn't built any more once a page of it was replaced."""
    write_good_page(built.config.content_dir, "a.md", "first-a", title="Another title")
    built.step()
    write_good_page(built.config.content_dir, "a.md", "first-a", title="A")
    built.finish()
    assert built.is_built
    assert not [name for name, data in files_of(built.config).items() if b"Another title" in data]


def test_a_builder_of_parts_that_dies_costs_no_page(built: Kept) -> None:
    """The whole is built instead, and the next part by another process."""
    (builder,) = children_of(os.getpid(), "site_pages")
    os.kill(builder, signal.SIGKILL)
    write_good_page(built.config.content_dir, "a.md", "second-a", title="A")
    built.finish()
    assert "second-a" in (page_of(built.config, "a/") or "")
    folder = read_current(built.config)["folder"]
    write_good_page(built.config.content_dir, "a.md", "third-a", title="A")
    built.finish()
    assert "third-a" in (page_of(built.config, "a/") or "")
    assert read_current(built.config)["folder"] == folder


def test_another_time_zone_or_path_makes_another_site(built: Kept) -> None:
    """Of which no page is as it was; another host makes none."""
    assert takes_parts(built.config)
    assert takes_parts(replace(built.config, base_url="https://tools.example.com/"))
    assert takes_parts(replace(built.config, base_url="https://tools.example.com/playbook")) is None
    assert takes_parts(replace(built.config, time_zone="Pacific/Auckland")) is None


def test_a_site_is_whole_whenever_moving_is_killed(kept: Kept, tmp_path: Path) -> None:
    """Each page is the old one or the new one, and the next who looks moves the rest."""
    config = kept.config
    (config.content_dir / "old.png").write_bytes(b"old" * 600)
    build_site(config, progress=lambda *_: None)
    before = files_of(config)
    write_good_page(config.content_dir, "a.md", "second-a " * 300, title="A")
    write_good_page(config.content_dir, "b.md", "second-b", title="B")
    (config.content_dir / "old.png").unlink()
    builder = PartBuilder(config)
    site = takes_parts(config)
    assert site is not None
    part = builder.build_part(site.folder, day=None)
    builder.close()
    shutil.copytree(config.data_dir, tmp_path / "kept")
    ends: list[dict[str, bytes]] = []
    codes: list[int | None] = []
    while not codes or codes[-1] != 0:
        shutil.rmtree(config.data_dir)
        shutil.copytree(tmp_path / "kept", config.data_dir)
        process = FORKED.Process(target=put_in_place_until, args=(config, part, len(codes)))
        process.start()
        process.join()
        codes.append(process.exitcode)
        here = files_of(config)
        finish_moving(config)
        ends.append(files_of(config))
        for name in ("a/index.html", "b/index.html", "packed:br/a/index.html", "packed:gzip/b/index.html"):
            assert here[name] in {before[name], ends[-1][name]}, (codes, name)
    assert set(codes[:-1]) == {-signal.SIGKILL}
    # Killed before it was noted what is to be moved, nothing was.
    assert ends[0] == before
    assert all(end == ends[-1] for end in ends[1:])
    assert "old.png" not in ends[-1]
    assert len(ends) > 8
    assert kept.is_built


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_note_of_the_site_counts_as_none(built: Kept, text: str) -> None:
    """No site is built then, none takes parts, and nothing is left to be moved."""
    (built.config.site_dir / CURRENT).write_text(text, encoding="utf-8")
    finish_moving(built.config)
    assert read_current(built.config) == {}
    assert takes_parts(built.config) is None
    assert not built.is_built


def test_where_the_note_is_damaged_the_whole_is_built_again(built: Kept) -> None:
    """By the next who keeps the site."""
    (built.config.site_dir / CURRENT).write_text(DAMAGED[-1], encoding="utf-8")
    again = Kept(built.config)
    assert not again.step()
    again.keeper.close()
    wait_for(again.ended.is_set)
