"""Marking a page as reviewed: the change, and what the page then says."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from content.authoring.editing import EditError
from content.authoring.reviewing import review_change
from content.library import Library

ON = date(2026, 11, 22)
PAGE = "---\ntitle: Pricing\nreviewed: 2026-01-02 # Tom\nreview_every: 90 days\n---\n# Pricing\n"


def test_the_change_names_its_line_and_what_the_page_then_says() -> None:
    """Before and after are whole lines, and the message is a commit's subject."""
    change = review_change(PAGE, "guides/pricing.md", ON)
    assert (change.line, change.before, change.after) == (3, "reviewed: 2026-01-02 # Tom", "reviewed: 2026-11-22 # Tom")
    assert (change.message, change.review_every) == ("Review Pricing", "90 days")
    assert change.verified_until == date(2027, 2, 20)
    assert change.text == PAGE.replace("2026-01-02", "2026-11-22")
    assert "--- a/guides/pricing.md\n+++ b/guides/pricing.md\n@@ -1,6 +1,6 @@\n" in change.patch


def test_a_line_that_is_new_has_nothing_before_it() -> None:
    """Without `review_every` nobody knows until when the page counts."""
    change = review_change("# Pricing\r\n", "a.md", ON)
    assert (change.line, change.before, change.after) == (2, None, "reviewed: 2026-11-22")
    assert (change.review_every, change.verified_until) == (None, None)


def test_a_page_counts_no_longer_than_until_it_expires() -> None:
    """A review doesn't move that day."""
    page = PAGE.replace("title: Pricing", "title: Pricing\nexpires: 2026-12-01")
    assert review_change(page, "a.md", ON).verified_until == date(2026, 12, 1)


def test_reviewed_on_that_day_already_is_no_patch() -> None:
    """There is nothing to commit."""
    change = review_change(review_change(PAGE, "a.md", ON).text, "a.md", ON)
    assert (change.patch, change.before == change.after) == ("", True)


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("'A\n\n  b'", "Review A b"),
        ("中文: й", None),
        ('"a\\u0000b\\tc"', "Review a b c"),
        ("x" * 300, f"Review {'x' * 64}…"),
    ],
)
def test_the_message_is_one_short_line(title: str, message: str | None) -> None:
    """Whatever the title holds; YAML that can't be read is refused."""
    page = f"---\ntitle: {title}\n---\n# A\n"
    if message is None:
        with pytest.raises(EditError, match="mend this first"):
            review_change(page, "a.md", ON)
        return
    assert review_change(page, "a.md", ON).message == message


def test_git_applies_the_change_to_every_page_of_the_sample_library(library: Library, tmp_path: Path) -> None:
    """Nothing but one line of each changes."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    patches = []
    for page in library.pages:
        text = (library.root / page.path).read_bytes()
        (tmp_path / page.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / page.path).write_bytes(text)
        patches.append(review_change(text.decode(), page.path, ON).patch)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input="".join(patches).encode(), check=True)
    for page in library.pages:
        old = (library.root / page.path).read_text().split("\n")
        new = (tmp_path / page.path).read_text().split("\n")
        changed = [line for line in zip(old, new, strict=True) if line[0] != line[1]]
        assert [line[1] for line in changed] in ([], ["reviewed: 2026-11-22"])
