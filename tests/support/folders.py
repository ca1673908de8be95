"""Folders of pages in the tests, and the problems of reading them."""

from __future__ import annotations

from pathlib import Path

from content.library import read_library
from content.problem import LibraryProblem


def only_problem(folder: Path, *others: str) -> LibraryProblem:
    """Read the library and return its only problem; the good pages and the others must be there."""
    library = read_library(folder)
    assert {"first.md", "sub/second.md", *others} == set(library.by_path)
    (problem,) = library.page_problems
    return problem
