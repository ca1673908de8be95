"""Targets through the API: who sets whose, what they replace, how KPIs stand, and lists of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from api.web.database import db
from support.acting import newcomer, problem_of
from support.crm import count_figures, say
from support.factories import Cast, Player

AS_OF = "as_of=2026-10-31"
QUARTER = {"start": "2026-10-01", "end": "2026-12-31"}


def _deals() -> list[dict[str, Any]]:
    """Make 150 weeks in each of which Ada wins a deal of 1,000 and loses one."""
    rows = []
    for week in range(150):
        for number in range(2):
            closed = date(2023, 12, 18) + timedelta(days=7 * week + number)
            rows.append(
                {
                    "key": f"{week}-{number}",
                    "owner": "ada",
                    "owner_email": "ada@brightwharf.example",
                    "stage": "Closed Lost" if number else "Closed Won",
                    "amount": 100_000,
                    "created_on": (closed - timedelta(days=20)).isoformat(),
                    "close_on": closed.isoformat(),
                }
            )
    return rows


@pytest.fixture
def sold(sqlite_cast: Cast) -> Cast:
    """Return the cast, with three years of deals of Ada's."""
    app = sqlite_cast.ada.client.application
    with app.app_context():
        say(db.session(), "deals", *_deals())
        db.session.remove()
    count_figures(app)
    return sqlite_cast


def _set(player: Player, kpi: str, value: float | None, **whose: str) -> Any:
    of = "team" if "team_id" in whose else "person" if "person_id" in whose else "company"
    return player.put("/kpis/targets", {"kpi": kpi, "of": of, **whose, **QUARTER, "value": value})


def _target(player: Player, kpi: str, query: str = "") -> dict[str, Any]:
    body = player.get(f"/kpis/{kpi}?step=quarter&count=2&{AS_OF}&{query}").get_json()
    found: dict[str, Any] = body["items"][0]["target"]
    return found


@pytest.mark.parametrize(("value", "verdict"), [(11_000, "on course"), (20_000, "behind")])
def test_a_sum_lands_where_its_own_weeks_lead(sold: Cast, value: float, verdict: str) -> None:
    """Every week of 1,000 as the year before: 13 in the quarter, and as much as revenue is forecast to be."""
    assert _set(sold.nadia, "won_value", value).status_code == 200
    found = _target(sold.nadia, "won_value")
    assert (found["value"], found["verdict"], found["set_by"]["name"]) == (value, verdict, "Nadia Brandt")
    assert found["progress"] == pytest.approx(found["present"] / value)
    assert found["landing"]["value"] == pytest.approx(13_000, rel=0.08)
    assert found["landing"]["interval"]["low"] <= found["landing"]["value"]
    forecast = sold.nadia.get(f"/kpis/revenue_forecast?step=quarter&count=1&{AS_OF}").get_json()["items"][0]
    assert found["landing"]["value"] == pytest.approx(forecast["results"][0]["value"])


def test_a_share_is_judged_by_its_interval(sold: Cast) -> None:
    """Half of a year's deals are won: more than 20 %, less than 90 %, and 50 % may be either."""
    whole_year = {"start": "2026-01-01", "end": "2026-12-31"}
    for value, verdict in ((0.2, "on course"), (0.9, "behind"), (0.5, "too early to say")):
        body = {"kpi": "win_rate", "of": "company", **whole_year, "value": value}
        assert sold.nadia.put("/kpis/targets", body).status_code == 200
        items = sold.nadia.get(f"/kpis/targets?kpi=win_rate&{AS_OF}").get_json()["items"]
        assert (items[0]["verdict"], items[0]["period"]) == (verdict, "2026")


def test_the_last_one_counts_and_earlier_ones_stay(sold: Cast) -> None:
    """Who set which; the same again changes nothing, and one that is taken back is gone."""
    assert _set(sold.nadia, "deals_won", 10).get_json()["is_new"]
    assert _set(sold.nadia, "deals_won", 12).get_json()["is_new"]
    assert not _set(sold.nadia, "deals_won", 12).get_json()["is_new"]
    (item,) = sold.nadia.get(f"/kpis/targets?{AS_OF}").get_json()["items"]
    assert (item["value"], [one["value"] for one in item["earlier"]]) == (12, [10])
    assert sold.nadia.get(f"/kpis/deals_won?count=2&{AS_OF}").get_json()["items"][0]["targets"] == [None, 12]
    assert _set(sold.nadia, "deals_won", None).status_code == 200
    assert sold.nadia.get(f"/kpis/targets?{AS_OF}").get_json()["items"] == []
    assert _target(sold.nadia, "deals_won") is None


