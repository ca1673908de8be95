"""Roll-outs through the API: drawn once, assigned in waves, read on their day, seen by who manages the people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from api.web.database import db
from support.acting import COURSE, PAGE, in_days, problem_of
from support.crm import count_figures
from support.factories import Cast, Player, add_rep

LATER = in_days(60)


@pytest.fixture
def reps(cast: Cast) -> list[str]:
    """Add eight reps of North, and return their ids."""
    with cast.ada.client.application.app_context():
        people = [
            add_rep(db.session(), f"rep{number}@x.example", name=f"Rep {number}", team_id=cast.teams["North"])
            for number in range(8)
        ]
        db.session.commit()
        ids = [str(person.id) for person in people]
        db.session.remove()
    count_figures(cast.ada.client.application)
    return ids


def _body(reps: list[str], **changes: Any) -> dict[str, Any]:
    plain = {
        "name": "Pricing first",
        "course_id": COURSE,
        "person_ids": reps,
        "waves": [in_days(0).isoformat(), LATER.isoformat()],
        "outcome": "win_rate",
        "reading_on": LATER.isoformat(),
    }
    return {name: value for name, value in (plain | changes).items() if value is not None}


def _begin(player: Player, body: dict[str, Any]) -> dict[str, Any]:
    answer = player.post("/effects/roll-outs", body)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    assert player.get(answer.headers["Location"].removeprefix("/api/v1")).get_json() == found
    return found


def test_a_roll_out_is_drawn_and_assigned_in_waves(cast: Cast, reps: list[str]) -> None:
    """Each person in one wave; each wave an assignment of its own; nothing is read yet, and it says when."""
    made = _begin(cast.max, _body(reps))
    drawn = [[person["id"] for person in wave["people"]] for wave in made["waves"]]
    assert [len(wave) for wave in drawn] == [4, 4]
    assert sorted(drawn[0] + drawn[1]) == sorted(reps)
    for wave in made["waves"]:
        rule = cast.max.get(f"/training/assignments/{wave['assignment_id']}").get_json()
        assert (rule["starts_on"], rule["people"], rule["courses"][0]["course_id"]) == (wave["begins_on"], 4, COURSE)
    reading = made["reading"]
    assert (reading["status"], reading["difference"], reading["interval"], reading["p"]) == (
        "not_yet",
        None,
        None,
        None,
    )
    assert "will be read on" in reading["said"]
    assert made["seed"]


def test_a_dry_run_says_what_it_could_show_and_keeps_nothing(cast: Cast, reps: list[str]) -> None:
    """Without deals that is nothing."""
    answer = cast.max.post("/effects/roll-outs?dry_run=true", _body(reps)).get_json()
    assert (answer["units"], answer["first"], answer["others"], answer["detectable"]) == (8, 4, 4, None)
    assert "Too little is known" in answer["said_of_power"]
    assert cast.max.get("/effects/roll-outs").get_json()["items"] == []


def test_a_page_is_only_a_list(cast: Cast, reps: list[str]) -> None:
    """Who manages the people gives it to them."""
    made = _begin(cast.max, _body(reps, course_id=None, page_id=PAGE))
    assert [wave["assignment_id"] for wave in made["waves"]] == [None, None]
    assert made["kind"] == "page"


def test_who_sees_it(cast: Cast, reps: list[str]) -> None:
    """Its manager and admins; nobody of another team, no rep."""
    made = _begin(cast.max, _body(reps))
    place = f"/effects/roll-outs/{made['id']}"
    assert cast.nadia.get(place).status_code == 200
    assert [one["id"] for one in cast.nadia.get("/effects/roll-outs").get_json()["items"]] == [made["id"]]
    problem_of(cast.greta.get(place), 404)
    problem_of(cast.greta.post(f"{place}/end"), 404)
    problem_of(cast.ada.get(place), 403)
    assert cast.greta.get("/effects/roll-outs").get_json()["items"] == []


def test_who_moved_away_is_counted_and_not_named(cast: Cast, reps: list[str]) -> None:
    """Max still sees what he began, and only his own people in it."""
    made = _begin(cast.max, _body(reps))
    assert cast.nadia.ask("PATCH", f"/people/{reps[0]}", json={"team_id": str(cast.teams["South"])}).status_code == 200
    seen = cast.max.get(f"/effects/roll-outs/{made['id']}").get_json()
    assert sum(wave["unseen"] for wave in seen["waves"]) == 1
    assert reps[0] not in {person["id"] for wave in seen["waves"] for person in wave["people"]}


def test_ended_early_it_is_not_read(cast: Cast, reps: list[str]) -> None:
    """Its second wave never begins."""
    made = _begin(cast.max, _body(reps))
    place = f"/effects/roll-outs/{made['id']}"
    ended = cast.max.post(f"{place}/end").get_json()
    assert (ended["status"], ended["ended_by"]) == ("ended", "Max Oduya")
    found = cast.max.get(place).get_json()
    assert found["reading"]["status"] == "ended_early"
    rules = [cast.max.get(f"/training/assignments/{wave['assignment_id']}").get_json() for wave in found["waves"]]
    assert [rule["ended_at"] is not None for rule in rules] == [False, True]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"course_id": None}, 409),
        ({"page_id": PAGE}, 409),
        ({"team_ids": ["{North}"]}, 409),
        ({"course_id": "nothing"}, 404),
        ({"course_id": None, "page_id": "nothing"}, 404),
        ({"course_id": None, "page_id": "quiz-discovery-calls"}, 404),
        ({"waves": [in_days(0).isoformat()]}, 422),
        ({"outcome": "luck"}, 422),
        ({"reading_on": (LATER + timedelta(days=1)).isoformat()}, 409),
        ({"name": " "}, 422),
    ],
)
def test_what_does_not_fit_is_refused(cast: Cast, reps: list[str], changes: dict[str, Any], status: int) -> None:
    """And nothing is drawn."""
    filled = {
        name: [one.format(**cast.teams) for one in value] if name == "team_ids" else value
        for name, value in changes.items()
    }
    problem_of(cast.max.post("/effects/roll-outs", _body(reps, **filled)), status)
    assert cast.max.get("/effects/roll-outs").get_json()["items"] == []


def test_the_same_key_draws_once(cast: Cast, reps: list[str]) -> None:
    """A client that asks again gets the same draw."""
    headers = {"Idempotency-Key": "once"}
    one, two = (cast.max.post("/effects/roll-outs", _body(reps), headers=headers).get_json() for _ in range(2))
    assert one == two
    assert UUID(one["id"])
    assert len(cast.max.get("/effects/roll-outs").get_json()["items"]) == 1
