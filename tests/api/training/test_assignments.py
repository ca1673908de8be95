"""Assigning courses and paths: whom it reaches, who may see and end it, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.library import Library
from lms.base import in_steps
from lms.days import Now
from lms.training.applying import apply_waiting_rules, follow_people
from lms.training.models import Assignment, AssignmentRule, RegisteredCourse, RuleCourse, RulePerson
from support.acting import (
    COURSE,
    assign,
    at_once,
    follow,
    in_days,
    items_of,
    pass_course,
    pointers_of,
    problem_of,
)
from support.factories import Cast, Player

NOBODY = "00000000-0000-7000-8000-000000000000"
PATH = "path-first-ninety-days"
PLACE = "/training/assignments"


def test_an_assignment_says_all_of_itself(cast: Cast) -> None:
    """Every field that was given comes back, beside who made it and how many have it."""
    cast.nadia.ask("PATCH", f"/people/{cast.ada.id}", json={"region": "EMEA", "hired_on": "2026-03-02"})
    body = {
        "course_id": COURSE,
        "person_ids": [str(cast.sven.id)],
        "team_id": str(cast.teams["North"]),
        "with_below": False,
        "role": "rep",
        "region": "EMEA",
        "hired_from": "2026-03-01",
        "hired_until": "2026-03-03",
        "due_days": 14,
        "repeat_months": 12,
        "priority": "recommended",
        "starts_on": in_days(0).isoformat(),
    }
    answer = cast.max.post(PLACE, body)
    made = answer.get_json()
    assert answer.status_code == 201, made
    assert answer.headers["Location"] == f"/api/v1{PLACE}/{made['id']}"
    same = set(body) - {"course_id", "person_ids", "due_days"}
    assert {name: made[name] for name in same} == {name: body[name] for name in same}
    assert made["courses"] == [{"course_id": COURSE, "due_days": 14}]
    assert (made["people"], made["team_name"], made["created_by"]) == (1, "North", "Max Oduya")
    assert (made["due_on"], made["path_id"], made["ended_at"], made["ended_by"]) == (None, None, None, None)
    assert (made["is_applied"], made["given"], made["complete"]) == (True, 2, 0)
    assert cast.max.get(f"{PLACE}/{made['id']}").get_json() == made
    assert items_of(cast.max.get(PLACE)) == [made]
    assert _due(cast.ada) == _due(cast.sven) == {COURSE: in_days(14).isoformat()}


def test_a_path_gives_each_course_by_its_day(cast: Cast) -> None:
    """Days count from the assignment, for somebody who was here before."""
    body = {"path_id": PATH, "person_ids": [str(cast.ada.id)]}
    made = cast.max.post(PLACE, body).get_json()
    assert (made["path_id"], made["given"], len(made["courses"])) == (PATH, 6, 6)
    assert _due(cast.ada)["course-data-protection"] == in_days(7).isoformat()
    assert _due(cast.ada)["course-dockside-certification"] == in_days(90).isoformat()


def test_given_counts_what_is_complete(cast: Cast, library: Library) -> None:
    """Ada has done what was asked of her and Sven."""
    made = assign(cast.max, cast.ada, cast.sven).get_json()
    pass_course(cast.ada, library)
    found = cast.max.get(f"{PLACE}/{made['id']}").get_json()
    assert (found["given"], found["complete"]) == (2, 1)


def test_a_dry_run_counts_and_writes_nothing(session: Session, cast: Cast) -> None:
    """North with its juniors are three, and nobody has anything afterwards."""
    body = {"course_id": COURSE, "team_id": str(cast.teams["North"]), "due_days": 7}
    for player in (cast.max, cast.nadia):
        answer = player.post(f"{PLACE}?dry_run=true", body)
        assert (answer.status_code, answer.get_json()) == (200, {"reached": 3, "already": 0, "already_due_on": None})
    for table in (AssignmentRule, RuleCourse, RulePerson, Assignment, RegisteredCourse):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert items_of(cast.ada.get("/training/mine")) == []


DRY = [
    ({"role": "rep"}, 2),
    ({"role": "manager"}, 1),
    ({"role": "author"}, 0),
    ({"region": "EMEA"}, 1),
    ({"hired_from": "2026-01-01"}, 1),
    ({"role": "rep", "region": "EMEA"}, 1),
    ({"role": "rep", "region": "APAC"}, 0),
]


@pytest.mark.parametrize(("criteria", "reached"), DRY, ids=range(len(DRY)))
def test_a_managers_criteria_reach_only_their_own_teams(cast: Cast, criteria: dict[str, str], reached: int) -> None:
    """Olga is a rep of the same region and hired on the same day, and of another team; a dry run says the same."""
    for player in (cast.ada, cast.olga):
        cast.nadia.ask("PATCH", f"/people/{player.id}", json={"region": "EMEA", "hired_on": "2026-03-02"})
    body = {"course_id": COURSE, "due_days": 7, **criteria}
    assert cast.max.post(f"{PLACE}?dry_run=true", body).get_json()["reached"] == reached
    made = cast.max.post(PLACE, body)
    assert (made.status_code, made.get_json()["given"]) == (201, reached)
    assert items_of(cast.olga.get("/training/mine")) == []


def test_an_admins_criteria_reach_everybody(cast: Cast) -> None:
    """All reps: Ada, Sven and Olga; a partner isn't one."""
    made = cast.nadia.post(PLACE, {"course_id": COURSE, "role": "rep", "due_days": 7}).get_json()
    assert (made["given"], made["team_id"]) == (3, None)


