"""A rep's way through a course: lessons, quiz, completion, and what is theirs to do."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.library import Library
from content.quiz.reading import read_quiz
from lms.training.models import TrainingEvent
from support.acting import (
    COURSE,
    QUIZ,
    assign,
    at_once,
    begin,
    hand_in,
    in_days,
    items_of,
    pass_course,
    problem_of,
    read_lessons,
    right_answers,
)
from support.factories import Cast

ADDRESS = f"/training/courses/{COURSE}"


def test_the_courses_are_listed_with_their_own_pages_only(cast: Cast) -> None:
    """Lessons and quizzes are no courses; who was assigned nothing stands nowhere."""
    items = items_of(cast.ada.get("/training/courses"))
    assert {item["page"]["type"] for item in items} == {"course"}
    found = next(item for item in items if item["page"]["id"] == COURSE)
    assert (found["kind"], found["minutes"], found["areas"]) == ("course", 55, ["selling-skills"])
    assert found["skills"] == ["discovery", "prospecting"]
    assert {item["standing"] for item in items} == {None}


def test_the_list_names_areas_and_skills_as_the_library_does(sqlite_cast: Cast) -> None:
    """So that a page that shows courses asks nothing else for their names."""
    answer = sqlite_cast.max.get("/training/courses").get_json()
    assert answer["area_labels"]["selling-skills"] == "Selling skills"
    assert answer["skill_labels"]["objection-handling"] == "Objection handling"


def test_the_list_says_how_the_asker_stands(cast: Cast, library: Library) -> None:
    """Assigned to Ada and done by her; Sven has it before him, and Olga hears of neither."""
    assign(cast.max, cast.ada, cast.sven)
    pass_course(cast.ada, library)
    today, last = in_days(0).isoformat(), in_days(365).isoformat()
    assert _standing(cast.ada.get("/training/courses").get_json()) == {
        "state": "complete",
        "is_assigned": True,
        "due_on": in_days(7).isoformat(),
        "completed_on": today,
        "valid_until": last,
    }
    assert _standing(cast.sven.get("/training/courses").get_json())["state"] == "not_started"
    assert _standing(cast.olga.get("/training/courses").get_json()) is None


def test_a_course_shows_how_far_the_asker_is(cast: Cast) -> None:
    """Ada has read one lesson of three, Olga none."""
    course = cast.ada.get(ADDRESS).get_json()
    first = course["lessons"][0]["page"]["id"]
    assert (course["version"], course["pass_mark"], course["valid_days"], course["has_quiz"]) == (1, 80, 365, True)
    assert (course["standing"], course["attempts_left"], course["is_event"]) == (None, None, False)
    assert cast.ada.put(f"{ADDRESS}/lessons/{first}/read").get_json() == {"lesson_id": first, "completion": None}
    course = cast.ada.get(ADDRESS).get_json()
    assert [lesson["is_read"] for lesson in course["lessons"]] == [True, False, False]
    assert (course["standing"]["state"], course["standing"]["is_assigned"]) == ("in_progress", False)
    assert [lesson["is_read"] for lesson in cast.olga.get(ADDRESS).get_json()["lessons"]] == [False, False, False]


def test_an_event_shows_its_days(sqlite_cast: Cast) -> None:
    """It is attended: it has neither lessons nor a quiz."""
    event = sqlite_cast.ada.get("/training/courses/event-winter-peak").get_json()
    assert (event["is_event"], event["kind"], event["has_quiz"], event["lessons"]) == (True, "webinar", False, [])
    assert event["held_on"] == ["2026-11-05", "2026-12-03"]


def test_reading_a_lesson_twice_is_as_good_as_once(session: Session, cast: Cast) -> None:
    """A page that reports twice makes no trouble, and no second fact."""
    read_lessons(cast.ada)
    assert read_lessons(cast.ada).status_code == 200
    read = select(func.count()).select_from(TrainingEvent).where(TrainingEvent.kind == "lesson_read")
    assert session.scalar(read) == 3


def test_a_lesson_of_another_course_is_404(cast: Cast) -> None:
    """Reading counts only where the lesson belongs."""
    problem_of(cast.ada.put(f"{ADDRESS}/lessons/lesson-price-and-budget/read"), 404)
    problem_of(cast.ada.put("/training/courses/nothing/lessons/x/read"), 404)
    problem_of(cast.ada.get(f"/training/courses/{QUIZ}"), 404)


def test_a_course_is_shown_without_the_answers_of_its_quiz(cast: Cast, library: Library) -> None:
    """Neither what is right nor why stands in the course."""
    questions = read_quiz(library.by_id[QUIZ])[0].questions
    text = json.dumps(cast.ada.get(ADDRESS).get_json(), ensure_ascii=False)
    assert "[x]" not in text
    assert all(question.feedback for question in questions)
    assert not any(question.feedback in text for question in questions)


def test_the_quiz_waits_for_the_lessons(cast: Cast, library: Library) -> None:
    """Beginning before the last lesson is refused, and the unread lessons named."""
    answer = cast.ada.post(f"{ADDRESS}/attempts")
    assert "lesson-before-the-call" in problem_of(answer, 409)["detail"]
    read_lessons(cast.ada)
    assert cast.ada.post(f"{ADDRESS}/attempts").status_code == 201


def test_wrong_answers_fail_and_complete_nothing(cast: Cast, library: Library) -> None:
    """One question of six right is 16 per cent, below the pass mark of 80."""
    read_lessons(cast.ada)
    right = right_answers(library)
    result = hand_in(cast.ada, begin(cast.ada), [right[0], *([[]] * (len(right) - 1))]).get_json()["result"]
    assert (result["score"], result["has_passed"], result["completion"]) == (16, False, None)
    assert [question["is_right"] for question in result["questions"]] == [True, False, False, False, False, False]
    course = cast.ada.get(ADDRESS).get_json()
    assert (course["best_score"], course["completion"]) == (16, None)


def test_half_an_answer_is_wrong(cast: Cast, library: Library) -> None:
    """Where two options are right, one alone doesn't count, and neither does ticking everything."""
    read_lessons(cast.ada)
    right = right_answers(library)
    double = next(index for index, chosen in enumerate(right) if len(chosen) == 2)
    for wrong in (right[double][:1], [0, 1, 2, 3], [*right[double], right[double][0]], [*right[double], 99]):
        answers = [*right[:double], wrong, *right[double + 1 :]]
        result = hand_in(cast.ada, begin(cast.ada), answers).get_json()["result"]
        assert result["questions"][double]["is_right"] is False
        assert result["score"] == 83


