"""Links of published pages to pages that readers don't get."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, check, told
from support.factories import write_good_page


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Write pages in every state."""
    write_good_page(tmp_path, "draft.md", title="Draft", status="draft")
    write_good_page(tmp_path, "archived.md", title="Archived", status="archived")
    write_good_page(tmp_path, "later.md", title="Later", publish_on="2027-06-01")
    write_good_page(tmp_path, "sooner.md", title="Sooner", publish_on="2026-06-01")
    return tmp_path


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ("[it](draft.md)", "leads to a draft"),
        ("[it](draft/)", "leads to a draft"),
        ("[[Draft]]", "leads to a draft"),
        ("[it](archived.md)", "leads to an archived page"),
        ("[it](later.md#a-page)", "leads to a page that is published on 2027-06-01"),
    ],
)
def test_a_link_to_a_page_that_readers_do_not_get_is_a_warning(pages: Path, link: str, says: str) -> None:
    """At its place, with what the page is."""
    write_good_page(pages, "page.md", f"# P\n\n{link}\n")
    (found,) = [problem for problem in check(pages) if problem.code == "unpublished-page"]
    assert (found.path, found.line, found.severity) == ("page.md", FRONT_LINES + 3, "warning")
    assert says in found.message


@pytest.mark.parametrize("link", ["[it](sooner.md)", "[[Sooner]]", "[it](page.md)", "`[it](draft.md)`", "[it](no.md)"])
def test_any_other_link_is_none(pages: Path, link: str) -> None:
    """Also one to a page that isn't there, which is a problem of its own."""
    write_good_page(pages, "page.md", f"# P\n\n{link}\n")
    assert told(pages, "unpublished-page") == []


def test_drafts_may_lead_to_drafts(pages: Path) -> None:
    """They are published together."""
    write_good_page(pages, "other.md", "[it](draft.md) [[Later]]\n", status="draft")
    assert told(pages, "unpublished-page") == []


def test_a_course_may_lead_to_its_quiz(tmp_path: Path) -> None:
    """Which is shown by the course, and never as a page."""
    write_good_page(tmp_path, "courses/one/index.md", "# One\n\n[Quiz](quiz.md)\n", type="course")
    write_good_page(tmp_path, "courses/one/quiz.md", "# Quiz\n\n## Which?\n\n- [x] A\n- [ ] B\n", type="quiz")
    assert told(tmp_path, "unpublished-page") == []
