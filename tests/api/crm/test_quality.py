"""The quality of CRM data through the API: who sees which deals, rules with their shares, rows page by page, CSV."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from api.web.database import db
from lms.quality.rules import RULES
from support.acting import newcomer, problem_of, rows_of
from support.crm import count_figures, say
from support.factories import Cast, Player

OWNERS = {"ada": 5, "sven": 3, "olga": 4, "nobody": 2}


@pytest.fixture
def sold(cast: Cast) -> Cast:
    """The cast, each with deals without an account, and one that names a formula."""
    app = cast.ada.client.application
    with app.app_context():
        say(db.session(), "deals", *(_deal(owner, place) for owner, count in OWNERS.items() for place in range(count)))
        db.session.remove()
    count_figures(app)
    return cast


def _deal(owner: str, place: int) -> dict[str, Any]:
    return {
        "key": f"{owner}-{place}",
        "name": f"=SUM({owner}{place})",
        "owner_email": f"{owner}@brightwharf.example",
        "stage": "Closed Won",
        "amount": 100_000 * (1 + place // 2),
        "created_on": "2026-03-10",
        "close_on": "2026-04-15",
    }


def _rule(player: Player, name: str) -> dict[str, Any]:
    rules: list[dict[str, Any]] = player.get("/crm/quality").get_json()["rules"]
    return next(rule for rule in rules if rule["name"] == name)


def _keys(player: Player, rule: str, query: str = "") -> list[str]:
    return [item["key"] for item in player.get(f"/crm/quality/{rule}?{query}").get_json()["items"]]


def _of(*owners: str) -> set[str]:
    return {f"{owner}-{place}" for owner in owners for place in range(OWNERS[owner])}


def test_before_anything_was_counted_the_answer_is_503(sqlite_cast: Cast) -> None:
    """Of the report, of rows and of CSV; it says when to come again."""
    for path in ("/crm/quality", "/crm/quality/no_account", "/crm/quality/no_account.csv"):
        answer = sqlite_cast.max.get(path)
        problem_of(answer, 503)
        assert answer.headers["Retry-After"]


@pytest.mark.parametrize("path", ["/crm/quality", "/crm/quality/no_account", "/crm/quality/no_account.csv"])
def test_reps_authors_and_partners_see_nothing(sqlite_cast: Cast, path: str) -> None:
    """They get 403, before anything is counted too."""
    for player in (sqlite_cast.ada, sqlite_cast.mara, sqlite_cast.paula):
        problem_of(player.get(path), 403)


def test_an_admin_sees_the_company_and_a_manager_their_teams(sold: Cast) -> None:
    """Another team's deals never appear, nor those of owners whom nobody knows."""
    seen = {sold.nadia: _of(*OWNERS), sold.max: _of("ada", "sven"), sold.greta: _of("olga")}
    for player, keys in seen.items():
        assert set(_keys(player, "no_account")) == keys, player.name
        assert {row["id"] for row in rows_of(player.get("/crm/quality/no_account.csv"))} == keys
        assert player.get("/crm/quality").get_json()["deals"] == len(keys)
    assert set(_keys(sold.nadia, "owner_unknown")) == _of("nobody")
    for player in (sold.max, sold.greta):
        assert _keys(player, "owner_unknown") == []
        assert _rule(player, "owner_unknown")["deals"] == 0


def test_an_analyst_sees_the_company(sold: Cast) -> None:
    """Without being anybody's manager."""
    report = newcomer(sold, "analyst").get("/crm/quality").get_json()
    assert report["deals"] == len(_of(*OWNERS))


def test_somebody_who_moved_takes_their_deals_along(sold: Cast) -> None:
    """Teams are as they are today, whoever sold the deal."""
    sold.nadia.ask("PATCH", f"/people/{sold.sven.id}", json={"team_id": str(sold.teams["South"])})
    assert set(_keys(sold.max, "no_account")) == _of("ada")
    assert set(_keys(sold.greta, "no_account")) == _of("olga", "sven")