def test_managers_set_those_of_whom_they_manage(sold: Cast) -> None:
    """Max of North and of Ada, who sees hers; not of South, of the company, or of himself."""
    north, south = str(sold.teams["North"]), str(sold.teams["South"])
    assert _set(sold.max, "won_value", 9000, team_id=north).status_code == 200
    assert _set(sold.max, "won_value", 8000, person_id=str(sold.ada.id)).status_code == 200
    assert _target(sold.ada, "won_value")["value"] == 8000
    assert _target(sold.max, "won_value", f"team_id={north}")["value"] == 9000
    assert _target(sold.nadia, "won_value") is None
    problem_of(_set(sold.max, "won_value", 1, team_id=south), 404)
    problem_of(_set(sold.max, "won_value", 1, person_id=str(sold.olga.id)), 404)
    problem_of(_set(sold.max, "won_value", 1, person_id=str(sold.max.id)), 403)
    problem_of(_set(sold.max, "won_value", 1), 403)
    problem_of(_set(sold.ada, "won_value", 1, person_id=str(sold.ada.id)), 403)
    problem_of(sold.max.get(f"/kpis/targets?team_id={south}"), 404)


def test_whose_targets_somebody_may_set_is_said_beside_them(sold: Cast) -> None:
    """Who leads North and reads the company may set those of North, as they may set them, and no others."""
    uma = newcomer(sold, "analyst", "manager", team="North")
    north, south, ada = (str(one) for one in (sold.teams["North"], sold.teams["South"], sold.ada.id))
    asked = {"north": f"team_id={north}", "south": f"team_id={south}", "ada": f"person_id={ada}", "all": "of=company"}
    for player, can in ((uma, {"north", "ada"}), (sold.max, {"north", "ada"}), (sold.nadia, set(asked))):
        for name, query in asked.items():
            answer = player.get(f"/kpis/targets?{query}&{AS_OF}")
            is_told = answer.status_code == 200 and answer.get_json()["can_set"]
            assert is_told == (name in can), (player.name, name)
    assert not sold.ada.get(f"/kpis/targets?{AS_OF}").get_json()["can_set"]
    problem_of(_set(uma, "won_value", 1, team_id=south), 404)


def test_what_cannot_be_is_refused(sold: Cast) -> None:
    """An unknown KPI, a period that ends before it starts, a team that isn't named, a number that is none."""
    problem_of(_set(sold.nadia, "magic", 1), 404)
    body = {"kpi": "win_rate", "of": "company", "start": "2026-02-01", "end": "2026-01-01", "value": 1}
    assert problem_of(sold.nadia.put("/kpis/targets", body), 409)["errors"][0]["pointer"] == "#/end"
    problem_of(sold.nadia.put("/kpis/targets", {**body, "of": "team"}), 409)
    problem_of(_set(sold.nadia, "win_rate", None), 409)
    problem_of(_set(sold.nadia, "win_rate", "much"), 422)  # type: ignore[arg-type]  # what a client may send


FILE = """kpi,team,email,starts_on,ends_on,value
won_value,North,,2026-10-01,2026-12-31,120000
Win Rate,,ada@brightwharf.example,2026-10-01,2026-12-31,29 %
won_value,,,2026-10-01,2026-12-31,"1.250"
won_value,South,,2026-10-01,2026-12-31,5
magic,North,,2026-10-01,2026-12-31,5
"""


def test_a_list_sets_many_and_says_what_is_wrong_with_the_others(sold: Cast) -> None:
    """A dry run keeps nothing; sent twice it changes nothing; what comes out can be sent again."""
    tried = _send(sold.max, "?dry_run=true")
    assert (tried["created"], [error["row"] for error in tried["errors"]]) == (2, [4, 5, 6])
    north = f"team_id={sold.teams['North']}&{AS_OF}"
    assert sold.max.get(f"/kpis/targets?{north}").get_json()["items"] == []
    assert _send(sold.max)["created"] == 2
    assert (_send(sold.max)["created"], _send(sold.max)["already_there"]) == (0, 2)
    assert sold.ada.get(f"/kpis/targets?{AS_OF}").get_json()["items"][0]["value"] == pytest.approx(0.29)
    out = sold.max.get(f"/kpis/targets.csv?{north}").get_data(as_text=True)
    assert "won_value,North,,2026-10-01,2026-12-31,120000\r\n" in out


AWKWARD = (
    ("win_rate", 0.125, "12.5 %"),
    ("nps", -5, "-5"),
    ("average_deal", 12.345, "12.3450"),
    ("clv", 1e7, "10000000"),
)


