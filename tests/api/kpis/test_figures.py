"""KPIs through the API: who sees whose, of which periods, as of which day, told apart by what."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest

from api.web.database import db
from lms.crm.imports import undo_import
from lms.kpis.registry import registry
from support.acting import items_of, newcomer, problem_of
from support.crm import count_figures, say
from support.factories import Cast, Player
from support.monthly import months_of_deals

# The KPI that the sample library has.
OWN = "enterprise-win-rate"
YEAR = "from=2026-01-01&to=2026-12-31"
# Ada wins 3 of 4, Sven 1 of 2, Olga 2 of 6, and 1 of 1 is of somebody whom the directory doesn't know.
DEALS = {"ada": (3, 1), "sven": (1, 1), "olga": (2, 4), "nobody": (1, 0)}


def _deals() -> list[dict[str, Any]]:
    return [
        {
            "key": f"{name}-{number}",
            "owner": name,
            "owner_email": f"{name}@brightwharf.example",
            "stage": "Closed Won" if number < won else "Closed Lost",
            "amount": 100_000 * (number + 1),
            "created_on": "2026-03-10",
            "close_on": f"2026-0{4 + number}-15",
            "account": f"Account {name} {number}",
            "segment": "Enterprise" if number % 2 else "Small",
        }
        for name, (won, lost) in DEALS.items()
        for number in range(won + lost)
    ]


@pytest.fixture
def sold(cast: Cast) -> Cast:
    """Return the cast, with deals of Ada, Sven, Olga and of somebody unknown."""
    app = cast.ada.client.application
    with app.app_context():
        say(db.session(), "deals", *_deals())
        db.session.remove()
    count_figures(app)
    return cast


def _kpi(player: Player, name: str, query: str = YEAR) -> dict[str, Any]:
    answer = player.get(f"/kpis/{name}?{query}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()["items"][0]
    return found


def _n(player: Player, query: str = "") -> int:
    """Return of how many closed deals somebody's win rate is."""
    found: int = _kpi(player, "win_rate", f"{YEAR}&{query}")["results"][0]["n"]
    return found


def _parts(player: Player, query: str) -> dict[str, int]:
    body = player.get(f"/kpis/win_rate/breakdown?{YEAR}&{query}").get_json()
    return {part["name"]: part["results"][0]["n"] for part in body["parts"]}


def test_before_anything_was_counted_the_answer_is_503(sqlite_cast: Cast) -> None:
    """It says that it will pass."""
    answer = sqlite_cast.max.get("/kpis")
    problem_of(answer, 503)
    assert answer.headers["Retry-After"]


def test_everybody_sees_what_they_may(sold: Cast) -> None:
    """A rep their own, a manager their team's and those below, leaders the company's with all whom nobody knows."""
    assert _n(sold.ada) == 4
    assert _n(sold.olga) == 6
    assert _n(sold.max) == 6
    assert _n(sold.max, f"team_id={sold.teams['North juniors']}") == 2
    assert _n(sold.max, f"person_id={sold.sven.id}") == 2
    assert _n(sold.greta) == 6
    assert _n(sold.nadia) == 13
    assert _n(sold.nadia, f"team_id={sold.teams['South']}") == 6


@pytest.mark.parametrize(
    ("name", "query", "status"),
    [
        ("ada", "of=company", 403),
        ("max", "of=company", 403),
        ("ada", "person_id={olga}", 404),
        ("max", "person_id={olga}", 404),
        ("max", "team_id={South}", 404),
        ("ada", "team_id={North}", 404),
        ("paula", "", 403),
    ],
)
@pytest.mark.parametrize(
    "path", ["/kpis", "/kpis.csv", "/kpis/win_rate", "/kpis/win_rate/breakdown", "/kpis/win_rate/breakdown.csv"]
)
def test_nobody_sees_more(sqlite_cast: Cast, path: str, name: str, query: str, status: int) -> None:
    """In every report, breakdown and CSV; what isn't theirs isn't there."""
    count_figures(sqlite_cast.ada.client.application)
    ids = {"olga": sqlite_cast.olga.id, **sqlite_cast.teams}
    by = "by=team&" if "breakdown" in path else ""
    player: Player = getattr(sqlite_cast, name)
    problem_of(player.get(f"{path}?{by}{query.format(**ids)}"), status)


def test_people_are_told_apart_for_their_managers_alone(sold: Cast) -> None:
    """Max sees Ada and Sven by name and nobody else; an admin everybody, and whom only the CRM knows."""
    assert _parts(sold.max, "by=person") == {"Ada Lind": 4, "Sven Berg": 2}
    assert _parts(sold.nadia, "by=person") == {"Ada Lind": 4, "Sven Berg": 2, "Olga Petrova": 6, "nobody": 1}
    problem_of(sold.ada.get("/kpis/win_rate/breakdown?by=person"), 403)


def test_an_analyst_sees_the_company_and_nobody_by_name(sold: Cast) -> None:
    """All figures, and nobody's in particular."""
    uma = newcomer(sold, "analyst")
    assert _n(uma) == 13
    assert _parts(uma, "by=team") == {"North": 6, "South": 6, "Others": 1}
    problem_of(uma.get("/kpis/win_rate/breakdown?by=person"), 403)
    problem_of(uma.get(f"/kpis?person_id={sold.ada.id}"), 404)


