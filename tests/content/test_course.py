"""A course: what its page says of it, its lessons and its quiz."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from content.catalogue import Catalogue, entry_of
from content.course import CourseVersion, NoSuchPageError, read_course, read_courses, read_quiz_of
from content.library import read_library
from support.factories import write_good_page

QUIZ = "## One?\n\n- [x] a\n- [ ] b\n"


def catalogue(folder: Path, **fields: str) -> Catalogue:
    """Write a course with two lessons and a quiz beside it, more elsewhere, and return the catalogue."""
    write_good_page(folder, "courses/x/index.md", id="x", type="course", **fields)
    write_good_page(folder, "courses/x/1.md", id="one", type="lesson")
    write_good_page(folder, "courses/x/2.md", id="two", type="lesson", aliases="[second]")
    write_good_page(folder, "courses/x/quiz.md", QUIZ, id="here", type="quiz")
    write_good_page(folder, "guides/3.md", id="three")
    write_good_page(folder, "guides/4.md", QUIZ + QUIZ.replace("One", "Two"), id="there", type="quiz", aliases="[exam]")
    return Catalogue(str(folder), 1, tuple(entry_of(page) for page in read_library(folder).pages))


@pytest.mark.parametrize(
    ("fields", "lessons", "quiz"),
    [
        ({}, ["one", "two"], "here"),
        ({"lessons": "[]"}, ["one", "two"], "here"),
        ({"lessons": "[three, two]"}, ["three", "two"], "here"),
        ({"lessons": "[second, one]", "quiz": "exam"}, ["two", "one"], "there"),
        ({"quiz": "there"}, ["one", "two"], "there"),
        ({"lessons": "[ghost, three]", "quiz": "ghost"}, ["three"], "here"),
        ({"quiz": "three"}, ["one", "two"], "here"),
    ],
)
def test_a_course_has_the_lessons_and_the_quiz_that_it_names(
    tmp_path: Path, fields: dict[str, str], lessons: list[str], quiz: str
) -> None:
    """In their order, from any folder, by former ids too; what it doesn't name comes from its folder."""
    pages = catalogue(tmp_path, **fields)
    course = read_course(pages, "x")
    assert [entry.id for entry in course.lessons] == lessons
    assert course.quiz
    assert course.quiz.id == quiz
    read = read_quiz_of(pages, course)
    assert read
    assert len(read.questions) == (2 if quiz == "there" else 1)


def test_a_course_is_found_by_an_id_that_it_had_before(tmp_path: Path) -> None:
    """A page that is no course is none."""
    pages = catalogue(tmp_path, aliases="[old-x]")
    assert read_course(pages, "old-x").entry.id == "x"
    for name in ("one", "ghost"):
        with pytest.raises(NoSuchPageError):
            read_course(pages, name)


def test_a_course_is_what_its_page_says(tmp_path: Path) -> None:
    """With the areas, skills and days of all kinds of courses."""
    fields = {
        "kind": "certification",
        "version": "3",
        "changes": "[{version: 2, since: 2026-01-02, asks: nothing, within_days: 0},"
        " {version: 3, since: 2026-05-01, asks: re-read}]",
        "areas": "[tools, product]",
        "skills": "[discovery]",
        "attempts": "2",
        "valid_days": "90",
        "renew_days": "89",
        "minutes": "5",
    }
    course = read_course(catalogue(tmp_path, **fields), "x")
    assert (course.kind, course.is_event, course.version) == ("certification", False, 3)
    assert course.changes == (
        CourseVersion(2, date(2026, 1, 2), "nothing", 0),
        CourseVersion(3, date(2026, 5, 1), "re-read", 30),
    )
    assert (course.areas, course.skills) == (("tools", "product"), ("discovery",))
    assert (course.attempts, course.valid_days, course.renew_days, course.minutes) == (2, 90, 89, 5)


def test_a_course_that_says_nothing_is_one_without_limits(tmp_path: Path) -> None:
    """It may be tried as often as one likes, and a completion never expires."""
    course = read_course(catalogue(tmp_path), "x")
    assert (course.kind, course.is_event, course.version, course.changes) == ("course", False, 1, ())
    assert (course.areas, course.skills, course.prerequisites, course.held_on) == ((), (), (), ())
    assert (course.pass_mark, course.attempts, course.valid_days, course.renew_days) == (80, None, None, None)


@pytest.mark.parametrize(
    ("practical", "asked"),
    [
        ("{rubric: ghost}", ("ghost", 1)),
        ("{rubric: there, times: 10}", ("there", 10)),
        ("{rubric: exam, times: 2}", ("there", 2)),
    ],
)
def test_a_practical_is_asked_for_also_while_its_rubric_is_away(
    tmp_path: Path, practical: str, asked: tuple[str, int]
) -> None:
    """A page that is being mended certifies nobody; one that is there is known by the id it has today."""
    course = read_course(catalogue(tmp_path, practical=practical), "x")
    assert course.practical
    assert (course.practical.rubric, course.practical.times) == asked
    assert read_course(catalogue(tmp_path), "x").practical is None


@pytest.mark.parametrize(("valid", "renew"), [("365", 30), ("31", 30), ("30", 29), ("2", 1), ("1", 0)])
def test_what_expires_can_be_renewed_in_its_last_thirty_days(tmp_path: Path, valid: str, renew: int) -> None:
    """Or, when it is valid for less, from the day after it was completed."""
    assert read_course(catalogue(tmp_path, valid_days=valid), "x").renew_days == renew


def test_prerequisites_are_other_courses_by_their_present_ids(tmp_path: Path) -> None:
    """What names none asks nothing of anybody."""
    write_good_page(tmp_path, "courses/y/index.md", id="y", type="course", aliases="[old-y]")
    pages = catalogue(tmp_path, prerequisites="[old-y, ghost, one, x, y]")
    assert read_course(pages, "x").prerequisites == ("y",)


def test_an_event_is_held_on_days_and_needs_no_lessons(tmp_path: Path) -> None:
    """It has neither lessons nor a quiz unless its folder has."""
    write_good_page(
        tmp_path, "events/e/index.md", id="e", type="course", kind="workshop", held_on="[2026-02-03, 2026-01-02]"
    )
    pages = catalogue(tmp_path)
    event = read_course(pages, "e")
    assert event.is_event
    assert event.held_on == (date(2026, 1, 2), date(2026, 2, 3))
    assert (event.lessons, event.quiz, read_quiz_of(pages, event)) == ((), None, None)
    assert [course.entry.id for course in read_courses(pages)] == ["x", "e"]
