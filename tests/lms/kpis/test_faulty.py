"""Deals worth a thousand times their peers: counted among those with faults, by whatever KPI they are in."""

from __future__ import annotations

from typing import Any

import pytest

from lms.figures.deals import GONE, OPEN, WON
from lms.kpis.faulty import far_above
from support.figures import ask, make_figures, on, read

YEAR = on(2026), on(2026, 12, 31)


def _deals(**last: Any) -> dict[str, list[dict[str, Any]]]:
    """Make eleven deals won with 1,000 each, and a last one."""
    deals: list[dict[str, Any]] = [{"number": place, "state": WON, "amount": 100_000} for place in range(11)]
    deals.append({"number": 11, "state": WON, **last})
    ends = [
        {"deal": deal["number"], "day": on(2026, 5, 4), "is_won": 1, "who": 0, "amount": deal.get("amount", 0)}
        for deal in deals
    ]
    return {"deal": deals, "end": ends}


@pytest.mark.parametrize(("amount", "faulty"), [(100_000_000, 1), (29_900_000, 0)])
@pytest.mark.parametrize("name", ["won_value", "deals_won", "average_deal", "win_rate"])
def test_a_kpi_counts_a_deal_that_is_a_thousand_times_its_peers(name: str, amount: int, faulty: int) -> None:
    """One of a company's largest isn't one."""
    rows = _deals(amount=amount)
    reading = read(name, ask(make_figures(deal=rows["deal"], end=rows["end"]), YEAR))
    assert reading.faulty is not None
    assert reading.faulty.tolist() == [faulty]


@pytest.mark.parametrize(
    ("last", "is_found"),
    [
        ({"state": OPEN, "amount": 100_000_000}, True),
        ({"state": GONE, "amount": 100_000_000}, False),
        ({"state": WON, "amount": 100_000_000, "currency": 0}, False),
        ({"state": WON, "amount": 100_000_000, "product": 0, "segment": 0}, True),
        ({"state": WON}, False),
    ],
)
def test_what_is_far_above_others(last: dict[str, Any], is_found: bool) -> None:
    """Be it open, or without peers of its own; not what is deleted, or has no amount or no rate."""
    figures = make_figures({"currency": ["SEK"], "segment": ["Small"]}, deal=_deals(**last)["deal"])
    found = far_above(figures, "EUR")
    assert found.tolist() == [False] * 11 + [is_found]
