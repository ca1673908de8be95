"""Onboarding paths: courses in their order, each by its day."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.catalogue import Catalogue, entry_of
from content.course import NoSuchPageError
from content.library import read_library
from content.path import PathPage, PathStep, read_path, read_paths
from support.factories import write_good_page


def catalogue(folder: Path, courses: str) -> Catalogue:
    """Write two courses, a guide and a path with these courses, and return the catalogue."""
    write_good_page(folder, "courses/a/index.md", id="a", type="course", aliases="[old-a]")
    write_good_page(folder, "courses/b/index.md", id="b", type="course", kind="workshop")
    write_good_page(folder, "guide.md", id="guide")
    write_good_page(folder, "paths/p.md", id="p", type="path", aliases="[old-p]", courses=courses)
    return Catalogue(str(folder), 1, tuple(entry_of(page) for page in read_library(folder).pages))


def test_a_path_is_read_in_its_own_order(tmp_path: Path) -> None:
    """By present and former ids."""
    pages = catalogue(tmp_path, "[{course: b, day: 9}, {course: old-a, day: 3}]")
    (entry,) = [path.entry for path in read_paths(pages)]
    assert read_path(pages, "p") == PathPage(entry, (PathStep("b", 9), PathStep("a", 3)))
    assert read_path(pages, "old-p") == read_path(pages, "p")


def test_a_step_that_names_no_course_is_left_out(tmp_path: Path) -> None:
    """So is a course under another of its ids; the first day counts."""
    pages = catalogue(
        tmp_path, "[{course: ghost, day: 1}, {course: guide, day: 2}, {course: a, day: 3}, {course: old-a, day: 4}]"
    )
    assert read_path(pages, "p").steps == (PathStep("a", 3),)


def test_a_page_that_is_no_path_is_none(tmp_path: Path) -> None:
    """Nor is one that became something else a moment ago."""
    pages = catalogue(tmp_path, "[{course: a, day: 1}]")
    for name in ("a", "guide", "ghost"):
        with pytest.raises(NoSuchPageError):
            read_path(pages, name)
    write_good_page(tmp_path, "paths/p.md", id="p", type="guide")
    with pytest.raises(NoSuchPageError):
        read_path(pages, "p")
