"""Reading one page: fields, guesses, and what is reported."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.fields.models import TYPES, BattlecardFields, PlaybookFields
from content.places.addresses import id_from_path
from content.problem import LibraryProblem
from support.factories import read_text, read_with_problems

WORDS = {
    "stages": ["awareness", "interest"],
    "personas": ["it-manager"],
    "languages": ["en", "pl", "no"],
    "skills": ["discovery"],
}


def problem_of(
    text: str, code: str, *, path: str = "page.md", words: dict[str, list[str]] | None = None
) -> LibraryProblem:
    """Return the page's only problem of this kind."""
    (found,) = [p for p in read_with_problems(text, path=path, words=words)[1] if p.code == code]
    return found


def test_a_page_without_front_matter_gets_defaults_and_guesses() -> None:
    """A folder of plain Markdown is a library that works."""
    page, problems = read_with_problems("# Handling *hard* [questions](x.md)\n\nText.\n", path="guides/Hard Ones.md")
    assert page is not None
    assert (page.id, page.title, page.type) == ("guides.hard-ones", "Handling hard questions", "guide")
    assert (page.fields.language, page.fields.status, page.fields.audience) == ("en", "approved", "internal")
    assert page.url == "guides/Hard Ones/"
    assert [problem.code for problem in problems] == ["no-front-matter"]
    assert problems[0].severity == "warning"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("page.md", "page"),
        ("guides/x.md", "guide"),
        ("pl/objections/x.md", "objection"),
        ("Email Templates/x.md", "page"),
        ("case_studies/x.md", "page"),
        ("personas/x.md", "persona"),
        ("plans/x.md", "initiative"),
        ("ebooks/x.md", "e-book"),
        ("white_papers/deep/er/x.md", "white-paper"),
        ("courses/x/index.md", "course"),
        ("courses/x/README.md", "course"),
        ("courses/x/01-first.md", "lesson"),
        ("courses/x/quiz.md", "quiz"),
        ("guides.md", "page"),
    ],
)
def test_the_type_is_guessed_from_the_folder_unless_it_needs_more_fields(path: str, expected: str) -> None:
    """An e-mail template without a subject would be a broken one, so it is a page."""
    assert read_text("text", path=path).type == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b c/d.md", "a.b-c.d"),
        ("Привет мир/Страница.md", "привет-мир.страница"),
        ("中文/页面.md", "中文.页面"),
        ("cafe\u0301.md", "café"),
        ("a&b!.md", "a-b"),
        ("🎉.md", "page-e98c2562"),
        ("C#.md", "c-835b50e2"),
        ("C.MD", "c"),
        ("a/b.markdown", "a.b"),
        ("x/_index.md", "x._index"),
        ("..md", "page"),
    ],
)
def test_the_id_is_guessed_from_the_path(path: str, expected: str) -> None:
    """Spaces become hyphens, letters of any script stay."""
    assert id_from_path(path) == expected


def test_an_unknown_type_is_named_with_the_nearest_one() -> None:
    """The page is still read, as a plain page."""
    text = "---\nid: x\ntype: battlcard\n---\ntext\n"
    problem = problem_of(text, "unknown-type")
    assert problem.line == 3
    assert "did you mean `battlecard`?" in problem.message
    assert read_text(text).type == "page"


def test_a_misspelt_field_is_named_and_a_foreign_one_left_to_the_library() -> None:
    """Other tools' fields may stay in the front matter; what a slip says of publishing counts all the same."""
    text = "---\nid: x\nstauts: draft\n---\ntext\n"
    problem = problem_of(text, "unknown-field")
    assert (problem.line, problem.severity) == (3, "warning")
    assert "did you mean `status`?" in problem.message
    assert read_text(text).fields.status == "draft"
    page, problems = read_with_problems("---\nid: x\nhubspot_campaign: 7\n---\ntext\n")
    assert page is not None
    assert [(word.kind, word.word, word.place) for word in page.strange] == [("field", "hubspot_campaign", (3, 19))]
    assert [problem.code for problem in problems] == ["incomplete"]


