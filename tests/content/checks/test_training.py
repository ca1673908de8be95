"""Courses and paths that name what is no course, circles, versions that say nothing, and days without an event."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.checking import FRONT_LINES, check, only, told, unusual
from support.factories import write_good_page

CHANGES = "[{version: 2, since: 2026-05-01, asks: nothing}]"


def write_course(folder: Path, name: str, **fields: str) -> None:
    """Write the page of a course."""
    write_good_page(folder, f"courses/{name}/index.md", id=name, type="course", **fields)


def test_prerequisites_and_steps_that_name_no_course_are_told(tmp_path: Path) -> None:
    """Each where it stands: what doesn't exist, what is something else, and what stands there already."""
    write_good_page(tmp_path, "guide.md", id="guide")
    write_course(tmp_path, "a", aliases="[old-a]")
    write_course(tmp_path, "b", prerequisites="[a, ghost, guide, old-a]")
    steps = "".join(f"\n  - course: {name}\n    day: 1" for name in ("a", "ghost", "guide", "old-a"))
    write_good_page(tmp_path, "path.md", type="path", courses=steps)
    line = FRONT_LINES
    assert told(tmp_path) == [
        ("courses/b/index.md", line, 20, "error"),
        ("courses/b/index.md", line, 27, "error"),
        ("courses/b/index.md", line, 34, "error"),
        ("path.md", line + 3, 13, "error"),
        ("path.md", line + 5, 13, "error"),
        ("path.md", line + 7, 13, "error"),
    ]
    problems = unusual(tmp_path)
    assert [problem.code for problem in problems] == ["unknown-page", "unknown-page", "named-twice"] * 2
    says = (
        "`ghost`, which doesn't exist",
        "is of type page; name a course",
        "names the course `a` twice; keep one",
    )
    assert all(text in problem.message for text, problem in zip(says * 2, problems, strict=True))


def test_what_a_path_leads_to_is_no_orphan(tmp_path: Path) -> None:
    """A path itself is one until a page links to it."""
    write_course(tmp_path, "a")
    write_good_page(tmp_path, "path.md", type="path", courses="[{course: a, day: 1}]")
    assert only(tmp_path, "orphan").path == "path.md"


@pytest.mark.parametrize(
    ("asks", "circles"),
    [
        ({"a": "a"}, {"a": "`a` → `a`"}),
        ({"a": "b", "b": "a"}, {"a": "`a` → `b` → `a`", "b": "`b` → `a` → `b`"}),
        ({"a": "old-b", "b": "c", "c": "a", "d": "a"}, dict.fromkeys("abc", "")),
        ({"a": "b, c", "b": "d", "c": "d", "d": ""}, {}),
    ],
)
def test_a_circle_of_prerequisites_is_told_to_each_course_in_it(
    tmp_path: Path, asks: dict[str, str], circles: dict[str, str]
) -> None:
    """Courses beside it can be mended only by mending it."""
    for name in "abcd":
        write_course(tmp_path, name, aliases=f"[old-{name}]", prerequisites=f"[{asks.get(name, '')}]")
    found = {problem.path.split("/")[1]: problem for problem in unusual(tmp_path)}
    assert found.keys() == circles.keys()
    for name, way in circles.items():
        assert (found[name].code, found[name].line) == ("prerequisite-circle", FRONT_LINES + 1)
        assert way in found[name].message


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"version": "1"}, False),
        ({"version": "2"}, True),
        ({"version": "2", "changes": CHANGES}, False),
        ({"version": "3", "changes": CHANGES}, True),
    ],
)
def test_a_version_that_does_not_say_what_it_asks_is_told(
    tmp_path: Path, fields: dict[str, str], is_told: bool
) -> None:
    """With what to write, and what happens otherwise."""
    write_course(tmp_path, "a", **fields)
    found = unusual(tmp_path)
    assert [(problem.code, problem.severity) for problem in found] == [("unexplained-version", "warning")] * is_told
    for problem in found:
        assert problem.line == FRONT_LINES
        assert "is asked to retake it" in problem.message
        assert f"`- {{version: {fields['version']}, since: YYYY-MM-DD, asks: nothing}}`" in problem.message


def test_days_of_a_course_that_is_no_event_are_told(tmp_path: Path) -> None:
    """An event may have them or not."""
    for kind in ("webinar", "workshop", "lunch-and-learn", "contest", "mentoring"):
        write_course(tmp_path, kind, kind=kind, held_on="[2026-05-01]")
    write_course(tmp_path, "quiet", kind="webinar")
    assert unusual(tmp_path) == []
    write_course(tmp_path, "a", kind="e-learning", held_on="[2026-05-01]")
    problem = only(tmp_path, "not-an-event")
    assert (problem.path, problem.severity) == ("courses/a/index.md", "warning")
    assert "lunch-and-learn" in problem.message
    assert len(check(tmp_path)) > 1


def test_a_practical_of_an_event_is_told(tmp_path: Path) -> None:
    """Who takes part has completed it; and a practical names a rubric, so many times."""
    write_good_page(tmp_path, "rubrics/r.md", type="rubric", criteria="[{id: a, name: A, levels: [low, high]}]")
    write_course(tmp_path, "a", practical="{rubric: rubrics-r, times: 2}", kind="certification")
    assert unusual(tmp_path) == []
    write_course(tmp_path, "b", practical="{rubric: rubrics-r}", kind="workshop")
    problem = only(tmp_path, "practical-of-event")
    assert (problem.path, problem.severity) == ("courses/b/index.md", "warning")
    write_course(tmp_path, "b", practical="{rubric: a}")
    assert "name a rubric" in only(tmp_path, "unknown-page").message
    write_course(tmp_path, "b", practical="{rubric: rubrics-r, times: 0}")
    assert only(tmp_path, "invalid-field").path == "courses/b/index.md"
