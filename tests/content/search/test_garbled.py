"""Bytes that aren't those that were written: each is called damage, and a mistake of our own is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.library import read_library
from content.search.current import IndexMissingError
from content.search.engine.store import create, make_segment, open_store
from content.search.find import Search
from content.search.inverting import Inverted
from content.search.query import read_query
from content.search.update import update_index
from support.factories import write_good_page

QUERIES = ("pallets price", '"price lists"', "价格", "pal type:page")
KINDS = ("flip", "cut", "noise", "other", "folder")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Index a few pages in several languages, in two commits, with one removed."""
    folder = tmp_path_factory.mktemp("sound")
    for number in range(9):
        body = f"Pallets {number} and price lists.\n\n## Part {number}\n\n" + "Text 价格. " * number
        write_good_page(folder / "library", f"p{number}.md", body, language=("en", "pl", "zh")[number % 3])
    update_index(read_library(folder / "library"), folder / "index")
    (folder / "library" / "p3.md").unlink()
    write_good_page(folder / "library", "p1.md", "Other pallets.", language="pl")
    update_index(read_library(folder / "library"), folder / "index")
    return folder


def garble(file: Path, kind: str, data: st.DataObject, others: list[Path]) -> None:
    """Change a file as a bad disk, a full one, or a careless hand would."""
    written = bytearray(file.read_bytes())
    if kind == "flip":
        for _ in range(data.draw(st.integers(1, 8))):
            written[data.draw(st.integers(0, len(written) - 1))] = data.draw(st.integers(0, 255))
    elif kind == "cut":
        written = written[: data.draw(st.integers(0, len(written) - 1))]
    elif kind == "noise":
        written = bytearray(data.draw(st.randoms(use_true_random=False)).randbytes(len(written)))
    elif kind == "other":
        written = bytearray(data.draw(st.sampled_from(others)).read_bytes())
    file.unlink()
    if kind == "folder":
        file.mkdir()
    else:
        file.write_bytes(written)


@given(st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_garbled_file_raises_is_called_damage(sound: Path, tmp_path: Path, data: st.DataObject) -> None:
    """By opening, searching, suggesting, comparing and updating; the next update mends what its reader names."""
    index = tmp_path / "index"
    shutil.rmtree(index, ignore_errors=True)
    shutil.copytree(sound / "index", index)
    files = sorted(index.glob("index-*/*"))
    garble(data.draw(st.sampled_from(files)), data.draw(st.sampled_from(KINDS)), data, files)
    named: list[str | None] = []
    try:
        search = Search(index, report=named.append)
        for query in QUERIES:
            search.find(read_query(query, is_typing=True), with_shares=True)
        search.suggest("pri")
        search.similar("p1")
    except IndexMissingError as missing:
        named.append(missing.folder)
    library = read_library(sound / "library")
    update_index(library, index, distrusted=named[0] if named else None)
    assert Search(index).generation().numbers.keys() == library.by_id.keys()


def test_a_mistake_of_our_own_is_no_damage(sound: Path, tmp_path: Path) -> None:
    """It would have the index built again and again, and nobody would see it."""
    (folder,) = (sound / "index").glob("index-*")
    segment = open_store(folder).parts[0].segment
    with pytest.raises(AttributeError):
        segment.read("t_en", 5)  # type: ignore[arg-type]  # the mistake
    create(tmp_path / "new")
    with pytest.raises(AttributeError):
        make_segment(tmp_path / "new", Inverted([object()], iter(())))  # type: ignore[list-item]  # the mistake
