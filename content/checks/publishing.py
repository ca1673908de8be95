"""Problems that only the site's build meets: pages that it shows without their facts, or leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from content.problem import LibraryProblem


def publishing_problems(troubles: Iterable[Mapping[str, str]]) -> list[LibraryProblem]:
    """Return a problem for each page that failed in a build; `troubles` have its path and the reason."""
    return [
        LibraryProblem(trouble["path"], 1, "not-shown", f"the site can't show this as it is: {trouble['reason']}")
        for trouble in troubles
    ]
