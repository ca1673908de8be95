"""Recurring revenue, churn and retention of customers by hand, against a reading day by day, and CLV."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.figures.frames import FigureSet
from lms.kpis.asked import PartsShown, PeopleScope
from lms.statistics.intervals import wilson
from support.figures import ask, make_figures, on, read

YEAR = (on(2025), on(2025, 12, 31))
WORDS = {"period": ["month", "quarter", "year", "term"], "currency": ["EUR", "XXX"]}
MONTH, QUARTER, ANNUAL, TERM = range(4)


def _contract(account: int, start: int, end: int = 0, amount: int = 100, **more: Any) -> dict[str, Any]:
    return {"account": account, "start": start, "end": end, "amount": amount * 100, "period": ANNUAL, **more}


def _made(*contracts: dict[str, Any], **more: Any) -> FigureSet:
    accounts = [{"key_text": number} for number in range(1 + max((one["account"] for one in contracts), default=0))]
    return make_figures(WORDS, contract=contracts, account=accounts, **more)


FIVE = (
    _contract(0, on(2024)),
    _contract(1, on(2024), on(2025, 6, 30), 200),
    _contract(1, on(2025, 7, 31), 0, 150),
    _contract(2, on(2024), on(2025, 6, 30), 300),
    _contract(2, on(2025, 8, 1), on(2025, 9, 30), 300),
    _contract(3, on(2024), 0, 400),
    _contract(3, on(2025, 3, 1), 0, 50),
    _contract(4, on(2025, 2, 1), 0, 1_000),
)


def test_amounts_are_annual_whatever_their_period() -> None:
    """10 a month, 10 a quarter, 10 a year, 10 unsaid, and terms of 24 months and of half a year: 120+40+10+10+5+20."""
    figures = _made(
        *(
            _contract(number, on(2025), 0, 10, period=period)
            for number, period in enumerate((MONTH, QUARTER, ANNUAL, -1))
        ),
        _contract(4, on(2025), on(2026, 12, 31), 10, period=TERM),
        _contract(4, on(2025, 7, 1), on(2025, 12, 31), 10, period=TERM),
        _contract(5, on(2026), 0, 99),
        _contract(6, on(2025), 0, 99, currency=1),
    )
    found = read("arr", ask(figures, YEAR))
    assert found.value[0] == pytest.approx(205)
    assert (found.n[0], found.details["customers"][0], found.unpriced is not None) == (7, 6, True)
    assert found.unpriced is not None
    assert found.unpriced[0] == 1
    assert "XXX" in found.notes[0]


def test_churn_and_retention_of_a_year() -> None:
    """Of four customers with 1,000, 1 renews after 30 days for less, 2 leaves and is back too late, 3 buys more.

    At the end they bring 100 + 150 + 0 + 450; without what was bought more, 100 + 150 + 0 + 400. 4 is new.
    """
    asked = ask(_made(*FIVE), YEAR)
    churn = read("logo_churn", asked)
    interval = wilson(1, 4)
    assert (churn.value[0], churn.low[0], churn.high[0]) == pytest.approx((0.25, interval.low, interval.high))
    assert (churn.n[0], churn.details["may_still_renew"][0]) == (4, 0)
    gross, net = read("gross_revenue_retention", asked), read("net_revenue_retention", asked)
    assert (gross.value[0], net.value[0]) == pytest.approx((0.65, 0.7))
    assert net.details["gross_revenue_retention"][0] == pytest.approx(0.65)
    assert (net.details["at_start"][0], net.details["at_end"][0]) == pytest.approx((1000, 700))
    assert read("arr", asked).value[0] == pytest.approx(1700)


def test_a_gap_that_is_bridged_is_no_loss_on_its_days() -> None:
    """In July 1 is between two contracts and counts with the old one; 2 is lost as yet, and may still renew."""
    figures = _made(*FIVE)
    july = ask(figures, (on(2025, 7, 1), on(2025, 7, 20)))
    assert read("arr", july).value[0] == pytest.approx(100 + 200 + 450 + 1000)
    churn = read("logo_churn", july)
    assert (churn.n[0], churn.details["part"][0], churn.details["may_still_renew"][0]) == (5, 1, 1)


def test_customers_are_told_apart_by_the_owner_of_the_contract() -> None:
    """Half of a customer's value is of each of two owners, and so is what is left of it."""
    figures = _made(
        _contract(0, on(2024), on(2025, 5, 31), 100, who=0),
        _contract(0, on(2024), 0, 100, who=1),
        _contract(1, on(2024), 0, 300, who=1),
    )
    found = read("net_revenue_retention", ask(figures, YEAR, parts=PartsShown("person", (0, 1))))
    assert found.value[:2] == pytest.approx([0.5, 350 / 400])
    assert found.n.tolist() == [1, 2, 0]
    own = read("net_revenue_retention", ask(figures, YEAR, scope=PeopleScope(people=frozenset({0}))))
    assert own.value[0] == pytest.approx(0.5)


