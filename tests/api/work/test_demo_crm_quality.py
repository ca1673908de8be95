"""The demo's faults, as the quality report finds them: all that were planted, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.work.demo_crm import load_crm, make_crm
from api.work.demo_people import SELLERS, address
from lms.days import now_in
from lms.figures.building import refresh_figures
from lms.figures.frames import read_generation
from lms.kpis.asked import PeopleScope
from lms.kpis.money import rates_on
from lms.quality.report import list_broken
from lms.quality.rows import all_rows
from lms.quality.rules import RULES
from lms.schema import metadata
from support.factories import add_rep

DAY = date(2026, 11, 30)
AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
# By rule, what the demo calls the fault.
PLANTED = {
    "closed_before_created": "closed_before_created",
    "no_close_date": "closed_without_day",
    "close_date_ahead": "future_close_of_won",
    "stage_against_flags": "won_but_open",
    "stage_unknown": "unknown_stage",
    "won_without_value": "won_without_value",
    "no_rate": "currency_without_rate",
    "amount_far_above": "amount_out_of_scale",
    "duplicate": "duplicate",
    "owner_unknown": "unknown_owner",
    "no_account": "blank_account",
    "product_unknown": "unknown_product",
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The deals of the demo that break each rule, by key."""
    folder = tmp_path_factory.mktemp("demo-crm")
    engine = create_engine(f"sqlite:///{folder}/crm.db")
    metadata.create_all(engine)
    with Session(engine) as session:
        for seller in SELLERS:
            add_rep(session, address(seller.name), name=seller.name)
        load_crm(session, day=DAY, at=AT)
        session.commit()
        zone = ZoneInfo("UTC")
        refresh_figures(session, folder / "figures", zone=zone, now=now_in(zone, AT))
        figures = read_generation(folder / "figures")
        rates = rates_on(figures, day=DAY.toordinal(), currency="EUR")
        lists = {
            name: list_broken(figures, rates=rates, scope=PeopleScope(), rule=rule) for name, rule in RULES.items()
        }
        keys = {name: {row.key for row in all_rows(session, own, currency="EUR")} for name, own in lists.items()}
    engine.dispose()
    return keys


@pytest.fixture(scope="module")
def planted() -> dict[str, list[str]]:
    """The deals that the demo spoils in each way, by key."""
    return make_crm(DAY).planted


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_what_was_planted_in_the_demo_and_nothing_else(
    found: dict[str, set[str]], planted: dict[str, list[str]], rule: str
) -> None:
    """Though what is odd but right stands beside it: deals merged, deleted and opened again."""
    assert found[rule] == set(planted.get(PLANTED.get(rule, ""), []))


def test_every_fault_of_the_demo_has_its_rule(found: dict[str, set[str]], planted: dict[str, list[str]]) -> None:
    """But for what is no fault."""
    assert planted.keys() - set(PLANTED.values()) == {"merged", "deleted", "reopened"}
    assert all(found[rule] for rule in PLANTED)
