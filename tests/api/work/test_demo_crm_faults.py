"""The faults of the demo's CRM: who looks for one finds the deals that were spoiled with it, and no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from statistics import median
from typing import Any

import pytest

from api.work.demo_crm import DemoCrm, make_crm
from api.work.demo_crm_deals import LOST, STAGES, WON
from api.work.demo_crm_faults import FAULTS, ODD

Deal = dict[str, Any]
DAY = date(2026, 11, 30)


@pytest.fixture(scope="module", params=[DAY, date(2027, 3, 3)])
def crm(request: pytest.FixtureRequest) -> DemoCrm:
    """The CRM as it stands on one of two days."""
    return make_crm(request.param)


class Crm:
    """What a report knows of the deals: what holds of each now, and of what they refer to."""

    def __init__(self, crm: DemoCrm) -> None:
        """Put together what was said."""
        self.deals: dict[str, Deal] = {row.key: {"key": row.key, **row.values} for row in crm.rows["deals"]}
        for row in crm.rows["deal_changes"]:
            self.deals[row.key] |= row.values
        self.today = max(row.day for row in crm.rows["deal_changes"] if row.day).isoformat()
        self.emails = {row.values["email"] for row in crm.rows["people"]}
        self.products = {row.values["name"] for row in crm.rows["products"]}
        self.currencies = {"EUR"} | {row.values["currency"] for row in crm.rows["rates"]}
        self.usual = {
            segment: median(
                deal["amount"] for deal in self.deals.values() if deal["segment"] == segment and "amount" in deal
            )
            for segment in ("Small", "Mid-market", "Enterprise")
        }
        self.first: dict[tuple[Any, ...], str] = {}
        for key, deal in sorted(self.deals.items()):
            if "merged_into" not in deal:
                self.first.setdefault(same(deal), key)


FINDING: dict[str, Callable[[Deal, Crm], bool]] = {
    "closed_before_created": lambda deal, _: ended(deal) < deal["created_on"],
    "unknown_owner": lambda deal, crm: deal["owner_email"] not in crm.emails,
    "unknown_product": lambda deal, crm: deal["product"] not in crm.products,
    "blank_account": lambda deal, _: not deal.get("account"),
    "won_without_value": lambda deal, _: deal["stage"] == WON and not deal.get("amount"),
    "unknown_stage": lambda deal, _: deal["stage"] not in {*STAGES, WON, LOST},
    "duplicate": lambda deal, crm: "merged_into" not in deal and crm.first[same(deal)] != deal["key"],
    "future_close_of_won": lambda deal, crm: deal["stage"] == WON and (deal["close_on"] or "") > crm.today,
    "amount_out_of_scale": lambda deal, crm: (deal.get("amount") or 0) > 100 * crm.usual[deal["segment"]],
    "won_but_open": lambda deal, _: deal["stage"] == WON and not deal["is_closed"],
    "closed_without_day": lambda deal, _: deal["is_closed"] and not deal["close_on"],
    "currency_without_rate": lambda deal, crm: deal["currency"] not in crm.currencies,
    "merged": lambda deal, crm: deal.get("merged_into") in crm.deals,
    "deleted": lambda deal, _: deal.get("is_deleted") is True,
}


@pytest.mark.parametrize("name", FINDING)
def test_there_are_as_many_faults_as_planted(crm: DemoCrm, name: str) -> None:
    """Neither more nor fewer, on whatever day the demo begins."""
    known = Crm(crm)
    found = {key for key, deal in known.deals.items() if FINDING[name](deal, known)}
    assert found == set(crm.planted[name])
    assert len(found) == (FAULTS | ODD)[name]


def test_every_fault_is_looked_for(crm: DemoCrm) -> None:
    """And no deal has two of them."""
    assert {*FINDING, "reopened"} == FAULTS.keys() | ODD.keys()
    keys = [key for some in crm.planted.values() for key in some]
    assert len(keys) == len(set(keys)) == sum((FAULTS | ODD).values())


def test_reopened_deals_were_closed_before(crm: DemoCrm) -> None:
    """In their history a closed stage is followed by an open one, and in that of no other deal."""
    was_closed: dict[str, bool] = {}
    reopened = []
    for row in crm.rows["deal_changes"]:
        if "is_closed" in row.values:
            reopened += [row.key] if was_closed.get(row.key) and not row.values["is_closed"] else []
            was_closed[row.key] = row.values["is_closed"]
    assert sorted(reopened) == sorted(crm.planted["reopened"])
    assert len(reopened) == ODD["reopened"]


def ended(deal: Deal) -> str:
    """Return when a closed deal was closed; something late for any other."""
    return str(deal.get("close_on") or "9") if deal["is_closed"] else "9"


def same(deal: Deal) -> tuple[Any, ...]:
    """Return what two deals that are one have in common."""
    return deal.get("account"), deal["name"], deal.get("amount")
