"""The index follows the library, whatever happens to either."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config import PROJECT
from content.catalogue import entry_of, published
from content.library import Library, read_library
from content.search import engine
from content.search.find import IndexMissingError, Search, read_query
from content.search.update import Update, update_index
from factories import write_good_page

QUERIES = ["too expensive", "rabat cena", "скидка", "价格", '"six weeks"', "pilot type:email-template"]


class Shelf:
    """A library of a few pages with its index."""

    def __init__(self, folder: Path) -> None:
        """Write three pages and index them."""
        self.pages = folder / "library"
        self.index = folder / "index"
        self.search = Search(self.index)
        for name in ("apple", "banana", "cherry"):
            self.write(name)
        self.update()

    def write(self, name: str, text: str = "", **fields: str) -> None:
        """Write or replace a page."""
        write_good_page(self.pages, f"{name}.md", f"# {name}\n\nfruit {name} {text}\n", title=name, **fields)

    def update(self) -> Update:
        """Bring the index in step."""
        return update_index(read_library(self.pages), self.index)

    def ids(self, text: str) -> list[str]:
        """Search, and return the ids in order."""
        return sorted(hit.entry.id for hit in self.search.find(read_query(text), page_size=100).hits)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Apple, banana and cherry."""
    return Shelf(tmp_path)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Read a small part of the sample library: what happens to an index doesn't depend on its size."""
    folder = tmp_path_factory.mktemp("small")
    for part in ("objections", "guides"):
        shutil.copytree(PROJECT / "content" / "pages" / part, folder / part)
    return read_library(folder)


@pytest.fixture(scope="module")
def sample_index(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the index of the small library; don't write to it."""
    folder = tmp_path_factory.mktemp("small-index")
    update_index(library, folder)
    return folder


def hits(folder: Path) -> list[list[str]]:
    """Return what a fresh search finds for a few queries."""
    search = Search(folder)
    return [[hit.entry.id for hit in search.find(read_query(query)).hits] for query in QUERIES]


def test_the_first_update_writes_everything_and_the_second_nothing(library: Library, tmp_path: Path) -> None:
    """The counts are those of the pages."""
    total = len(library.pages)
    assert update_index(library, tmp_path) == Update(total, 0, total, was_rebuilt=True)
    catalogue = Search(tmp_path).catalogue()
    assert update_index(library, tmp_path) == Update(0, 0, total, was_rebuilt=False)
    assert Search(tmp_path).catalogue() == catalogue
    assert list(catalogue.entries) == [entry_of(page) for page in published(library.pages)]


def test_only_what_changed_is_written(shelf: Shelf) -> None:
    """A new page, a changed one and a deleted one count once each."""
    shelf.write("apple", "pie")
    shelf.write("damson")
    (shelf.pages / "banana.md").unlink()
    assert shelf.update() == Update(2, 1, 3, was_rebuilt=False)
    assert shelf.ids("fruit") == ["apple", "cherry", "damson"]
    assert shelf.ids("pie") == ["apple"]
    assert shelf.ids("banana") == []


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_a_page_that_is_withdrawn_disappears_and_comes_back(shelf: Shelf, status: str) -> None:
    """Without its file being deleted."""
    shelf.write("apple", status=status)
    assert shelf.update() == Update(0, 1, 2, was_rebuilt=False)
    assert shelf.ids("apple") == []
    shelf.write("apple")
    assert shelf.update() == Update(1, 0, 3, was_rebuilt=False)
    assert shelf.ids("apple") == ["apple"]


def test_a_moved_page_keeps_its_id_and_a_change_of_id_is_a_new_page(shelf: Shelf) -> None:
    """Hits lead to the new address."""
    (shelf.pages / "sub").mkdir()
    (shelf.pages / "apple.md").rename(shelf.pages / "sub" / "apple.md")
    shelf.write("cherry", id="kirsch")
    assert shelf.update() == Update(2, 1, 3, was_rebuilt=False)
    assert shelf.search.catalogue().by_id["apple"].url == "sub/apple/"
    assert shelf.ids("cherry") == ["kirsch"]


def test_a_page_that_becomes_a_quiz_hides_its_text(shelf: Shelf) -> None:
    """And one that stops being a quiz is found again."""
    shelf.write("apple", type="quiz")
    shelf.update()
    assert shelf.ids("apple") == []
    shelf.write("apple")
    shelf.update()
    assert shelf.ids("apple") == ["apple"]


def test_progress_is_told_in_batches(tmp_path: Path) -> None:
    """The search works from the first batch on, and says that it isn't complete."""
    for number in range(450):
        write_good_page(tmp_path / "library", f"{number}.md", "fruit")
    seen: list[tuple[int, int, int, bool]] = []
    search = Search(tmp_path / "index")

    def note(done: int, total: int) -> None:
        seen.append((done, total, search.find(read_query("fruit")).total, search.catalogue().is_complete))

    update_index(read_library(tmp_path / "library"), tmp_path / "index", progress=note)
    assert seen == [(400, 450, 400, False), (450, 450, 450, True)]


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _cut_the_end(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-50])