def test_the_report_says_how_such_deals_count_and_what_to_change(sold: Cast) -> None:
    """For every rule, with the share of the value."""
    report = sold.greta.get("/crm/quality").get_json()
    assert [rule["name"] for rule in report["rules"]] == list(RULES)
    assert all(rule["counts_as"].endswith(".") and rule["to_change"].endswith(".") for rule in report["rules"])
    assert (report["currency"], report["value"], report["faulty_deals"]) == ("EUR", 6_000, 4)
    assert _rule(sold.greta, "no_account")["value_share"] == 1
    assert _rule(sold.greta, "duplicate")["value_share"] == 0
    assert _rule(sold.greta, "won_without_value")["value_share"] is None


def test_rows_come_page_by_page_those_worth_most_first(sold: Cast) -> None:
    """Every deal once, also where several are worth the same, and where one was mended meanwhile."""
    found: list[tuple[float, str]] = []
    path: str | None = "/crm/quality/no_account?limit=2"
    while path:
        page = sold.nadia.get(path.removeprefix("/api/v1")).get_json()
        assert page["total"] == 14
        found += [(item["amount"], item["key"]) for item in page["items"]]
        path = page["next"]
    assert [amount for amount, _ in found] == sorted((amount for amount, _ in found), reverse=True)
    assert len(found) == 14
    assert {key for _, key in found} == _of(*OWNERS)


def test_a_page_goes_on_after_a_deal_that_was_mended(sold: Cast, app: Flask) -> None:
    """What follows it is neither left out nor repeated."""
    before = _keys(sold.nadia, "no_account")
    page = sold.nadia.get("/crm/quality/no_account?limit=3").get_json()
    say(db.session(), "deals", {"key": before[2], "account": "Acme"}, {"key": before[0], "account": "Acme"})
    count_figures(app)
    rest = sold.nadia.get(page["next"].removeprefix("/api/v1")).get_json()
    assert [item["key"] for item in rest["items"]] == before[3:6]


def test_a_row_has_what_is_needed_to_find_the_deal(sold: Cast) -> None:
    """The owner as a person whose page may be opened."""
    row = sold.greta.get("/crm/quality/no_account").get_json()["items"][-1]
    assert {name: row[name] for name in row if name not in {"id", "key", "name"}} == {
        "source": "crm",
        "account": None,
        "owner": "Olga Petrova",
        "owner_id": str(sold.olga.id),
        "stage": "Closed Won",
        "amount": 1_000,
        "currency": "EUR",
        "created_on": "2026-03-10",
        "close_on": "2026-04-15",
        "suggestion": None,
    }


def test_csv_has_no_cell_that_runs_as_a_formula(sold: Cast) -> None:
    """A deal's name is text of the CRM, whatever it begins with."""
    rows = rows_of(sold.greta.get("/crm/quality/no_account.csv"))
    assert {row["name"] for row in rows} == {f"'=SUM(olga{place})" for place in range(4)}
    assert {row["rule"] for row in rows} == {"no_account"}
    assert [row["amount"] for row in rows] == ["2000.00", "2000.00", "1000.00", "1000.00"]


@pytest.mark.parametrize("after", ["x", "1", "_", "1.0_x", "x_1", "1.0_1_1", "nan_1", "1.0.0e%2B3_1", "-1.0_1"])
def test_a_place_that_is_none_is_refused(sqlite_cast: Cast, after: str) -> None:
    """With the field at fault."""
    problem = problem_of(sqlite_cast.nadia.get(f"/crm/quality/no_account?after={after}"), 422)
    assert [field["pointer"] for field in problem["errors"]] == ["#/after"]


@pytest.mark.parametrize("after", ["0.0_1", "1e%2B300_-1", "1e%2B999_0", f"0.0_{10**19 - 1}"])
def test_a_place_that_no_deal_has_is_no_error(sold: Cast, after: str) -> None:
    """Whatever stands after it is shown."""
    assert sold.nadia.get(f"/crm/quality/no_account?after={after}").status_code == 200


@pytest.mark.parametrize("path", ["/crm/quality/nonsense", "/crm/quality/nonsense.csv"])
def test_a_rule_that_is_none_is_not_found(sqlite_cast: Cast, path: str) -> None:
    """The answer names those that there are."""
    assert "no_account" in problem_of(sqlite_cast.nadia.get(path), 404)["detail"]
