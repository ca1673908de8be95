"""Rates as of a day: they count the cells of the matrix, by course, area, skill and team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.running.company_jobs import keep_training
from api.web.database import db
from api.work.training.upkeep import TrainingUpkeep
from content.library import Library
from lms.base import in_steps
from lms.training.counts import sum_changes
from lms.training.ledger import StandingChange, StandingSum
from lms.training.models import RegisteredCourse
from support.acting import COURSE, LIFE, assign, follow_people_of, live_through, pass_course, problem_of
from support.factories import Cast, Player, fill
from support.learning import on

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("is_summed", [False, True])
def test_rates_count_the_cells_of_the_matrix_on_every_day(session: Session, cast: Cast, is_summed: bool) -> None:
    """For a manager and the whole company alike, be the ledger summed or not, of all courses and of each area."""
    live_through(session, cast)
    if is_summed:
        in_steps(session, sum_changes(session))
        assert session.scalar(select(func.count()).select_from(StandingChange)) == 0
        assert session.scalar(select(func.count()).select_from(StandingSum))
    for player in (cast.max, cast.nadia):
        for day in LIFE:
            for choice in ("", "&area=tools", "&skill=discovery", "&course_id=beta", f"&team_id={cast.teams['North']}"):
                query = f"as_of={on(day).day}{choice}"
                found = _rates(player, query)["total"]
                cells = _cells(player, query)
                counted = [cell["state"] for cell in cells if cell["is_assigned"] and cell["state"] != "waived"]
                assert Counter(found["states"]) == Counter(counted), (player.name, query)
                assert found["assigned"] == sum(found["states"].values()) == len(counted)
                assert found["waived"] == sum(cell["is_assigned"] and cell["state"] == "waived" for cell in cells)
                assert found["overdue"]["part"] == counted.count("overdue")
                assert found["completion"]["part"] == counted.count("complete") + counted.count("expiring")


def test_on_time_is_by_the_due_day(session: Session, cast: Cast) -> None:
    """Of Alpha's two whose day has passed Ada was in time and Sven wasn't; on its last day nothing can be said."""
    live_through(session, cast)
    found = {day: _rates(cast.max, f"course_id=alpha&as_of={on(day).day}")["total"]["on_time"] for day in (10, 11, 16)}
    assert {day: (share["part"], share["whole"]) for day, share in found.items()} == {
        10: (0, 0),
        11: (1, 2),
        16: (1, 2),
    }
    assert (found[10]["value"], found[10]["interval"]) == (None, None)
    assert found[16]["value"] == 0.5
    assert found[16]["interval"]["low"] < 0.5 < found[16]["interval"]["high"]


def test_groups_by_course_area_and_skill(session: Session, cast: Cast) -> None:
    """A course of two areas counts in both, and the total counts it once."""
    live_through(session, cast)
    day = f"as_of={on(21).day}"
    assert _groups(cast.nadia, day) == {"alpha": (2, 0), "beta": (3, 3)}
    assert _groups(cast.nadia, f"by=area&{day}") == {"product": (5, 3), "tools": (3, 3)}
    assert _groups(cast.nadia, f"by=skill&{day}") == {"discovery": (2, 0), "negotiation": (3, 3)}
    assert _rates(cast.nadia, f"by=area&{day}")["total"]["assigned"] == 5
    assert _groups(cast.max, f"by=area&{day}") == {"product": (4, 2), "tools": (2, 2)}
    titles = {group["key"]: group["title"] for group in _rates(cast.nadia, f"by=area&{day}")["groups"]}
    assert titles == {"product": "Product", "tools": "Tools"}


def test_groups_by_team_are_each_teams_own_people(session: Session, cast: Cast) -> None:
    """Sven counts in the juniors alone; the teams' sum is the total, and another manager's team isn't there."""
    live_through(session, cast)
    day = f"by=team&as_of={on(21).day}"
    teams = {str(id_): name for name, id_ in cast.teams.items()}
    for player, wanted in (
        (cast.nadia, {"North": (2, 1), "North juniors": (2, 1), "South": (1, 1)}),
        (cast.max, {"North": (2, 1), "North juniors": (2, 1)}),
        (cast.greta, {"South": (1, 1)}),
    ):
        body = _rates(player, day)
        assert {
            teams[group["key"]]: (group["assigned"], group["overdue"]["part"]) for group in body["groups"]
        } == wanted
        assert body["total"]["assigned"] == sum(assigned for assigned, _ in wanted.values())
    below = _rates(cast.nadia, f"{day}&team_id={cast.teams['North juniors']}")
    assert [group["title"] for group in below["groups"]] == ["North juniors"]