@pytest.mark.parametrize(
    ("front", "line", "part"),
    [
        ("stages: [awareness, intrest]", 2, "did you mean `interest`?"),
        ("stages:\n  - awareness\n  - intrest", 4, "did you mean `interest`?"),
        ("personas: [zzz]", 2, "use one of it-manager"),
        ("id: x\nlanguage: xx", 3, "use one of"),
        ("skills: [discovry]", 2, "did you mean `discovery`?"),
    ],
)
def test_a_word_outside_the_taxonomy_is_named_with_its_line_and_the_nearest(front: str, line: int, part: str) -> None:
    """A list item is reported on its own line."""
    problem = problem_of(f"---\n{front}\n---\ntext\n", "unknown-word", words=WORDS)
    assert problem.line == line
    assert part in problem.message


def test_a_playbooks_own_stage_is_checked_too() -> None:
    """A type's extra fields use the same words."""
    front = "type: playbook\nobjective: o\nentry_criteria: [c]\nstage: conversoin"
    assert problem_of(f"---\n{front}\n---\ntext\n", "unknown-word", words=WORDS).line == 5


def test_anything_goes_without_a_taxonomy() -> None:
    """A new library needs no list of words."""
    assert not [p for p in read_with_problems("---\nstages: [whatever]\n---\nx")[1] if p.code == "unknown-word"]


def test_language_no_stays_text() -> None:
    """YAML's `no` is Norwegian here, not false."""
    assert read_text("---\nlanguage: no\n---\ntext", words=WORDS).fields.language == "no"


def test_a_status_that_is_no_word_makes_the_page_a_draft() -> None:
    """What may not be ready is not shown."""
    text = "---\nid: x\nstatus: {a: b}\n---\ntext"
    assert read_text(text).fields.status == "draft"
    assert problem_of(text, "invalid-field").line == 3


def test_a_status_that_is_no_word_makes_a_page_with_more_mistakes_a_draft() -> None:
    """Also when the type's own fields are missing."""
    assert read_text("---\ntype: battlecard\nstatus: {x: y}\nreviewed: never\n---\ntext").fields.status == "draft"


def test_a_types_fields_are_kept_when_another_field_is_bad() -> None:
    """One mistake costs one field."""
    page = read_text("---\ntype: battlecard\ncompetitor: Acme\nreviewed: 2026-13-01\nkeywords: [a]\n---\ntext")
    assert isinstance(page.fields, BattlecardFields)
    assert page.fields.competitor == "Acme"
    assert page.fields.reviewed is None
    assert page.fields.keywords == ["a"]


def test_a_missing_required_field_costs_the_types_fields_but_not_the_page() -> None:
    """The page is still found by what all pages have."""
    text = "---\ntype: playbook\ntitle: Go\nstage: awareness\n---\ntext"
    page, problems = read_with_problems(text)
    assert page is not None
    assert (page.type, page.title) == ("playbook", "Go")
    assert not isinstance(page.fields, PlaybookFields)
    assert {p.message.partition("`")[2].partition("`")[0] for p in problems if p.code == "missing-field"} == {
        "objective",
        "entry_criteria",
    }


@pytest.mark.parametrize(
    "front",
    [
        "reviewed: 2026-13-01",
        "reviewed: 20261301",
        "reviewed: 2026-1-2",
        "review_every: 1:1:1:1",
        "review_every: .nan",
        "review_every: 6",
        "review_every: 99999 days",
        "id: 1:1:1:1",
        "id: a/b",
        "id: ../x",
        "title: {a: b}",
        "title: ''",
        "title: " + "x" * 1001,
        "audience: public",
        "stages: awareness",
        "keywords: [[a]]",
        "aliases: [[a]]",
    ],
)
def test_a_bad_value_is_one_problem_on_its_line(front: str) -> None:
    """And the rest of the page is read."""
    text = f"---\nowner: o\n{front}\n---\ntext"
    problem = problem_of(text, "invalid-field")
    assert (problem.line, problem.severity) == (3, "error")
    assert read_text(text).fields.owner == "o"


