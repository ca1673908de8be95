"""The sample library is what it claims to be."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from content.checks.run import Known, problems
from content.document import Document
from content.fields.models import (
    EVENT_KINDS,
    KINDS,
    CourseFields,
    EmailTemplateFields,
    InitiativeFields,
    PathFields,
    PlaybookFields,
    RubricFields,
    SequenceFields,
)
from content.library import Library
from content.quiz.drawing import draw
from content.quiz.reading import read_quiz
from content.rendering import Renderer
from content.taxonomy import DIMENSIONS
from lms.kpis.registry import names

STAGES = {"awareness", "interest", "engagement", "conversion", "advocacy"}
MERGE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def of_type(library: Library, name: str) -> list[Document]:
    """Return the library's pages of a type."""
    return [page for page in library.pages if page.type == name]


def test_nothing_is_wrong_with_it(library: Library) -> None:
    """Neither an error nor a warning on the day of its last review, and every page can be rendered in time."""
    renderer = Renderer(workers=2)
    known = Known(
        owners={page.fields.owner.lower() for page in library.pages if page.fields.owner},
        today=max(page.fields.reviewed for page in library.pages if page.fields.reviewed),
        kpis=names(),
    )
    try:
        assert [str(problem) for problem in problems(library, known=known, renderer=renderer)] == []
    finally:
        renderer.close()


def test_it_is_large_enough_to_try_things_with(library: Library) -> None:
    """At least seventy pages, all of them published."""
    assert len(library.pages) >= 70
    assert {page.fields.status for page in library.pages} == {"approved"}


@pytest.mark.parametrize("language", ["pl", "ru", "zh"])
def test_eight_pages_are_translated(library: Library, language: str) -> None:
    """Each names its English page, which is of the same type and for the same audience."""
    pages = [page for page in library.pages if page.fields.language == language]
    assert len(pages) >= 8
    for page in pages:
        original = library.by_id[page.fields.translation_of or ""]
        assert original.fields.language == "en"
        assert (page.type, page.fields.audience) == (original.type, original.fields.audience), page.path
        assert page.fields.stages == original.fields.stages, page.path
        assert page.title != original.title


def test_only_english_pages_are_originals(library: Library) -> None:
    """A page in another language without an original would be missing in English."""
    assert not [page.path for page in library.pages if page.fields.language == "en" and page.fields.translation_of]
    others = [page for page in library.pages if page.fields.language != "en"]
    assert not [page.path for page in others if not page.fields.translation_of]
    assert max(Counter((page.fields.translation_of, page.fields.language) for page in others).values()) == 1


def test_every_merge_field_is_declared_and_used(library: Library) -> None:
    """In subject and text; every field has a text to fall back on."""
    pages = of_type(library, "email-template")
    assert len(pages) >= 10
    for page in pages:
        assert isinstance(page.fields, EmailTemplateFields)
        used = set(MERGE.findall(page.fields.subject + page.body))
        assert used == set(page.fields.fields), page.path
        assert all(field.default.strip() for field in page.fields.fields.values()), page.path


def test_the_e_mail_alone_uses_every_merge_field(library: Library) -> None:
    """Advice below the e-mail doesn't count."""
    for page in of_type(library, "email-template"):
        assert isinstance(page.fields, EmailTemplateFields)
        mail = re.split(r"^## ", page.body, flags=re.MULTILINE)[1]
        assert set(MERGE.findall(page.fields.subject + mail)) == set(page.fields.fields), page.path


def test_translated_templates_have_the_fields_of_the_original(library: Library) -> None:
    """A CRM fills both from the same record."""
    for page in of_type(library, "email-template"):
        original = library.by_id.get(page.fields.translation_of or "")
        if original:
            assert isinstance(page.fields, EmailTemplateFields)
            assert isinstance(original.fields, EmailTemplateFields)
            assert set(page.fields.fields) <= set(original.fields.fields), page.path


def test_every_course_has_lessons_and_a_quiz_of_five_questions(library: Library) -> None:
    """And every question says why its answer is right."""
    courses = [page for page in of_type(library, "course") if kind_of(page) not in EVENT_KINDS]
    assert len(courses) >= 5
    for course in courses:
        folder = course.path.rpartition("/")[0]
        neighbours = [page for page in library.pages if page.path.rpartition("/")[0] == folder]
        assert sum(page.type == "lesson" for page in neighbours) >= 2, folder
        (page,) = [page for page in neighbours if page.type == "quiz"]
        quiz, wrong = read_quiz(page)
        assert wrong == []
        assert len(draw(quiz, "")) >= 5, folder
        assert all(question.feedback for question in quiz.questions), folder


