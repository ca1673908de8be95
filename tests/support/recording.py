"""Practice through the API in tests: begun, sent part by part, handed in and graded in a line each."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from support.factories import Player
from support.scorecards import answers, publish
from support.storing import webm

LINK = "https://videos.example/pitch"
RUBRIC = "rubric-discovery-call"


def wanted(**fields: Any) -> dict[str, Any]:
    """Return what somebody sends to begin a practice: one that stands elsewhere, unless a recording is announced."""
    known: dict[str, Any] = {"title": "Pitch to Frostvale", "subject": "pitch", "rubric_id": RUBRIC}
    return known | ({} if "recording" in fields else {"link": LINK}) | fields


def announced(size: int, media_type: str = "video/webm;codecs=vp9,opus") -> dict[str, Any]:
    """Return what is said of a recording before it comes."""
    return {"media_type": media_type, "total_bytes": size, "seconds": 61}


def begin_one(rep: Player, **fields: Any) -> str:
    """Begin a practice, and return its address below /api/v1."""
    answer = rep.post("/practice", wanted(**fields))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return str(answer.headers["Location"].removeprefix("/api/v1"))


def send(
    rep: Player, place: str, data: bytes, offset: int = 0, media_type: str = "application/octet-stream"
) -> TestResponse:
    """Send a part of a recording."""
    return rep.put(f"{place}/upload?offset={offset}", data=data, content_type=media_type)


def record(rep: Player, data: bytes | None = None, *, is_handed_in: bool = True, **fields: Any) -> str:
    """Send a recording in two parts, and hand it in; returns the practice's address."""
    data = data or webm(1000)
    place = begin_one(rep, recording=announced(len(data)), **fields)
    half = len(data) // 2
    for offset, part in ((0, data[:half]), (half, data[half:])):
        answer = send(rep, place, part, offset)
        assert answer.status_code == 200, answer.get_data(as_text=True)
    if is_handed_in:
        hand_in_one(rep, place)
    return place


def hand_in_one(rep: Player, place: str) -> dict[str, Any]:
    """Hand a practice in."""
    answer = rep.post(f"{place}/handed-in")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    shown: dict[str, Any] = answer.get_json()
    return shown


def name(manager: Player, place: str, grader: Player) -> TestResponse:
    """Name a grader."""
    return manager.post(f"{place}/graders", {"email": grader.email})


def assessment_of(player: Player, place: str) -> str:
    """Return the address of a practice's assessment."""
    return f"/scoring/assessments/{player.get(place).get_json()['assessment_id']}"


def grade(grader: Player, place: str, level: int = 3) -> dict[str, Any]:
    """Publish a grader's card with one level for all criteria."""
    return publish(grader, assessment_of(grader, place), answers(level))


def graded(rep: Player, manager: Player, other: Player, levels: tuple[int, int], **fields: Any) -> str:
    """Hand in a practice that its manager and another grade with these levels; returns its address."""
    place = begin_one(rep, **fields)
    hand_in_one(rep, place)
    assert name(manager, place, other).status_code == 200
    for who, level in zip((manager, other), levels, strict=True):
        grade(who, place, level)
    return place