def test_a_list_that_came_out_is_taken_as_it_is(sold: Cast) -> None:
    """It has the columns that are sent and none else, and every value reads as what it was."""
    north = str(sold.teams["North"])
    for kpi, value, _ in AWKWARD:
        assert _set(sold.max, kpi, value, team_id=north).status_code == 200
    out = sold.max.get(f"/kpis/targets.csv?team_id={north}&{AS_OF}").get_data(as_text=True)
    header, *rows = out.removeprefix("\ufeff").splitlines()
    assert header == FILE.splitlines()[0]
    assert {tuple(row.split(","))[::5] for row in rows} == {(kpi, text) for kpi, _, text in AWKWARD}
    done = _send(sold.max, text=out)
    assert (done["already_there"], done["created"], done["errors"], done["questions"]) == (len(AWKWARD), 0, [], [])


def test_a_list_holds_all_that_somebody_may_read_and_says_whose_each_is(sold: Cast) -> None:
    """Without a word on whose; what was taken back isn't in it, and of each the last one counts."""
    ada, olga = sold.ada, sold.olga
    teams = [{"team_id": str(sold.teams[name])} for name in ("North", "South")]
    people = [{"person_id": str(player.id)} for player in (ada, olga)]
    for value, whom in enumerate(({}, *teams, *people), start=1):
        for attempt in (100, 0):
            assert _set(sold.nadia, "won_value", value + attempt, **whom).status_code == 200
        assert _set(sold.nadia, "deals_won", value, **whom).status_code == 200
        assert _set(sold.nadia, "deals_won", None, **whom).status_code == 200
    told = (",", "North,", "South,", f",{ada.email}", f",{olga.email}")
    rows = [f"won_value,{name},2026-10-01,2026-12-31,{value}" for value, name in enumerate(told, start=1)]
    company, north, south, of_ada, _ = rows
    uma = newcomer(sold, "analyst")
    expected = {
        sold.nadia: set(rows),
        uma: {company, north, south},
        sold.max: {north, of_ada},
        ada: {of_ada},
    }
    for player, own in expected.items():
        out = player.get("/kpis/targets.csv").get_data(as_text=True)
        assert set(out.splitlines()[1:]) == own, player.name
    assert sold.nadia.get("/kpis/targets.csv?of=company").get_data(as_text=True).splitlines()[1:] == [company]


@pytest.mark.parametrize(("text", "is_taken"), [("29", False), ("29 %", True), ("0.125", True), ("1.05", False)])
def test_a_share_that_may_be_a_hundredfold_is_an_error(sold: Cast, text: str, is_taken: bool) -> None:
    """29 may be 29 % or 2,900 %; a number below one is a share."""
    row = f"win_rate,North,,2026-10-01,2026-12-31,{text}"
    done = _send(sold.max, "?dry_run=true", text=f"{FILE.splitlines()[0]}\n{row}\n")
    assert (done["created"], [error["column"] for error in done["errors"]]) == ((1, []) if is_taken else (0, ["value"]))


def _send(player: Player, query: str = "", *, text: str = FILE) -> dict[str, Any]:
    answer = player.ask("POST", f"/kpis/targets.csv{query}", data=text.encode(), content_type="text/csv")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def test_a_period_that_is_over_was_reached_or_missed(sold: Cast) -> None:
    """By its value alone."""
    for value, verdict in ((12_000, "reached"), (15_000, "missed")):
        body = {"kpi": "won_value", "of": "company", "start": "2026-07-01", "end": "2026-09-30", "value": value}
        assert sold.nadia.put("/kpis/targets", body).status_code == 200
        (item,) = sold.nadia.get(f"/kpis/targets?{AS_OF}").get_json()["items"]
        assert (item["verdict"], item["landing"]) == (verdict, None)
    assert datetime.fromisoformat(item["set_at"]).tzinfo == UTC


@pytest.mark.parametrize(
    ("kpi", "start", "end", "verdict"),
    [
        ("nps", "2026-07-01", "2026-09-30", "no data"),
        ("nps", "2026-10-01", "2026-12-31", "too early to say"),
        ("win_rate", "2026-09-01", "2026-09-07", "too little data"),
    ],
)
def test_a_period_that_is_over_is_never_too_early(sold: Cast, kpi: str, start: str, end: str, verdict: str) -> None:
    """Nobody answered any survey, and two deals make no share: only of a period that goes on more may come."""
    body = {"kpi": kpi, "of": "company", "start": start, "end": end, "value": 0.4}
    assert sold.nadia.put("/kpis/targets", body).status_code == 200
    (item,) = sold.nadia.get(f"/kpis/targets?{AS_OF}").get_json()["items"]
    assert (item["present"], item["verdict"]) == (None, verdict)


@pytest.mark.parametrize(
    "path", ["/kpis/targets", "/kpis/targets.csv?of=company", "/kpis/forecast", "/kpis/initiatives/enablement-plan"]
)
def test_before_anything_was_counted_it_is_503(sqlite_cast: Cast, path: str) -> None:
    """It says that it will pass."""
    problem_of(sqlite_cast.nadia.get(path), 503)
