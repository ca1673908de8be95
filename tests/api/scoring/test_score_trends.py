"""Trends through the API: the rep and who manages them, each of the cards that they see."""

from __future__ import annotations

from typing import Any

from support.acting import in_days, problem_of
from support.factories import Cast, Player

RUBRIC = "rubric-discovery-call"


def _score(cast: Cast, by: Player, level: int, days: int) -> None:
    body = {"rep_id": str(cast.ada.id), "rubric_id": RUBRIC, "subject": "call", "title": "A call"}
    made = by.post("/scoring/assessments", {**body, "took_place_on": in_days(days).isoformat()}).get_json()
    place = f"/scoring/assessments/{made['id']}/card"
    given = {part["id"]: {"value": level} for part in made["rubric"]["criteria"]}
    saved = by.put(place, {"answers": given}, headers={"If-Match": '"0"'})
    assert by.post(f"{place}/published", headers={"If-Match": saved.headers["ETag"]}).status_code == 200


def _lines(player: Player, cast: Cast, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = player.get(f"/scoring/people/{cast.ada.id}/trends{query}").get_json()["items"]
    return found


def test_scores_of_others_make_the_trend(cast: Cast) -> None:
    """From level 1 to 4; what Ada gave herself stands beside it, and of few there is no direction."""
    for number, level in enumerate((1, 1, 2, 2, 3, 3, 4, 4)):
        _score(cast, cast.max, level, -80 + 10 * number)
    _score(cast, cast.ada, 4, -30)
    for player in (cast.ada, cast.max, cast.nadia):
        lines = _lines(player, cast)
        assert len(lines) == 7
        assert {(line["direction"], line["scores"], line["last"]) for line in lines} == {("up", 8, 1.0)}
        assert {len(line["own"]) for line in lines} == {1}
    early = _lines(cast.max, cast, f"?as_of={in_days(-60)}")
    assert {(line["direction"], line["scores"]) for line in early} == {("unknown", 3)}


def test_nobody_else_sees_them(sqlite_cast: Cast) -> None:
    """A colleague, another team's manager, an author, an analyst's kind."""
    _score(sqlite_cast, sqlite_cast.max, 2, -3)
    for player in (sqlite_cast.sven, sqlite_cast.olga, sqlite_cast.greta, sqlite_cast.mara):
        problem_of(player.get(f"/scoring/people/{sqlite_cast.ada.id}/trends"), 404)
    problem_of(sqlite_cast.paula.get(f"/scoring/people/{sqlite_cast.ada.id}/trends"), 403)
