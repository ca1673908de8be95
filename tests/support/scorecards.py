"""Scorecards through the API in tests: opened, filled in and published in a line each."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from support.acting import in_days
from support.factories import Player

RUBRIC = "rubric-discovery-call"
CRITERIA = ("preparation", "opening", "questions", "listening", "cost", "event", "next-step")


def body(rep: Player, **fields: Any) -> dict[str, Any]:
    """Return what somebody sends to open an assessment."""
    known = {"rubric_id": RUBRIC, "subject": "call", "title": "Call with Frostvale", "took_place_on": f"{in_days(0)}"}
    return {"rep_id": str(rep.id), **known, **fields}


def open_one(opener: Player, rep: Player, **fields: Any) -> str:
    """Open an assessment, and return its address below /api/v1."""
    answer = opener.post("/scoring/assessments", body(rep, **fields))
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return str(answer.headers["Location"].removeprefix("/api/v1"))


def answers(level: int = 3, **values: Any) -> dict[str, Any]:
    """Return answers to all criteria with one level, but for some by name (`_` for `-`); None leaves one out."""
    given: dict[str, Any] = {id_: {"value": level} for id_ in CRITERIA}
    for name, value in values.items():
        given[name.replace("_", "-")] = {"is_left_out": True} if value is None else {"value": value}
    return given


def save(player: Player, place: str, given: dict[str, Any], version: int = 0, **fields: Any) -> TestResponse:
    """Save somebody's draft over a version."""
    sent = {"answers": given, **fields}
    return player.put(f"{place}/card", sent, headers={"If-Match": f'"{version}"'})


def publish(player: Player, place: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
    """Fill in and publish somebody's first draft; returns the assessment."""
    saved = save(player, place, given or answers())
    assert saved.status_code == 200, saved.get_data(as_text=True)
    answer = player.post(f"{place}/card/published", headers={"If-Match": saved.headers["ETag"]})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    shown: dict[str, Any] = answer.get_json()
    return shown


def shown(player: Player, place: str) -> dict[str, Any]:
    """Return an assessment as somebody sees it."""
    found: dict[str, Any] = player.get(place).get_json()
    return found


def seen(player: Player, place: str) -> set[str]:
    """Return whose cards somebody sees, by their first names in small letters."""
    return {card["scorer"]["name"].split()[0].lower() for card in shown(player, place)["cards"]}
