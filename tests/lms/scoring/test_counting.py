"""What answers come to: points of the most, what passes, what caps; and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.scoring.counting import count, troubles_of
from lms.scoring.rubric import Cap, Criterion, Pass, Rubric, line_of, rubric_of

LEVELS = ("1: no", "2: some", "3: yes", "4: more")


def level(id_: str, *, weight: float = 1, levels: tuple[str, ...] = LEVELS, **options: Any) -> Criterion:
    """Return a criterion of levels."""
    known: dict[str, Any] = {"skill": None, "is_mandatory": True, "may_be_left_out": True, **options}
    return Criterion(id_, id_.title(), "level", weight, len(levels) * weight, levels=levels, **known)


def other(id_: str, kind: Any, points: float, **options: Any) -> Criterion:
    """Return a criterion of another kind."""
    known: dict[str, Any] = {"skill": None, "is_mandatory": True, "may_be_left_out": True, **options}
    return Criterion(id_, id_.title(), kind, points or 1, points, **known)


def rubric(*criteria: Criterion, passes: Pass | None = None, caps: tuple[Cap, ...] = ()) -> Rubric:
    """Return a rubric of these criteria."""
    return Rubric("Calls", sum(criterion.points for criterion in criteria), criteria, passes, caps)


def given_as(**values: Any) -> dict[str, Any]:
    """Return answers by the ids of criteria; None leaves one out."""
    return {id_: {"is_left_out": True} if value is None else {"value": value} for id_, value in values.items()}


DEMO = rubric(
    *(level(id_) for id_ in "abcdefg"),
    other("promise", "yes-no", 0, may_be_left_out=False),
    passes=Pass(20, {}, 2),
    caps=(Cap("promise", True, 13, None),),
)


@pytest.mark.parametrize(
    ("levels", "promise", "points", "most", "has_passed"),
    [
        ([4, 4, 4, 4, 4, 4, 4], False, 28, 28, True),
        ([3, 3, 3, 3, 3, 3, 2], False, 20, 28, True),
        ([3, 3, 3, 3, 3, 2, 2], False, 19, 28, False),
        ([4, 4, 4, 4, 4, 4, 4], True, 13, 28, False),
        ([1, 1, 1, 1, 1, 1, 1], True, 7, 28, False),
        ([3, 3, 3, 3, 3, None, None], False, 15, 20, True),
        ([4, 4, None, None, None, None, None], True, 13 * 8 / 28, 8, False),
    ],
)
def test_the_sample_rubric_counts_as_its_prose_says(
    levels: list[int | None], promise: bool, points: float, most: float, has_passed: bool
) -> None:
    """20 of 28 passes, a promise caps at 13; both in proportion of what applied."""
    total = count(DEMO, given_as(**dict(zip("abcdefg", levels, strict=True)), promise=promise))
    assert total.points == pytest.approx(points)
    assert (total.most, total.has_passed) == (most, has_passed)
    assert len(total.caps) == promise


def test_a_least_level_fails_whatever_the_total() -> None:
    """Unless the criterion was left out."""
    calls = rubric(level("a"), level("next"), passes=Pass(4, {"next": 2}, 1))
    assert count(calls, given_as(a=4, next=1)).has_passed is False
    assert count(calls, given_as(a=4, next=2)).has_passed is True
    assert count(calls, given_as(a=4, next=None)).has_passed is True


@pytest.mark.parametrize(
    ("criterion", "value", "points", "share"),
    [
        (level("x", weight=2.5), 3, 7.5, 2 / 3),
        (level("x", levels=("no", "yes")), 1, 1, 0),
        (other("x", "yes-no", 2, good="yes"), True, 2, 1),
        (other("x", "yes-no", 2, good="no"), True, 0, 0),
        (other("x", "number", 3, good="high", least=0, most=10), 4, 1.2, 0.4),
        (other("x", "number", 3, good="low", least=-10, most=10), -10, 3, 1),
        (replace(other("x", "choice", 4), weight=2, choices=(("a", 2.0), ("b", 0.5))), "b", 1, 0.25),
    ],
)
def test_each_kind_gives_its_points_and_a_share_from_weakest_to_best(
    criterion: Criterion, value: Any, points: float, share: float
) -> None:
    """The share of a level is 0 for the weakest, so that rubrics of few and of many levels compare."""
    (gain,) = count(rubric(criterion), given_as(x=value)).gains
    assert gain.points == pytest.approx(points)
    assert gain.share == pytest.approx(share)
    assert gain.most == criterion.points


def test_what_counts_nothing_gives_no_points_and_no_score() -> None:
    """A text, a yes or no and a number without a good end; of those alone nothing is counted, and nobody passes."""
    asked = rubric(
        other("t", "text", 0), other("y", "yes-no", 0), other("n", "number", 0, least=1, most=3), passes=Pass(1, {}, 1)
    )
    total = count(asked, given_as(t="So", y=True, n=2))
    assert (total.points, total.most, total.share, total.has_passed, total.gains) == (0, 0, None, None, ())


@pytest.mark.parametrize(
    ("criterion", "answer", "says"),
    [
        (level("x"), {}, "answer it, or say that it doesn't apply"),
        (level("x", may_be_left_out=False), {"note": "a"}, "answer it"),
        (level("x", may_be_left_out=False), {"is_left_out": True}, "it can't be left out; answer it"),
        (level("x"), {"is_left_out": True, "value": 2}, "what is left out has no answer"),
        *((level("x"), {"value": value}, "answer with a level, 1 to 4") for value in (0, 5, 2.5, "2", True, -1)),
        (other("x", "yes-no", 0), {"value": 1}, "answer with true or false"),
        (other("x", "number", 0, least=1, most=3), {"value": 3.1}, "answer with a number from 1 to 3"),
        (other("x", "number", 0, least=0, most=3), {"value": True}, "answer with a number from 0 to 3"),
        (replace(other("x", "choice", 1), choices=(("a", 1.0), ("b", 0.0))), {"value": 0}, "one of `a`, `b`"),
        (other("x", "text", 0), {"value": "  "}, "answer with a text"),
        (other("x", "text", 0), {"value": "x" * 5001}, "at most 5000"),
    ],
)
def test_what_is_no_answer_is_told(criterion: Criterion, answer: dict[str, Any], says: str) -> None:
    """And counts nothing meanwhile."""
    asked = rubric(criterion)
    (trouble,) = troubles_of(asked, {"x": answer})
    assert trouble.criterion == "x"
    assert says in trouble.message
    assert trouble.is_missing == (says.startswith("answer it"))
    assert count(asked, {"x": answer}).gains == ()


def test_what_need_not_be_answered_is_no_trouble_and_an_unknown_criterion_is() -> None:
    """The latter is told by its id."""
    asked = rubric(level("x", is_mandatory=False))
    assert troubles_of(asked, {}) == []
    assert [trouble.criterion for trouble in troubles_of(asked, given_as(y=1))] == ["y"]


KINDS = st.sampled_from(["level", "yes-no", "number", "choice", "text"])
WEIGHTS = st.floats(0.1, 9).map(lambda weight: round(weight, 3))


@st.composite
def scored(draw: st.DrawFn) -> tuple[Rubric, dict[str, Any]]:
    """Draw a rubric and answers to some of its criteria."""
    criteria, answers = [], {}
    for number in range(draw(st.integers(1, 6))):
        id_, weight, kind = f"c{number}", draw(WEIGHTS), draw(KINDS)
        value: Any = draw(st.booleans())
        criterion = other(id_, kind, weight)
        if kind == "level":
            criterion = level(id_, weight=weight, levels=LEVELS[: draw(st.integers(2, 4))])
            value = draw(st.integers(1, len(criterion.levels)))
        if kind == "yes-no":
            criterion = replace(criterion, good=draw(st.sampled_from(["yes", "no"])))
        if kind == "number":
            criterion = replace(criterion, least=-3, most=7, good=draw(st.sampled_from(["high", "low"])))
            value = draw(st.integers(-3, 7))
        if kind == "choice":
            criterion = replace(criterion, points=2 * weight, choices=(("a", 2.0), ("b", 0.0)))
            value = draw(st.sampled_from("ab"))
        if kind == "text":
            criterion, value = replace(criterion, points=0), "So"
        criteria.append(criterion)
        if draw(st.booleans()):
            answers[id_] = {"is_left_out": True} if draw(st.booleans()) else {"value": value}
    passes = Pass(draw(st.floats(0, 20)), {"c0": 2} if criteria[0].kind == "level" else {}, 1)
    caps = tuple(Cap(one.id, 1, draw(st.floats(0, 5)), None) for one in criteria if one.kind == "level")
    asked = rubric(*criteria, passes=passes, caps=caps if draw(st.booleans()) else ())
    return (replace(asked, passes=None, caps=()) if not asked.points else asked), answers


@given(scored())
def test_a_share_is_from_0_to_1_and_points_never_above_their_most(drawn: tuple[Rubric, dict[str, Any]]) -> None:
    """Whatever is answered; answers that were drawn have no trouble but those that are missing."""
    asked, answers = drawn
    total = count(asked, answers)
    assert 0 <= total.points <= total.most + 1e-6
    assert total.most <= asked.points + 1e-5
    assert total.share is None or 0 <= total.share <= 1
    assert all(0 <= gain.share <= 1 and 0 <= gain.points <= gain.most + 1e-6 for gain in total.gains)
    assert all(trouble.is_missing for trouble in troubles_of(asked, answers))


@given(scored(), st.randoms(use_true_random=False))
def test_the_order_of_criteria_and_answers_does_not_matter(drawn: tuple[Rubric, dict[str, Any]], random: Any) -> None:
    """Only that of what is told."""
    asked, answers = drawn
    criteria, items = list(asked.criteria), list(answers.items())
    random.shuffle(criteria)
    random.shuffle(items)
    here, there = count(asked, answers), count(replace(asked, criteria=tuple(criteria)), dict(items))
    assert (here.points, here.most, here.share, here.has_passed) == (
        *(there.points, there.most, there.share),
        there.has_passed,
    )
    assert set(here.gains) == set(there.gains)


@given(scored())
def test_what_is_left_out_counts_like_what_was_never_asked(drawn: tuple[Rubric, dict[str, Any]]) -> None:
    """Neither in points nor in their most."""
    asked, answers = drawn
    answered = {id_: answer for id_, answer in answers.items() if "value" in answer}
    assert count(asked, answers) == count(asked, answered)


@given(scored())
def test_a_higher_level_never_lowers_points_nor_fails_what_passed(drawn: tuple[Rubric, dict[str, Any]]) -> None:
    """Not even where caps wait for low levels: those are let go of."""
    asked, answers = drawn
    before = count(asked, answers)
    for criterion in asked.criteria:
        value = answers.get(criterion.id, {}).get("value")
        if criterion.kind != "level" or value is None or value == len(criterion.levels):
            continue
        after = count(asked, answers | {criterion.id: {"value": value + 1}})
        assert after.points >= before.points
        assert after.has_passed or not before.has_passed


def test_scores_compare_while_a_criterion_means_the_same() -> None:
    """A new name, weight or skill and other spaces go on with the line; other levels, another kind or id begin one."""
    own = level("calm")
    line = line_of("calls", own)
    assert len(line) == 16
    spaced = ("1:  no", " 2: some", "3: yes ", "4: more")
    for same in (replace(own, name="Quiet"), replace(own, weight=3, skill="x"), replace(own, levels=spaced)):
        assert line_of("calls", same) == line
    changed = [
        line_of("demos", own),
        line_of("calls", replace(own, id="quiet")),
        line_of("calls", replace(own, levels=LEVELS[:3])),
        line_of("calls", replace(own, levels=(*LEVELS[:3], "4: most"))),
        line_of("calls", replace(own, levels=LEVELS[::-1])),
        line_of("calls", other("calm", "yes-no", 1)),
        line_of("calls", other("calm", "yes-no", 1, good="no")),
        line_of("calls", other("calm", "number", 1, least=0, most=4)),
        line_of("calls", other("calm", "number", 1, least=0, most=5)),
    ]
    assert len({line, *changed}) == len(changed) + 1


def test_a_paper_is_read_as_it_was_written() -> None:
    """Also one that says nothing of what passes."""
    paper: dict[str, Any] = {
        "title": "Calls",
        "points": 4.0,
        "criteria": [
            {
                "id": "w",
                "name": "W",
                "kind": "choice",
                "choices": [["a", 4.0], ["b", 0.0]],
                "points": 4.0,
                "weight": 1.0,
                "skill": None,
                "is_mandatory": True,
                "may_be_left_out": True,
            }
        ],
        "caps": [{"criterion": "w", "when": "b", "points": 1.0, "because": None}],
    }
    read = rubric_of(paper)
    assert (read.passes, read.caps[0].when, read.by_id["w"].choices) == (None, "b", (("a", 4.0), ("b", 0.0)))
    assert rubric_of(paper | {"passes": {"points": 2.0, "levels": {}, "times": 1}}).passes == Pass(2.0, {}, 1)
