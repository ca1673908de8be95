"""Ratings and mentor offers: what is recorded, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.skills.models import MentorOffer, SkillRating
from support.acting import at_once, problem_of
from support.factories import MONDAY, Cast


def test_a_rating_is_recorded_and_the_last_one_counts(session: Session, cast: Cast) -> None:
    """Nothing is overwritten; sent twice with one key it is there once."""
    place = f"/skills/people/{cast.ada.id}/ratings"
    for level in (1, 4):
        made = cast.max.post(place, {"skill": "discovery", "level": level, "note": " Heard it. "})
        assert made.status_code == 201
        assert (made.get_json()["note"], made.get_json()["is_own"]) == ("Heard it.", False)
    for _ in range(2):
        body = {"skill": "discovery", "level": 2}
        cast.ada.post(place, body, headers={"Idempotency-Key": "one"})
    assert session.scalar(select(func.count()).select_from(SkillRating)) == 3
    (skill,) = cast.max.get(f"/skills/people/{cast.ada.id}").get_json()["items"]
    assert [(one["kind"], one["level"]) for one in skill["evidence"]] == [("manager_rating", 4.0), ("own_rating", 2.0)]


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"skill": "juggling", "level": 1}, 409, "#/skill"),
        ({"skill": "discovery", "level": 5}, 409, "#/level"),
        ({"skill": "discovery", "level": 0}, 422, "#/level"),
        ({"skill": "discovery", "level": "2"}, 422, "#/level"),
        ({"skill": "discovery", "level": True}, 422, "#/level"),
        ({"skill": "", "level": 1}, 422, "#/skill"),
        ({"skill": "discovery", "level": 1, "note": "x" * 1001}, 422, "#/note"),
        ({"skill": "discovery", "level": 1, "note": "\0"}, 422, "#/note"),
        ({"skill": "discovery", "level": 1, "mood": "good"}, 422, "#/mood"),
        ({}, 422, "#/skill"),
    ],
)
def test_a_rating_that_is_none_is_refused(sqlite_cast: Cast, body: dict[str, Any], status: int, pointer: str) -> None:
    """With what to change."""
    answer = sqlite_cast.ada.post(f"/skills/people/{sqlite_cast.ada.id}/ratings", body)
    assert pointer in {error["pointer"] for error in problem_of(answer, status)["errors"]}


def test_offers_are_replaced_as_a_whole(session: Session, cast: Cast) -> None:
    """By oneself; each once, also when two devices send at once."""
    assert cast.ada.get("/skills/me/offers").get_json() == {"skills": []}
    body = {"skills": ["negotiation", "discovery", "discovery"]}
    for _ in range(2):
        assert cast.ada.put("/skills/me/offers", body).get_json() == {"skills": ["discovery", "negotiation"]}
    twins = [cast.ada.twin() for _ in range(3)]
    at_once(*[lambda twin=twin: twin.put("/skills/me/offers", {"skills": ["discovery"]}) for twin in twins])
    assert cast.ada.get("/skills/me/offers").get_json() == {"skills": ["discovery"]}
    assert session.scalar(select(func.count()).select_from(MentorOffer)) == 1
    assert cast.sven.get("/skills/me/offers").get_json() == {"skills": []}


def test_a_skill_that_the_library_does_not_name_cannot_be_offered(session: Session, cast: Cast) -> None:
    """One that it named once may stay, so that saving the others doesn't fail."""
    answer = cast.ada.put("/skills/me/offers", {"skills": ["discovery", "juggling"]})
    assert problem_of(answer, 409)["errors"][0]["pointer"] == "#/skills/1"
    session.add(MentorOffer(person_id=cast.ada.id, skill="juggling", at=MONDAY))
    session.commit()
    kept = cast.ada.put("/skills/me/offers", {"skills": ["discovery", "juggling"]})
    assert kept.get_json() == {"skills": ["discovery", "juggling"]}