def test_rates_say_what_they_rest_on(cast: Cast, library: Library) -> None:
    """The rule for the denominator, the assumption, the day and its zone."""
    assign(cast.max, cast.ada, cast.sven)
    pass_course(cast.ada, library)
    body = _rates(cast.max)
    assert "waived" in body["rule"]
    assert body["assumption"]
    assert body["time_zone"] == "UTC"
    assert [(group["key"], group["title"]) for group in body["groups"]] == [(COURSE, "Discovery calls")]
    share = body["total"]["completion"]
    assert (share["part"], share["whole"], share["value"], share["interval"]["level"]) == (1, 2, 0.5, 0.95)


def test_nothing_assigned_is_no_rate(sqlite_cast: Cast) -> None:
    """An empty whole has no value, and no group."""
    for by in ("course", "area", "skill", "team"):
        body = _rates(sqlite_cast.nadia, f"by={by}")
        assert (body["total"]["completion"]["value"], body["groups"]) == (None, [])


def test_another_managers_team_is_404(cast: Cast) -> None:
    """Like a team that isn't there."""
    found = [cast.max.get(f"/training/rates?team_id={id_}") for id_ in (cast.teams["South"], NOBODY)]
    assert problem_of(found[0], 404) == problem_of(found[1], 404)


@pytest.mark.parametrize("name", ["ada", "mara", "paula"])
def test_reps_authors_and_partners_get_no_rates(sqlite_cast: Cast, name: str) -> None:
    """They are about people, for those who manage them."""
    problem_of(getattr(sqlite_cast, name).get("/training/rates"), 403)


@pytest.mark.parametrize("query", ["by=person", "as_of=x", "as_of=2026-02-30", "team_id=1", "skill=%00"])
def test_a_wrong_query_is_422(sqlite_cast: Cast, query: str) -> None:
    """The parameter at fault is named."""
    problem = problem_of(sqlite_cast.max.get(f"/training/rates?{query}"), 422)
    assert [error["pointer"] for error in problem["errors"]] == [f"#/{query.partition('=')[0]}"]


def test_upkeep_registers_the_library_and_sums_the_ledger(session: Session, cast: Cast) -> None:
    """Every course of the library is a column afterwards, nothing waits to be summed, and again changes nothing."""
    live_through(session, cast)
    before = _rates(cast.nadia, "by=area")
    session.rollback()
    upkeep = TrainingUpkeep()
    for _ in range(2):
        keep_training(upkeep)
        assert session.scalar(select(func.count()).select_from(StandingChange)) == 0
        assert _rates(cast.nadia, "by=area") == before
    courses = {item["page"]["id"] for item in cast.ada.get("/training/courses").get_json()["items"]}
    assert set(session.scalars(select(RegisteredCourse.id))) == {*courses, "alpha", "beta"}
    shown = cast.max.get("/training/matrix").get_json()["courses"]
    assert {course["id"] for course in shown} == {*courses, "alpha", "beta"}


def test_upkeep_goes_on_without_an_index(make_app: Callable[..., Flask]) -> None:
    """A ledger is summed although there is no library yet."""
    app = make_app(is_indexed=False)
    cast = fill(app)
    with app.app_context():
        live_through(db.session(), cast)
        keep_training(TrainingUpkeep())
        assert db.session().scalar(select(func.count()).select_from(StandingSum))
        assert db.session().scalar(select(func.count()).select_from(StandingChange)) == 0
        db.session.remove()


def _rates(player: Player, query: str = "") -> dict[str, Any]:
    answer = player.get(f"/training/rates?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    body: dict[str, Any] = answer.get_json()
    return body


def _groups(player: Player, query: str) -> dict[str, tuple[int, int]]:
    groups = _rates(player, query)["groups"]
    return {group["key"]: (group["assigned"], group["overdue"]["part"]) for group in groups}


def _cells(player: Player, query: str) -> list[dict[str, Any]]:
    lines = follow_people_of(player, f"/training/matrix?{query}")
    return [cell for line in lines for cell in line["cells"] if cell]