def test_a_manager_can_not_assign_to_another_teams_people(session: Session, cast: Cast) -> None:
    """To Max, Olga and her team aren't there; that she was named with Ada keeps Ada's from being written too."""
    problem_of(assign(cast.max, cast.olga), 404)
    problem_of(assign(cast.max, cast.ada, cast.olga), 404)
    body = {"course_id": COURSE, "team_id": str(cast.teams["South"]), "due_on": in_days(3).isoformat()}
    refused = [cast.max.post(PLACE, {**body, "team_id": team_id}) for team_id in (body["team_id"], NOBODY)]
    assert problem_of(refused[0], 404) == problem_of(refused[1], 404)
    assert session.scalar(select(func.count()).select_from(AssignmentRule)) == 0
    assert items_of(cast.ada.get("/training/mine")) == []


@pytest.mark.parametrize("body", [{"team_id": "South"}, {"person_ids": "olga"}])
def test_a_dry_run_refuses_what_assigning_refuses(cast: Cast, body: dict[str, Any]) -> None:
    """Another team and its people are 404 in both, so that a dry run promises nothing."""
    known = {"South": str(cast.teams["South"]), "olga": [str(cast.olga.id)]}
    sent = {"course_id": COURSE, "due_days": 7, **{name: known[value] for name, value in body.items()}}
    assert cast.max.post(PLACE, sent).status_code == 404
    assert cast.max.post(f"{PLACE}?dry_run=true", sent).status_code == 404


def test_assigning_to_a_team_reaches_the_teams_below_and_no_leavers(session: Session, cast: Cast) -> None:
    """North with its juniors: Max and Sven; who has left gets nothing, and without those below only Max."""
    cast.nadia.post(f"/people/{cast.ada.id}/leaving", {"last_day": in_days(-1).isoformat()})
    body = {"course_id": COURSE, "team_id": str(cast.teams["North"]), "due_on": in_days(3).isoformat()}
    assert cast.nadia.post(PLACE, body).get_json()["given"] == 2
    assert cast.nadia.post(PLACE, {**body, "with_below": False}).get_json()["given"] == 1
    assert "Ada Lind has left" in problem_of(assign(cast.max, cast.ada), 409)["detail"]


def test_who_moves_loses_what_the_old_team_has_and_gets_what_the_new_one_has(session: Session, cast: Cast) -> None:
    """Ada goes from North to South; Sven stays where he is."""
    for player, team, course_id in (
        (cast.max, "North", COURSE),
        (cast.greta, "South", "course-dockside-basics"),
    ):
        player.post(PLACE, {"course_id": course_id, "team_id": str(cast.teams[team]), "due_days": 7})
    moved = cast.nadia.ask("PATCH", f"/people/{cast.ada.id}", json={"team_id": str(cast.teams["South"])})
    assert moved.status_code == 200, moved.get_data(as_text=True)
    now = datetime.now(UTC)
    follow_people(session, person_ids=[cast.ada.id], now=Now(now, now.date()))
    session.commit()
    assert set(_due(cast.ada)) == {"course-dockside-basics"}
    assert set(_due(cast.sven)) == {COURSE}


