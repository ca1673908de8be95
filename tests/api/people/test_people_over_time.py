"""People over time by the API: they are added for a day, changed, leave and come back; who may see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from support.acting import at_once, in_days, items_of, pointers_of, problem_of
from support.factories import MONDAY, Cast, Player, fill

NOBODY = "00000000-0000-7000-8000-000000000000"
CAME = MONDAY.date().isoformat()


def test_a_person_is_added_with_the_day_of_hiring_and_a_region(cast: Cast) -> None:
    """Without a day they are with the company from today on."""
    body = {"email": "pia@brightwharf.example", "name": "Pia", "roles": ["rep"]}
    later = in_days(30).isoformat()
    pia = cast.nadia.post("/people", {**body, "hired_on": later, "region": " EMEA "}).get_json()
    assert (pia["hired_on"], pia["region"], pia["left_at"]) == (later, "EMEA", None)
    (row,) = items_of(cast.nadia.get(f"/people/{pia['id']}/memberships"))
    assert (row["since"], row["region"], row["is_employed"], row["recorded_by"]) == (
        later,
        "EMEA",
        True,
        "Nadia Brandt",
    )
    tim = cast.nadia.post("/people", {**body, "email": "tim@brightwharf.example"}).get_json()
    assert (tim["hired_on"], tim["region"]) == (None, None)
    (row,) = items_of(cast.nadia.get(f"/people/{tim['id']}/memberships"))
    assert row["since"] in {in_days(-1).isoformat(), in_days(0).isoformat()}
    answer = cast.nadia.post("/people", {**body, "email": "x@x.example", "hired_on": "9999-12-31"})
    assert problem_of(answer, 409)["errors"][0]["pointer"] == "#/hired_on"


def test_the_admin_moves_a_person_from_a_day_on(cast: Cast) -> None:
    """The new manager sees her, the old one no more; both teams stay in her history, which names who recorded it."""
    moved = _patch(cast, {"team_id": str(cast.teams["South"]), "on": in_days(-3).isoformat()})
    assert (moved["team_name"], moved["name"], moved["roles"]) == ("South", "Ada Lind", ["rep"])
    history = items_of(cast.greta.get(f"/people/{cast.ada.id}/memberships"))
    assert [(row["since"], row["team_name"], row["recorded_by"]) for row in history] == [
        (CAME, "North", None),
        (in_days(-3).isoformat(), "South", "Nadia Brandt"),
    ]
    problem_of(cast.max.get(f"/people/{cast.ada.id}/memberships"), 404)


def test_only_what_is_given_changes(cast: Cast) -> None:
    """Null takes a team or region away; of a name and of roles it says nothing."""
    before = cast.ada.get(f"/people/{cast.ada.id}").get_json()
    assert _patch(cast, {}) == before
    assert _patch(cast, {"name": None, "roles": None}) == before
    changed = _patch(cast, {"region": "UK", "name": "Ada Berg", "roles": ["author", "rep"], "hired_on": "2020-01-01"})
    wanted = {"region": "UK", "name": "Ada Berg", "roles": ["author", "rep"], "hired_on": "2020-01-01"}
    assert changed == before | wanted
    emptied = _patch(cast, {"region": None, "team_id": None, "hired_on": None})
    assert emptied == changed | {"region": None, "team_id": None, "team_name": None, "hired_on": None}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": " "}, "#/name"),
        ({"roles": []}, "#/roles"),
        ({"roles": ["king"]}, "#/roles/0"),
        ({"region": "\0"}, "#/region"),
        ({"region": "x" * 101}, "#/region"),
        ({"team_id": "North"}, "#/team_id"),
        ({"on": "soon"}, "#/on"),
        ({"email": "new"}, "#/email"),
    ],
)
def test_what_does_not_fit_is_named(sqlite_cast: Cast, body: dict[str, Any], pointer: str) -> None:
    """Each by its field."""
    assert pointers_of(sqlite_cast.nadia.ask("PATCH", f"/people/{sqlite_cast.ada.id}", json=body)) == [pointer]


@pytest.mark.parametrize("on", [in_days(2).isoformat(), "2026-03-01", "0001-01-01", "9999-12-31"])
def test_a_move_on_a_day_ahead_or_before_the_first_is_refused(sqlite_cast: Cast, on: str) -> None:
    """The day is at fault."""
    answer = sqlite_cast.nadia.ask("PATCH", f"/people/{sqlite_cast.ada.id}", json={"region": "UK", "on": on})
    assert problem_of(answer, 409)["errors"][0]["pointer"] == "#/on"


def test_a_team_or_person_that_is_not_there_is_not_found(cast: Cast) -> None:
    """For every change."""
    problem_of(cast.nadia.ask("PATCH", f"/people/{cast.ada.id}", json={"team_id": NOBODY}), 404)
    problem_of(cast.nadia.ask("PATCH", f"/people/{NOBODY}", json={}), 404)
    problem_of(cast.nadia.post(f"/people/{NOBODY}/leaving", {"last_day": "2026-05-01"}), 404)
    problem_of(cast.nadia.post(f"/people/{NOBODY}/return", {"on": "2026-05-01"}), 404)
    problem_of(cast.nadia.get(f"/people/{NOBODY}/memberships"), 404)


def test_somebody_leaves_and_comes_back(cast: Cast) -> None:
    """Their token stops with the last day, and stays without effect after the return."""
    gone = cast.nadia.post(f"/people/{cast.ada.id}/leaving", {"last_day": in_days(-2).isoformat()})
    assert gone.status_code == 200
    assert gone.get_json()["left_at"] == f"{in_days(-1)}T00:00:00Z"
    problem_of(cast.ada.get("/me"), 401)
    back = cast.nadia.post(
        f"/people/{cast.ada.id}/return", {"on": in_days(0).isoformat(), "team_id": str(cast.teams["South"])}
    )
    assert (back.get_json()["left_at"], back.get_json()["team_name"]) == (None, "South")
    problem_of(cast.ada.get("/me"), 401)
    rows = items_of(cast.nadia.get(f"/people/{cast.ada.id}/memberships"))
    found = [(row["since"], row["is_employed"]) for row in rows]
    assert found == [(CAME, True), (in_days(-1).isoformat(), False), (in_days(0).isoformat(), True)]
    problem_of(cast.nadia.post(f"/people/{cast.ada.id}/return", {"on": in_days(0).isoformat()}), 409)


def test_who_is_about_to_leave_works_until_then(cast: Cast) -> None:
    """A last day ahead ends nothing yet."""
    answer = cast.nadia.post(f"/people/{cast.ada.id}/leaving", {"last_day": in_days(2).isoformat()})
    assert answer.get_json()["left_at"] == f"{in_days(3)}T00:00:00Z"
    assert cast.ada.get("/me").get_json()["left_at"] == f"{in_days(3)}T00:00:00Z"


@pytest.mark.parametrize("hours", [-12, -6, 0, 6, 12])
def test_the_last_day_is_the_companys(make_app: Callable[..., Flask], hours: int) -> None:
    """Whoever leaves on the company's yesterday is out, today still in, whatever UTC says."""
    cast = fill(make_app(time_zone=f"Etc/GMT{-hours:+d}"))
    today = (datetime.now(UTC) + timedelta(hours=hours)).date()
    for last_day, status in ((today, 200), (today - timedelta(days=1), 401)):
        cast.nadia.post(f"/people/{cast.ada.id}/leaving", {"last_day": last_day.isoformat()})
        assert cast.ada.get("/me").status_code == status