def test_passing_completes_the_course_once(session: Session, cast: Cast, library: Library) -> None:
    """The first pass makes the completion, the second makes only an attempt."""
    result = pass_course(cast.ada, library).get_json()["result"]
    assert (result["score"], result["has_passed"]) == (100, True)
    done = result["completion"]
    assert (done["course_id"], done["course_version"], done["kind"], done["score"]) == (COURSE, 1, "completed", 100)
    assert done["valid_until"] == (date.fromisoformat(done["completed_at"][:10]) + timedelta(days=365)).isoformat()
    assert cast.ada.get(ADDRESS).get_json()["completion"] == done
    again = hand_in(cast.ada, begin(cast.ada), right_answers(library)).get_json()
    assert again["result"]["completion"] is None
    assert _kinds(session) == ["started", *["lesson_read"] * 3, "attempt", "completed", "attempt"]


def test_completing_is_for_oneself_only(cast: Cast, library: Library) -> None:
    """Max's attempt doesn't complete the course for Ada; there is no route to do it for others."""
    pass_course(cast.max, library)
    assert cast.ada.get(ADDRESS).get_json()["completion"] is None
    assert cast.ada.get(ADDRESS).get_json()["best_score"] is None


def test_a_double_click_on_hand_in_is_one_attempt(session: Session, cast: Cast, library: Library) -> None:
    """Two requests with one Idempotency-Key at the same moment are one attempt."""
    read_lessons(cast.ada)
    attempt, right, key = begin(cast.ada), right_answers(library), {"Idempotency-Key": "once"}
    answers = at_once(*[partial(hand_in, cast.ada.twin(), attempt, right, headers=key) for _ in range(2)])
    assert sorted(answer.status_code for answer in answers) in ([200, 200], [200, 409])
    assert _kinds(session)[-2:] == ["attempt", "completed"]
    assert len(_kinds(session)) == 6


def test_mine_lists_what_is_urgent_first(cast: Cast, library: Library) -> None:
    """Ada completed one course, was given another for next week and a firmer one for tomorrow."""
    assign(cast.max, cast.ada)
    pass_course(cast.ada, library)
    assign(cast.max, cast.ada, course_id="course-dockside-basics", days=7)
    assign(cast.nadia, cast.ada, course_id="course-data-protection", days=1)
    body = cast.ada.get("/training/mine").get_json()
    assert body["as_of"] == in_days(0).isoformat()
    assert [(item["course_id"], item["state"], item["assigned_by"]) for item in body["items"]] == [
        ("course-data-protection", "not_started", "Nadia Brandt"),
        ("course-dockside-basics", "not_started", "Max Oduya"),
        (COURSE, "complete", "Max Oduya"),
    ]
    last = body["items"][-1]
    assert (last["title"], last["url"], last["priority"]) == (
        "Discovery calls",
        "/courses/discovery-calls/",
        "required",
    )
    assert (last["lessons_read"], last["lessons"], last["areas"]) == (3, 3, ["selling-skills"])


def test_mine_is_ones_own(cast: Cast) -> None:
    """A rep lists what is assigned to her; so does a manager, apart from what he manages."""
    assign(cast.max, cast.ada, cast.sven, cast.max)
    for player, count in ((cast.ada, 1), (cast.max, 1), (cast.olga, 0), (cast.nadia, 0)):
        assert [item["course_id"] for item in items_of(player.get("/training/mine"))] == [COURSE] * count


def _standing(body: dict[str, Any]) -> Any:
    return next(item["standing"] for item in body["items"] if item["page"]["id"] == COURSE)


def _kinds(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(TrainingEvent.kind).order_by(TrainingEvent.id)))
