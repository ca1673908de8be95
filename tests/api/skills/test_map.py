"""The skill map: people by skills, with what their job asks, in the order of their gaps, and as CSV."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from support.acting import in_days, pointers_of, problem_of, rows_of
from support.factories import Cast, Player
from support.skilled import AE, SDR, days_ago, put_in_job, rate, score

MAP = "/skills/map"


def test_a_cell_is_the_estimate_beside_what_the_job_asks(session: Session, cast: Cast) -> None:
    """Ada has been an account executive for 300 days: discovery on level 3; two good calls reach it."""
    put_in_job(cast, cast.ada, AE, days=260)
    for days in (3, 5):
        score(session, cast.max, cast.ada, 1.0, days=days_ago(days))
    session.commit()
    ada = line_of(cast.max, "Ada Lind")
    assert (ada["job"]["title"], ada["job_since"]) == ("Account executive", in_days(-260).isoformat())
    cell = ada["skills"]["discovery"]
    assert (cell["state"], cell["target"], cell["gap"], cell["pieces"]) == ("reached", 3, 0, 2)
    assert cell["level_name"] == "Shows others"
    assert 3 < cell["low"] < cell["level"] < cell["high"] <= 4
    assert ada["skills"]["demonstration"]["state"] == "no_evidence"
    assert ada["skills"]["demonstration"]["gap"] is None
    assert ada["skills"]["prospecting"] == ada["skills"]["account-growth"]
    assert (ada["skills"]["prospecting"]["target"], ada["skills"]["prospecting"]["state"]) == (None, "no_evidence")


def test_a_gap_is_clear_or_may_be_chance(session: Session, cast: Cast) -> None:
    """One middling call says little, five weak ones a lot; one's own word alone is too little."""
    for player in (cast.ada, cast.sven):
        put_in_job(cast, player, AE, days=260)
    for days in range(5):
        score(session, cast.max, cast.ada, 0.0, days=days_ago(days))
    score(session, cast.max, cast.sven, 0.25, days=days_ago(40))
    rate(session, cast.sven, cast.sven, 4, days=days_ago(1), skill="demonstration")
    session.commit()
    ada, sven = line_of(cast.max, "Ada Lind"), line_of(cast.max, "Sven Berg")
    assert ada["skills"]["discovery"]["state"] == "gap"
    assert ada["skills"]["discovery"]["gap"] == pytest.approx(3 - ada["skills"]["discovery"]["level"], abs=0.011)
    assert sven["skills"]["discovery"]["state"] == "maybe_gap"
    demo = sven["skills"]["demonstration"]
    assert (demo["state"], demo["level"], demo["own"], demo["gap"]) == ("too_little", None, 4, None)


def test_who_has_the_clearest_gap_comes_first(session: Session, cast: Cast) -> None:
    """Also page by page."""
    for player in (cast.ada, cast.sven):
        put_in_job(cast, player, AE, days=260)
    for days in range(5):
        score(session, cast.max, cast.sven, 0.0, days=days_ago(days))
        score(session, cast.max, cast.ada, 1.0, days=days_ago(days))
    session.commit()
    assert names_in(cast.max, "") == ["Ada Lind", "Max Oduya", "Sven Berg"]
    assert names_in(cast.max, "?sort=gap") == ["Sven Berg", "Ada Lind", "Max Oduya"]
    for sort in ("gap", "name"):
        paged, place = [], f"{MAP}?sort={sort}&limit=1"
        while place:
            answer = cast.max.get(place).get_json()
            paged += [line["name"] for line in answer["people"]]
            place = (answer["next"] or "").removeprefix("/api/v1")
        assert paged == names_in(cast.max, f"?sort={sort}")


def test_a_map_is_of_a_team_a_job_or_some_skills(session: Session, cast: Cast) -> None:
    """In the order of the taxonomy."""
    put_in_job(cast, cast.ada, AE, days=9)
    put_in_job(cast, cast.sven, SDR, days=9)
    assert names_in(cast.max, f"?job={AE}") == ["Ada Lind"]
    assert names_in(cast.max, f"?team_id={cast.teams['North juniors']}") == ["Sven Berg"]
    answer = cast.max.get(f"{MAP}?skill=negotiation&skill=discovery").get_json()
    assert [skill["id"] for skill in answer["skills"]] == ["discovery", "negotiation"]
    assert all(len(line["cells"]) == 2 for line in answer["people"])
    problem_of(cast.max.get(f"{MAP}?team_id={cast.teams['South']}"), 404)
    assert cast.max.get(f"{MAP}?skill=juggling").get_json()["skills"] == []
    assert pointers_of(cast.max.get(f"{MAP}?sort=luck")) == ["#/sort"]


def test_the_map_as_csv_has_a_row_for_each_skill_that_something_is_known_of(session: Session, cast: Cast) -> None:
    """With the state in words."""
    put_in_job(cast, cast.ada, AE, days=9)
    rate(session, cast.max, cast.ada, 1, days=days_ago(2), skill="negotiation")
    session.commit()
    rows = rows_of(cast.max.get(f"{MAP}.csv"))
    assert [(row["name"], row["skill"], row["state"], row["target"]) for row in rows] == [
        ("Ada Lind", "Discovery", "no evidence", "2"),
        ("Ada Lind", "Negotiation", "no target", ""),
    ]
    assert rows[1]["level"] == "1.38"


def test_targets_follow_the_time_in_the_job(session: Session, cast: Cast) -> None:
    """Who began again, or in another job, begins at its first day."""
    put_in_job(cast, cast.ada, AE, days=200)
    assert line_of(cast.max, "Ada Lind")["skills"]["discovery"]["target"] == 3
    put_in_job(cast, cast.ada, SDR, days=20)
    assert line_of(cast.max, "Ada Lind")["skills"]["discovery"]["target"] is None
    put_in_job(cast, cast.ada, AE, days=10)
    assert line_of(cast.max, "Ada Lind")["skills"]["discovery"]["target"] == 2


def names_in(player: Player, query: str) -> list[str]:
    """Return who stands in the map, in its order."""
    return [line["name"] for line in player.get(f"{MAP}{query}").get_json()["people"]]


def line_of(player: Player, name: str) -> dict[str, Any]:
    """Return somebody's line, with the cells by skill."""
    answer = player.get(MAP).get_json()
    line: dict[str, Any] = next(one for one in answer["people"] if one["name"] == name)
    ids = [skill["id"] for skill in answer["skills"]]
    return {**line, "skills": dict(zip(ids, line["cells"], strict=True))}
