"""The front matter of courses, paths and quizzes: what it may say, and what is said of the rest."""

from __future__ import annotations

import pytest

from content.fields.models import EVENT_KINDS, KINDS, CourseFields, PathFields, QuizFields
from support.factories import read_with_problems

CHANGE = "{version: 2, since: 2026-05-01, asks: retake}"


def read(kind: str, fields: str) -> tuple[object, list[tuple[int, str]]]:
    """Read a page of a type with these lines; returns its fields, and lines and messages of its errors."""
    page, problems = read_with_problems(
        f"---\ntype: {kind}\n{fields}\n---\n# A page\n\ntext\n", words={"areas": ["tools"]}
    )
    assert page is not None
    return page.fields, [(problem.line, problem.message) for problem in problems if problem.severity == "error"]


def test_events_are_kinds_of_courses() -> None:
    """And a course that names no kind is none of them."""
    assert set(EVENT_KINDS) < set(KINDS)
    assert CourseFields().kind == "course"
    assert "course" not in EVENT_KINDS


@pytest.mark.parametrize(
    ("fields", "line", "says"),
    [
        ("kind: seminar", 3, "`kind`: input should be"),
        ("areas: [tool]", 3, "did you mean `tools`?"),
        ("version: 100000000", 3, "less than or equal to 99999999"),
        ("valid_days: 36501", 3, "less than or equal to 36500"),
        ("attempts: 1001", 3, "less than or equal to 1000"),
        ("attempts: 0", 3, "`attempts`: input should be greater"),
        ("held_on: [2026-05-01, 5 May]", 3, "`held_on.1`: write a date as YYYY-MM-DD"),
        (f"changes: [{CHANGE}]", 3, "version 2 is above the course's own `version`, 1; raise that"),
        (f"version: 3\nchanges: [{CHANGE}, {CHANGE}]", 4, "rising order, each of them once"),
        (f"version: 3\nchanges: [{CHANGE.replace('2', '3', 1)}, {CHANGE}]", 4, "rising order"),
        (
            "version: 2\nchanges:\n  - version: 1\n    since: 2026-05-01\n    asks: nothing",
            5,
            "greater than or equal to 2",
        ),
        ("version: 2\nchanges: [{version: 2, since: 2026-05-01, asks: reread}]", 4, "'nothing', 're-read' or 'retake'"),
        ("version: 2\nchanges: [{version: 2, asks: nothing}]", 4, "`changes.0.since` is missing"),
        ("version: 2\nchanges: [{version: 2, since: soon, asks: nothing}]", 4, "write a date as YYYY-MM-DD"),
        ("renew_days: 30", 3, "give `valid_days` too or remove it"),
        ("valid_days: 30\nrenew_days: 30", 4, "must be fewer than `valid_days`, 30"),
    ],
)
def test_what_a_course_cannot_be_is_told_and_the_rest_is_kept(fields: str, line: int, says: str) -> None:
    """It stays a course."""
    read_fields, (problem,) = read("course", f"{fields}\nminutes: 7")
    assert problem[0] == line
    assert says in problem[1]
    assert isinstance(read_fields, CourseFields)
    assert read_fields.minutes == 7


def test_a_course_that_takes_too_long_to_count_is_told() -> None:
    """Nobody means it."""
    assert read("course", "minutes: 100001")[1] == [(3, "`minutes`: input should be less than or equal to 100000")]


def test_a_field_that_only_another_one_allowed_goes_with_it() -> None:
    """One mistake is one problem, and the page is still a course."""
    fields, problems = read(
        "course", f"valid_days: never\nrenew_days: 30\nversion: second\nchanges: [{CHANGE}]\nminutes: 7"
    )
    assert sorted(line for line, _ in problems) == [3, 5]
    assert isinstance(fields, CourseFields)
    assert (fields.renew_days, fields.changes, fields.minutes) == (None, [], 7)


@pytest.mark.parametrize(
    ("courses", "says"),
    [
        ("[]", "should have at least 1 item"),
        ("[{course: a, day: -1}]", "greater than or equal to 0"),
        ("[{course: a, day: 3651}]", "less than or equal to 3650"),
        ("[{course: a}]", "`courses.0.day` is missing"),
    ],
)
def test_a_path_without_courses_is_no_path(courses: str, says: str) -> None:
    """What is wrong is told where it stands."""
    fields, problems = read("path", f"courses: {courses}")
    assert problems[0][0] == 3
    assert says in problems[0][1]
    assert not isinstance(fields, PathFields)
    assert isinstance(read("path", "courses: [{course: a, day: 0}]")[0], PathFields)


@pytest.mark.parametrize("draw", ["0", "-1", "true", "half", "1.5", "[1]", "{}", "{A: 0}", "{A: many}", "{A: true}"])
def test_a_draw_is_a_number_or_a_number_for_each_pool(draw: str) -> None:
    """Anything else is told, and all questions are asked."""
    fields, problems = read("quiz", f"draw: {draw}")
    assert problems == [(3, "`draw`: write a number from 1, or lines of `pool: number`")]
    assert isinstance(fields, QuizFields)
    assert (fields.draw, fields.shuffle) == (None, True)


def test_what_a_quiz_says_of_its_draw_is_read() -> None:
    """One number, or one for each pool."""
    assert [QuizFields.model_validate({"draw": draw}).draw for draw in (None, 4, {"A": 2})] == [None, 4, {"A": 2}]