def test_who_leads_a_team_and_reads_the_company_sees_names_of_the_team_alone(sold: Cast) -> None:
    """An analyst who manages North reads all rows, and whose they are within North."""
    uma = newcomer(sold, "analyst", "manager", team="North")
    for query, names in (("", {""}), ("&team_id={South}", {""}), ("&team_id={North}", {"Ada Lind", "Sven Berg"})):
        rows = _rows(uma, f"/kpis/win_rate/rows.csv?{YEAR}{query.format(**sold.teams)}")
        assert {row["owner"] for row in rows} == names, query
    assert _parts(uma, "by=person&of=company") == {"Ada Lind": 4, "Sven Berg": 2, "Others": 7}


def test_an_analyst_chooses_among_all_teams_by_name(sold: Cast) -> None:
    """A manager among those that they manage; each leads to its figures, and none tells who is in it."""
    uma = newcomer(sold, "analyst")
    offered = {
        player.name: [team["name"] for team in items_of(player.get("/kpis/teams"))]
        for player in (uma, sold.max, sold.greta)
    }
    own = ["North", "North juniors"]
    assert offered == {uma.name: [*own, "South"], sold.max.name: own, sold.greta.name: ["South"]}
    for team in items_of(uma.get("/kpis/teams")):
        assert team.keys() == {"id", "name"}
        assert _kpi(uma, "win_rate", f"{YEAR}&team_id={team['id']}")
    problem_of(uma.get("/teams"), 403)


def test_parts_are_tested_or_it_is_said_why_not(sold: Cast) -> None:
    """What is counted has a test; a sum of money doesn't: it rests on few amounts of groups of unlike size."""
    for name, is_tested in (("deals_won", True), ("won_value", False), ("pipeline_value", False)):
        body = sold.nadia.get(f"/kpis/{name}/breakdown?{YEAR}&by=team").get_json()
        assert (body["difference"] is not None) is is_tested, name
        assert (body["untested"] or "").startswith("Whether sums of money differ isn't tested") is not is_tested, name


def test_parts_add_up(sold: Cast) -> None:
    """By segment, and by team with those below; each team once."""
    assert _parts(sold.nadia, "by=segment") == {"Small": 7, "Enterprise": 6}
    assert _parts(sold.nadia, "by=team") == {"North": 6, "South": 6, "Others": 1}
    assert _parts(sold.max, "by=team") == {"North juniors": 2, "North itself": 4}
    assert _n(sold.nadia, "segment=enterprise") == 6
    assert _n(sold.nadia, "segment=nothing") == 0


def test_parts_of_one_span_stand_beside_the_whole_of_it(sold: Cast) -> None:
    """Many periods together are one: the figure of all, the parts and the test of differences are about its days."""
    quarters = sold.nadia.get("/kpis/win_rate/breakdown?step=quarter&count=4&as_of=2026-12-31&by=segment").get_json()
    span = sold.nadia.get(f"/kpis/win_rate/breakdown?{YEAR}&by=segment").get_json()
    assert [one["n"] for one in span["whole"]] == [13] == [sum(one["n"] for one in quarters["whole"])]
    assert sum(part["results"][0]["n"] for part in span["parts"]) == 13
    assert (span["difference"]["groups"], quarters["difference"]) == (2, None)
    assert span["whole"][0] == _kpi(sold.nadia, "win_rate")["results"][0]


def test_as_of_a_day_only_what_was_closed_by_then_counts(sold: Cast) -> None:
    """And what was open then is in the pipeline."""
    assert _n(sold.ada, "as_of=2026-05-31") == 2
    at_may = "from=2026-05-01&to=2026-05-31&as_of=2026-05-31"
    pipeline = _kpi(sold.ada, "pipeline_value", at_may)["results"][0]
    assert (pipeline["value"], pipeline["n"]) == (3000.0 + 4000.0, 2)
    assert _kpi(sold.ada, "open_deals")["results"][0]["value"] == 0


def test_a_figure_says_what_it_rests_on(sold: Cast) -> None:
    """Its interval and its number of cases; too few say so."""
    won = _kpi(sold.olga, "deals_won")["results"][0]
    assert won["value"] == 2
    assert won["interval"]["method"] == "exact Poisson interval (Garwood)"
    rate = _kpi(sold.olga, "win_rate")["results"][0]
    assert (rate["status"], rate["value"], rate["n"]) == ("insufficient_data", None, 6)


