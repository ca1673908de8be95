"""Forecasts through the API: of periods, with intervals and back-tests, and how accurate those before were."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from api.web.database import db
from lms.crm.facts import SaidRow
from lms.crm.imports import File, add_rows, begin_import, finish_import
from support.acting import problem_of
from support.crm import count_figures, say
from support.factories import Cast, Player

FIRST = date(2023, 11, 6)
STAGES = ("Discovery", "Proposal")


def _deals() -> list[dict[str, Any]]:
    """Make three years of deals: two close each week, the first is won; and eight are open, in their stages."""
    rows = [
        _deal(f"w{week}-{number}", FIRST + timedelta(days=7 * week + 2 + number), is_won=number == 0, week=week)
        for week in range(156)
        for number in range(2)
    ]
    for number in range(8):
        day = date(2026, 10, 1) + timedelta(days=3 * number)
        rows.append(
            {
                **_deal(f"open-{number}", None, is_won=False, week=0),
                "created_on": day.isoformat(),
                "close_on": "2026-12-15",
                "stage": STAGES[number % 2],
                "amount": 500_000,
                "forecast_category": ("Commit", "Best Case", "Pipeline", "Omitted")[number % 4],
            }
        )
    return rows


def _deal(key: str, closed: date | None, *, is_won: bool, week: int) -> dict[str, Any]:
    who = ("ada", "olga")[week % 2]
    amount = 100_000 * (8 + (week % 52) % 13)
    own: dict[str, Any] = {"key": key, "owner": who, "owner_email": f"{who}@brightwharf.example", "amount": amount}
    if closed:
        own |= {"created_on": (closed - timedelta(days=40)).isoformat(), "close_on": closed.isoformat()}
        own |= {"stage": "Closed Won" if is_won else "Closed Lost"}
    return own


@pytest.fixture
def sold(sqlite_cast: Cast) -> Cast:
    """Return the cast, with three years of deals."""
    app = sqlite_cast.ada.client.application
    with app.app_context():
        say(db.session(), "deals", *_deals())
        _say_stages(db.session())
        db.session.remove()
    count_figures(app)
    return sqlite_cast


def _say_stages(session: Session) -> None:
    """Let the deals that are closed have been in Discovery from the day they were created."""
    at, file = datetime.now(UTC), File("history.csv", None, date(2026, 11, 1))
    made = begin_import(session, source="crm", kind="deal_changes", file=file, by_id=None, at=at)
    rows = [
        SaidRow(row["key"], date.fromisoformat(row["created_on"]), {"stage": STAGES[0]}, is_event=True)
        for row in _deals()
        if row["key"].startswith("w")
    ]
    add_rows(session, made=made, kind="deals", rows=rows, at=at)
    finish_import(session, made=made, counts={"rows": len(rows)}, at=at)
    session.commit()


def _kpi(player: Player, name: str, query: str) -> dict[str, Any]:
    answer = player.get(f"/kpis/{name}?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()["items"][0]
    return found


def test_a_period_is_forecast_from_what_is_won_and_the_year_before(sold: Cast) -> None:
    """A year alike to the one before is foretold to the cent, and says how sure it is."""
    quarter = _kpi(sold.nadia, "revenue_forecast", "step=quarter&count=4&as_of=2026-10-31")
    now = quarter["results"][-1]
    assert now["status"] == "measured"
    assert now["value"] == pytest.approx(now["details"]["won_so_far"] + now["details"]["expected"])
    assert now["interval"]["low"] <= now["value"] <= now["interval"]["high"]
    for past in quarter["results"][:-1]:
        assert past["value"] == pytest.approx(past["details"]["actual"], rel=0.15)
    assert quarter["before"]["details"]["actual"] == quarter["results"][-2]["details"]["actual"]


def test_too_little_history_says_so(sold: Cast) -> None:
    """Two months after the first deal nothing is forecast."""
    found = _kpi(sold.nadia, "revenue_forecast", "step=month&count=1&as_of=2024-01-10")
    assert (found["results"][0]["status"], found["results"][0]["n"]) == ("insufficient_data", 8)


def test_accuracy_is_of_periods_that_are_over(sold: Cast) -> None:
    """And predictability of four or more of them; the bias stands beside."""
    found = _kpi(sold.nadia, "forecast_accuracy", "step=month&count=4&as_of=2026-10-20")["results"]
    assert [one["status"] for one in found] == ["measured"] * 3 + ["insufficient_data"]
    one = found[0]["details"]
    assert found[0]["value"] == pytest.approx(1 - abs(one["forecast"] - one["actual"]) / one["actual"])
    assert one["bias"] == pytest.approx((one["forecast"] - one["actual"]) / one["actual"])
    over = _kpi(sold.nadia, "revenue_predictability", "step=month&count=1&as_of=2026-10-20")["results"][0]
    assert (over["status"], over["n"]) == ("measured", 7)
    assert over["value"] > 0.8


def test_teams_are_forecast_too(sold: Cast) -> None:
    """Each by its own weeks, and together they come to the company's."""
    body = sold.nadia.get("/kpis/revenue_forecast/breakdown?step=quarter&by=team&as_of=2026-10-31").get_json()
    parts = {part["name"]: part["results"][0]["value"] for part in body["parts"]}
    whole = _kpi(sold.nadia, "revenue_forecast", "step=quarter&count=1&as_of=2026-10-31")["results"][0]["value"]
    assert set(parts) == {"North", "South", "Others"}
    assert sum(parts.values()) == pytest.approx(whole)


