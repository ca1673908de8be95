"""The next step of a rep in a course, the same on the course and among their tasks."""

from __future__ import annotations

from typing import Any

from content.library import Library
from support.acting import COURSE, assign, begin, hand_in, items_of, read_lessons, right_answers
from support.factories import Cast, Player

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


def _step(player: Player, course_id: str = COURSE) -> Any:
    """Return the next step as the course says it, once it is known that the task says the same."""
    step = player.get(f"/training/courses/{course_id}").get_json()["next_step"]
    tasks = {task["course_id"]: task for task in items_of(player.get("/training/mine"))}
    assert tasks[course_id]["next_step"] == step
    return step
