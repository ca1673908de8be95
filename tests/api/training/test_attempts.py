"""Attempts at a quiz: begun, kept, handed in once; what is right stays on the server until then."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from content.library import Library
from lms.training.models import QuizAttempt, QuizPaper
from support.acting import COURSE, at_once, begin, hand_in, problem_of, read_lessons, right_answers, statements
from support.factories import Cast, Player, write_good_page
from support.quizzes import count_events, drawn_answers, index_again, write_quiz

NOBODY = "00000000-0000-7000-8000-000000000000"

LIMITED = "course-dockside-certification"

FIRST = "course-dockside-basics"

SECRETS = ("Yes, and sweet", "Sour is", "all over", "bitterness", "acerbity", "4711", "89.375")


def test_beginning_shows_questions_without_answers(cast: Cast, library: Library) -> None:
    """The questions, no answers of the asker yet, and an address to come back to."""
    read_lessons(cast.ada)
    answer = cast.ada.post(f"/training/courses/{COURSE}/attempts")
    attempt = answer.get_json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/training/attempts/{attempt['id']}"
    assert [set(question) for question in attempt["questions"]] == [
        {"kind", "text", "options", "matches", "choices"}
    ] * 6
    assert attempt["answers"] == [None] * 6
    assert (attempt["submitted_at"], attempt["result"], attempt["pass_mark"]) == (None, None, 80)


def test_beginning_again_goes_on_with_the_open_attempt(cast: Cast) -> None:
    """On another device: the same attempt, the same questions in the same order, the answers kept so far."""
    read_lessons(cast.ada)
    attempt = begin(cast.ada)
    kept = [[0], None, [1, 2], None, None, [0]]
    answer = cast.ada.put(f"/training/attempts/{attempt['id']}/answers", {"answers": kept})
    assert answer.get_json() == {**attempt, "answers": kept}
    again = cast.ada.post(f"/training/courses/{COURSE}/attempts")
    assert (again.status_code, again.get_json()) == (200, {**attempt, "answers": kept})
    assert cast.ada.get(f"/training/attempts/{attempt['id']}").get_json() == {**attempt, "answers": kept}
    assert cast.ada.get(f"/training/courses/{COURSE}").get_json()["open_attempt_id"] == attempt["id"]


def test_nothing_tells_the_answers_before_they_are_handed_in(own_cast: Cast, own_session: Session) -> None:
    """No flag, feedback, accepted spelling, number or tolerance stands in anything that is sent."""
    read_lessons(own_cast.ada, "own")
    begun = own_cast.ada.post("/training/courses/own/attempts")
    path = f"/training/attempts/{begun.get_json()['id']}"
    sent = [
        begun,
        own_cast.ada.post("/training/courses/own/attempts"),
        own_cast.ada.get(path),
        own_cast.ada.put(f"{path}/answers", {"answers": [None] * 6}),
        own_cast.ada.get("/training/courses/own"),
        own_cast.ada.get("/training/courses"),
        own_cast.ada.get("/training/mine"),
        own_cast.ada.get("/content/quiz"),
        own_cast.ada.get("/content?type=quiz"),
        own_cast.ada.get("/search?q=bitterness"),
        own_cast.ada.get("/search?q=lemon+sour+sweet+red"),
        own_cast.ada.get("/suggest?q=bitter"),
    ]
    # What was asked for is said again in an answer; what was found must not be.
    found = [{**answer.get_json(), "pieces": None} for answer in sent]
    text = json.dumps(found, ensure_ascii=False)
    assert "Which fruit is red?" in text
    assert not [secret for secret in SECRETS if secret in text]
    assert not [word for word in ("is_right", "feedback", "accepted", "tolerance", "[x]") if word in text]


def test_handed_in_again_it_stays_as_it_was(session: Session, cast: Cast, library: Library) -> None:
    """Wrong answers first and right ones after them: the first result, the first answers, and one event."""
    read_lessons(cast.ada)
    attempt = begin(cast.ada)
    first = hand_in(cast.ada, attempt, [[0]] * 6).get_json()
    assert first["result"]["has_passed"] is False
    assert hand_in(cast.ada, attempt, right_answers(library)).get_json() == first
    assert cast.ada.get(f"/training/attempts/{attempt['id']}").get_json() == first
    kept = cast.ada.put(f"/training/attempts/{attempt['id']}/answers", {"answers": right_answers(library)})
    assert "handed in already" in problem_of(kept, 409)["detail"]
    assert (count_events(session, "attempt"), count_events(session, "completed")) == (1, 0)


def test_handed_in_again_the_completion_is_still_in_the_answer(cast: Cast, library: Library) -> None:
    """Who lost the first answer reads the same in the second."""
    read_lessons(cast.ada)
    attempt = begin(cast.ada)
    first = hand_in(cast.ada, attempt, right_answers(library)).get_json()
    assert first["result"]["completion"] == cast.ada.get(f"/training/courses/{COURSE}").get_json()["completion"]
    assert hand_in(cast.ada, attempt, [None] * 6).get_json() == first


def test_two_at_once_are_one_attempt_and_one_completion(session: Session, cast: Cast, library: Library) -> None:
    """Two tabs hand in at the same moment, one right and one wrong: both get the result of one of them."""
    read_lessons(cast.ada)
    attempt, right = begin(cast.ada), right_answers(library)
    sent = [(cast.ada.twin(), right), (cast.ada.twin(), right), (cast.ada.twin(), [[0]] * 6)]
    found = at_once(*[partial(hand_in, player, attempt, answers) for player, answers in sent])
    assert [answer.status_code for answer in found] == [200] * 3
    assert len({json.dumps(answer.get_json()["result"]) for answer in found}) == 1
    passed = found[0].get_json()["result"]["has_passed"]
    assert (count_events(session, "attempt"), count_events(session, "completed")) == (1, int(passed))


def test_beginning_in_two_tabs_is_one_attempt(session: Session, cast: Cast) -> None:
    """Both get the same questions."""
    read_lessons(cast.ada)
    found = at_once(*[partial(begin, cast.ada.twin()) for _ in range(3)])
    assert len({attempt["id"] for attempt in found}) == 1
    assert session.scalar(select(func.count()).select_from(QuizAttempt)) == 1


def test_beginning_is_for_everybody_at_once(session: Session, cast: Cast) -> None:
    """Reps who begin the same quiz at the same moment each get an attempt, on one paper."""
    players = (cast.ada, cast.sven, cast.olga)
    for player in players:
        read_lessons(player)
    found = at_once(*[partial(begin, player.twin()) for player in players])
    assert len({attempt["id"] for attempt in found}) == 3
    assert session.scalar(select(func.count()).select_from(QuizPaper)) == 1


def test_anothers_attempt_is_not_there(cast: Cast) -> None:
    """To read, keep or hand in Ada's is for Max and Nadia the same 404 as an id that nobody has."""
    read_lessons(cast.ada)
    attempt_id = begin(cast.ada)["id"]
    body = {"answers": [None] * 6}
    for player in (cast.max, cast.nadia, cast.olga):
        for method, rest in (("GET", ""), ("PUT", "/answers"), ("POST", "/submit")):
            sent = None if method == "GET" else body
            found, unknown = (
                player.ask(method, f"/training/attempts/{id_}{rest}", json=sent) for id_ in (attempt_id, NOBODY)
            )
            assert problem_of(found, 404) == problem_of(unknown, 404)
            assert found.headers["Content-Type"] == unknown.headers["Content-Type"]
    problem_of(cast.paula.get(f"/training/attempts/{attempt_id}"), 403)
    assert cast.ada.get(f"/training/attempts/{attempt_id}").get_json()["submitted_at"] is None


