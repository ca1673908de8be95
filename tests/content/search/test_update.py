"""The index follows the library."""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from content.catalogue import entry_of, published
from content.document import Document
from content.library import Library, read_library
from content.search.find import Search
from content.search.generation import EVERYTHING, Sight
from content.search.head import read_head
from content.search.query import read_query
from content.search.update import Indexer, Update, update_index
from support.factories import Shelf, write_good_page, write_page
from support.waiting import wait_for


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Apple, banana and cherry."""
    return Shelf(tmp_path)


MANY = 8


def test_the_first_update_writes_everything_and_the_second_nothing(small_library: Library, tmp_path: Path) -> None:
    """The counts are those of the pages."""
    total = len(small_library.pages)
    assert update_index(small_library, tmp_path) == Update(total, 0, total, was_rebuilt=True)
    catalogue = Search(tmp_path).catalogue()
    assert update_index(small_library, tmp_path) == Update(0, 0, total, was_rebuilt=False)
    assert Search(tmp_path).catalogue() == catalogue
    entries = [entry_of(page, changed=_changed(small_library, page)) for page in published(small_library.pages)]
    assert list(catalogue.entries) == entries


def test_nothing_is_written_for_words_that_stayed_the_same(shelf: Shelf) -> None:
    """Whatever of a library they say."""
    words = {"stages": {"new": "New"}, "synonyms": ["a, b"], "dialect": "mkdocs", "diagrams": False}
    words["checks_off"] = [{"rule": "orphan", "folder": ".", "reason": "All are linked from elsewhere"}]
    (shelf.pages / "taxonomy.yml").write_text(json.dumps(words), encoding="utf-8")
    shelf.update()
    head = read_head(shelf.index)
    assert shelf.update() == Update(0, 0, 3, was_rebuilt=False)
    assert (read_head(shelf.index), head.taxonomy) == (head, read_library(shelf.pages).taxonomy)


def test_only_what_changed_is_written(shelf: Shelf) -> None:
    """A new page, a changed one and a deleted one count once each."""
    shelf.write("apple", "pie")
    shelf.write("damson")
    (shelf.pages / "banana.md").unlink()
    assert shelf.update() == Update(2, 1, 3, was_rebuilt=False)
    assert shelf.ids("fruit") == ["apple", "cherry", "damson"]
    assert shelf.ids("pie") == ["apple"]
    assert shelf.ids("banana") == []


def test_a_page_that_gets_another_address_is_found_there(shelf: Shelf) -> None:
    """A page for its folder is written, and the one beside the folder moves without a change of its own."""
    (address,) = (entry.url for entry in shelf.search.catalogue().entries if entry.path == "apple.md")
    assert address == "apple/"
    write_good_page(shelf.pages, "apple/index.md", id="folder")
    assert shelf.update() == Update(2, 0, 4, was_rebuilt=False)
    addresses = {entry.path: entry.url for entry in shelf.search.catalogue().entries}
    assert (addresses["apple.md"], addresses["apple/index.md"]) == ("apple.md/", "apple/")


def test_a_page_whose_language_follows_the_others_is_read_anew_with_them(tmp_path: Path) -> None:
    """Its own file stays as it is; its words are cut as those of the language that most pages are in."""
    folder = tmp_path / "library"
    write_page(folder, "unsure.md", "# Faces\n")
    for number in range(2):
        write_page(
            folder, f"{number}.md", "# Cena\n\nKierowca czeka przy bramie, bo nikt mu nie powiedział, gdzie jechać.\n"
        )
    update_index(read_library(folder), tmp_path / "index")
    assert Search(tmp_path / "index").catalogue().by_id["unsure"].language == "pl"
    for number in range(3):
        write_page(folder, f"en{number}.md", "# Price\n\nThe driver waits at the gate because nobody has told him.\n")
    assert update_index(read_library(folder), tmp_path / "index") == Update(4, 0, 6, was_rebuilt=False)
    found = Search(tmp_path / "index")
    assert found.catalogue().by_id["unsure"].language == "en"
    assert [hit.entry.id for hit in found.find(read_query("face")).hits] == ["unsure"]


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_a_page_that_is_withdrawn_disappears_and_comes_back(shelf: Shelf, status: str) -> None:
    """Without its file being deleted; its authors find it all the time."""
    shelf.write("apple", status=status)
    assert shelf.update() == Update(1, 0, 3, was_rebuilt=False)
    assert shelf.ids("apple") == []
    assert "apple" not in shelf.search.catalogue().by_id
    assert shelf.ids("apple", sight=EVERYTHING) == ["apple"]
    shelf.write("apple")
    assert shelf.update() == Update(1, 0, 3, was_rebuilt=False)
    assert shelf.ids("apple") == ["apple"]
    assert "apple" in shelf.search.catalogue().by_id


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
    search = Search(tmp_path / "index", patience=30)

    def note(done: int, total: int) -> None:
        seen.append((done, total, search.find(read_query("fruit")).total, search.generation().head.is_complete))

    update_index(read_library(tmp_path / "library"), tmp_path / "index", progress=note)
    assert seen == [(400, 450, 400, False), (450, 450, 450, True)]


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
    (shelf.index / "head.json").write_text("broken", encoding="utf-8")
    assert shelf.ids("damson") == ["damson"]
    shelf.write("elderberry")
    assert shelf.update().was_rebuilt
    assert shelf.ids("elderberry") == ["elderberry"]


def test_a_search_that_does_not_wait_answers_from_what_it_knows(shelf: Shelf) -> None:
    """And from the new generation a moment later, whoever asks."""
    search = Search(shelf.index, patience=0)
    assert search.find(read_query("damson")).total == 0
    shelf.write("damson")
    shelf.update()
    seen = []

    def is_new() -> int:
        seen.append(search.find(read_query("fruit")).total)
        return search.find(read_query("damson")).total

    wait_for(is_new)
    assert set(seen) <= {3, 4}
    assert sorted(seen) == seen
    assert search.find(read_query("fruit")).total == 4


def test_a_new_taxonomy_is_seen_without_a_page_being_written(shelf: Shelf) -> None:
    """Labels, other names and synonyms are the customer's, and no page holds them."""
    (shelf.pages / "taxonomy.yml").write_text("synonyms:\n  - pomme => apple\n", encoding="utf-8")
    assert shelf.ids("pomme") == []
    assert shelf.update() == Update(0, 0, 3, was_rebuilt=False)
    assert shelf.ids("pomme") == ["apple"]
    assert shelf.update() == Update(0, 0, 3, was_rebuilt=False)


