"""A course's lessons and quiz: those of its folder, or those it names."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.catalogue import Catalogue, entry_of
from content.course import NoSuchPageError, read_course, read_questions
from content.library import read_library
from factories import write_good_page

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
    assert len(read_questions(pages, course)) == (2 if quiz == "there" else 1)


def test_a_course_is_found_by_an_id_that_it_had_before(tmp_path: Path) -> None:
    """A page that is no course is none."""
    pages = catalogue(tmp_path, aliases="[old-x]")
    assert read_course(pages, "old-x").entry.id == "x"
    for name in ("one", "ghost"):
        with pytest.raises(NoSuchPageError):
            read_course(pages, name)
