"""The demo's library: the sample pages, on which time has passed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from api.work.demo_library import make_demo_library
from config import Config
from content.catalogue import entry_of
from content.checks.run import Known, problems
from content.freshness import freshness_of
from content.history import read_history
from content.library import read_library


@pytest.mark.parametrize("day", [date(2026, 11, 29), date(2028, 2, 29), date(2031, 7, 1)])
def test_on_any_day_some_reviews_are_overdue_and_some_are_due(tmp_path: Path, day: date) -> None:
    """Most hold; and the check finds that, a link that broke, and translations that are behind."""
    root = make_demo_library(Config().content_dir, tmp_path, day=day)
    library = read_library(root)
    states = Counter(freshness_of(entry_of(page), today=day, due_days=30) for page in library.pages)
    assert min(states["overdue"], states["due"]) > 3
    assert states["verified"] > 4 * (states["overdue"] + states["due"])
    found = Counter(problem.code for problem in problems(library, known=Known(read_history(root), None, day)))
    assert found.keys() == {"review-overdue", "broken-link", "stale-translation"}
    assert found["broken-link"] == 1


def test_it_is_made_once_and_always_the_same(tmp_path: Path) -> None:
    """What somebody changes in it stays."""
    sample, day = Config().content_dir, date(2026, 11, 29)
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = (make_demo_library(sample, tmp_path / name, day=day) for name in ("one", "two"))
    assert read_library(one).stamp == read_library(two).stamp
    assert {page.path for page in read_library(one).pages} == {page.path for page in read_library(sample).pages}
    (one / "index.md").write_text("# Mine\n", encoding="utf-8")
    assert make_demo_library(sample, tmp_path / "one", day=day) == one
    assert (one / "index.md").read_text(encoding="utf-8") == "# Mine\n"
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == ["demo-library"]
