"""A rep's way through a course: lessons, quiz, completion."""

from __future__ import annotations

import json
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from acting import COURSE, QUIZ, at_once, items_of, pass_course, problem_of, read_lessons, right_answers
from content.library import Library
from content.quiz import read_quiz
from factories import Cast, Player
from lms.training.models import Completion, QuizAttempt

ADDRESS = f"/training/courses/{COURSE}"


def test_the_courses_are_listed_with_their_own_pages_only(cast: Cast) -> None:
    """Lessons and quizzes are no courses."""
    items = items_of(cast.ada.get("/training/courses"))
    assert {page["type"] for page in items} == {"course"}
    assert COURSE in {page["id"] for page in items}


def test_a_course_shows_how_far_the_asker_is(cast: Cast) -> None:
    """Ada has read one lesson of three, Olga none."""
    course = cast.ada.get(ADDRESS).get_json()
    first = course["lessons"][0]["page"]["id"]
    assert (course["version"], course["pass_mark"], course["valid_days"], course["has_quiz"]) == (1, 80, 365, True)
    assert cast.ada.put(f"{ADDRESS}/lessons/{first}/read").get_json() == {"lesson_id": first, "completion": None}
    assert [lesson["is_read"] for lesson in cast.ada.get(ADDRESS).get_json()["lessons"]] == [True, False, False]
    assert [lesson["is_read"] for lesson in cast.olga.get(ADDRESS).get_json()["lessons"]] == [False, False, False]


def test_reading_a_lesson_twice_is_as_good_as_once(cast: Cast) -> None:
    """A page that reports twice makes no trouble."""
    read_lessons(cast.ada)
    assert read_lessons(cast.ada).status_code == 200


def test_a_lesson_of_another_course_is_404(cast: Cast) -> None:
    """Reading counts only where the lesson belongs."""
    problem_of(cast.ada.put(f"{ADDRESS}/lessons/lesson-price-and-budget/read"), 404)
    problem_of(cast.ada.put("/training/courses/nothing/lessons/x/read"), 404)
    problem_of(cast.ada.get(f"/training/courses/{QUIZ}"), 404)


def test_the_quiz_is_shown_without_its_answers(cast: Cast, library: Library) -> None:
    """Nothing in the JSON tells which option is right or why: not in the quiz, and not in the course."""
    questions = read_quiz(library.by_id[QUIZ])[0]
    shown = cast.ada.get(f"{ADDRESS}/quiz").get_json()
    assert [set(question) for question in shown["questions"]] == [{"text", "options", "choices"}] * len(questions)
    assert [question["options"] for question in shown["questions"]] == [list(q.options) for q in questions]
    assert [question["choices"] for question in shown["questions"]] == [len(q.right) for q in questions]
    text = json.dumps([shown, cast.ada.get(ADDRESS).get_json()], ensure_ascii=False)
    assert "[x]" not in text
    assert not any(question.feedback in text for question in questions)


def test_the_quiz_waits_for_the_lessons(cast: Cast, library: Library) -> None:
    """Answers before the last lesson are refused, and the unread lessons named."""
    answer = _hand_in(cast.ada, right_answers(library))
    assert "lesson-before-the-call" in problem_of(answer, 409)["detail"]
    read_lessons(cast.ada)
    assert _hand_in(cast.ada, right_answers(library)).status_code == 201


def test_wrong_answers_fail_and_complete_nothing(cast: Cast, library: Library) -> None:
    """One question of six right is 16 per cent, below the pass mark of 80."""
    read_lessons(cast.ada)
    right = right_answers(library)
    body = _hand_in(cast.ada, [right[0], *([[]] * (len(right) - 1))]).get_json()
    assert (body["score"], body["has_passed"], body["completion"]) == (16, False, None)
    assert [question["is_right"] for question in body["questions"]] == [True, False, False, False, False, False]
    course = cast.ada.get(ADDRESS).get_json()
    assert (course["best_score"], course["completion"]) == (16, None)


def test_half_an_answer_is_wrong(cast: Cast, library: Library) -> None:
    """Where two options are right, one alone doesn't count, and neither does ticking everything."""
    read_lessons(cast.ada)
    right = right_answers(library)
    double = next(index for index, chosen in enumerate(right) if len(chosen) == 2)
    for wrong in (right[double][:1], [0, 1, 2, 3], [-1], [*right[double], 99]):
        body = _hand_in(cast.ada, [*right[:double], wrong, *right[double + 1 :]]).get_json()
        assert body["questions"][double]["is_right"] is False
        assert body["score"] == 83


def test_passing_completes_the_course_once(session: Session, cast: Cast, library: Library) -> None:
    """The first pass makes the completion, the second makes only an attempt."""
    body = pass_course(cast.ada, library).get_json()
    assert (body["score"], body["has_passed"]) == (100, True)
    assert body["completion"]["expires_at"] > body["completion"]["completed_at"]
    assert cast.ada.get(ADDRESS).get_json()["completion"] == body["completion"]
    assert _hand_in(cast.ada, right_answers(library)).get_json()["completion"] is None
    assert session.scalar(select(func.count()).select_from(Completion)) == 1
    assert session.scalar(select(func.count()).select_from(QuizAttempt)) == 2


def test_another_number_of_answers_is_409(cast: Cast, library: Library) -> None:
    """The quiz has changed since it was shown: read it again."""
    read_lessons(cast.ada)
    assert "read it again" in problem_of(_hand_in(cast.ada, right_answers(library)[1:]), 409)["detail"]


def test_completing_is_for_oneself_only(cast: Cast, library: Library) -> None:
    """Max's attempt doesn't complete the course for Ada; there is no route to do it for others."""
    pass_course(cast.max, library)
    assert cast.ada.get(ADDRESS).get_json()["completion"] is None
    assert cast.ada.get(ADDRESS).get_json()["best_score"] is None


def test_a_double_click_on_hand_in_is_one_attempt(session: Session, cast: Cast, library: Library) -> None:
    """Two requests with one Idempotency-Key at the same moment are one attempt."""
    read_lessons(cast.ada)
    right = right_answers(library)
    calls = [partial(_hand_in, twin, right, key="once") for twin in (cast.ada.twin(), cast.ada.twin())]
    answers = at_once(*calls)
    assert sorted(answer.status_code for answer in answers) in ([201, 201], [201, 409])
    assert session.scalar(select(func.count()).select_from(Completion)) == 1
    assert session.scalar(select(func.count()).select_from(QuizAttempt)) == 1


def _hand_in(player: Player, answers: list[list[int]], *, key: str | None = None) -> TestResponse:
    headers = {"Idempotency-Key": key} if key else {}
    return player.post(f"{ADDRESS}/attempts", {"answers": answers}, headers=headers)
