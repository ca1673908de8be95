"""The KPI report through the API: whose data, which period, and what it says when it can't say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from api.web.database import db
from content.library import Library
from lms.people.joining import add_person
from lms.usage.models import OpenEvent, SearchEvent, UseEvent
from support.acting import COURSE, assign, in_days, live_through, pass_course, problem_of
from support.factories import Cast, Player, fill
from support.learning import on

NAMES = ["training_completion", "search_success", "seller_time_saved"]


@pytest.mark.parametrize("name", ["ada", "mara"])
def test_reps_and_authors_see_no_kpis(sqlite_cast: Cast, name: str) -> None:
    """They are figures about people, for those who manage them."""
    problem_of(getattr(sqlite_cast, name).get("/kpis"), 403)


def test_an_empty_company_has_insufficient_data(cast: Cast) -> None:
    """No guess where nothing was measured, and no time saved without a baseline."""
    body = cast.max.get("/kpis").get_json()
    assert [item["name"] for item in body["items"]] == NAMES
    assert [item["status"] for item in body["items"]] == ["insufficient_data", "insufficient_data", "no_baseline"]
    assert all(item["value"] is None and item["interval"] is None for item in body["items"])
    assert all(item["definition"] and item["assumptions"] for item in body["items"])


def test_the_period_is_ninety_days_unless_asked(cast: Cast) -> None:
    """Both days are included, and the answer says which they are."""
    body = cast.max.get("/kpis").get_json()
    assert (body["start"], body["end"]) == (in_days(-90).isoformat(), in_days(0).isoformat())
    body = cast.max.get("/kpis?from=2026-01-01&to=2026-01-31").get_json()
    assert (body["start"], body["end"]) == ("2026-01-01", "2026-01-31")


def test_a_period_that_ends_before_it_starts_is_409(sqlite_cast: Cast) -> None:
    """The field at fault is named."""
    answer = sqlite_cast.max.get("/kpis?from=2026-02-01&to=2026-01-31")
    assert problem_of(answer, 409)["errors"][0]["pointer"] == "#/from"


@pytest.mark.parametrize(
    "period", ["from=0001-01-01&to=0001-01-02", "to=0001-01-01", "to=9999-12-31", "from=9999-01-01"]
)
def test_the_ends_of_the_calendar_are_answered(sqlite_cast: Cast, period: str) -> None:
    """However far the period, the answer is a report or a refusal."""
    assert sqlite_cast.max.get(f"/kpis?{period}").status_code in {200, 409}


def test_completion_counts_max_his_people_and_not_olga(cast: Cast, library: Library) -> None:
    """Two of North are assigned and one is done; South's figure stays South's."""
    assign(cast.max, cast.ada, cast.sven, days=0)
    assign(cast.greta, cast.olga, days=0)
    pass_course(cast.ada, library)
    found = {who: _kpi(getattr(cast, who), "training_completion") for who in ("max", "greta", "nadia")}
    assert {who: (kpi["n"], kpi["details"]["complete"]) for who, kpi in found.items()} == {
        "max": (2, 1),
        "greta": (1, 0),
        "nadia": (3, 1),
    }
    assert {kpi["status"] for kpi in found.values()} == {"insufficient_data"}


def test_a_waived_course_counts_on_neither_side(cast: Cast, library: Library) -> None:
    """Two are assigned, one of them waived; the other is complete."""
    assign(cast.max, cast.ada, cast.sven)
    pass_course(cast.ada, library)
    path = f"/training/people/{cast.sven.id}/courses/{COURSE}/waiver"
    assert cast.max.post(path, {"reason": "On leave."}).status_code == 201
    kpi = _kpi(cast.max, "training_completion")
    assert (kpi["n"], kpi["details"]["complete"], kpi["details"]["waived"]) == (1, 1, 1)


def test_completion_is_the_rate_of_the_report(session: Session, cast: Cast) -> None:
    """On the last day of a period the KPI is what the rates say of that day."""
    live_through(session, cast)
    for day in (5, 15, 21):
        last = on(day).day.isoformat()
        kpi = _kpi(cast.nadia, "training_completion", f"?from={on(0).day}&to={last}")
        total = cast.nadia.get(f"/training/rates?as_of={last}").get_json()["total"]
        assert (kpi["n"], kpi["details"]["complete"]) == (total["assigned"], total["completion"]["part"])
        assert (kpi["details"]["overdue"], kpi["details"]["waived"]) == (total["overdue"]["part"], total["waived"])
    assert kpi["status"] == "measured"
    assert kpi["value"] == total["completion"]["value"]


def test_search_success_and_time_saved_of_six_reps(make_app: Callable[..., Flask]) -> None:
    """Five of six reps find what they need within 30 s each time, where it took 210 s before.

    30 episodes, 25 successes: 25/30. The median is 30 s, so (210 - 30) x 30 / 3600 = 1.5 hours.
    """
    app = make_app(baseline_seconds=210.0, baseline_source="survey of May 2026")
    cast = fill(app)
    with app.app_context():
        _search_history(db.session(), reps=6, episodes=5)
    success, saved = _kpi(cast.nadia, "search_success"), _kpi(cast.nadia, "seller_time_saved")
    assert (success["status"], success["n"], success["value"]) == ("measured", 30, pytest.approx(25 / 30))
    assert (saved["status"], saved["n"], saved["value"]) == ("measured", 30, pytest.approx(1.5))
    for kpi in (success, saved):
        assert kpi["interval"]["low"] <= kpi["value"] <= kpi["interval"]["high"]
        assert kpi["interval"]["level"] == 0.95
    assert saved["details"]["current_median_seconds"] == 30
    assert "survey of May 2026" in " ".join(saved["assumptions"])
    assert _kpi(cast.nadia, "search_success") == success
    assert _kpi(cast.max, "search_success")["n"] == 0


def test_a_day_outside_the_period_does_not_count(sqlite_app: Flask) -> None:
    """The history of yesterday is in a period that includes yesterday, and in no other."""
    cast = fill(sqlite_app)
    with sqlite_app.app_context():
        _search_history(db.session(), reps=6, episodes=5)
    yesterday, today = in_days(-1).isoformat(), in_days(0).isoformat()
    before = in_days(-2).isoformat()
    assert _kpi(cast.nadia, "search_success", f"?from={yesterday}&to={yesterday}")["n"] == 30
    assert _kpi(cast.nadia, "search_success", f"?from={today}&to={today}")["n"] == 0
    assert _kpi(cast.nadia, "search_success", f"?from={before}&to={before}")["n"] == 0


def test_below_the_minimum_of_episodes_nothing_is_claimed(make_app: Callable[..., Flask]) -> None:
    """MIN_EPISODES is a setting: 30 episodes are too few when 31 are asked for."""
    app = make_app(min_episodes=31, baseline_seconds=210.0, baseline_source="survey")
    cast = fill(app)
    with app.app_context():
        _search_history(db.session(), reps=6, episodes=5)
    for name in NAMES[1:]:
        kpi = _kpi(cast.nadia, name)
        assert (kpi["status"], kpi["value"], kpi["n"]) == ("insufficient_data", None, 30)


def _kpi(player: Player, name: str, period: str = "") -> dict[str, Any]:
    answer = player.get(f"/kpis{period}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = next(item for item in answer.get_json()["items"] if item["name"] == name)
    return found


def _search_history(session: Session, *, reps: int, episodes: int) -> None:
    """Yesterday each rep searched once an hour and opened a page 30 s later; the last rep's pages were of no use."""
    noon = datetime.now(UTC).replace(hour=12) - timedelta(days=1)
    for number in range(reps):
        email = f"rep{number}@brightwharf.example"
        person = add_person(session, email=email, name="Rep", roles=["rep"], team_id=None, at=noon, day=noon.date())
        for hour in range(episodes):
            at = noon + timedelta(hours=hour)
            session.add(SearchEvent(person_id=person.id, at=at, query="price", was_typing=False, hits=3, took_ms=1.0))
            opened = OpenEvent(person_id=person.id, at=at + timedelta(seconds=30), page_id="too-expensive")
            session.add(opened)
            session.flush()
            if number < reps - 1:
                session.add(UseEvent(open_id=opened.id, kind="read", at=at + timedelta(seconds=60)))
    session.commit()
