"""Rules of the quality report: for each a deal that breaks it, among fine ones that break none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from lms.days import now_in
from lms.figures.building import refresh_figures
from lms.figures.frames import FigureSet, read_generation
from lms.kpis.asked import PeopleScope
from lms.kpis.money import CurrencyRates, rates_on
from lms.people.directory import ensure_team
from lms.quality.report import Broken, list_broken, read_quality
from lms.quality.rows import DealRow, all_rows
from lms.quality.rules import RULES
from lms.schema import metadata
from support.crm import say
from support.databases import session_of
from support.factories import add_rep

COUNTED = now_in(ZoneInfo("UTC"), datetime(2026, 11, 2, 9, tzinfo=UTC))
USUAL: dict[str, Any] = {
    "account": "a1",
    "owner_email": "ada@brightwharf.example",
    "stage": "Closed Won",
    "amount": 100_000,
    "currency": "EUR",
    "created_on": "2026-08-03",
    "close_on": "2026-10-05",
    "product": "GTX Pro",
}
OPEN: dict[str, Any] = {"stage": "Negotiation", "close_on": None}
# By rule: what its deal says, and what it is told to say.
BROKEN: dict[str, tuple[dict[str, Any], str | None]] = {
    "closed_before_created": ({"close_on": "2026-08-02"}, None),
    "no_close_date": ({"close_on": None}, None),
    "close_date_ahead": ({"close_on": "2026-11-03"}, None),
    "stage_against_flags": ({"is_closed": False}, None),
    "no_stage": ({"stage": None, "close_on": None, "is_closed": False}, None),
    "stage_unknown": ({**OPEN, "stage": "Negotiaton"}, "`Negotiation` for `Negotiaton`"),
    "won_without_value": ({"amount": 0}, None),
    "no_rate": ({"currency": "SEK"}, None),
    "amount_far_above": ({"amount": 100_000_000}, None),
    "duplicate": ({"name": "Deal fine-0", "created_on": "2026-09-01"}, "the same as `fine-0`"),
    "no_owner": ({"owner_email": None}, None),
    "owner_unknown": ({"owner_email": None, "owner": "Ada Lindd"}, "`Ada Lind` for `Ada Lindd`"),
    "no_account": ({"account": None}, None),
    "account_unknown": ({"account": "a9"}, None),
    "product_unknown": ({"product": "GTXPro"}, "`GTX Pro` for `GTXPro`"),
    "word_misspelt": ({"account": "a2"}, "industry `technology` for `technolgy`"),
}
# What might be taken for broken and isn't.
FINE: dict[str, dict[str, Any]] = {
    "closed-on-the-day": {"close_on": "2026-08-03"},
    "closed-today": {"close_on": "2026-11-02"},
    "flags-agree": {"is_closed": True, "is_won": True},
    "flags-without-stage": {"stage": None, "is_closed": True, "is_won": False},
    "lost-without-value": {"stage": "Closed Lost", "amount": None},
    "large": {"amount": 20_000_000},
    "name-of-last-year": {"name": "Deal fine-0", "created_on": "2025-05-01"},
    "name-in-other-account": {"name": "Deal fine-0", "account": "a3"},
    "amount-is-other": {"name": "Deal fine-0", "amount": 120_000},
    "account-by-name": {"account": "Acme"},
    "product-by-code": {"product": "GTX-P"},
    "rare-word": {"lead_source": "Fair", "region": "Iceland", "type": "Renewal"},
    "dollars": {"currency": "USD"},
    "deleted": {"is_deleted": True, "account": None, "close_on": "2026-12-03"},
    "merged": {"merged_into": "fine-0", "name": "Deal fine-0"},
}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A database in which deals were said, as many fine ones as tell what is usual."""
    engine = create_engine(f"sqlite:///{tmp_path_factory.mktemp('quality')}/crm.db")
    metadata.create_all(engine)
    with Session(engine) as made:
        team = ensure_team(made, name="North")
        add_rep(made, "ada@brightwharf.example", name="Ada Lind", team_id=team.id)
        add_rep(made, "sven@brightwharf.example", name="Sven Berg")
        made.commit()
        say(made, "accounts", _account("a1", "Acme"), _account("a2", "Bolt", "technolgy"), _account("a3", "Corvid"))
        say(made, "products", {"key": "GTX-P", "name": "GTX Pro"}, {"key": "MG-S", "name": "MG Special"})
        say(made, "rates", {"key": "usd", "on": "2026-01-01", "currency": "USD", "rate": 0.9})
        usual: dict[str, dict[str, Any]] = {f"fine-{number}": {} for number in range(15)}
        usual |= {f"open-{number}": OPEN for number in range(12)}
        usual |= {f"ireland-{number}": {"region": "Ireland"} for number in range(12)}
        _say_deals(made, {**usual, **FINE, **{rule: values for rule, (values, _) in BROKEN.items()}})
        yield made
    engine.dispose()


@pytest.fixture(scope="module")
def figures(session: Session, tmp_path_factory: pytest.TempPathFactory) -> FigureSet:
    """The figures of these deals."""
    return _count(session, tmp_path_factory.mktemp("figures"))


def _account(key: str, name: str, industry: str = "Retail") -> dict[str, str]:
    return {"key": key, "name": name, "industry": industry}


def _say_deals(session: Session, deals: dict[str, dict[str, Any]]) -> None:
    """Say deals in which all is usual but this; a deal is called by its key."""
    say(session, "deals", *({**USUAL, "key": key, "name": f"Deal {key}", **own} for key, own in deals.items()))


