"""What the engine must not get wrong, as others did: threads, deleted pages, marks, empty filters, failed commits."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from config import PROJECT
from content.library import read_library
from content.search.engine import store
from content.search.find import Search
from content.search.generation import EVERYTHING, Sight
from content.search.inverting import Inverted, Shown, invert
from content.search.query import read_query
from content.search.update import Indexer, Update, update_index
from support.factories import read_text, write_good_page
from support.waiting import PATIENCE_SECONDS

NOBODY = [Sight(frozenset(), frozenset()), Sight(statuses=frozenset()), Sight(audiences=frozenset())]
UPDATE = """
import sys
from pathlib import Path
from content.library import read_library
from content.search.update import update_index
print(update_index(read_library(Path(sys.argv[1])), Path(sys.argv[2])).written)
"""


def write(folder: Path, name: str, body: str = "Text.", **fields: str) -> None:
    """Write an English page."""
    write_good_page(folder / "library", f"{name}.md", body, **({"language": "en"} | fields))


def update(folder: Path) -> Update:
    """Bring the index in step."""
    return update_index(read_library(folder / "library"), folder / "index")


def index(folder: Path) -> Search:
    """Index what the test has written; a new generation is waited for."""
    update(folder)
    return Search(folder / "index", patience=30)


def ids(search: Search, text: str, *, sight: Sight = EVERYTHING) -> list[str]:
    """Return the ids of the hits, best first."""
    return [hit.entry.id for hit in search.find(read_query(text), limit=500, sight=sight).hits]


def test_threads_share_a_search_while_it_is_updated(tmp_path: Path) -> None:
    """Each sees one generation or the next whole: all pages say the new word, or none does."""
    for name in range(12):
        write(tmp_path, f"p{name}", "fruit turn0", title=f"Basket {name}")
    search = index(tmp_path)
    met: list[BaseException] = []
    stop = threading.Event()

    def look() -> None:
        try:
            while not stop.is_set():
                for turn in range(6):
                    found = search.find(read_query(f"turn{turn}"), limit=100)
                    assert len(found.hits) == found.total
                    assert found.total in {0, 12}
                    assert all(hit.passage and f"<mark>turn{turn}</mark>" in hit.passage.html for hit in found.hits)
                    assert [value.count for facet in found.facets[:1] for value in facet.values] in ([12], [])
                assert len([found for found in search.suggest("bask") if found.kind == "title"]) == 5
                assert len(search.similar("p1")) == 5
        except BaseException as error:  # noqa: BLE001 - a thread must hand over whatever it met
            met.append(error)

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for turn in range(1, 6):
        for name in range(12):
            write(tmp_path, f"p{name}", f"fruit turn{turn}", title=f"Basket {name}")
        assert update(tmp_path).written == 12
    stop.set()
    for thread in threads:
        thread.join()
    assert met == []
    assert (len(ids(search, "turn5")), ids(search, "turn4")) == (12, [])


def test_deleted_pages_are_never_found_again(tmp_path: Path) -> None:
    """Neither by who had the index open nor by who opens it; by no word, phrase or filter, and under no other page."""
    for name in range(30):
        write(tmp_path, f"p{name}", f"fruit basket unique{name}x", title=f"Basket {name}", type="guide")
    before = index(tmp_path)
    for step in range(1, 6):
        for name in range(step * 5 - 5, step * 5):
            (tmp_path / "library" / f"p{name}.md").unlink()
        write(tmp_path, f"new{step}", "fruit basket", type="guide")
        write(tmp_path, f"short-lived{step}", "fruit basket", type="guide")
        (tmp_path / "library" / f"short-lived{step - 1}.md").unlink(missing_ok=True)
        update(tmp_path)
        living = {f"p{name}" for name in range(step * 5, 30)} | {f"new{turn}" for turn in range(1, step + 1)}
        living.add(f"short-lived{step}")
        for search in (before, Search(tmp_path / "index")):
            for text in ("fruit", '"fruit basket"', "type:guide", "frut"):
                assert set(ids(search, text)) == living
            assert ids(search, f'"unique{step * 5 - 1}x"') == []
            assert search.suggest(f"unique{step * 5 - 1}") == ()
            assert search.similar("p0") == ()
            assert search.entry("p0") is None


def test_no_mark_of_markdown_is_part_of_a_word(tmp_path: Path) -> None:
    """Bold and emphasised words are found, alone and in phrases, and shown without their marks."""
    write(tmp_path, "a", "The **bold** _move_ of *our* __team__, `code` ~~gone~~ and snake_case_name [link](to.md).")
    search = index(tmp_path)
    for text in (
        "bold",
        "move",
        "our team",
        "code",
        "gone",
        "snake",
        "link",
        '"bold move of our team"',
        '"snake case"',
    ):
        assert ids(search, text) == ["a"], text
    passage = search.find(read_query("bold move")).hits[0].passage
    assert passage is not None
    assert not set("*`~[") & set(passage.html)
    generation = search.generation()
    for term in ("**bold**", "*bold", "bold*", "_move_", "_move", "__team__", "*"):
        assert len(generation.term("en", term).pages) == 0


@pytest.mark.parametrize("sight", NOBODY)
def test_who_may_see_nothing_sees_nothing(tmp_path: Path, sight: Sight) -> None:
    """In hits, facets, suggestions, spellings, hints, translations and similar pages."""
    write(tmp_path, "a", "The detention fee.", title="Detention", products="[dockside]")
    write(tmp_path, "b", "The detention fee.", title="Detention", language="pl", translation_of="a")
    search = index(tmp_path)
    for text in ("detention", '"detention fee"', "-type:deck", "detenton", "detention language:pl", ""):
        found = search.find(read_query(text), sight=sight)
        assert (found.hits, found.total, found.facets, found.did_you_mean, found.relaxed) == ((), 0, (), None, ())
    for text in ("det", "dock", "pa", "a"):
        assert search.suggest(text, sight=sight) == ()
    assert search.similar("a", sight=sight) == ()
    assert search.entry("a", sight=sight) is None


def test_a_filter_that_no_page_passes_finds_no_page(tmp_path: Path) -> None:
    """Not every page, as where an empty set means none was given."""
    write(tmp_path, "a", "The detention fee.")
    search = index(tmp_path)
    for text in (
        "detention owner:nobody",
        "owner:nobody",
        "type:deck",
        '"detention fee" type:deck',
        "detention stage:x",
    ):
        assert (ids(search, text), search.find(read_query(text)).total) == ([], 0)
    assert ids(search, 'detention "no such phrase"') == []


@pytest.mark.parametrize("mark", ["(", "[", "> ", "- ", "**", "<b>", '"', "{", "\\("])
def test_thousands_of_nested_marks_are_a_page_and_a_query_like_others(tmp_path: Path, mark: str) -> None:
    """Neither recursion nor time runs out."""
    write(tmp_path, "a", f"Before.\n\n{mark * 3000} inside\n\nBehind.")
    search = index(tmp_path)
    assert ids(search, "before") == ids(search, "inside") == ["a"]
    assert search.find(read_query(f"{mark * 3000} before")).total >= 0
    assert len(search.suggest(f"{mark * 3000}befo")) <= 1


def test_quizzes_alone_are_an_update_like_others(tmp_path: Path) -> None:
    """They have no word that is found: as the first page, the only one of a language, or the only one that changed."""
    write(tmp_path, "first", "Question?", type="quiz")
    assert update(tmp_path) == Update(1, 0, 1, was_rebuilt=True)
    write(tmp_path, "page", "Fruit.")
    write(tmp_path, "polish", "Pytanie?", type="quiz", language="pl")
    assert update(tmp_path).written == 2
    write(tmp_path, "later", "Another question?", type="quiz")
    assert update(tmp_path) == Update(1, 0, 4, was_rebuilt=False)
    assert ids(Search(tmp_path / "index"), "fruit question") == ["page"]


class _Breaking(list[Shown]):
    """Pages of which the third can't be had."""

    def __iter__(self) -> Iterator[Shown]:
        yield from list.__iter__(self[:2])
        raise RuntimeError("no third page")