def test_many_small_segments_are_joined_when_there_is_time(shelf: Shelf) -> None:
    """Every page stays what it was, and there is nothing to do a second time."""
    indexer = Indexer(shelf.index)
    for number in range(MANY + 1):
        shelf.write(f"page{number}", f"own{number}x")
        indexer.update(read_library(shelf.pages))
    library = read_library(shelf.pages)
    before = shelf.search.generation()
    assert len(before.store.parts) > MANY
    assert indexer.tidy(library)
    assert len(shelf.search.generation().store.parts) == 1
    assert shelf.search.generation().head.generation == before.head.generation + 1
    assert len(shelf.ids("fruit")) == 3 + MANY + 1
    assert all(shelf.ids(f"own{number}x") == [f"page{number}"] for number in range(MANY + 1))
    assert not indexer.tidy(library)
    assert indexer.update(library) == Update(0, 0, len(library.pages), was_rebuilt=False)


def test_several_processes_make_the_same_index(tmp_path: Path) -> None:
    """As one, page for page."""
    for number in range(450):
        write_good_page(tmp_path / "library", f"{number}.md", f"fruit own{number}x " + "peel " * (number % 7))
    found = []
    for jobs in (1, 2):
        update_index(read_library(tmp_path / "library"), tmp_path / f"index-{jobs}", jobs=jobs)
        search = Search(tmp_path / f"index-{jobs}")
        assert search.find(read_query("own444x")).hits[0].entry.id == "444"
        hits = search.find(read_query("fruit peel"), limit=500).hits
        found.append({hit.entry.id: hit for hit in hits})
    assert len(found[0]) == 450
    assert found[0] == found[1]


def test_eight_threads_may_search_while_another_updates(shelf: Shelf) -> None:
    """No exception, and no hit for a word that its page never had."""
    errors: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                for name in ("apple", "banana", "cherry"):
                    found = shelf.search.find(read_query(name), sight=Sight())
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


def _changed(library: Library, page: Document) -> str:
    return datetime.fromtimestamp(library.entries[page.path].stamp[0] / 1e9, UTC).date().isoformat()