def test_the_interval_of_many_customers_is_like_that_of_some() -> None:
    """A tenth of 1,500 customers leaves, drawn; a tenth of 3,000, linear: both some two points wide to each side."""
    halves = []
    for count in (1500, 3000):
        contracts = [_contract(one, on(2024), on(2025, 5, 31) if one % 10 == 0 else 0) for one in range(count)]
        found = read("gross_revenue_retention", ask(_made(*contracts), YEAR))
        assert found.value[0] == pytest.approx(0.9)
        halves.append((found.high[0] - found.low[0]) / 2 * np.sqrt(count))
    assert halves == pytest.approx([1.96 * 0.3] * 2, rel=0.1)


def test_clv_is_margin_by_customer_over_churn() -> None:
    """20 of 100 customers leave within the year; 80 bring 100 at a margin of 0.6 or of 0.8: 70 / 0.2 = 350."""
    contracts = [
        _contract(one, on(2024), on(2025, 8, 31) if one < 20 else 0, margin=0.6 if one % 2 else 0.8)
        for one in range(100)
    ]
    found = read("clv", ask(_made(*contracts), YEAR))
    interval = wilson(20, 100)
    assert found.value[0] == pytest.approx(350)
    assert (found.low[0], found.high[0]) == pytest.approx((70 / interval.high, 70 / interval.low))
    assert (found.n[0], found.details["by_customer"][0], found.details["churn"][0]) == (100, 100, 0.2)


@pytest.mark.parametrize("contract", [_contract(0, on(2024), margin=0.5), _contract(0, on(2024), on(2025, 8, 31))])
def test_without_churn_or_without_margin_there_is_no_clv(contract: dict[str, Any]) -> None:
    """Neither endless nor nought."""
    found = read("clv", ask(_made(contract, _contract(1, on(2024), margin=contract.get("margin", np.nan))), YEAR))
    assert np.isnan([found.value[0], found.low[0], found.high[0]]).all()


contracts = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 400), st.none() | st.integers(0, 200), st.integers(0, 900)), max_size=14
)


@given(drawn=contracts, since=st.integers(1, 420), days=st.integers(0, 200))
def test_what_holds_of_any_customers(drawn: list[tuple[int, int, int | None, int]], since: int, days: int) -> None:
    """Customers are those whom a reading day by day finds; gross is at most 1 and at most net; all add up."""
    start = on(2024)
    made = [
        _contract(account, start + begin, 0 if length is None else start + begin + length, amount)
        for account, begin, length, amount in drawn
    ]
    figures, first = _made(*made), start + since
    asked = ask(figures, (first, first + days))
    were, are = ({one for one in range(4) if _is_customer(made, one, day)} for day in (first - 1, first + days))
    churn = read("logo_churn", asked)
    assert (churn.n[0], churn.details["part"][0]) == (len(were), len(were - are))
    gross, net = read("gross_revenue_retention", asked), read("net_revenue_retention", asked)
    assert gross.details["at_end"][0] <= net.details["at_end"][0] + 1e-9
    assert gross.details["at_end"][0] <= gross.details["at_start"][0] + 1e-9
    before = read("arr", ask(figures, (first - 1, first - 1)))
    assert net.details["at_start"][0] == pytest.approx(before.value[0])
    assert read("arr", asked).details["customers"][0] == len(are)


def _is_customer(made: list[dict[str, Any]], account: int, day: int) -> bool:
    own = [(one["start"], one["end"] + 1 if one["end"] else None) for one in made if one["account"] == account]
    if any(begin <= day and (until is None or day < until) for begin, until in own):
        return True
    return any(
        until is not None and until <= day < begin and begin - until <= 30 for _, until in own for begin, _ in own
    )