def inverted(*names: str) -> Inverted:
    """Invert a page for each name, which its text repeats."""
    return invert([(read_text(f"---\nid: {name}\n---\nfruit {name}", path=f"{name}.md"), "") for name in names])


def contents(folder: Path) -> list[tuple[str, bool]]:
    """Return the ids of the pages of an index, each with whether it was removed."""
    found = []
    for part in store.open_store(folder).parts:
        removed = set(part.removed.tolist())
        found += [(record.entry.id, number in removed) for number, record in enumerate(part.segment.records)]
    return found


def break_pages(folder: Path) -> None:
    """Fail in the middle of the pages."""
    pages = inverted("c", "d", "e")
    store.make_segment(folder, replace(pages, pages=_Breaking(pages.pages)))


def break_lists(folder: Path) -> None:
    """Fail in the middle of the terms."""
    pages = inverted("c", "d", "e")
    broken: Any = iter([*islice(pages.lists, 2), None])
    store.make_segment(folder, replace(pages, lists=broken))


def break_commit(folder: Path) -> None:
    """Fail when pages were removed already."""
    store.commit(folder, [store.make_segment(folder, inverted("c")), None], removed=[0])


def break_removal(folder: Path) -> None:
    """Fail for a page that isn't there."""
    store.commit(folder, [store.make_segment(folder, inverted("c"))], removed=[0, 99])


