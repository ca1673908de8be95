"""What is known of pages without reading them: entries, those that are published, and the head of their index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from content.catalogue import FIELDS, Catalogue, entry_from, entry_of, published
from content.library import Library
from content.search.head import FORMAT, NAME, Head, HeadError, read_head, write_head
from support.factories import read_text


def made(library: Library) -> Catalogue:
    """Return a catalogue of the whole library."""
    return Catalogue("/library", 7, tuple(entry_of(page, changed="2026-03-02") for page in library.pages))


def head_of(library: Library) -> Head:
    """Return the head of an index of the library."""
    return Head("/library", "index-1", 7, is_complete=True, taxonomy=library.taxonomy)


def test_an_entry_is_read_as_it_was_written(library: Library) -> None:
    """Every field of every page goes through JSON, as the index keeps it."""
    for entry in made(library).entries:
        assert len(entry.values()) == len(FIELDS)
        assert entry_from(json.loads(json.dumps(entry.values()))) == entry


def test_a_head_is_read_as_it_was_written(library: Library, tmp_path: Path) -> None:
    """With the customer's words, other names and synonyms included, and nothing is left beside it."""
    assert library.taxonomy.dimensions
    write_head(head_of(library), tmp_path)
    assert read_head(tmp_path) == head_of(library)
    assert [file.name for file in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "not json",
        '{"format": 1}',
        f'{{"format": {FORMAT}}}',
        f'{{"format": {FORMAT}, "taxonomy": null}}',
        f'{{"format": {FORMAT}, "taxonomy": {{"dimensions": {{}}, "also": [], "synonyms": []}}}}',
        f'{{"format": {FORMAT}, "taxonomy": {{"dimensions": {{}}, "also": {{}}, "synonyms": []}}, "library": "x"}}',
        f'{{"format": {FORMAT}, "taxonomy": {{"dimensions": {{}}, "also": {{}}, "synonyms": []}}, "unknown": 1}}',
    ],
)
def test_what_is_no_head_is_refused(tmp_path: Path, text: str) -> None:
    """The index is then built again."""
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    with pytest.raises(HeadError):
        read_head(tmp_path)


def test_a_head_of_brackets_is_refused(tmp_path: Path) -> None:
    """Nonsense that json can't even refuse is nonsense too."""
    (tmp_path / NAME).write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(HeadError):
        read_head(tmp_path)


def test_a_damaged_head_is_refused(library: Library, tmp_path: Path) -> None:
    """Cut off, of another format, not UTF-8, a folder, or missing."""
    file = tmp_path / NAME
    write_head(head_of(library), tmp_path)
    whole = file.read_bytes()
    other = json.dumps({**json.loads(whole), "format": FORMAT + 1}).encode()
    for damaged in (whole[: len(whole) // 2], other, b"\xff" + whole, b""):
        file.write_bytes(damaged)
        with pytest.raises(HeadError):
            read_head(tmp_path)
    file.unlink()
    with pytest.raises(HeadError):
        read_head(tmp_path)
    file.mkdir()
    with pytest.raises(HeadError):
        read_head(tmp_path)


def test_pages_are_found_by_id_path_and_folder(library: Library) -> None:
    """And addresses by path."""
    catalogue = made(library)
    assert catalogue.by_id["too-expensive"] is catalogue.by_path["objections/too-expensive.md"]
    destinations = catalogue.destinations_for(frozenset({"internal"}))
    assert destinations.url_at("objections/too-expensive.md") == "objections/too-expensive/"
    assert {entry.folder for entry in catalogue.by_folder["objections"]} == {"objections"}
    assert catalogue.by_folder[""] == (catalogue.by_id["home"],)


def test_pages_are_found_by_ids_that_they_had_before() -> None:
    """A page that has the id now comes first, then the first in the order of paths."""
    fronts = {"a": "aliases: [old, b]", "b": "aliases: [old, older]"}
    pages = [read_text(f"---\nid: {id_}\n{front}\n---\nx", path=f"{id_}.md") for id_, front in fronts.items()]
    by_id = Catalogue("/library", 7, tuple(map(entry_of, pages))).by_id
    assert {name: entry.path for name, entry in by_id.items()} == {
        "a": "a.md",
        "b": "b.md",
        "old": "a.md",
        "older": "b.md",
    }


def test_only_approved_pages_are_published() -> None:
    """Drafts and archived pages are for their authors."""
    pages = [read_text(f"---\nid: {status}\nstatus: {status}\n---\nx") for status in ("draft", "approved", "archived")]
    assert [page.id for page in published(pages)] == ["approved"]


def test_an_entry_says_until_when_its_page_is_verified() -> None:
    """As an ISO date, or not at all; a page that expires is verified no longer than that."""
    reviewed = "reviewed: 2026-01-01\nreview_every: 30 days\n"
    assert entry_of(read_text(f"---\n{reviewed}---\nx")).verified_until == "2026-01-31"
    assert entry_of(read_text(f"---\n{reviewed}expires: 2026-01-15\n---\nx")).verified_until == "2026-01-15"
    assert entry_of(read_text(f"---\n{reviewed}expires: 2026-03-15\n---\nx")).verified_until == "2026-01-31"
    assert entry_of(read_text("---\nreviewed: 2026-01-01\n---\nx")).verified_until is None
