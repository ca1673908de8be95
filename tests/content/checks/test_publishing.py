"""What only the site's build meets, among the problems of the library."""

from __future__ import annotations

from content.checks.publishing import with_publishing
from content.problem import LibraryProblem


def test_a_page_that_failed_in_a_build_is_a_problem() -> None:
    """In the order of paths; one whose slowness was found already is named once."""
    slow = LibraryProblem("b.md", 3, "too-slow", "simplify this line")
    troubles = [{"path": "a.md", "reason": "UndefinedError: no subject"}, {"path": "b.md", "reason": "too slow"}]
    first, second = with_publishing([slow], troubles)
    assert (first.path, first.code) == ("a.md", "not-shown")
    assert "no subject" in first.message
    assert second == slow