@pytest.mark.parametrize("fail", [break_pages, break_lists, break_commit, break_removal])
def test_a_failed_commit_leaves_the_index_as_it_was(tmp_path: Path, fail: Callable[[Path], None]) -> None:
    """And no lock: the next one ends well, and leaves no file that nobody needs; a mistake of ours stays one."""
    store.create(tmp_path)
    store.commit(tmp_path, [store.make_segment(tmp_path, inverted("a", "b"))])
    with pytest.raises((RuntimeError, AttributeError, IndexError)):
        fail(tmp_path)
    assert contents(tmp_path) == [("a", False), ("b", False)]
    store.commit(tmp_path, [store.make_segment(tmp_path, inverted("c"))], removed=[0])
    assert contents(tmp_path) == [("a", True), ("b", False), ("c", False)]
    used = {part.segment.name for part in store.open_store(tmp_path).parts}
    left = [file.name for file in tmp_path.iterdir() if not any(name in file.name for name in used)]
    assert [name for name in left if not name.endswith(".toc")] == []


def test_two_processes_update_one_after_the_other(tmp_path: Path) -> None:
    """The second finds nothing left to do."""
    for name in range(60):
        write(tmp_path, f"p{name}", "fruit " * 50)
    command = [sys.executable, "-c", UPDATE, str(tmp_path / "library"), str(tmp_path / "index")]
    started = [subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [process.communicate(timeout=PATIENCE_SECONDS)[0] for process in started]
    assert [process.returncode for process in started] == [0, 0]
    assert sorted(map(int, outputs)) == [0, 60]
    assert len(ids(Search(tmp_path / "index"), "fruit")) == 60


def test_joining_small_segments_changes_no_result(tmp_path: Path) -> None:
    """Neither hits nor scores, facets, suggestions or similar pages."""
    for name in range(12):
        write(tmp_path, f"p{name}", f"fruit basket {'apple ' * (name % 3)}word{name}x", title=f"Basket {name}")
        update(tmp_path)
    (tmp_path / "library" / "p3.md").unlink()
    search = index(tmp_path)
    assert len(search.generation().store.parts) > 8

    def results() -> list[object]:
        texts = ("apple", "basket fruit", '"basket apple"', "aple", "type:page -apple", "word3x", "word5x")
        found = [search.find(read_query(text), limit=100) for text in texts]
        return [*found, search.suggest("bas"), search.similar("p5")]

    before = results()
    library = read_library(tmp_path / "library")
    assert Indexer(tmp_path / "index").tidy(library)
    assert len(search.generation().store.parts) == 1
    assert results() == before
    assert not Indexer(tmp_path / "index").tidy(library)
    assert update(tmp_path) == Update(0, 0, 11, was_rebuilt=False)
