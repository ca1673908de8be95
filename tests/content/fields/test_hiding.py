"""What other tools say of publishing is understood: a page that says it isn't for readers is hidden from them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from content.library import read_library
from content.search import update_index
from support.checking import told
from support.factories import Shelf, read_text, write_page
from support.hiding import HIDDEN, SHOWN, front_of


@pytest.mark.parametrize("lines", HIDDEN)
@pytest.mark.parametrize("notation", ["as it is", "with a blank line above", "with Windows' line ends"])
def test_a_page_that_says_it_is_not_for_readers_is_hidden(lines: str, notation: str, tmp_path: Path) -> None:
    """In each tool's own words, however they are written."""
    text = {"as it is": "", "with a blank line above": "\n"}.get(notation, "") + front_of(lines, "page")
    (tmp_path / "page.md").write_text(text.replace("\n", "\r\n" if "Windows" in notation else "\n"), encoding="utf-8")
    (page,) = read_library(tmp_path).pages
    assert page.fields.status != "approved"


@pytest.mark.parametrize("lines", SHOWN)
def test_what_says_nothing_against_readers_hides_nothing(lines: str, tmp_path: Path) -> None:
    """A status that we don't know leaves the page what it would be without."""
    (tmp_path / "page.md").write_text(front_of(lines, "page"), encoding="utf-8")
    (page,) = read_library(tmp_path).pages
    assert page.fields.status == "approved"
    assert not [problem for problem in told(tmp_path) if problem[3] == "error"]


def test_search_finds_what_is_shown_and_nothing_that_is_hidden(tmp_path: Path) -> None:
    """All words at once, with a rep's sight."""
    shelf = Shelf(tmp_path)
    for number, lines in enumerate((*HIDDEN, *SHOWN)):
        (shelf.pages / f"p{number:03}.md").write_text(front_of(lines, f"p{number:03}"), encoding="utf-8")
    shelf.update()
    found = {lines: shelf.ids(f"wordp{number:03}") for number, lines in enumerate((*HIDDEN, *SHOWN))}
    assert [lines for lines in HIDDEN if found[lines]] == []
    assert [lines for lines in SHOWN if not found[lines]] == []
    listed = {entry.id for entry in shelf.search.catalogue().entries} - {"apple", "banana", "cherry"}
    assert listed == {f"p{number:03}" for number in range(len(HIDDEN), len(HIDDEN) + len(SHOWN))}


def test_a_page_is_a_draft_before_its_day_and_archived_from_its_end(tmp_path: Path) -> None:
    """And found by search as soon as its day has come, though no file changed."""
    shelf = Shelf(tmp_path)
    text = front_of("publish_on: 2026-03-02\nexpiryDate: 2026-03-04", "plan")
    (shelf.pages / "plan.md").write_text(text, encoding="utf-8")
    seen = {}
    for day in (1, 2, 3, 4):
        library = read_library(shelf.pages, day=date(2026, 3, day))
        assert library.by_id["plan"].fields.expires == date(2026, 3, 3)
        update_index(library, shelf.index)
        seen[day] = library.by_id["plan"].fields.status, bool(shelf.ids("wordplan"))
    assert seen == {1: ("draft", False), 2: ("approved", True), 3: ("approved", True), 4: ("archived", False)}


def test_a_day_that_changes_no_page_changes_nothing(tmp_path: Path) -> None:
    """Neither the stamp, by which the site is built anew, nor a page's hash."""
    (tmp_path / "a.md").write_text(front_of("date: 2026-03-02", "a"), encoding="utf-8")
    first = read_library(tmp_path, day=date(2026, 3, 1))
    second = read_library(tmp_path, day=date(2026, 3, 2), previous=first)
    third = read_library(tmp_path, day=date(2026, 3, 3), previous=second)
    assert first.stamp != second.stamp == third.stamp
    assert first.pages != second.pages == third.pages


def test_a_day_of_publication_is_read_in_every_clear_way() -> None:
    """Days whose month could be taken for the day aren't."""
    for written in ("2026-03-02", "2026-03-02T23:59:59+02:00", "2026-03-02 10:00:00 +0100", "2026/3/2", "2026.03.02"):
        assert read_text(f"---\ndate: {written}\n---\nx").fields.publish_on == date(2026, 3, 2)
    for written in ("March 2, 2026", "Mar 2, 2026", "2 March 2026"):
        assert read_text(f"---\ndate: {written}\n---\nx").fields.publish_on == date(2026, 3, 2)
    for written in ("02/03/2026", "2026-02-30", "20260302", "soon", "[2026-03-02]", "1e9", "2026-03-02x"):
        assert read_text(f"---\ndate: {written}\n---\nx").fields.publish_on is None


def test_a_page_that_a_newer_version_hides_leaves_an_index_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though its file is as it was."""
    shelf = Shelf(tmp_path)
    (shelf.pages / "plan.md").write_text(front_of("visible: false", "plan"), encoding="utf-8")
    with monkeypatch.context() as before:
        before.setattr("content.fields.hiding.SHOWING", frozenset({"published"}))
        shelf.update()
        assert shelf.ids("wordplan") == ["plan"]
    shelf.update()
    assert shelf.ids("wordplan") == []


@pytest.mark.parametrize(
    ("cascade", "path", "own", "is_shown"),
    [
        ("cascade:\n  draft: true", "deals/x.md", "", False),
        ("cascade:\n  draft: true", "deals/deep/x.md", "", False),
        ("cascade:\n  draft: true", "deals/_index.md", "", False),
        ("cascade:\n  draft: true", "deals/x.md", "draft: false", True),
        ("cascade:\n  draft: true", "others/x.md", "", True),
        ("cascade:\n  draft: true", "deals.md", "", True),
        ("cascade:\n  - target: {path: '/deals/**'}\n    draft: true", "deals/x.md", "", False),
        ("cascade:\n  build: {render: never}", "deals/x.md", "", False),
        ("cascade:\n  draft: false", "deals/x.md", "draft: true", False),
        ("cascade:\n  banner: big", "deals/x.md", "", True),
        ("cascade: draft", "deals/x.md", "", True),
    ],
)
def test_a_folders_page_may_hide_all_below_it(
    tmp_path: Path, cascade: str, path: str, own: str, is_shown: bool
) -> None:
    """As Hugo has it: what a page says itself counts before it."""
    write_page(tmp_path, "deals/_index.md", f"---\ntitle: Deals\n{cascade}\n---\n\nText\n")
    if path != "deals/_index.md":
        write_page(tmp_path, path, f"---\ntitle: A\n{own}\n---\n\nText\n")
    assert read_library(tmp_path).by_path[path].is_shown == is_shown


def test_a_folders_page_at_the_root_hides_the_library(tmp_path: Path) -> None:
    """The nearest folder counts."""
    write_page(tmp_path, "_index.md", "---\ntitle: Home\ncascade: {draft: true}\n---\n\nText\n")
    write_page(tmp_path, "open/_index.md", "---\ntitle: Open\ncascade: {draft: false}\n---\n\nText\n")
    write_page(tmp_path, "open/x.md", "# X\n")
    write_page(tmp_path, "x.md", "# X\n")
    assert {page.path for page in read_library(tmp_path).pages if page.is_shown} == {"open/_index.md", "open/x.md"}
