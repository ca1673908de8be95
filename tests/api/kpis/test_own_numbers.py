"""The card of one's own numbers on home: whose they are, what each says, and that home doesn't wait for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from api.web.database import db
from lms.days import present
from support.acting import problem_of
from support.crm import count_figures, say
from support.factories import Cast, Player

CARD = "/home/cards/numbers"


def _deals() -> list[dict[str, Any]]:
    """Make a deal a day of Ada's for 200 days up to today, every other one won."""
    today = present().date()
    return [
        {
            "key": str(number),
            "owner": "ada",
            "owner_email": "ada@brightwharf.example",
            "stage": "Closed Lost" if number % 2 else "Closed Won",
            "amount": 100_000,
            "created_on": (today - timedelta(days=number + 20)).isoformat(),
            "close_on": (today - timedelta(days=number)).isoformat(),
        }
        for number in range(200)
    ]


@pytest.fixture
def sold(sqlite_cast: Cast) -> Cast:
    """Return the cast, with half a year's deals of Ada's, counted."""
    app = sqlite_cast.ada.client.application
    with app.app_context():
        say(db.session(), "deals", *_deals(), on=present().date())
        db.session.remove()
    count_figures(app)
    return sqlite_cast


def test_home_names_the_card_and_does_not_wait_for_it(sold: Cast) -> None:
    """It is empty there; what is on it is asked for by its name, and shown to the same people alone."""
    assert [_on_home(player)["is_waiting"] for player in (sold.ada, sold.max, sold.nadia)] == [True] * 3
    assert _on_home(sold.ada)["figures"] == []
    assert _read(sold.ada)["figures"]
    assert _on_home(sold.mara) is None
    problem_of(sold.mara.get(CARD), 404)
    problem_of(sold.paula.get(CARD), 403)


def test_everybody_has_the_numbers_of_their_own_view(sold: Cast) -> None:
    """Ada hers, Max those of North where she is, Nadia the company's; in South nobody has sold, so it is quiet."""
    whose = {player.name: _read(player)["note"].split(",")[0] for player in (sold.ada, sold.max, sold.nadia)}
    assert whose == {sold.ada.name: "Your own", sold.max.name: "North", sold.nadia.name: "The company"}
    assert len({str(_read(player)["figures"][0]) for player in (sold.ada, sold.max, sold.nadia)}) == 1
    for player in (sold.olga, sold.greta):
        assert (_read(player)["figures"], _read(player)["note"]) == ([], "")


def test_each_number_says_its_change_and_leads_to_its_page(sold: Cast) -> None:
    """At most three of them, in words with their unit."""
    figures = _read(sold.max)["figures"]
    assert figures[0]["label"].startswith("Won value")
    assert figures[0]["said"].startswith("€")
    assert 1 <= len(figures) <= 3
    for figure in figures:
        assert figure["url"].startswith("/app/kpi/?name=")
        assert any(word in figure["detail"] for word in ("Up from", "Down from", "As before", "No clear change from"))


def test_what_has_a_target_comes_first_with_it(sold: Cast) -> None:
    """Whoever set it; without one nothing is said of any."""
    assert "Target" not in str(_read(sold.max)["figures"])
    for first, last in _quarters():
        target = {"kpi": "deals_won", "of": "team", "team_id": str(sold.teams["North"]), "value": 30}
        assert sold.max.put("/kpis/targets", {**target, "start": first, "end": last}).status_code == 200
    first = _read(sold.max)["figures"][0]
    assert first["label"].startswith("Deals won")
    assert "Target 30: " in first["detail"]


def test_without_any_data_there_is_no_card(sqlite_cast: Cast) -> None:
    """Neither before anything was counted, nor when nothing was found to count."""
    assert _on_home(sqlite_cast.max) is None
    count_figures(sqlite_cast.ada.client.application)
    assert _on_home(sqlite_cast.max) is None
    problem_of(sqlite_cast.max.get(CARD), 404)


def _on_home(player: Player) -> Any:
    cards = player.get("/home").get_json()["cards"]
    return next((card for card in cards if card["name"] == "numbers"), None)


def _read(player: Player) -> dict[str, Any]:
    answer = player.get(CARD)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def _quarters() -> list[tuple[str, str]]:
    """Return first and last day of this quarter and of the one before, which stands in for it on its first days."""
    today = present().date()
    start = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    after = (start + timedelta(days=95)).replace(day=1)
    before = (start - timedelta(days=80)).replace(day=1)
    spans = ((start, after), (before, start))
    return [(first.isoformat(), (end - timedelta(days=1)).isoformat()) for first, end in spans]