def _count(session: Session, folder: Path) -> FigureSet:
    refresh_figures(session, folder, zone=ZoneInfo("UTC"), now=COUNTED)
    return read_generation(folder)


def _rates(figures: FigureSet) -> CurrencyRates:
    return rates_on(figures, day=COUNTED.day.toordinal(), currency="EUR")


def _rows(session: Session, figures: FigureSet, rule: str, scope: PeopleScope | None = None) -> list[DealRow]:
    listed = list_broken(figures, rates=_rates(figures), scope=scope or PeopleScope(), rule=RULES[rule])
    return list(all_rows(session, listed, currency="EUR"))


def _broken(figures: FigureSet, rule: str) -> Broken:
    found = read_quality(figures, rates=_rates(figures), scope=PeopleScope())
    return next(broken for broken in found.rules if broken.rule.name == rule)


def test_every_rule_has_its_deal() -> None:
    """A new rule needs a deal in the table above."""
    assert BROKEN.keys() == RULES.keys()


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_the_deal_that_breaks_it_and_no_other(session: Session, figures: FigureSet, rule: str) -> None:
    """With what it should say instead, where that can be told."""
    assert [(row.key, row.suggestion) for row in _rows(session, figures, rule)] == [(rule, BROKEN[rule][1])]
    assert _broken(figures, rule).deals == 1


def test_shares_are_of_the_value_of_all_deals_that_count(figures: FigureSet) -> None:
    """In the currency of reports; what has no rate, and what was deleted, adds nothing."""
    found = read_quality(figures, rates=_rates(figures), scope=PeopleScope())
    plain = 15 + 12 + 12 + 9 + 13  # usual ones, those of FINE and those of BROKEN that are worth 1,000
    total = plain * 1_000 + 200_000 + 1_200 + 900 + 1_000_000
    assert found.value == pytest.approx(total)
    assert _broken(figures, "product_unknown").value_share == pytest.approx(1_000 / total)
    assert _broken(figures, "amount_far_above").value_share == pytest.approx(1_000_000 / total)
    assert _broken(figures, "no_rate").value_share is None
    assert found.deals == 15 + 12 + 12 + len(FINE) - 2 + len(BROKEN)
    assert found.faulty_deals == len(BROKEN)
    assert found.faulty_value_share == pytest.approx((1_000_000 + 13 * 1_000) / total)


def test_the_most_frequent_suggestions_are_told_with_a_rule(figures: FigureSet) -> None:
    """With the number of deals."""
    suggestions = _broken(figures, "product_unknown").suggestions
    assert [(one.text, one.deals) for one in suggestions] == [("`GTX Pro` for `GTXPro`", 1)]
    assert _broken(figures, "no_account").suggestions == ()


def test_a_row_says_what_the_crm_says(session: Session, figures: FigureSet) -> None:
    """The account by its name, the owner as a person, the amount in units of its currency."""
    row = _rows(session, figures, "product_unknown")[0]
    assert (row.source, row.name, row.account, row.owner, row.stage) == (
        "crm",
        "Deal product_unknown",
        "Acme",
        "Ada Lind",
        "Closed Won",
    )
    assert (str(row.amount), row.currency, str(row.created_on), str(row.close_on)) == (
        "1000.00",
        "EUR",
        "2026-08-03",
        "2026-10-05",
    )
    assert row.owner_id is not None
    assert _rows(session, figures, "owner_unknown")[0].owner_id is None


def test_a_scope_has_the_deals_of_its_people_and_teams_alone(session: Session, figures: FigureSet) -> None:
    """Of nobody's deals neither; a team is everybody who stands in it today."""
    names = figures.notes["who"]["names"]
    ada, sven = (frozenset({names.index(name)}) for name in ("Ada Lind", "Sven Berg"))
    for scope in (PeopleScope(people=ada), PeopleScope(teams=frozenset({0}))):
        assert len(_rows(session, figures, "no_account", scope)) == 1
        assert _rows(session, figures, "no_owner", scope) == []
        assert _rows(session, figures, "owner_unknown", scope) == []
    for scope in (PeopleScope(people=sven), PeopleScope(people=frozenset()), PeopleScope(teams=frozenset())):
        found = read_quality(figures, rates=_rates(figures), scope=scope)
        assert (found.deals, found.faulty_deals, found.value, found.faulty_value_share) == (0, 0, 0, None)


@pytest.mark.parametrize(("usual", "expected"), [(100, ["odd"]), (99, [])])
def test_a_stage_that_hardly_any_deal_was_in_maps_to_nothing(
    sqlite_url: str, tmp_path: Path, usual: int, expected: list[str]
) -> None:
    """A hundred times less frequent than the most frequent one, whatever it is called; what it means nobody knows."""
    with session_of(sqlite_url) as made:
        _say_deals(made, {f"open-{number}": OPEN for number in range(usual)} | {"odd": {**OPEN, "stage": "On ice"}})
        rows = _rows(made, _count(made, tmp_path / "figures"), "stage_unknown")
    assert [(row.key, row.suggestion) for row in rows] == [(key, None) for key in expected]


def test_a_deal_that_was_mended_breaks_the_rule_no_more(session: Session, tmp_path: Path) -> None:
    """And a new one is found by its key, among those that were known."""
    _count(session, tmp_path)
    _say_deals(session, {"no_account": {}, "a-new-one": {"account": None}, "z-new-one": {"account": None}})
    assert {row.key for row in _rows(session, _count(session, tmp_path), "no_account")} == {"a-new-one", "z-new-one"}
