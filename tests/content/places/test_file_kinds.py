"""Kinds of files beside the pages, by their names."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.library import read_library
from content.places.file_kinds import FILE_KINDS, kind_of, needs_link

NAMED = {
    "rates.csv": "CSV table",
    "Rates.CSV": "CSV table",
    "offer/Q3 deck.PPTX": "PowerPoint presentation",
    "old.ppt": "PowerPoint presentation",
    "brand/logo.Svg": "SVG image",
    "tour.MP4": "Video",
    "価格表.xlsx": "Excel workbook",
    "kit.tar.gz": "Archive",
    "LICENSE": "Text file",
    "legal/Licence-MIT": "Text file",
    "v1.2 notes.txt": "Text file",
}
NEVER = [
    *("page.html", "page.HTM", "a.xhtml", "feed.xml", "app.js", "app.mjs", "tool.exe", "run.sh", "run.bat", "a.svgz"),
    *("Makefile", "license.py", ".csv", ".env", "a.", "", "sub/", "csv", "macro.xlsm", "sub.csv/plain", "book.chm"),
]


@pytest.mark.parametrize(("path", "name"), NAMED.items())
def test_a_file_is_of_the_kind_that_its_name_says(path: str, name: str) -> None:
    """In capitals too, in any folder and any alphabet, and well-known names without an ending."""
    kind = kind_of(path)
    assert kind is not None
    assert kind.name == name


@pytest.mark.parametrize("path", NEVER)
def test_what_may_run_is_of_no_kind(path: str) -> None:
    """Nor is what has no name or an ending that nobody knows."""
    assert kind_of(path) is None


def test_nothing_that_a_browser_might_run_is_shown() -> None:
    """A picture of vectors, a document with scripts, a letter or a table is downloaded."""
    shown = {end for end, kind in FILE_KINDS.items() if kind.is_shown}
    assert shown.isdisjoint({".svg", ".pdf", ".eml", ".csv", ".json", ".ics", ".epub", ".rtf"})
    assert {kind.media_type.partition("/")[0] for end, kind in FILE_KINDS.items() if kind.is_shown} == {
        *("image", "video", "audio", "text")
    }
    assert {kind.media_type for kind in FILE_KINDS.values()}.isdisjoint({"text/html", "text/xml", "application/xml"})


@given(st.text(string.ascii_letters + "äß表 ._-/%", max_size=20), st.sampled_from(sorted(FILE_KINDS)))
def test_every_kind_is_found_by_its_ending(stem: str, ending: str) -> None:
    """Whatever stands before the ending, and however it is written."""
    assert kind_of(f"a{stem.replace('/', '')}{ending.upper()}") == FILE_KINDS[ending]


def test_a_library_has_the_files_of_these_kinds(tmp_path: Path) -> None:
    """And no others; those that tools keep for themselves are marked."""
    for path in (*(path for path in NAMED if path != "Rates.CSV"), "page.html", "app.js", "Makefile", "package.json"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"x")
    files = read_library(tmp_path).files
    assert files == {*NAMED, "package.json"} - {"Rates.CSV"}
    assert {path for path in files if needs_link(path)} == {"LICENSE", "legal/Licence-MIT", "package.json"}