def test_an_ended_assignment_withdraws_what_it_gave(cast: Cast, library: Library) -> None:
    """Who hadn't done it has nothing left to do; who had keeps the completion; ending twice changes nothing."""
    made = assign(cast.max, cast.ada, cast.sven).get_json()
    pass_course(cast.ada, library)
    ended = cast.max.delete(f"{PLACE}/{made['id']}").get_json()
    assert (ended["given"], ended["is_applied"], ended["ended_by"]) == (0, True, "Max Oduya")
    assert items_of(cast.sven.get("/training/mine")) == []
    mine = items_of(cast.ada.get("/training/mine"))
    assert [(item["state"], item["is_assigned"]) for item in mine] == [("complete", False)]
    assert cast.nadia.delete(f"{PLACE}/{made['id']}").get_json() == ended
    assert [item["id"] for item in items_of(cast.max.get(PLACE))] == [made["id"]]


def test_another_teams_assignment_is_not_there(cast: Cast) -> None:
    """Greta neither reads nor ends Max's: the same 404 as for an id that nobody has."""
    made = assign(cast.max, cast.ada).get_json()
    for call in (cast.greta.get, cast.greta.delete):
        found, unknown = call(f"{PLACE}/{made['id']}"), call(f"{PLACE}/{NOBODY}")
        assert problem_of(found, 404) == problem_of(unknown, 404)
    assert items_of(cast.greta.get(PLACE)) == []
    assert len(items_of(cast.nadia.get(PLACE))) == 1
    for call in (cast.ada.get, cast.ada.delete, cast.mara.get, cast.paula.get):
        problem_of(call(f"{PLACE}/{made['id']}"), 403)
    assert cast.max.get(f"{PLACE}/{made['id']}").get_json()["ended_at"] is None


def test_following_next_gives_every_assignment_once(cast: Cast) -> None:
    """Five in pages of two, newest first, Greta's not among them."""
    made = [assign(cast.max, cast.ada, days=days).get_json()["id"] for days in range(1, 6)]
    assign(cast.greta, cast.olga)
    pages = follow(cast.max, f"{PLACE}?limit=2")
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [item["id"] for page in pages for item in page] == made[::-1]


def test_the_same_person_named_twice_has_it_once(cast: Cast) -> None:
    """A list with somebody in it twice is no mistake."""
    made = assign(cast.max, cast.ada, cast.ada).get_json()
    assert (made["people"], made["given"]) == (1, 1)


def test_of_two_assignments_the_earlier_day_counts(cast: Cast) -> None:
    """Assigning again with a later day takes nobody's duty away."""
    assign(cast.max, cast.ada, days=3)
    assign(cast.nadia, cast.ada, days=30)
    assert _due(cast.ada) == {COURSE: in_days(3).isoformat()}


def test_a_key_assigns_once(session: Session, cast: Cast) -> None:
    """Two requests with one Idempotency-Key, at once or one after another, are one assignment."""
    body = {"course_id": COURSE, "person_ids": [str(cast.ada.id)], "due_days": 7}
    key = {"Idempotency-Key": "assign-once"}
    found = at_once(*[partial(cast.max.twin().post, PLACE, body, headers=key) for _ in range(2)])
    assert {answer.status_code for answer in found} <= {201, 409}
    again = cast.max.post(PLACE, body, headers=key)
    assert (again.status_code, [again.get_json()]) == (201, items_of(cast.max.get(PLACE)))
    assert session.scalar(select(func.count()).select_from(AssignmentRule)) == 1


def test_a_rule_of_tomorrow_is_applied_tomorrow(session: Session, cast: Cast) -> None:
    """Until then nobody has it; then it is given, and due after the days it says."""
    body = {"course_id": COURSE, "person_ids": [str(cast.ada.id)], "due_days": 7}
    made = cast.max.post(PLACE, {**body, "starts_on": in_days(1).isoformat()}).get_json()
    assert (made["is_applied"], made["given"], _due(cast.ada)) == (False, 0, {})
    for days in (0, 1):
        assert in_steps(session, apply_waiting_rules(session, now=Now(datetime.now(UTC), in_days(days)))) == days
    found = cast.max.get(f"{PLACE}/{made['id']}").get_json()
    assert (found["is_applied"], found["given"]) == (True, 1)


