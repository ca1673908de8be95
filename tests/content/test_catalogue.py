"""The list of published pages beside the index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from content.catalogue import FORMAT, Catalogue, CatalogueError, entry_of, published, read_catalogue, write_catalogue
from content.library import Library
from factories import read_text


def made(library: Library) -> Catalogue:
    """Return a catalogue of the whole library."""
    return Catalogue("/library", "index-1", 7, True, tuple(entry_of(page) for page in library.pages))


def test_a_catalogue_is_read_as_it_was_written(library: Library, tmp_path: Path) -> None:
    """Every field of every page, and nothing is left beside it."""
    write_catalogue(made(library), tmp_path / "catalogue.json")
    assert read_catalogue(tmp_path / "catalogue.json") == made(library)
    assert [file.name for file in tmp_path.iterdir()] == ["catalogue.json"]


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
        f'{{"format": {FORMAT}, "entries": [1]}}',
        f'{{"format": {FORMAT}, "entries": [{{"id": "x"}}]}}',
        f'{{"format": {FORMAT}, "entries": [], "library": "x"}}',
        f'{{"format": {FORMAT}, "entries": [], "unknown": 1}}',
    ],
)
def test_what_is_no_catalogue_is_refused(tmp_path: Path, text: str) -> None:
    """The index is then built again."""
    file = tmp_path / "catalogue.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError):
        read_catalogue(file)


def test_a_catalogue_of_brackets_is_refused(tmp_path: Path) -> None:
    """Nonsense that json can't even refuse is nonsense too."""
    (tmp_path / "catalogue.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(CatalogueError):
        read_catalogue(tmp_path / "catalogue.json")


def test_a_damaged_catalogue_is_refused(library: Library, tmp_path: Path) -> None:
    """Cut off, of another format, not UTF-8, a folder, or missing."""
    file = tmp_path / "catalogue.json"
    write_catalogue(made(library), file)
    whole = file.read_bytes()
    other = json.dumps({**json.loads(whole), "format": FORMAT + 1}).encode()
    for damaged in (whole[: len(whole) // 2], other, b"\xff" + whole, b""):
        file.write_bytes(damaged)
        with pytest.raises(CatalogueError):
            read_catalogue(file)
    for missing in (tmp_path, tmp_path / "missing.json"):
        with pytest.raises(CatalogueError):
            read_catalogue(missing)


def test_pages_are_found_by_id_path_and_folder(library: Library) -> None:
    """And addresses by path."""
    catalogue = made(library)
    assert catalogue.by_id["too-expensive"] is catalogue.by_path["objections/too-expensive.md"]
    assert catalogue.urls["objections/too-expensive.md"] == "objections/too-expensive/"
    assert {entry.folder for entry in catalogue.by_folder["objections"]} == {"objections"}
    assert catalogue.by_folder[""] == (catalogue.by_id["home"],)


def test_only_approved_pages_are_published() -> None:
    """Drafts and archived pages are for their authors."""
    pages = [read_text(f"---\nid: {status}\nstatus: {status}\n---\nx") for status in ("draft", "approved", "archived")]
    assert [page.id for page in published(pages)] == ["approved"]


def test_an_entry_says_until_when_its_page_is_verified() -> None:
    """As an ISO date, or not at all."""
    assert (
        entry_of(read_text("---\nreviewed: 2026-01-01\nreview_every: 30 days\n---\nx")).verified_until == "2026-01-31"
    )
    assert entry_of(read_text("---\nreviewed: 2026-01-01\n---\nx")).verified_until is None