def test_what_comes_first_is_named(cast: Cast) -> None:
    """The certification waits for the basics: neither its lessons nor its quiz can be begun before."""
    course = cast.ada.get(f"/training/courses/{LIMITED}").get_json()
    assert [(one["id"], one["is_complete"]) for one in course["prerequisites"]] == [(FIRST, False)]
    lesson = course["lessons"][0]["page"]["id"]
    for answer in (
        cast.ada.post(f"/training/courses/{LIMITED}/attempts"),
        cast.ada.put(f"/training/courses/{LIMITED}/lessons/{lesson}/read"),
    ):
        assert FIRST in problem_of(answer, 409)["detail"]
    assert cast.ada.get(f"/training/courses/{LIMITED}").get_json()["standing"] is None


def test_attempts_run_out_and_a_manager_gives_more(cast: Cast) -> None:
    """Three tries, then none; two more from Max are two more, and not for Olga."""
    _import(cast.nadia, cast.ada, FIRST)
    read_lessons(cast.ada, LIMITED)
    left = []
    for _ in range(3):
        attempt = begin(cast.ada, LIMITED)
        left.append(hand_in(cast.ada, attempt, [None] * 5).get_json()["result"]["attempts_left"])
    assert left == [2, 1, 0]
    assert "no attempt is left" in problem_of(cast.ada.post(f"/training/courses/{LIMITED}/attempts"), 409)["detail"]
    path = f"/training/people/{cast.ada.id}/courses/{LIMITED}/more-attempts"
    problem_of(cast.greta.post(path, {"more": 2, "reason": "kind"}), 404)
    problem_of(cast.ada.post(path, {"more": 2, "reason": "kind"}), 403)
    given = cast.max.post(path, {"more": 2, "reason": "The network failed."})
    assert (given.status_code, given.get_json()) == (201, {"more": 2, "reason": "The network failed."})
    assert cast.ada.get(f"/training/courses/{LIMITED}").get_json()["attempts_left"] == 2
    assert cast.ada.post(f"/training/courses/{LIMITED}/attempts").status_code == 201