def test_a_change_is_judged_and_what_stands_out_is_said(sqlite_cast: Cast) -> None:
    """Ada won 8 of 40 in March and 31 of 40 in April, Greta as many as before; the letter says it in the same words."""
    app = sqlite_cast.ada.client.application
    with app.app_context():
        say(db.session(), "deals", *months_of_deals())
        db.session.remove()
    count_figures(app)
    april = "step=month&count=1&as_of=2026-04-30"
    body = sqlite_cast.ada.get(f"/kpis?{april}").get_json()
    found = {item["name"]: item["change"] for item in body["items"]}
    assert found["win_rate"] == {"verdict": "better", "is_clear": True, "said": "Better"}
    assert found["calls_per_day"] is None
    assert (body["changes"]["said"], body["changes"]["compared"] > 1) == ("", True)
    body = sqlite_cast.greta.get(f"/kpis/win_rate?{april}").get_json()
    assert body["items"][0]["change"] == {"verdict": "unclear", "is_clear": False, "said": "No clear change"}
    assert "more than chance would show" in body["changes"]["said"]


def _names(cast: Cast) -> list[str]:
    return [item["name"] for item in cast.ada.get("/kpis/definitions").get_json()["items"]]


def test_all_kpis_are_reported_and_explained(sold: Cast) -> None:
    """As many as the registry has, in its order, each over all periods; without data it says which is missing."""
    body = sold.nadia.get("/kpis?step=month&count=3").get_json()
    assert [item["name"] for item in body["items"]] == _names(sold)
    assert all(len(item["results"]) == 3 for item in body["items"])
    calls = next(item for item in body["items"] if item["name"] == "calls_per_day")
    assert calls["results"][0]["status"] == "no_data"
    assert "activities" in calls["notes"][0]
    defined = sold.ada.get("/kpis/definitions").get_json()["items"]
    assert {item["name"] for item in defined} == {*registry(), OWN}


def test_late_data_is_right_everywhere_and_undone_again(sold: Cast) -> None:
    """A deal of the past that changes, and an import that is taken back, show as soon as they are counted."""
    app = sold.ada.client.application
    with app.app_context():
        made_id = say(db.session(), "deals", {"key": "ada-0", "stage": "Closed Lost"}, on=date(2026, 11, 20)).id
        db.session.remove()
    assert sold.nadia.get(f"/kpis?{YEAR}").get_json()["is_pending"]
    count_figures(app)
    assert not sold.nadia.get(f"/kpis?{YEAR}").get_json()["is_pending"]
    assert _kpi(sold.ada, "deals_won")["results"][0]["value"] == 2
    with app.app_context():
        undo_import(db.session(), import_id=made_id, by_id=None, at=datetime.now(UTC))
        db.session.commit()
        db.session.remove()
    count_figures(app)
    assert _kpi(sold.ada, "deals_won")["results"][0]["value"] == 3


def test_csv_holds_the_same(sold: Cast) -> None:
    """One row for each KPI and period, or part and period."""
    rows = _rows(sold.nadia, f"/kpis.csv?{YEAR}")
    assert [row["kpi"] for row in rows] == _names(sold)
    won = next(row for row in rows if row["kpi"] == "deals_won")
    assert (won["value"], won["n"], won["part"]) == ("7.0", "7", "The company")
    rows = _rows(sold.max, f"/kpis/deals_won/breakdown.csv?{YEAR}&by=person")
    assert {row["part"]: row["value"] for row in rows} == {"Ada Lind": "3.0", "Sven Berg": "1.0"}


def test_a_breakdown_as_csv_names_no_part_without_data(sold: Cast) -> None:
    """What others sell, and in which teams, isn't Ada's to read, not even by name."""
    rows = _rows(sold.ada, f"/kpis/deals_won/breakdown.csv?{YEAR}&by=team")
    assert [(row["part"], row["value"]) for row in rows] == [("North", "3.0")]


def _rows(player: Player, path: str) -> list[dict[str, str]]:
    text = player.get(path).get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_rows_behind_a_figure(sold: Cast) -> None:
    """The deals that were counted, and no others; whose they are is told to managers."""
    rows = _rows(sold.max, f"/kpis/win_rate/rows.csv?{YEAR}")
    assert {row["id"] for row in rows} == {"ada-0", "ada-1", "ada-2", "ada-3", "sven-0", "sven-1"}
    assert {row["owner"] for row in rows} == {"Ada Lind", "Sven Berg"}
    assert {row["id"] for row in _rows(sold.olga, f"/kpis/win_rate/rows.csv?{YEAR}")} == {f"olga-{n}" for n in range(6)}
    assert _rows(sold.nadia, f"/kpis/open_deals/rows.csv?{YEAR}") == []
    won = sold.nadia.get(f"/kpis/won_value?{YEAR}").get_json()["items"][0]["results"][0]
    behind = _rows(sold.nadia, f"/kpis/won_value/rows.csv?{YEAR}")
    assert {(row["outcome"], row["value_currency"]) for row in behind} == {("won", "EUR")}
    assert {row["period"] for row in behind} == {"2026-01-01 to 2026-12-31"}
    assert (len(behind), sum(float(row["value"]) for row in behind)) == (won["n"], won["value"])
    problem_of(sold.ada.get("/kpis/win_rate/rows.csv?of=company"), 403)
    assert {row["owner"] for row in _rows(sold.ada, f"/kpis/win_rate/rows.csv?{YEAR}")} == {"Ada Lind"}
    problem_of(sold.max.get("/kpis/nothing/rows.csv"), 404)
