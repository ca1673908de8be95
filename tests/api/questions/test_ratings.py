"""Ratings of courses through the API: asked once after a completion, reported for courses and never for people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.web.context import parts
from content.library import read_library
from lms.days import present
from lms.questions.models import CourseRating
from lms.training.models import TrainingEvent
from support.acting import COURSE, at_once, items_of, pass_course, pointers_of, problem_of, rows_of
from support.factories import Cast, Player

PLACE = f"/ratings/courses/{COURSE}"
REPORTS = ("/ratings/courses", "/ratings/courses.csv", PLACE)


def test_who_completed_a_course_is_asked_once(session: Session, cast: Cast) -> None:
    """Before that nobody is; who answered isn't asked again, nor can they answer again, be it at the same time."""
    assert cast.ada.get(f"{PLACE}/mine").get_json()["is_asked"] is False
    problem_of(cast.ada.post(PLACE, {"rating": 5}), 409)
    _complete(cast.ada)
    assert cast.ada.get(f"{PLACE}/mine").get_json()["is_asked"] is True
    twins = [cast.ada.twin() for _ in range(2)]
    sent = at_once(*[lambda twin=twin: twin.post(PLACE, {"rating": 5}) for twin in twins])
    assert sorted(answer.status_code for answer in sent) == [201, 409]
    assert cast.ada.get(f"{PLACE}/mine").get_json()["is_asked"] is False
    assert session.scalar(select(func.count()).select_from(CourseRating)) == 1


def test_it_may_be_skipped_for_good(cast: Cast) -> None:
    """An empty answer is one; it counts nowhere."""
    _complete(cast.ada)
    assert cast.ada.post(PLACE, {}).status_code == 201
    assert cast.ada.get(f"{PLACE}/mine").get_json()["is_asked"] is False
    problem_of(cast.ada.post(PLACE, {"rating": 5}), 409)
    assert items_of(cast.mara.get("/ratings/courses")) == []


def test_who_completed_it_long_ago_isnt_asked(session: Session, cast: Cast) -> None:
    """Nobody remembers how sure they were two months ago."""
    _complete(cast.ada)
    for event in session.scalars(select(TrainingEvent).where(TrainingEvent.kind == "completed")):
        event.day -= timedelta(days=31)
    session.commit()
    assert cast.ada.get(f"{PLACE}/mine").get_json()["is_asked"] is False
    problem_of(cast.ada.post(PLACE, {"rating": 5}), 409)


def test_a_course_is_rated_by_five_or_by_nobody(session: Session, cast: Cast) -> None:
    """Means with intervals over people, the change paired; below five there is too little data, and never a person."""
    people = [cast.ada, cast.sven, cast.olga, cast.max, cast.greta, cast.mara]
    answers = [(5, 1, 4), (4, 2, 4), (4, 2, 3), (2, 3, 3), (5, None, 4), (None, 2, 4)]
    for number, (player, (rating, before, after)) in enumerate(zip(people, answers, strict=True)):
        _rate(session, player, rating, before, after)
        if number == 3:
            early = cast.mara.get(PLACE).get_json()
            assert (early["rating"]["people"], early["rating"]["value"]) == (4, None)
            assert early["rating"]["status"] == "insufficient_data"
    session.commit()
    found = cast.greta.get(PLACE).get_json()
    assert (found["rating"]["people"], found["rating"]["value"]) == (5, 4.0)
    assert 1 <= found["rating"]["interval"]["low"] < 4 < found["rating"]["interval"]["high"] <= 5
    change = found["confidence_change"]
    assert (change["people"], change["value"]) == (5, pytest.approx((3 + 2 + 1 + 0 + 2) / 5))
    assert found["confidence_before"]["value"] == 2
    assert change["interval"]["low"] < change["value"] < change["interval"]["high"]
    (row,) = rows_of(cast.mara.get("/ratings/courses.csv"))
    assert (row["title"], row["rating"], row["confidence_change_people"]) == (found["title"], "4.0", "5")
    assert [item["course_id"] for item in items_of(cast.mara.get("/ratings/courses"))] == [COURSE]
    for path in REPORTS:
        for player in cast.everyone():
            allowed = player in (cast.max, cast.greta, cast.mara, cast.nadia)
            assert player.get(path).status_code == (200 if allowed else 403), player.name


@pytest.mark.parametrize("value", [0, 6, 2.5, "3", True])
def test_answers_are_from_one_to_five(sqlite_cast: Cast, value: Any) -> None:
    """Whole numbers, nothing else."""
    for name in ("rating", "confidence_before", "confidence_after"):
        assert pointers_of(sqlite_cast.ada.post(PLACE, {name: value})) == [f"#/{name}"]
    problem_of(sqlite_cast.ada.post("/ratings/courses/gone", {}), 404)
    problem_of(sqlite_cast.paula.get(f"{PLACE}/mine"), 403)


def _complete(player: Player) -> None:
    assert pass_course(player, read_library(parts().config.content_dir)).get_json()["result"]["completion"]


def _rate(session: Session, player: Player, *answers: int | None) -> None:
    """Let somebody have completed the course and answered, without going through its quiz."""
    rating, before, after = answers
    row = CourseRating(person_id=player.id, course_id=COURSE, course_version=1, at=present(), on=present().date())
    row.rating, row.confidence_before, row.confidence_after = rating, before, after
    row.completion_id = player.id
    session.add(row)
    session.commit()
