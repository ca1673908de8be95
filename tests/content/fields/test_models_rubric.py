"""The front matter of rubrics: what it may say, and what is said of the rest."""

from __future__ import annotations

import pytest

from content.fields.models import PageFields, RubricFields
from content.fields.values import Points
from support.factories import read_with_problems

CALM = "criteria:\n  - name: Calm\n    levels: [no, yes]\n"


def read(fields: str) -> tuple[PageFields, list[tuple[int, str]]]:
    """Read a rubric with these lines; returns its fields, and lines and messages of its errors."""
    text = f"---\ntype: rubric\n{fields}\n---\n# A page\n\ntext\n"
    page, problems = read_with_problems(text, words={"skills": ["discovery"]})
    assert page is not None
    return page.fields, [(problem.line, problem.message) for problem in problems if problem.severity == "error"]


def test_a_rubric_of_names_and_levels_is_all_that_is_needed() -> None:
    """As rubrics were written before: one level for each criterion, and nothing passes or caps."""
    fields, problems = read(CALM)
    assert problems == []
    assert isinstance(fields, RubricFields)
    assert (fields.passes, fields.caps) == (None, [])
    (calm,) = fields.criteria
    assert (calm.kind, calm.weight, calm.mandatory, calm.may_be_left_out, calm.good) == ("level", 1, True, True, None)


def test_a_rubric_says_everything_that_is_scored() -> None:
    """Of each kind of criterion, with words that YAML itself would take for true and false."""
    fields, problems = read(
        f"""{CALM}    id: calm
    weight: 2
    skill: discovery
    mandatory: false
    may_be_left_out: no
  - {{name: Recorded, kind: yes-no, good: yes}}
  - {{name: Talked, kind: number, least: 0, most: 100, unit: '%', good: low}}
  - {{name: Where, kind: choice, choices: [{{name: On site, points: 3}}, {{name: Elsewhere}}]}}
  - {{name: Best sentence, kind: text, mandatory: false}}
passes:
  points: 70 %
  levels: {{calm: 2}}
  times: 2
caps:
  - {{criterion: recorded, when: no, points: 4 of 9, because: We can't look again.}}
  - {{criterion: calm, when: 1, points: 5}}"""
    )
    assert problems == []
    assert isinstance(fields, RubricFields)
    assert [part.kind for part in fields.criteria] == ["level", "yes-no", "number", "choice", "text"]
    assert (fields.criteria[0].mandatory, fields.criteria[0].may_be_left_out) == (False, False)
    assert [choice.points for choice in fields.criteria[3].choices] == [3, 0]
    assert fields.passes is not None
    assert fields.passes.points == Points(70, 100, is_share=True)
    assert [(cap.when, cap.points) for cap in fields.caps] == [("no", Points(4, 9)), ("1", Points(5))]


@pytest.mark.parametrize(
    ("fields", "line", "says"),
    [
        ("criteria:\n  - name: Calm", 4, "kind `level` needs at least two `levels`"),
        ("criteria:\n  - name: Calm\n    levels: [no]", 4, "kind `level` needs at least two `levels`"),
        ("criteria:\n  - name: Calm\n    levels: no", 5, "valid list"),
        (f"{CALM}    weight: 0", 6, "greater than 0"),
        (f"{CALM}    weight: -1", 6, "greater than 0"),
        (f"{CALM}    weight: .nan", 6, "valid number"),
        (f"{CALM}    id: not calm", 6, "should match pattern"),
        (f"{CALM}    skill: dicovery", 6, "did you mean `discovery`?"),
        (f"{CALM}    kind: levels", 6, "'level', 'yes-no', 'number', 'choice' or 'text'"),
        (f"{CALM}    good: yes", 4, "the kind `level` has no `good`; remove it"),
        (f"{CALM}    kind: yes-no", 4, "`levels` belongs to the kind `level`; set that, or remove it"),
        (f"{CALM}    unit: s", 4, "`unit` belongs to the kind `number`"),
        (f"{CALM}    most: 3", 4, "`least` and `most` belong to the kind `number`"),
        ("criteria:\n  - {name: Calm, kind: yes-no, good: low}", 4, "`good` is `yes` or `no` here"),
        ("criteria:\n  - {name: Calm, kind: yes-no, good: true}", 4, "'yes', 'no', 'high' or 'low'"),
        ("criteria:\n  - {name: Calm, kind: number}", 4, "needs `least` and `most`"),
        ("criteria:\n  - {name: Calm, kind: number, least: 3, most: 3}", 4, "`least` must be below `most`"),
        ("criteria:\n  - {name: Calm, kind: choice}", 4, "kind `choice` needs at least two `choices`"),
        (
            "criteria:\n  - {name: Calm, kind: choice, choices: [{name: a}, {name: a}]}",
            4,
            "two choices are called `a`; keep one",
        ),
        (f"{CALM}passes: {{times: 2}}", 6, "say which `points` or `levels` it needs, such as `points: 20 of 28`"),
        (f"{CALM}passes:\n  points: most", 7, "write points, such as `20`, `20 of 28` or `70 %`"),
        (f"{CALM}passes:\n  points: true", 7, "write points"),
        (f"{CALM}passes:\n  points: -3", 7, "write points"),
        (f"{CALM}passes:\n  levels: 1", 7, "write a number from 2, or lines of `criterion: number`"),
        (f"{CALM}passes:\n  levels: {{calm: high}}", 7, "write a number from 2, or lines of `criterion: number`"),
        (f"{CALM}passes:\n  points: 2\n  times: 0", 8, "greater than or equal to 1"),
        (f"{CALM}caps:\n  - criterion: calm\n    when: 1", 7, "`caps.0.points` is missing"),
    ],
)
def test_what_a_rubric_cannot_say_is_told_with_its_line(fields: str, line: int, says: str) -> None:
    """One error, where it stands."""
    ((at, message),) = read(fields)[1]
    assert at == line
    assert says in message
