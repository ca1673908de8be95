"""Calibrations through the API: blind until they are closed, and compared in words for those who took part."""

from __future__ import annotations

from typing import Any

import pytest

from support.acting import in_days, problem_of
from support.factories import Cast, Player

RUBRIC = "rubric-discovery-call"
RECORDING = "https://recordings.example/call"


def _open(cast: Cast, *players: Player, by: Player | None = None, status: int = 201) -> dict[str, Any]:
    emails = [player.email for player in players]
    body = {"rep_id": str(cast.ada.id), "rubric_id": RUBRIC, "title": "First call", "recording": RECORDING}
    asked = {**body, "took_place_on": in_days(-3).isoformat(), "emails": emails}
    answer = (by or cast.max).post("/scoring/calibrations", asked)
    assert answer.status_code == status, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def _score(player: Player, made: dict[str, Any], *levels: int) -> None:
    place = f"/scoring/assessments/{made['id']}"
    criteria = player.get(place).get_json()["rubric"]["criteria"]
    given = {part["id"]: {"value": level} for part, level in zip(criteria, levels, strict=True)}
    saved = player.put(f"{place}/card", {"answers": given}, headers={"If-Match": '"0"'})
    assert saved.status_code == 200, saved.get_data(as_text=True)
    published = player.post(f"{place}/card/published", headers={"If-Match": saved.headers["ETag"]})
    assert published.status_code == 200, published.get_data(as_text=True)


@pytest.fixture
def scored(cast: Cast) -> dict[str, Any]:
    """Max and Greta scored a call of Ada's, Greta two levels lower once; it isn't closed yet."""
    made = _open(cast, cast.greta)
    _score(cast.max, made, 1, 2, 3, 4, 3, 2, 3)
    _score(cast.greta, made, 1, 2, 1, 4, 3, 2, 3)
    return made


def test_nobody_sees_another_card_before_it_is_closed(cast: Cast, scored: dict[str, Any]) -> None:
    """How many scored is told, not what; nor is anything compared."""
    for player in (cast.max, cast.greta):
        shown = player.get(f"/scoring/assessments/{scored['id']}").get_json()
        assert (len(shown["others"]), shown["my_card"]["scorer"]["name"]) == (0, player.name)
        (listed,) = player.get("/scoring/calibrations").get_json()["items"]
        assert (listed["asked"], listed["scored"], listed["closed_at"]) == (2, 2, None)
        problem_of(player.get(f"/scoring/assessments/{scored['id']}/agreement"), 403)


def test_once_closed_all_who_scored_compare(cast: Cast, scored: dict[str, Any]) -> None:
    """Who differs on what is said by name; both see both cards."""
    assert cast.max.post(f"/scoring/assessments/{scored['id']}/closed").status_code == 200
    for player in (cast.max, cast.greta):
        found = player.get(f"/scoring/assessments/{scored['id']}/agreement").get_json()
        assert found["units"] == 7
        assert 0 < found["alpha"] < 1
        assert found["said"].startswith("Agreement is ")
        assert found["differing"] == ["Questions: Max Oduya gave level 3, Greta Holm 1."]
        assert len(player.get(f"/scoring/assessments/{scored['id']}").get_json()["others"]) == 1


def test_it_is_theirs_alone(cast: Cast, scored: dict[str, Any]) -> None:
    """Whoever neither scored nor leads it finds no agreement, the rep included; to most it isn't there at all."""
    cast.max.post(f"/scoring/assessments/{scored['id']}/closed")
    place = f"/scoring/assessments/{scored['id']}/agreement"
    for player in (cast.ada, cast.sven, cast.olga, cast.mara):
        problem_of(player.get(place), 404)
        assert player.get("/scoring/calibrations").get_json()["items"] == []
    problem_of(cast.paula.get(place), 403)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["max"], "somebody else"),
        (["ada"], "who is scored"),
        (["sven"], "coaches nobody"),
        (["mara"], "coaches nobody"),
    ],
)
def test_who_cannot_calibrate_is_named(sqlite_cast: Cast, names: list[str], words: str) -> None:
    """And nothing is opened."""
    problem = _open(sqlite_cast, *(getattr(sqlite_cast, name) for name in names), status=409)
    assert words in problem["detail"]
    assert sqlite_cast.max.get("/scoring/calibrations").get_json()["items"] == []


def test_only_who_manages_the_rep_opens_one(sqlite_cast: Cast) -> None:
    """Another team's manager finds nobody; a rep may not."""
    assert _open(sqlite_cast, sqlite_cast.max, by=sqlite_cast.greta, status=404)
    assert _open(sqlite_cast, sqlite_cast.max, by=sqlite_cast.ada, status=403)