def test_there_is_something_of_every_kind_to_try(library: Library) -> None:
    """Courses and events, questions, and what may be asked of who completed an earlier version."""
    courses = [page.fields for page in of_type(library, "course") if isinstance(page.fields, CourseFields)]
    assert {fields.kind for fields in courses} == set(KINDS)
    assert {change.asks for fields in courses for change in fields.changes} == {"retake"}
    assert any(fields.attempts for fields in courses)
    asked = [question for page in of_type(library, "quiz") for question in read_quiz(page)[0].questions]
    assert {question.kind for question in asked} == {"single", "multiple", "ordering", "matching", "text", "number"}
    assert sum(any(option.feedback for option in question.options) for question in asked) >= 5


def test_a_path_asks_for_courses_on_rising_days(library: Library) -> None:
    """And for none before what it needs."""
    (path,) = of_type(library, "path")
    assert isinstance(path.fields, PathFields)
    days = [step.day for step in path.fields.courses]
    assert days == sorted(set(days))
    begun: set[str] = set()
    for step in path.fields.courses:
        fields = library.by_id[step.course].fields
        assert isinstance(fields, CourseFields)
        assert set(fields.prerequisites) <= begun, step.course
        begun.add(step.course)


def kind_of(page: Document) -> str:
    """Return the kind of a course."""
    assert isinstance(page.fields, CourseFields)
    return page.fields.kind


def test_every_stage_has_a_playbook(library: Library) -> None:
    """Whose plays exist, which `problems` checks."""
    stages = set()
    for page in of_type(library, "playbook"):
        assert isinstance(page.fields, PlaybookFields)
        stages.add(page.fields.stage)
        assert page.fields.plays, page.path
    assert stages == STAGES


def test_the_sequences_name_templates_on_rising_days(library: Library) -> None:
    """Two of them at least, of e-mail templates alone."""
    pages = of_type(library, "sequence")
    assert len(pages) >= 2
    for page in pages:
        assert isinstance(page.fields, SequenceFields)
        days = [step.day for step in page.fields.steps]
        assert days == sorted(set(days)), page.path
        assert {library.by_id[step.template].type for step in page.fields.steps} == {"email-template"}, page.path


def test_there_are_two_rubrics(library: Library) -> None:
    """Whose levels are as many for each criterion that has some, and whose names differ."""
    pages = of_type(library, "rubric")
    assert len(pages) >= 2
    for page in pages:
        assert isinstance(page.fields, RubricFields)
        names = [criterion.name for criterion in page.fields.criteria]
        assert len(names) == len(set(names)) >= 3
        assert len({len(part.levels) for part in page.fields.criteria if part.kind == "level"}) == 1, page.path


def test_an_initiative_says_who_answers_for_what(library: Library) -> None:
    """With goals and a RACI matrix."""
    pages = of_type(library, "initiative")
    assert any(isinstance(page.fields, InitiativeFields) and page.fields.raci and page.fields.goals for page in pages)


def test_the_taxonomy_is_there_and_every_word_is_used(library: Library) -> None:
    """A word that no page uses misleads an author."""
    assert set(library.taxonomy.dimensions) == set(DIMENSIONS)
    used: dict[str, set[str]] = {
        "stages": {word for page in library.pages for word in page.fields.stages},
        "personas": {word for page in library.pages for word in page.fields.personas},
        "industries": {word for page in library.pages for word in page.fields.industries},
        "products": {word for page in library.pages for word in page.fields.products},
        "audiences": {page.fields.audience for page in library.pages},
        "languages": {page.fields.language for page in library.pages},
        "skills": {word for page in library.pages for word in page.fields.skills},
        "areas": {
            word for page in library.pages if isinstance(page.fields, CourseFields) for word in page.fields.areas
        },
        "sections": {page.path.rpartition("/")[0] for page in library.pages},
    }
    unused = {name: set(library.taxonomy.dimensions[name]) - words for name, words in used.items()}
    unused["audiences"] -= {"partner"}
    assert {name: words for name, words in unused.items() if words} == {}


def test_every_page_has_an_owner_a_review_date_and_keywords(library: Library) -> None:
    """What the check asks of a customer's pages, and more."""
    for page in library.pages:
        fields = page.fields
        assert fields.owner, page.path
        assert fields.owner.endswith("@brightwharf.example"), page.path
        assert fields.summary, page.path
        assert fields.verified_until, page.path
        assert fields.keywords, page.path
        assert page.body.lstrip().startswith("# "), page.path
