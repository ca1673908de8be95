"""The demo's targets, contracts that are renewed or not, what selling costs, and what customers say."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Any

from api.work.demo_crm_accounts import CURRENCY, RATES, Account, month_starts
from api.work.demo_crm_calendar import Calendar, quarter_start
from api.work.demo_crm_deals import NEW, DemoDeal, in_euros
from api.work.demo_people import SELLERS
from lms.crm.facts import SaidRow

SURVEYS_A_YEAR = 150
_YEAR = timedelta(days=365)
_CHURNED, _SHRUNK, _GREW = 0.13, 0.10, 0.27
_MARGINS = (0.7, 0.84)
_YEARLY = {"Small": 7_500, "Mid-market": 22_000, "Enterprise": 64_000}
# EUR a month at the beginning of the two years, by kind and campaign.
_SPEND = {
    ("sales", None): 168_000,
    ("marketing", "The cost of waiting"): 21_000,
    ("marketing", "Winter peak webinar"): 6_500,
    ("marketing", "Dock and Yard Expo"): 14_000,
}
# How often 0 to 10 are answered, and 1 to 5.
_NPS = (1, 0, 1, 1, 2, 5, 7, 14, 20, 24, 25)
_TRUST = (6, 22, 34, 26, 12)


def quota_rows(dice: random.Random, deals: Sequence[DemoDeal], calendar: Calendar) -> Iterator[SaidRow]:
    """Yield the quotas of account executives by quarter: what most reached between 60 and 120 % of."""
    booked = _booked(deals)
    for seller in SELLERS:
        if seller.is_sdr:
            continue
        quarters = _quarters(max(calendar.first, seller.hired_on(calendar.last)), calendar.last)
        ended = [booked[seller.email, first] for first in quarters if _next_quarter(first) <= calendar.last]
        for first in quarters:
            usual = fmean(ended or [60_000])
            reached = booked[seller.email, first] if _next_quarter(first) <= calendar.last else usual
            share = dice.choice((0.35, 1.9)) if dice.random() < 0.07 else min(1.3, max(0.5, dice.gauss(0.92, 0.15)))
            values = {
                "owner": seller.name,
                "owner_email": seller.email,
                "starts_on": first.isoformat(),
                "ends_on": (_next_quarter(first) - timedelta(days=1)).isoformat(),
                "period": "quarter",
                "amount": _thousands(max(0.2 * usual, 0.8 * reached + 0.2 * usual) / share),
                "currency": CURRENCY,
            }
            yield SaidRow(f"{seller.email}/{first}", None, values)


def contract_rows(
    dice: random.Random, deals: Sequence[DemoDeal], accounts: Sequence[Account], calendar: Calendar
) -> Iterator[SaidRow]:
    """Yield contracts of a year each: of customers from before, and of each new deal that was won; then they go on."""
    begun = [_before(dice, account, calendar) for account in accounts if account.was_customer]
    begun += [_of_deal(deal) for deal in deals if deal.is_won and deal.ended_on and deal.values["type"] == NEW]
    for number, first in enumerate(begun, start=1):
        margin = round(dice.uniform(*_MARGINS), 2)
        for year, contract in enumerate(_going_on(dice, first, calendar.last), start=1):
            yield SaidRow(f"K{number:04}-{year}", None, contract.values(margin, calendar.last))


def spend_rows(dice: random.Random, calendar: Calendar) -> Iterator[SaidRow]:
    """Yield what sales and marketing cost in each whole month, and in the present one."""
    for number, first in enumerate(month_starts(calendar.first + timedelta(days=31), calendar.last)):
        for (kind, campaign), euros in _SPEND.items():
            amount = round(euros * (1 + 0.01 * number) * dice.uniform(0.9, 1.1)) * 100
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            values = {"starts_on": first.isoformat(), "ends_on": last.isoformat(), "kind": kind, "amount": amount}
            said = {"campaign": campaign} if campaign else {}
            yield SaidRow(f"{first:%Y-%m}/{kind}/{campaign or ''}", None, values | said | {"currency": CURRENCY})


def survey_rows(dice: random.Random, accounts: Sequence[Account], calendar: Calendar) -> Iterator[SaidRow]:
    """Yield answers of customers, a few of which leave one of the two questions out."""
    for number in range(2 * SURVEYS_A_YEAR):
        account = dice.choice(accounts)
        left_out = dice.choices((None, "nps", "trust"), weights=(88, 4, 8))[0]
        values: dict[str, Any] = {
            "on": calendar.beginning((number + dice.random()) / (2 * SURVEYS_A_YEAR)).isoformat(),
            "account": account.key,
            "respondent": f"{dice.choice(('Logistics', 'Warehouse', 'Finance', 'IT'))} at {account.name}",
            "owner": account.owner.name,
            "owner_email": account.owner.email,
            "nps": dice.choices(range(11), weights=_NPS)[0],
            "trust": dice.choices(range(1, 6), weights=_TRUST)[0],
        }
        yield SaidRow(f"S{number + 1:04}", None, {name: value for name, value in values.items() if name != left_out})


@dataclass(frozen=True)
class _Contract:
    account: Account
    product: str
    starts_on: date
    amount: int
    ends: bool = False

    def values(self, margin: float, today: date) -> dict[str, Any]:
        """Return its fields; one that runs on has no last day yet."""
        last = self.starts_on + _YEAR - timedelta(days=1)
        said = {"ends_on": last.isoformat()} if self.ends or last < today else {}
        return {
            "account": self.account.key,
            "owner": self.account.owner.name,
            "owner_email": self.account.owner.email,
            "starts_on": self.starts_on.isoformat(),
            **said,
            "amount": self.amount,
            "currency": self.account.currency,
            "period": "year",
            "product": self.product,
            "margin": margin,
        }


def _booked(deals: Sequence[DemoDeal]) -> defaultdict[tuple[str, date], float]:
    """Sum what each seller won in each quarter, in EUR."""
    sums: defaultdict[tuple[str, date], float] = defaultdict(float)
    for deal in deals:
        if deal.is_won and deal.ended_on:
            held = deal.now()
            sums[deal.seller.email, quarter_start(deal.ended_on)] += in_euros(held["amount"], held["currency"])
    return sums


def _quarters(first: date, last: date) -> list[date]:
    """Return the first days of the quarters that begin in these days, and of that in which the last day is."""
    return sorted({quarter_start(day) for day in month_starts(first, last) if quarter_start(day) >= first})


def _next_quarter(first: date) -> date:
    return quarter_start(first + timedelta(days=100))


def _thousands(euros: float) -> int:
    return max(5, round(euros / 1_000)) * 100_000


def _before(dice: random.Random, account: Account, calendar: Calendar) -> _Contract:
    euros = _YEARLY[account.segment] * dice.uniform(0.6, 1.6)
    amount = round(euros / RATES.get(account.currency, 1.0)) * 100
    return _Contract(account, "Dockside", calendar.first - timedelta(days=dice.randrange(5, 360)), amount)


def _of_deal(deal: DemoDeal) -> _Contract:
    assert deal.ended_on is not None  # noqa: S101 - only deals that ended are asked
    held = deal.now()
    return _Contract(deal.account, held["product"], deal.ended_on + timedelta(days=14), held["amount"])


def _going_on(dice: random.Random, first: _Contract, today: date) -> Iterator[_Contract]:
    """Yield a contract and those that follow it, until the customer leaves or it is still running."""
    contract = first
    while contract.starts_on <= today:
        drawn = dice.random()
        follows = contract.starts_on + _YEAR
        is_over = drawn < _CHURNED and follows <= today
        yield _Contract(contract.account, contract.product, contract.starts_on, contract.amount, is_over)
        if is_over:
            return
        contract = _Contract(contract.account, contract.product, follows, _renewed(dice, drawn, contract.amount))


def _renewed(dice: random.Random, drawn: float, amount: int) -> int:
    if drawn < _CHURNED + _SHRUNK:
        return round(amount * dice.uniform(0.6, 0.9) / 100) * 100
    if drawn > 1 - _GREW:
        return round(amount * dice.uniform(1.08, 1.45) / 100) * 100
    return amount