def test_a_review_that_ends_after_the_last_day_of_time_is_no_error() -> None:
    """The longest duration from the last date stays a date."""
    page = read_text("---\nreviewed: 9999-12-31\nreview_every: 9999 years\n---\ntext")
    assert page.fields.verified_until == date.max
    assert read_text("---\nreviewed: 2026-01-31\nreview_every: 2 weeks\n---\nx").fields.verified_until == date(
        2026, 2, 14
    )


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    """The same page saved by Notepad has the same fields, body and hash."""
    text = "---\ntitle: A\nstatus: {}\n---\n# H\n\ntext\n"
    plain, odd = read_text(text), read_text("\ufeff" + text.replace("\n", "\r\n"))
    assert odd == plain
    assert problem_of("\ufeff" + text.replace("\n", "\r\n"), "invalid-field").line == 3


@pytest.mark.parametrize("field", ["title", "summary", "owner"])
@pytest.mark.parametrize("value", ["\\u200b\\u200d", "\\ufeff", "\\e\\u00a0", "\\u0301"])
def test_a_text_that_shows_nothing_is_none(field: str, value: str) -> None:
    """A list with an empty line in it helps nobody."""
    assert "can be seen" in problem_of(f'---\n{field}: "{value}"\n---\ntext', "invalid-field").message


def test_unreadable_front_matter_gives_no_page_and_one_problem() -> None:
    """A page whose status may stand in lines that nobody can read must not be shown."""
    page, problems = read_with_problems("---\nstatus: draft\nno field at all\n---\ntext")
    assert page is None
    assert [(p.code, p.severity) for p in problems] == [("front-matter", "error")]


@pytest.mark.parametrize("front", ['type: "a\\nb"', '"a\\nb": 1', 'stages: ["a\\nb"]'])
def test_a_problem_is_always_one_line(front: str) -> None:
    """What `check` prints can be read line by line."""
    _, problems = read_with_problems(f"---\n{front}\n---\ntext", words=WORDS)
    assert all("\n" not in str(problem) for problem in problems)


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("index.md", "app/library/"),
        ("README.md", "app/library/"),
        ("a/index.md", "a/"),
        ("a/b.md", "a/b/"),
        ("a.b.md", "a.b/"),
    ],
)
def test_the_address_follows_the_path(path: str, url: str) -> None:
    """An index page takes its folder's address."""
    assert read_text("x", path=path).url == url


ANY_FIELD = st.sampled_from(sorted({name for model in TYPES.values() for name in model.model_fields} | {"x", ""}))
ANY_VALUE = st.one_of(
    st.text(max_size=30), st.sampled_from([*TYPES, "[a, b]", "{a: b}", "~", "2026-01-01", "- x", "12"])
)


@given(
    st.dictionaries(ANY_FIELD, ANY_VALUE, max_size=6),
    st.text(max_size=80),
    st.sampled_from(["a.md", "courses/x/quiz.md"]),
)
@settings(max_examples=200)
def test_any_front_matter_and_body_can_be_parsed(fields: dict[str, str], body: str, path: str) -> None:
    """Whatever stands in a page, it gives a page or a reason."""
    text = "---\n" + "".join(f"{key}: {value}\n" for key, value in fields.items()) + f"---\n{body}"
    page, problems = read_with_problems(text, path=path, words=WORDS)
    assert page is not None or problems
    assert all(problem.line >= 1 for problem in problems)


@given(st.text())
def test_any_text_can_be_parsed(text: str) -> None:
    """Binary noise is a page with a problem, not an exception."""
    page, problems = read_with_problems(text)
    assert page is not None or problems
