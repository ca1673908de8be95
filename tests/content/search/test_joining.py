"""Segments that are joined while nothing else is to do: every page stays found, whatever happens meanwhile."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.library import read_library
from content.search import update as updating
from content.search.engine.store import Part, create
from content.search.joining import DOMINANCE
from content.search.query import read_query
from content.search.tally import Tally
from content.search.update import FIRST_BATCH, JOINING, Indexer
from support.factories import Shelf, write_good_page


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Three pages and their index."""
    return Shelf(tmp_path)


def parts_of(shelf: Shelf) -> list[Part]:
    """Return the segments of the newest generation."""
    return list(shelf.search.generation().store.parts)


def test_however_many_pages_are_saved_there_are_few_segments(shelf: Shelf) -> None:
    """Each is larger than all smaller ones together, several times: the large ones are rarely written again."""
    indexer = Indexer(shelf.index)
    for number in range(40):
        shelf.write(f"page{number}", f"own{number}x")
        indexer.update(library := read_library(shelf.pages))
        indexer.tidy(library)
        sizes = sorted(part.living for part in parts_of(shelf))
        assert all(size > DOMINANCE * sum(sizes[:place]) for place, size in enumerate(sizes) if place)
    assert len(parts_of(shelf)) <= 3
    assert [shelf.ids(f"own{number}x") for number in range(40)] == [[f"page{number}"] for number in range(40)]


def test_pages_that_change_while_segments_are_joined_are_as_they_are_now(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is written anew and one removed between the reading and the switching."""
    for name in ("date", "elder", "fig"):
        shelf.write(name, f"before{name}")
        shelf.update()
    joined = updating._joined

    def slowly(*arguments: Any) -> Any:
        segment = joined(*arguments)
        shelf.write("elder", "meanwhile")
        (shelf.pages / "fig.md").unlink()
        shelf.update()
        return segment

    monkeypatch.setattr(updating, "_joined", slowly)
    assert Indexer(shelf.index).tidy(read_library(shelf.pages))
    assert shelf.ids("fruit") == ["apple", "banana", "cherry", "date", "elder"]
    assert (shelf.ids("meanwhile"), shelf.ids("beforeelder"), shelf.ids("beforefig")) == (["elder"], [], [])
    assert shelf.ids("beforedate") == ["date"]
    assert shelf.update().written == 0


def test_segments_that_went_meanwhile_are_left_alone(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else joined them first: nothing is switched, and nothing is lost or doubled."""
    for name in ("date", "elder"):
        shelf.write(name)
        shelf.update()
    joined = updating._joined

    def after_another(*arguments: Any) -> Any:
        monkeypatch.setattr(updating, "_joined", joined)
        assert Indexer(shelf.index).tidy(read_library(shelf.pages))
        (folder := arguments[2]).mkdir(exist_ok=True)  # taken for a left-over by the other one
        create(folder)
        return joined(*arguments)

    monkeypatch.setattr(updating, "_joined", after_another)
    generation = shelf.search.generation().head.generation
    assert not Indexer(shelf.index).tidy(read_library(shelf.pages))
    assert shelf.search.generation().head.generation == generation + 1
    assert shelf.ids("fruit") == ["apple", "banana", "cherry", "date", "elder"]


def test_what_a_killed_joining_left_is_removed(shelf: Shelf) -> None:
    """It was never part of the index."""
    left = shelf.index / f"{JOINING}left"
    left.mkdir()
    (left / "MAIN_half.pst").write_bytes(b"x")
    assert not Indexer(shelf.index).tidy(read_library(shelf.pages))
    assert not left.exists()


def test_many_pages_are_joined_by_another_process(tmp_path: Path) -> None:
    """Hits, scores, positions and facets are what they were."""
    shelf = Shelf(tmp_path)
    words = ["north", "south", "east", "west", "harbour", "quay", "crane", "slot"]
    chance = random.Random(3)
    for number in range(FIRST_BATCH + 100):
        text = f"# Page {number}\n\n{' '.join(chance.choices(words, k=20))} own{number}x\n"
        write_good_page(shelf.pages, f"p{number}.md", text, title=f"Page {number}", language="en")
    shelf.update()
    queries = ["harbour", '"north south"', "quay -crane", "own77x", "slott", "type:page east"]

    def found() -> list[Any]:
        return [shelf.search.find(read_query(query), limit=50) for query in queries]

    before = found()
    assert len(parts_of(shelf)) > 1
    assert Indexer(shelf.index).tidy(read_library(shelf.pages))
    assert [part.segment.size for part in parts_of(shelf)] == [FIRST_BATCH + 103]
    assert found() == before


@settings(max_examples=60)
@given(st.data())
def test_a_tally_counts_what_counting_one_by_one_gives(data: st.DataObject) -> None:
    """For values of most pages, of few and of none, and for any set of pages."""
    size = data.draw(st.integers(1, 200))
    shares = data.draw(st.lists(st.sampled_from((0, 0.01, 0.3, 1)), min_size=1, max_size=6))
    chance = random.Random(data.draw(st.integers(0, 999)))
    values = range(len(shares))
    pairs = [(page, value) for page in range(size) for value in values if chance.random() < shares[value]]
    mask = np.array([chance.random() < 0.5 for _ in range(size)])
    table = np.array(pairs, np.intp).reshape(-1, 2)
    tally = Tally(table[:, 0], table[:, 1], values=len(values), size=size)
    expected = [sum(one == value and bool(mask[page]) for page, one in pairs) for value in values]
    assert tally.counts(mask) == expected
