"""Answers of an attempt: every kind of question, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from content.library import Library
from support.acting import COURSE, begin, hand_in, pointers_of, problem_of, read_lessons, right_answers
from support.factories import Cast
from support.quizzes import count_events, drawn_answers


def test_keeping_counts_nothing(session: Session, cast: Cast, library: Library) -> None:
    """The right answers, only kept, are neither a try nor a completion."""
    read_lessons(cast.ada)
    attempt = begin(cast.ada)
    cast.ada.put(f"/training/attempts/{attempt['id']}/answers", {"answers": right_answers(library)})
    course = cast.ada.get(f"/training/courses/{COURSE}").get_json()
    assert (course["best_score"], course["completion"], course["standing"]["state"]) == (None, None, "in_progress")
    assert count_events(session, "attempt") == 0


def test_every_kind_of_question_is_asked_and_graded(own_cast: Cast, own_session: Session) -> None:
    """Whoever gives what the paper says gets 100 per cent, and whoever gives nothing gets none."""
    read_lessons(own_cast.ada, "own")
    attempt = begin(own_cast.ada, "own")
    shown = {question["text"]: question for question in attempt["questions"]}
    assert {question["kind"] for question in attempt["questions"]} == {
        "single",
        "multiple",
        "ordering",
        "matching",
        "text",
        "number",
    }
    assert (shown["Which are yellow?"]["choices"], shown["How many days?"]["choices"]) == (2, None)
    assert sorted(shown["From small to large"]["options"]) == ["grape", "melon", "plum"]
    assert sorted(shown["What grows where?"]["matches"]) == ["bush", "tree"]
    result = hand_in(own_cast.ada, attempt, drawn_answers(own_session, attempt)).get_json()["result"]
    assert (result["score"], result["has_passed"]) == (100, True)
    assert all(question["is_right"] for question in result["questions"])
    read_lessons(own_cast.olga, "own")
    nothing = hand_in(own_cast.olga, begin(own_cast.olga, "own"), [None] * 6).get_json()
    assert (nothing["result"]["score"], nothing["answers"]) == (0, [None] * 6)


def test_feedback_comes_with_the_result(own_cast: Cast, own_session: Session) -> None:
    """What its author says to the option that was chosen, and to the question."""
    read_lessons(own_cast.ada, "own")
    attempt = begin(own_cast.ada, "own")
    place = [question["text"] for question in attempt["questions"]].index("Which fruit is red?")
    answers: list[Any] = [None] * 6
    answers[place] = [attempt["questions"][place]["options"].index("lemon")]
    result = hand_in(own_cast.ada, attempt, answers).get_json()["result"]
    assert result["questions"][place] == {
        "is_right": False,
        "feedback": ["Sour is what it is.", "Cherries are red all over."],
    }


BAD = [
    ([[0], "x", [-1]], ["#/answers/2/"]),
    ([[0.5]], ["#/answers/0/"]),
    ([["a"]], ["#/answers/0/"]),
    ([True], ["#/answers/0/"]),
    ([{"a": 1}], ["#/answers/0/"]),
    ([[[0]]], ["#/answers/0/"]),
    ([[1001]], ["#/answers/0/"]),
    (["x" * 2001], ["#/answers/0/"]),
    (["a\u0000b"], ["#/answers/0/"]),
    ([10**15 + 1], ["#/answers/0/"]),
    ([10**400], ["#/answers/0/"]),
    ([1e300], ["#/answers/0/"]),
    ([None] * 501, ["#/answers"]),
    ("no list", ["#/answers"]),
    (None, ["#/answers"]),
]


@pytest.mark.parametrize(("answers", "pointers"), BAD, ids=range(len(BAD)))
def test_answers_of_a_wrong_type_are_422(sqlite_cast: Cast, answers: object, pointers: list[str]) -> None:
    """The pointer leads to the answer; keeping and handing in refuse the same."""
    read_lessons(sqlite_cast.ada)
    path = f"/training/attempts/{begin(sqlite_cast.ada)['id']}"
    for answer in (
        sqlite_cast.ada.put(f"{path}/answers", {"answers": answers}),
        sqlite_cast.ada.post(f"{path}/submit", {"answers": answers}),
    ):
        found = pointers_of(answer)
        assert found
        assert all(any(one.startswith(pointer) for pointer in pointers) for one in found), found


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "[NaN]", '"\\ud800"', '"\\udfff x"'])
def test_what_json_does_not_know_is_refused(cast: Cast, number: str) -> None:
    """No number that isn't one and no half character reaches a database."""
    read_lessons(cast.ada)
    attempt = begin(cast.ada)
    for method, verb in (("PUT", "answers"), ("POST", "submit")):
        data = f'{{"answers": [{number}, null, null, null, null, null]}}'
        path = f"/training/attempts/{attempt['id']}/{verb}"
        answer = cast.ada.ask(method, path, data=data, content_type="application/json")
        assert answer.status_code in {400, 422}, answer.get_data(as_text=True)
        problem_of(answer, answer.status_code)
    assert cast.ada.get(f"/training/attempts/{attempt['id']}").get_json() == attempt


def test_any_text_and_number_can_be_an_answer(cast: Cast) -> None:
    """Other scripts, signs beyond the first plane and fractions come back as they were sent."""
    read_lessons(cast.ada)
    attempt = begin(cast.ada)
    sent = ["日本語 😀 e\u0301", "'; DROP TABLE person; --", "", -1.5, 10**15, []]
    path = f"/training/attempts/{attempt['id']}"
    assert cast.ada.put(f"{path}/answers", {"answers": sent}).get_json()["answers"] == sent
    assert hand_in(cast.ada, attempt, sent).get_json()["answers"] == sent
    assert cast.ada.get(path).get_json()["result"]["score"] == 0


def test_another_number_of_answers_is_409(cast: Cast, library: Library) -> None:
    """One too few, one too many, none: the attempt says how many it has, and stays open."""
    read_lessons(cast.ada)
    attempt, right = begin(cast.ada), right_answers(library)
    for answers in (right[1:], [*right, [0]], []):
        assert "read it again" in problem_of(hand_in(cast.ada, attempt, answers), 409)["detail"]
        kept = cast.ada.put(f"/training/attempts/{attempt['id']}/answers", {"answers": answers})
        assert "6 questions" in problem_of(kept, 409)["detail"]
    assert hand_in(cast.ada, attempt, right).get_json()["result"]["score"] == 100


def test_ten_megabytes_of_answers_are_413(sqlite_cast: Cast) -> None:
    """Nothing that large is read."""
    read_lessons(sqlite_cast.ada)
    path = f"/training/attempts/{begin(sqlite_cast.ada)['id']}"
    data = '{"answers": ["%s"]}' % ("x" * 10_000_000)
    for method, verb in (("PUT", "answers"), ("POST", "submit")):
        answer = sqlite_cast.ada.ask(method, f"{path}/{verb}", data=data, content_type="application/json")
        problem_of(answer, 413)
