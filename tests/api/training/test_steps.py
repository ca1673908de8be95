"""The next step of a rep in a course, the same on the course and among their tasks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from content.library import Library
from lms.days import now_in
from lms.training.courses import Practical
from lms.training.practicals import record_practical, show_practical
from support.acting import COURSE, assign, begin, hand_in, in_days, items_of, read_lessons, right_answers
from support.factories import Cast, Player, write_good_page
from support.learning import PLAIN, UTC_ZONE
from support.quizzes import index_again

FIRST, THEN = "course-dockside-basics", "course-dockside-certification"


def test_each_step_leads_to_the_next(cast: Cast, library: Library) -> None:
    """Lesson after lesson, then the quiz, and nothing once the course is complete."""
    assign(cast.max, cast.ada)
    lessons = [one["page"] for one in cast.ada.get(f"/training/courses/{COURSE}").get_json()["lessons"]]
    assert _step(cast.ada) == {"kind": "lesson", "title": lessons[0]["title"], "url": lessons[0]["url"]}
    cast.ada.put(f"/training/courses/{COURSE}/lessons/{lessons[0]['id']}/read")
    assert _step(cast.ada) == {"kind": "lesson", "title": lessons[1]["title"], "url": lessons[1]["url"]}
    read_lessons(cast.ada)
    assert _step(cast.ada) == {"kind": "quiz", "title": library.by_id[COURSE].title, "url": None}
    hand_in(cast.ada, begin(cast.ada), right_answers(library))
    assert _step(cast.ada) is None


def test_what_comes_first_is_the_next_step_and_stands_above(cast: Cast, library: Library) -> None:
    """Also where nobody assigned it: the certification waits for the basics."""
    assign(cast.max, cast.ada, course_id=THEN)
    tasks = items_of(cast.ada.get("/training/mine"))
    assert [(task["course_id"], task["first"]) for task in tasks] == [(FIRST, []), (THEN, [FIRST])]
    assert (tasks[0]["state"], tasks[0]["is_assigned"]) == ("not_started", False)
    step = _step(cast.ada, THEN)
    assert (step["kind"], step["title"]) == ("course_first", library.by_id[FIRST].title)
    waived = cast.max.post(f"/training/people/{cast.ada.id}/courses/{FIRST}/waiver", {"reason": "She taught it."})
    assert waived.status_code == 201
    assert _step(cast.ada, THEN)["kind"] == "lesson"


def test_the_course_leads_to_what_is_to_be_taken_first_of_all(own_app: Flask, own_cast: Cast) -> None:
    """Not to the course before it, whose page would send on; and nowhere once the course itself is done."""
    folder = Path(own_app.extensions["repertoire"].config.content_dir)
    for name, before in (("two", "own"), ("three", "two")):
        fields = {"type": "course", "title": name, "prerequisites": f"[{before}]"}
        write_good_page(folder, f"{name}/index.md", f"# {name}\n\nA course.\n", id=name, **fields)
        write_good_page(folder, f"{name}/1.md", "# One\n\nA lesson.\n", id=f"{name}-1", title="One", type="lesson")
    index_again(own_app)
    assign(own_cast.max, own_cast.ada, course_id="three")
    assert [task["course_id"] for task in items_of(own_cast.ada.get("/training/mine"))] == ["own", "two", "three"]
    assert _step(own_cast.ada, "three") == {"kind": "course_first", "title": "Own", "url": "/own/"}
    done = f"email,course_id,completed_on\n{own_cast.ada.email},three,{in_days(0)}\n"
    answer = own_cast.max.post("/training/completions.csv", data=done, content_type="text/csv")
    assert answer.get_json()["created"] == 1
    assert _step(own_cast.ada, "three") is None


def test_a_practical_is_the_last_step(own_app: Flask, own_cast: Cast, own_session: Session) -> None:
    """After the lessons, until enough were handed in; the course says how many passed and how many wait."""
    ada, folder = own_cast.ada, Path(own_app.extensions["repertoire"].config.content_dir)
    fields = {"type": "course", "title": "Show it", "practical": "{rubric: demo, times: 2}", "prerequisites": "[]"}
    write_good_page(folder, "shown/index.md", "# Show it\n\nA course.\n", id="shown", **fields)
    write_good_page(folder, "shown/1.md", "# One\n\nA lesson.\n", id="shown-1", title="One", type="lesson")
    index_again(own_app)
    assign(own_cast.max, ada, course_id="shown")
    assert _step(ada, "shown")["kind"] == "lesson"
    assert read_lessons(ada, "shown").get_json()["completion"] is None
    assert _step(ada, "shown") == {"kind": "practical", "title": "Show it", "url": None}
    task = next(task for task in items_of(ada.get("/training/mine")) if task["course_id"] == "shown")
    assert task["action"] == {"label": "Go on", "url": "/app/practice/?course=shown"}
    facts = replace(PLAIN, id="shown", lesson_ids=("shown-1",), practical=Practical("demo", 2))
    now = now_in(UTC_ZONE, datetime.now(UTC))
    for name in ("a", "b"):
        show_practical(own_session, actor=ada.actor, course=facts, reference=name, now=now)
    own_session.commit()
    assert _step(ada, "shown") is None
    shown = {"rubric": None, "times": 2, "passes": 0, "waiting": 2, "is_enough": False}
    assert ada.get("/training/courses/shown").get_json()["practical"] == shown
    about = {"person_id": ada.id, "course_id": "shown", "course": facts, "by_id": own_cast.max.id, "now": now}
    assert record_practical(own_session, **about, reference="a", has_passed=False) is None  # type: ignore[arg-type]
    own_session.commit()
    assert _step(ada, "shown")["kind"] == "practical"


def _step(player: Player, course_id: str = COURSE) -> Any:
    """Return the next step as the course says it, once it is known that the task says the same."""
    step = player.get(f"/training/courses/{course_id}").get_json()["next_step"]
    tasks = {task["course_id"]: task for task in items_of(player.get("/training/mine"))}
    assert tasks[course_id]["next_step"] == step
    return step