def test_an_open_attempt_is_not_a_used_one(cast: Cast) -> None:
    """Whoever begins the last try and loses the connection goes on with it."""
    _import(cast.nadia, cast.ada, FIRST)
    read_lessons(cast.ada, LIMITED)
    for _ in range(2):
        hand_in(cast.ada, begin(cast.ada, LIMITED), [None] * 5)
    last = begin(cast.ada, LIMITED)
    assert begin(cast.ada, LIMITED)["id"] == last["id"]
    assert hand_in(cast.ada, last, [None] * 5).get_json()["result"]["attempts_left"] == 0


def test_a_changed_page_is_graded_on_the_paper_that_was_shown(
    own_cast: Cast, own_session: Session, own_app: Flask
) -> None:
    """The quiz is rewritten between begin and submit: the old questions, the old answers; the next try has the new."""
    read_lessons(own_cast.ada, "own")
    attempt = begin(own_cast.ada, "own")
    right = drawn_answers(own_session, attempt)
    write_quiz(own_app, "# Quiz\n\n## Which fruit is red?\n\n- [ ] cherry\n- [x] lemon\n")
    assert own_cast.ada.get(f"/training/attempts/{attempt['id']}").get_json() == attempt
    assert begin(own_cast.ada, "own") == attempt
    done = hand_in(own_cast.ada, attempt, right).get_json()
    assert (done["questions"], done["result"]["score"]) == (attempt["questions"], 100)
    after = begin(own_cast.ada, "own")
    assert [question["text"] for question in after["questions"]] == ["Which fruit is red?"]
    assert own_cast.ada.get(f"/training/attempts/{attempt['id']}").get_json()["questions"] == attempt["questions"]


