"""What is broken of the index is noticed and built anew, and searches go on meanwhile as well as they can."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config import PROJECT
from content.library import Library
from content.search.current import IndexMissingError
from content.search.engine.store import EngineError
from content.search.find import Search
from content.search.query import read_query
from content.search.update import Update, update_index
from support.factories import Shelf
from support.waiting import PATIENCE_SECONDS

QUERIES = ["too expensive", "rabat cena", "скидка", "价格", '"six weeks"', "pilot type:email-template"]
# Everything an index consists of.
FILES = ["head.json", *(f"index-*/*.{ending}" for ending in ("pst", "dir", "col", "toc", "sizes"))]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Apple, banana and cherry."""
    return Shelf(tmp_path)


@pytest.fixture
def index(small_index: Path, tmp_path: Path) -> Path:
    """Return an index of the small library to damage."""
    return Path(shutil.copytree(small_index, tmp_path / "index"))


def hits(folder: Path) -> list[list[str]]:
    """Return what a fresh search finds for a few queries."""
    search = Search(folder)
    return [[hit.entry.id for hit in search.find(read_query(query)).hits] for query in QUERIES]


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _cut_the_end(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-50])


def _fill_with_noise(file: Path) -> None:
    file.write_bytes(b"\x93noise" * (file.stat().st_size // 6 + 1))


def _replace_by_as_much_noise(file: Path) -> None:
    size = file.stat().st_size
    file.write_bytes((b"\x93noise" * (size // 6 + 1))[:size])


def damaged(folder: Path, pattern: str, damage: Callable[[Path], None]) -> None:
    """Damage all files of a kind."""
    files = list(folder.glob(pattern))
    assert files
    for file in files:
        damage(file)


def test_no_kind_of_file_is_forgotten_below(small_index: Path) -> None:
    """An index consists of these files, and of a lock."""
    listed = {file for pattern in FILES for file in small_index.glob(pattern)}
    others = {file.name for file in small_index.rglob("*") if file.is_file()} - {file.name for file in listed}
    assert others <= {"writing.lock"}


@pytest.mark.parametrize("pattern", FILES)
@pytest.mark.parametrize("damage", [_empty, _cut, _cut_the_end, _fill_with_noise, Path.unlink])
def test_a_damaged_index_is_built_again(
    small_library: Library, small_index: Path, index: Path, pattern: str, damage: Callable[[Path], None]
) -> None:
    """And finds what it found before; nothing of the damaged one stays."""
    damaged(index, pattern, damage)
    with pytest.raises(IndexMissingError):
        hits(index)
    assert update_index(small_library, index).was_rebuilt
    assert hits(index) == hits(small_index)
    assert len(list(index.glob("index-*"))) == 1


@pytest.mark.parametrize("pattern", FILES)
def test_damage_that_keeps_a_files_size_is_met_by_its_reader(
    small_library: Library, small_index: Path, index: Path, pattern: str
) -> None:
    """Whether at once or by a search: it names the index, and the next update mends what it is told of."""
    damaged(index, pattern, _replace_by_as_much_noise)
    reported: list[str | None] = []
    try:
        assert Search(index, report=reported.append).find(read_query("too expensive")).is_reduced
    except IndexMissingError as missing:
        reported.append(missing.folder)
    assert reported
    assert update_index(small_library, index, distrusted=reported[0]).was_rebuilt
    assert hits(index) == hits(small_index)


@pytest.mark.parametrize("pattern", FILES)
def test_a_search_that_knows_the_index_goes_on_when_its_files_are_gone(
    small_index: Path, index: Path, pattern: str
) -> None:
    """A rebuild removes them under its readers."""
    search = Search(index, patience=30)
    search.generation()
    damaged(index, pattern, Path.unlink)
    for query, wanted in zip(QUERIES, hits(small_index), strict=True):
        found = search.find(read_query(query))
        assert ([hit.entry.id for hit in found.hits], found.is_reduced) == (wanted, False)


@pytest.mark.parametrize("damage", [_empty, _fill_with_noise, _replace_by_as_much_noise])
@pytest.mark.parametrize("pattern", ["index-*/*.pst", "index-*/*.sections.col"])
def test_a_search_that_meets_damage_looks_through_the_titles(
    index: Path, pattern: str, damage: Callable[[Path], None]
) -> None:
    """It says so, names the index to who may have it rebuilt, and completes and compares nothing until then."""
    (folder,) = index.glob("index-*")
    reported: list[str] = []
    search = Search(index, report=reported.append)
    search.generation()
    damaged(index, pattern, damage)
    found = search.find(read_query("expensive is it"))
    assert found.is_reduced
    assert found.hits[0].entry.id == "too-expensive"
    assert found.total == len({hit.entry.id for hit in found.hits})
    assert set(reported) == {folder.name}
    assert search.similar("too-expensive") == ()
    assert set(reported) == {folder.name}
    search.suggest("too exp")


def test_a_search_that_met_damage_is_whole_again_after_the_rebuild(small_library: Library, index: Path) -> None:
    """Without being opened anew."""
    reported: list[str] = []
    search = Search(index, report=reported.append, patience=30)
    search.generation()
    damaged(index, "index-*/*.pst", _replace_by_as_much_noise)
    assert search.find(read_query("too expensive")).is_reduced
    assert update_index(small_library, index, distrusted=reported[0]).was_rebuilt
    found = search.find(read_query("too expensive"))
    assert (found.is_reduced, found.hits[0].entry.id) == (False, "too-expensive")
    assert search.similar("too-expensive")


def test_a_lost_folder_is_built_again(shelf: Shelf) -> None:
    """The head alone is no index; who had it open goes on."""
    assert len(shelf.ids("fruit")) == 3
    for folder in shelf.index.glob("index-*"):
        shutil.rmtree(folder)
    with pytest.raises(IndexMissingError):
        Search(shelf.index).find(read_query("fruit"))
    assert shelf.ids("fruit") == ["apple", "banana", "cherry"]
    assert shelf.update() == Update(3, 0, 3, was_rebuilt=True)
    assert shelf.ids("fruit") == ["apple", "banana", "cherry"]


def test_an_update_killed_before_its_head_and_a_change_taken_back(shelf: Shelf, tmp_path: Path) -> None:
    """The index holds the new text, head and library the old: the old text must be found again."""
    shutil.copy(shelf.index / "head.json", tmp_path / "before.json")
    shelf.write("apple", "withdrawnword")
    shelf.update()
    # What a kill between commit and publish leaves.
    shutil.copy(tmp_path / "before.json", shelf.index / "head.json")
    shelf.write("apple")
    shelf.update()
    assert shelf.ids("withdrawnword") == []
    assert shelf.ids("apple") == ["apple"]


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_index_that_cannot_be_written_is_said_so(shelf: Shelf) -> None:
    """As EngineError; what was found before stays, and with room again the update goes on where it was."""
    shelf.write("apple", "pie " * 300 + " ".join(f"word{number}" for number in range(20_000)))
    with full_disk(10_000), pytest.raises(EngineError):
        shelf.update()
    assert shelf.ids("pie") == []
    assert shelf.ids("fruit") == ["apple", "banana", "cherry"]
    assert shelf.update() == Update(1, 0, 3, was_rebuilt=False)
    assert shelf.ids("pie") == ["apple"]


def test_a_killed_update_is_made_good_by_the_next(tmp_path: Path) -> None:
    """Thirty kills at random moments; afterwards every page is found by its newest word alone."""
    script = Path(__file__).parent / "killed_update.py"
    environ = {**os.environ, "PYTHONPATH": str(PROJECT)}
    result = subprocess.run(
        [sys.executable, str(script), str(tmp_path), "15"],
        cwd=PROJECT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    lines = [line.split(maxsplit=2) for line in result.stdout.splitlines()]
    assert len(lines) == 15
    assert [line for line in lines if len(line) > 2] == []
    assert sum(line[1] == "killed" for line in lines) >= 3