@pytest.mark.parametrize("last_day", ["2026-03-01", "9999-12-31", "0001-01-01"])
def test_a_last_day_that_can_not_be_is_refused(sqlite_cast: Cast, last_day: str) -> None:
    """Before she came, and in another age."""
    answer = sqlite_cast.nadia.post(f"/people/{sqlite_cast.ada.id}/leaving", {"last_day": last_day})
    assert problem_of(answer, 409)["errors"][0]["pointer"] == "#/last_day"
    assert sqlite_cast.ada.get("/me").get_json()["left_at"] is None


def test_the_last_admin_can_neither_resign_nor_leave(cast: Cast) -> None:
    """Nobody could let another in."""
    for answer in (
        cast.nadia.ask("PATCH", f"/people/{cast.nadia.id}", json={"roles": ["rep"]}),
        cast.nadia.post(f"/people/{cast.nadia.id}/leaving", {"last_day": in_days(5).isoformat()}),
    ):
        assert "last admin" in problem_of(answer, 409)["detail"]
    me = cast.nadia.get("/me").get_json()
    assert (me["roles"], me["left_at"]) == (["admin"], None)


def test_of_two_admins_who_resign_at_once_one_stays(cast: Cast) -> None:
    """Whoever comes second is refused."""
    cast.nadia.ask("PATCH", f"/people/{cast.mara.id}", json={"roles": ["admin"]})
    answers = at_once(
        *[
            lambda player=player: player.ask("PATCH", f"/people/{player.id}", json={"roles": ["rep"]})
            for player in (cast.nadia.twin(), cast.mara.twin())
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_everybody_sees_the_history_of_whom_they_may_see_and_of_nobody_else(cast: Cast) -> None:
    """A rep her own, a manager the team's, the admin all; to others the person isn't there."""
    seen = {"ada": "ada", "max": "ada max sven", "greta": "greta olga", "nadia": "ada olga mara", "mara": "mara"}
    for name, people in seen.items():
        player: Player = getattr(cast, name)
        for other in ("ada", "max", "sven", "olga", "greta", "mara", "nadia"):
            answer = player.get(f"/people/{getattr(cast, other).id}/memberships")
            if other in people.split():
                assert [row["since"] for row in items_of(answer)] == [CAME]
            elif name != "nadia":
                problem_of(answer, 404)


def test_the_admin_adds_a_team_below_another(cast: Cast) -> None:
    """A manager of the one above sees it at once."""
    answer = cast.nadia.post("/teams", {"name": " Interns ", "parent_id": str(cast.teams["North juniors"])})
    made = answer.get_json()
    assert answer.status_code == 201
    assert (made["name"], made["parent_id"]) == ("Interns", str(cast.teams["North juniors"]))
    assert made in items_of(cast.max.get("/teams"))
    assert made not in items_of(cast.greta.get("/teams"))
    assert cast.nadia.post("/teams", {"name": "West"}).get_json()["parent_id"] is None


def test_a_team_has_a_name_of_its_own_and_a_team_above_that_is_there(cast: Cast) -> None:
    """A taken name is a conflict, an unknown team isn't found."""
    assert problem_of(cast.nadia.post("/teams", {"name": "North"}), 409)["errors"][0]["pointer"] == "#/name"
    problem_of(cast.nadia.post("/teams", {"name": "West", "parent_id": NOBODY}), 404)
    assert pointers_of(cast.nadia.post("/teams", {"name": " "})) == ["#/name"]
    assert [team["name"] for team in items_of(cast.nadia.get("/teams"))] == ["North", "North juniors", "South"]


def _patch(cast: Cast, body: dict[str, Any]) -> dict[str, Any]:
    """Change Ada as Nadia."""
    answer = cast.nadia.ask("PATCH", f"/people/{cast.ada.id}", json=body)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found