def _fill_with_noise(file: Path) -> None:
    file.write_bytes(b"\x93noise" * (file.stat().st_size // 6 + 1))


@pytest.mark.parametrize("pattern", ["catalogue.json", "index-*/*.seg", "index-*/*.toc"])
@pytest.mark.parametrize("damage", [_empty, _cut, _cut_the_end, _fill_with_noise, Path.unlink])
def test_a_damaged_index_is_built_again(
    library: Library, sample_index: Path, tmp_path: Path, pattern: str, damage: Callable[[Path], None]
) -> None:
    """And finds what it found before; nothing of the damaged one stays."""
    shutil.copytree(sample_index, tmp_path / "index")
    for file in (tmp_path / "index").glob(pattern):
        damage(file)
    assert update_index(library, tmp_path / "index").was_rebuilt
    assert hits(tmp_path / "index") == hits(sample_index)
    assert len(list((tmp_path / "index").glob("index-*"))) == 1


def test_an_index_damaged_inside_is_built_again(library: Library, sample_index: Path, tmp_path: Path) -> None:
    """A search that meets the noise says that the index is missing, and the next update must mend it."""
    shutil.copytree(sample_index, tmp_path / "index")
    for file in (tmp_path / "index").glob("index-*/*.seg"):
        file.write_bytes(file.read_bytes().replace(b"W3Bl", b"nois"))  # the mark at the head of a block of postings
    with pytest.raises(IndexMissingError) as caught:
        hits(tmp_path / "index")
    update_index(library, tmp_path / "index", distrusted=caught.value.folder)
    assert hits(tmp_path / "index") == hits(sample_index)


def test_a_reader_of_a_damaged_index_says_so(sample_index: Path, tmp_path: Path) -> None:
    """Ranking does, reading the passage must too: the API answers 503 to the one and 500 to the other."""
    shutil.copytree(sample_index, tmp_path / "index")
    (folder,) = (tmp_path / "index").glob("index-*")
    for file in folder.glob("*.seg"):
        file.write_bytes(file.read_bytes().replace(b"W3Bl", b"nois"))
    reader = engine.Reader(folder)
    with pytest.raises(engine.EngineError):
        reader.rank("price")
    with pytest.raises(engine.EngineError):
        reader.sections("too-expensive")


def test_a_lost_folder_is_built_again(shelf: Shelf) -> None:
    """The catalogue alone is no index."""
    for folder in shelf.index.glob("index-*"):
        shutil.rmtree(folder)
    with pytest.raises(IndexMissingError):
        Search(shelf.index).find(read_query("fruit"))
    assert shelf.update() == Update(3, 0, 3, was_rebuilt=True)
    assert shelf.ids("fruit") == ["apple", "banana", "cherry"]


def test_the_index_of_another_library_is_built_again(shelf: Shelf, tmp_path: Path) -> None:
    """CONTENT_DIR was changed: no page of the old library may be found."""
    write_good_page(tmp_path / "other", "damson.md", "fruit")
    assert update_index(read_library(tmp_path / "other"), shelf.index) == Update(1, 0, 1, was_rebuilt=True)
    assert shelf.ids("fruit") == ["damson"]


def test_a_search_opened_before_sees_each_new_generation(shelf: Shelf) -> None:
    """Also after the index was built anew below it."""
    assert shelf.ids("damson") == []
    shelf.write("damson")
    shelf.update()
    assert shelf.ids("damson") == ["damson"]
    (shelf.index / "catalogue.json").write_text("broken", encoding="utf-8")
    with pytest.raises(IndexMissingError):
        shelf.ids("damson")
    shelf.update()
    assert shelf.ids("damson") == ["damson"]


def test_an_update_killed_before_its_catalogue_and_a_change_taken_back(shelf: Shelf, tmp_path: Path) -> None:
    """The index holds the new text, catalogue and library the old: the old text must be found again."""
    shutil.copy(shelf.index / "catalogue.json", tmp_path / "before.json")
    shelf.write("apple", "withdrawnword")
    shelf.update()
    shutil.copy(
        tmp_path / "before.json", shelf.index / "catalogue.json"
    )  # what a kill between commit and publish leaves
    (shelf.index / "unfinished.json").write_text('["apple"]')  # and this
    shelf.write("apple")
    shelf.update()
    assert shelf.ids("withdrawnword") == []


def test_an_index_that_cannot_be_written_is_said_so(shelf: Shelf) -> None:
    """As EngineError; the library's pages are the author's, the index is ours."""
    shelf.write("apple", "pie")
    with pytest.raises(engine.EngineError):
        engine.write(shelf.index / "missing", pages=[])
    assert shelf.update() == Update(1, 0, 3, was_rebuilt=False)


def test_eight_threads_may_search_while_another_updates(shelf: Shelf) -> None:
    """No exception, and no hit for a word that its page never had."""
    errors: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                for name in ("apple", "banana", "cherry"):
                    found = shelf.search.find(read_query(name))
                    assert {hit.entry.id for hit in found.hits} <= {name}
                time.sleep(0.005)
        except BaseException as error:  # noqa: BLE001 - a thread must hand over whatever it met
            errors.append(error)

    threads = [threading.Thread(target=search) for _ in range(8)]
    for thread in threads:
        thread.start()
    for turn in range(10):
        shelf.write("apple", f"turn{turn}")
        (shelf.pages / "banana.md").unlink() if turn % 2 else shelf.write("banana")
        shelf.update()
        time.sleep(0.02)
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert shelf.ids("turn9") == ["apple"]


def test_two_updates_at_once_wait_for_each_other(shelf: Shelf) -> None:
    """A command and the worker may both index."""
    for number in range(40):
        shelf.write(f"page{number}")
    results: list[Update] = []
    threads = [threading.Thread(target=lambda: results.append(shelf.update())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(result.written for result in results) == [0, 0, 0, 40]
    assert len(shelf.ids("fruit")) == 43


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
        timeout=200,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    lines = [line.split(maxsplit=2) for line in result.stdout.splitlines()]
    assert len(lines) == 15
    assert [line for line in lines if len(line) > 2] == []
    assert sum(line[1] == "killed" for line in lines) >= 3
