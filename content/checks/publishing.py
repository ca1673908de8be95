"""Problems that only the site's build meets: pages that it shows without their facts, or leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from content.problem import LibraryProblem


def with_publishing(found: Iterable[LibraryProblem], troubles: Iterable[Mapping[str, str]]) -> list[LibraryProblem]:
    """Return the problems that were found, and one for each page that failed in a build.

    `troubles` have a page's path and the reason; one that takes too long was found already.
    """
    known = list(found)
    slow = {problem.path for problem in known if problem.code == "too-slow"}
    failed = [
        LibraryProblem(trouble["path"], 1, "not-shown", f"the site can't show this as it is: {trouble['reason']}")
        for trouble in troubles
        if trouble["path"] not in slow
    ]
    return sorted([*known, *failed])