@pytest.mark.parametrize("name", ["revenue_forecast", "forecast_accuracy", "revenue_predictability"])
def test_who_never_had_a_deal_is_not_forecast(sold: Cast, name: str) -> None:
    """Neither in the list of people nor alone: that they will sell nothing isn't known of them."""
    query = "step=quarter&count=2&as_of=2026-10-31"
    parts = sold.nadia.get(f"/kpis/{name}/breakdown?{query}&by=person").get_json()["parts"]
    assert {part["name"] for part in parts} == {sold.ada.name, sold.olga.name}
    alone = _kpi(sold.sven, name, query)["results"]
    assert [(one["status"], one["n"]) for one in alone] == [("insufficient_data", 0)] * 2


def test_the_report_shows_each_method_with_its_back_test(sold: Cast) -> None:
    """By the year before and by open deals, for this period and the next ones, with what each was worth."""
    body = sold.nadia.get("/kpis/forecast?step=month&count=12&ahead=2&as_of=2026-11-05").get_json()
    assert (len(body["history"]), body["history"][-1]["period"]["name"]) == (12, "2026-10")
    methods = {one["name"]: one for one in body["methods"]}
    naive, open_deals = methods["seasonal_naive"], methods["open_deals"]
    assert [one["period"]["name"] for one in naive["projections"]] == ["2026-11", "2026-12", "2027-01"]
    assert [one["level"] for one in naive["projections"][1]["intervals"]] == [0.8, 0.95]
    tested = [one["backtest"] for one in naive["projections"]]
    assert [(one["periods"], one["accuracy"] > 0.8) for one in tested] == [(20, True)] * 3
    assert {one["level"]: one["share"] is not None for one in tested[0]["coverage"]} == {0.8: True, 0.95: True}
    assert open_deals["projections"][0]["value"] >= body["won_so_far"]
    assert all(one["low"] >= body["won_so_far"] for one in open_deals["projections"][0]["intervals"])
    assert [one["backtest"]["periods"] for one in open_deals["projections"]] == [20, 19, 18]


def test_each_coming_period_has_its_method_and_the_reason(sold: Cast) -> None:
    """It is the one that missed by less in the same past periods, and what it said of them is there."""
    body = sold.nadia.get("/kpis/forecast?step=month&ahead=2&as_of=2026-11-05").get_json()
    methods = {one["name"]: one for one in body["methods"]}
    assert len(body["chosen"]) == 3
    for ahead, chosen in enumerate(body["chosen"]):
        backtest = methods[chosen["method"]]["projections"][ahead]["backtest"]
        assert "past periods it was off by" in chosen["because"]
        missed = sum(abs(one["value"] - one["actual"]) for one in backtest["tests"])
        assert backtest["accuracy"] == pytest.approx(1 - missed / sum(one["actual"] for one in backtest["tests"]))
        assert backtest["tests"][-1]["period"]["name"] == "2026-10"


def test_a_period_that_ends_today_is_over(sold: Cast) -> None:
    """It is among those won, and the next one is the first to come."""
    body = sold.nadia.get("/kpis/forecast?step=month&count=1&ahead=1&as_of=2026-10-31").get_json()
    assert [one["period"]["name"] for one in body["history"]] == ["2026-10"]
    coming = body["methods"][0]["projections"]
    assert [(one["period"]["name"], one["period"]["days_counted"]) for one in coming] == [
        ("2026-11", 0),
        ("2026-12", 0),
    ]
    assert body["won_so_far"] == 0
    assert "on the day before each began" in coming[0]["backtest"]["basis"]


def test_what_was_promised_stands_beside_what_came(sold: Cast) -> None:
    """Of the same periods and with the same accuracy as the KPI of predictability."""
    kept = sold.nadia.get("/kpis/forecast?step=month&as_of=2026-10-31").get_json()["kept"]
    over = _kpi(sold.nadia, "revenue_predictability", "step=month&count=1&as_of=2026-10-31")["results"][0]
    assert (kept["compared"], kept["is_enough"], len(kept["periods"])) == (over["n"], True, 8)
    assert kept["accuracy"] == pytest.approx(over["value"])
    assert kept["bias"] == pytest.approx(over["details"]["bias"])
    assert {one["was_kept"] for one in kept["periods"]} == {False}


def test_a_forecast_from_a_few_weeks_is_none(sold: Cast) -> None:
    """It says how many weeks it takes and how many there are, and nothing is used."""
    body = sold.nadia.get("/kpis/forecast?step=month&as_of=2024-01-10").get_json()
    naive = body["methods"][0]
    assert naive["projections"][0]["value"] is None
    assert naive["notes"] == ["It needs 13 weeks of history, and there are 8."]
    assert body["kept"]["accuracy"] is None


def test_without_any_deal_nothing_is_forecast(sqlite_cast: Cast) -> None:
    """The report is there, with no word of any method."""
    count_figures(sqlite_cast.ada.client.application)
    body = sqlite_cast.nadia.get("/kpis/forecast?step=month").get_json()
    assert (body["history"], body["won_so_far"]) == ([], 0)
    assert {one["value"] for method in body["methods"] for one in method["projections"]} == {None}
    assert {one["method"] for one in body["chosen"]} == {None}
    assert _kpi(sqlite_cast.nadia, "revenue_forecast", "step=month")["results"][-1]["status"] == "no_data"


def test_a_rep_sees_their_own_forecast_alone(sold: Cast) -> None:
    """As with all figures."""
    own = sold.ada.get("/kpis/forecast?as_of=2026-10-31").get_json()
    assert own["whose"]["of"] == "me"
    assert own["won_so_far"] < sold.nadia.get("/kpis/forecast?as_of=2026-10-31").get_json()["won_so_far"]
    problem_of(sold.ada.get("/kpis/forecast?of=company"), 403)
    problem_of(sold.max.get(f"/kpis/forecast?person_id={sold.olga.id}"), 404)
