"""Verdict on a commit: it may be shown unless its library is broken as a whole. Single pages stop nothing."""

from __future__ import annotations

from pathlib import Path

from content.checks.leftovers import conflicts
from content.checks.lines import Lines
from content.library import Library, read_library
from content.taxonomy import Taxonomy, read_taxonomy


def refusal_of(folder: Path) -> str | None:
    """Say why the library in a folder is broken as a whole; None where it isn't.

    It is without its folder, a page, or a taxonomy that can be read, and where more than half of its pages can't be
    read or hold git's marks of a conflict.
    """
    if not folder.is_dir():
        return f"it has no folder `{folder.name}`"
    taxonomy, faults = read_taxonomy(folder)
    if faults and taxonomy == Taxonomy():
        return f"its taxonomy can't be read: {faults[0].message}"
    library = read_library(folder)
    if not library.entries:
        return "it holds no page"
    bad = sum(1 for entry in library.entries.values() if entry.document is None) + _in_conflict(library)
    if 2 * bad > len(library.entries):
        return f"{bad} of its {len(library.entries)} pages can't be read, or hold git's marks of a conflict"
    return None


def _in_conflict(library: Library) -> int:
    return sum(1 for page in library.pages if any(conflicts(page, Lines(page.body))))
