"""Initiatives through the API: RACI, how KPIs moved since the start, and tasks with owner and due day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from api.web.database import db
from support.acting import in_days, problem_of
from support.crm import count_figures, say
from support.factories import Cast, Player

PLAN = "/kpis/initiatives/enablement-plan"
AS_OF = "as_of=2027-03-31"


def _deals() -> list[dict[str, Any]]:
    """Make 60 enterprise deals in 2026 of which 20 are won, and 60 in 2027 of which 50 are."""
    return [
        {
            "key": f"{year}-{number}",
            "owner": "ada",
            "owner_email": "ada@brightwharf.example",
            "segment": "Enterprise",
            "stage": "Closed Won" if number < won else "Closed Lost",
            "amount": 100_000,
            "created_on": f"{year - 1}-06-01",
            "close_on": (date(year, 1, 4) + timedelta(days=number)).isoformat(),
        }
        for year, won in ((2026, 20), (2027, 50))
        for number in range(60)
    ]


@pytest.fixture
def sold(sqlite_cast: Cast) -> Cast:
    """Return the cast with deals before the plan began and since."""
    app = sqlite_cast.ada.client.application
    with app.app_context():
        say(db.session(), "deals", *_deals(), on=date(2027, 3, 31))
        db.session.remove()
    count_figures(app, at=datetime(2027, 4, 1, tzinfo=UTC))
    return sqlite_cast


def _kpis(player: Player, query: str) -> dict[str, dict[str, Any]]:
    answer = player.get(f"{PLAN}?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return {one["kpi"]: one for one in answer.get_json()["kpis"]}


def test_an_initiative_shows_who_does_what_and_what_belongs_to_it(sold: Cast) -> None:
    """As its page says."""
    body = sold.ada.get(f"{PLAN}?{AS_OF}").get_json()
    assert body["raci"][0]["accountable"] == "Head of sales"
    assert body["courses"][0]["id"] == "course-discovery-calls"
    assert (body["before"]["name"], body["since"]["start"]) == ("2026-01-01 to 2026-12-31", "2027-01-01")
    assert not body["can_give_tasks"]
    problem_of(sold.ada.get("/kpis/initiatives/demo-guide"), 404)


def test_a_kpi_is_compared_with_the_days_before(sold: Cast) -> None:
    """20 of 60 against 50 of 60; a company's own ratio too, and what has no data says so; never why."""
    found = _kpis(sold.nadia, AS_OF)
    for name in ("win_rate", "enterprise-win-rate"):
        one = found[name]
        assert (one["before"]["value"], one["since"]["value"]) == (20 / 60, 50 / 60)
        assert (one["moved"], one["target"], one["by"]) == ("higher", 0.29, "2027-12-31")
        assert one["sentence"].startswith("It is higher than before.")
    assert found["coaching_cadence"]["moved"] == "too little data"
    said = " ".join(one["sentence"] for one in found.values()).casefold()
    assert not [word for word in ("because", "caused", "due to", "effect", "thanks", "led to") if word in said]


def test_before_it_begins_nothing_is_compared(sold: Cast) -> None:
    """It says so, and what the KPIs are until then."""
    found = _kpis(sold.nadia, "as_of=2026-12-01")
    assert (found["win_rate"]["before"]["value"], found["win_rate"]["since"]) == (20 / 60, None)
    assert {one["sentence"] for one in found.values()} == {"The initiative hasn't begun."}


def test_the_companys_own_ratio_is_a_kpi_like_all_others(sold: Cast) -> None:
    """By its page's id, with a definition, figures, and parts by segment."""
    name = "enterprise-win-rate"
    defined = {one["name"]: one for one in sold.ada.get("/kpis/definitions").get_json()["items"]}
    assert (defined[name]["unit"], defined[name]["title"]) == ("share", "Enterprise win rate")
    year = "from=2026-01-01&to=2026-12-31"
    result = sold.nadia.get(f"/kpis/{name}?{year}").get_json()["items"][0]["results"][0]
    assert (result["value"], result["n"], result["status"]) == (20 / 60, 60, "measured")
    parts = sold.nadia.get(f"/kpis/{name}/breakdown?{year}&by=segment").get_json()["parts"]
    assert [(part["name"], part["results"][0]["n"]) for part in parts] == [("Enterprise", 60)]


def _give(player: Player, owner: Player, **more: Any) -> Any:
    return player.post(f"{PLAN}/tasks", {"title": "Score a call", "owner_id": str(owner.id), **more})


def _change(player: Player, place: str, changes: dict[str, Any]) -> Any:
    return player.ask("PATCH", place, json=changes)


def test_managers_give_tasks_and_owners_say_that_they_are_done(sold: Cast) -> None:
    """Max gives Ada one; she finishes it, and takes that back; she changes nothing else."""
    made = _give(sold.max, sold.ada, due_on=in_days(-1).isoformat())
    assert made.status_code == 201
    task = made.get_json()
    assert (task["owner"]["name"], task["is_overdue"], task["done_at"]) == ("Ada Lind", True, None)
    place = f"{PLAN}/tasks/{task['id']}"
    assert _change(sold.ada, place, {"done": True}).get_json()["done_at"]
    (listed,) = [one for one in sold.ada.get("/kpis/initiatives").get_json()["items"] if one["done"]]
    assert (listed["page"]["id"], listed["open"], listed["overdue"], listed["done"]) == ("enablement-plan", 0, 0, 1)
    assert _change(sold.ada, place, {"done": False}).get_json()["is_overdue"]
    problem_of(_change(sold.ada, place, {"title": "Less"}), 403)
    changed = _change(sold.max, place, {"title": "Score two calls", "due_on": None, "note": "By Friday"}).get_json()
    assert (changed["title"], changed["due_on"], changed["is_overdue"]) == ("Score two calls", None, False)
    assert sold.nadia.get(f"{PLAN}?{AS_OF}").get_json()["tasks"] == [changed]


def test_a_task_is_for_people_one_manages(sold: Cast) -> None:
    """Olga is of another team: she gets none from Max, and hers isn't his to change."""
    problem_of(_give(sold.max, sold.olga), 404)
    problem_of(_give(sold.ada, sold.ada), 403)
    task = _give(sold.greta, sold.olga).get_json()
    place = f"{PLAN}/tasks/{task['id']}"
    problem_of(_change(sold.max, place, {"done": True}), 404)
    problem_of(_change(sold.ada, place, {"done": True}), 404)
    problem_of(_change(sold.greta, place, {"owner_id": str(sold.ada.id)}), 404)
    problem_of(_change(sold.greta, f"/kpis/initiatives/launch-yardview/tasks/{task['id']}", {"done": True}), 404)
    assert _change(sold.nadia, place, {"owner_id": str(sold.ada.id)}).get_json()["owner"]["name"] == "Ada Lind"


def test_an_empty_title_is_refused(sold: Cast) -> None:
    """As are days that are none."""
    problem_of(_give(sold.max, sold.ada, title=" "), 422)
    problem_of(_give(sold.max, sold.ada, due_on="soon"), 422)