def test_a_course_that_left_the_library_takes_no_result_along(
    own_cast: Cast, own_session: Session, own_app: Flask
) -> None:
    """Results belong to the paper that was kept: an old one is shown, and one handed in now is on record."""
    read_lessons(own_cast.ada, "own")
    failed = hand_in(own_cast.ada, begin(own_cast.ada, "own"), [None] * 6).get_json()
    attempt = begin(own_cast.ada, "own")
    right = drawn_answers(own_session, attempt)
    course = Path(own_app.extensions["repertoire"].config.content_dir, "own", "index.md")
    text = course.read_text(encoding="utf-8")
    course.unlink()
    index_again(own_app)
    problem_of(own_cast.ada.get("/training/courses/own"), 404)
    old = own_cast.ada.get(f"/training/attempts/{failed['id']}").get_json()
    assert old == {**failed, "result": {**failed["result"], "attempts_left": None}}
    passed = hand_in(own_cast.ada, attempt, right)
    assert (passed.status_code, passed.get_json()["result"]["has_passed"]) == (200, True)
    assert own_cast.ada.get(f"/training/attempts/{attempt['id']}").get_json() == passed.get_json()
    assert (count_events(own_session, "attempt"), count_events(own_session, "completed")) == (2, 0)
    course.write_text(text, encoding="utf-8")
    index_again(own_app)
    read_lessons(own_cast.ada, "own")
    assert count_events(own_session, "completed") == 1


@pytest.mark.parametrize("is_first", [True, False], ids=["handed in", "sent again"])
def test_handing_in_reads_the_attempt_once(session: Session, cast: Cast, library: Library, is_first: bool) -> None:
    """The paper with it, the facts of the course once to judge, and nothing twice."""
    read_lessons(cast.ada)
    attempt, answers = begin(cast.ada), right_answers(library)
    if not is_first:
        hand_in(cast.ada, attempt, answers)
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    with statements(engine) as asked:
        hand_in(cast.ada, attempt, answers)
    reads = [one for one in asked if one.startswith("SELECT")]
    assert len([one for one in reads if "FROM quiz_attempt" in one]) == 1
    assert len([one for one in reads if "FROM quiz_paper" in one]) == 0
    assert len([one for one in reads if one.startswith("SELECT training_event.") and "source" in one]) <= 1


@pytest.mark.parametrize("is_first", [True, False], ids=["handed in", "sent again"])
def test_failing_where_attempts_are_counted_reads_the_facts_once(
    own_cast: Cast, own_session: Session, own_app: Flask, is_first: bool
) -> None:
    """What judges the attempt also says how many are left."""
    folder = own_app.extensions["repertoire"].config.content_dir
    fields = {"id": "own", "title": "Own", "type": "course", "attempts": "3"}
    write_good_page(folder, "own/index.md", "# Own\n\nA course.\n", **fields)
    index_again(own_app)
    read_lessons(own_cast.ada, "own")
    attempt = begin(own_cast.ada, "own")
    if not is_first:
        hand_in(own_cast.ada, attempt, [None] * 6)
    engine = own_session.get_bind()
    assert isinstance(engine, Engine)
    with statements(engine) as asked:
        assert hand_in(own_cast.ada, attempt, [None] * 6).get_json()["result"]["attempts_left"] == 2
    for table in ("course_change", "assignment", "training_event"):
        kept = [one for one in asked if one.startswith("SELECT") and f"FROM {table} " in one]
        assert len([one for one in kept if "training_event.at = " not in one]) <= 1, table


def test_a_course_without_a_quiz_has_no_attempts(sqlite_cast: Cast) -> None:
    """An event is attended, and a course that isn't there is no course."""
    problem_of(sqlite_cast.ada.post("/training/courses/event-mentoring/attempts"), 404)
    problem_of(sqlite_cast.ada.post("/training/courses/nothing/attempts"), 404)


def _import(player: Player, person: Player, course_id: str) -> None:
    """Record that somebody completed a course elsewhere today."""
    today = player.get("/training/mine").get_json()["as_of"]
    text = f"email,course_id,completed_on\n{person.email},{course_id},{today}\n"
    answer = player.post("/training/completions.csv", data=text, content_type="text/csv")
    assert answer.get_json()["created"] == 1, answer.get_data(as_text=True)