BAD = [
    ({}, 409, "#/course_id"),
    ({"course_id": COURSE}, 409, "#/due_on"),
    ({"course_id": COURSE, "path_id": PATH, "due_days": 1}, 409, "#/course_id"),
    ({"course_id": COURSE, "due_days": 1}, 409, "#/person_ids"),
    ({"course_id": COURSE, "due_days": 1, "due_on": "2099-01-01", "role": "rep"}, 409, "#/due_on"),
    ({"path_id": PATH, "due_days": 1, "role": "rep"}, 409, "#/due_on"),
    ({"course_id": COURSE, "due_on": "2026-03-02", "role": "rep"}, 409, "#/due_on"),
    ({"course_id": COURSE, "due_on": "9999-01-01", "role": "rep"}, 409, "#/due_on"),
    ({"course_id": COURSE, "due_days": 1, "role": "rep", "starts_on": "2026-03-02"}, 409, "#/starts_on"),
    ({"course_id": COURSE, "due_days": 40, "repeat_months": 1, "role": "rep"}, 409, "#/repeat_months"),
    ({"course_id": COURSE, "due_days": -1, "role": "rep"}, 422, "#/due_days"),
    ({"course_id": COURSE, "due_days": 1, "role": "king"}, 422, "#/role"),
    ({"course_id": COURSE, "due_days": 1, "region": " "}, 422, "#/region"),
    ({"course_id": COURSE, "due_days": 1, "region": "a\u0000"}, 422, "#/region"),
    ({"course_id": "\u0000", "due_days": 1, "role": "rep"}, 422, "#/course_id"),
    ({"course_id": COURSE, "due_on": "tomorrow", "role": "rep"}, 422, "#/due_on"),
    ({"course_id": COURSE, "due_days": True, "role": "rep"}, 422, "#/due_days"),
    ({"course_id": COURSE, "due_days": 1, "role": "rep", "priority": "urgent"}, 422, "#/priority"),
    ({"course_id": COURSE, "due_days": 1, "role": "rep", "whim": 1}, 422, "#/whim"),
    ({"course_id": COURSE, "due_days": 1, "person_ids": ["x"]}, 422, "#/person_ids/0"),
]


@pytest.mark.parametrize(("body", "status", "pointer"), BAD, ids=range(len(BAD)))
def test_what_makes_no_sense_names_its_field(
    sqlite_cast: Cast, body: dict[str, Any], status: int, pointer: str
) -> None:
    """The pointer leads to what must be changed, and nothing is kept."""
    assert [error["pointer"] for error in problem_of(sqlite_cast.max.post(PLACE, body), status)["errors"]] == [pointer]
    assert items_of(sqlite_cast.max.get(PLACE)) == []


def test_what_is_no_course_is_404(cast: Cast) -> None:
    """A page that is none, and nothing at all; today is a day on which something may be due."""
    problem_of(assign(cast.max, cast.ada, course_id="nothing"), 404)
    problem_of(assign(cast.max, cast.ada, course_id="too-expensive"), 404)
    problem_of(cast.max.post(PLACE, {"path_id": COURSE, "person_ids": [str(cast.ada.id)]}), 404)
    problem_of(assign(cast.max, cast.ada, days=-1), 409)
    assert assign(cast.max, cast.ada, days=0).status_code == 201


def test_a_list_of_people_has_an_end(sqlite_cast: Cast) -> None:
    """501 people at once are refused; a team is the way."""
    body = {"course_id": COURSE, "person_ids": [str(sqlite_cast.ada.id)] * 501, "due_on": in_days(3).isoformat()}
    assert pointers_of(sqlite_cast.max.post(PLACE, body)) == ["#/person_ids"]


def test_a_manager_without_a_team_reaches_nobody(sqlite_cast: Cast) -> None:
    """Criteria need a team to look in; the refusal says so."""
    sqlite_cast.nadia.ask("PATCH", f"/people/{sqlite_cast.greta.id}", json={"team_id": None})
    body = {"course_id": COURSE, "role": "rep", "due_days": 7}
    for path in (PLACE, f"{PLACE}?dry_run=true"):
        answer = sqlite_cast.greta.post(path, body)
        assert "you manage no team" in problem_of(answer, 409)["detail"]


def _due(player: Player) -> dict[str, str]:
    """Return what somebody has to do, and by when."""
    return {item["course_id"]: item["due_on"] for item in items_of(player.get("/training/mine"))}
