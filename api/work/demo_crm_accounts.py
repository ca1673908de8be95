"""The demo's accounts, products and campaigns, and what money is worth in other currencies."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from api.work.demo_people import SELLERS, Seller
from lms.crm.facts import SaidRow

ACCOUNTS = 260
# So many were customers before the two years began.
CUSTOMERS_BEFORE = 60
CURRENCY = "EUR"
# EUR for one unit, about.
RATES = {"GBP": 1.165, "PLN": 0.2325}
# The name of each, and EUR per site and month.
PRODUCTS = {
    "dockside": ("Dockside", 690),
    "yardview": ("Yardview", 540),
    "berth-analytics": ("Berth Analytics", 240),
    "carrier-portal": ("Carrier Portal", 0),
}
SEGMENTS = {"Small": 0.5, "Mid-market": 0.35, "Enterprise": 0.15}
EMPLOYEES = {"Small": (15, 90), "Mid-market": (110, 900), "Enterprise": (1_100, 14_000)}
_INDUSTRIES = {
    "Food and drink": ("Foods", "Dairy", "Bakeries"),
    "Retail": ("Retail", "Stores"),
    "Automotive": ("Motors", "Castings"),
    "Chemicals": ("Chemicals", "Coatings"),
    "Third-party logistics": ("Logistics", "Freight", "3PL"),
    "Pharmacy": ("Pharma", "Health"),
}
_FIRST = (
    "Aldervik", "Brennholt", "Castellar", "Dunmere", "Eskvale", "Farrowby", "Glennor", "Hartfeld", "Istrana", "Jarvik",
    "Kestrova", "Lindmark", "Morvane", "Nordhus", "Ostmar", "Pellworth", "Quarrent", "Rosvik", "Selmora", "Tarnby",
    "Ulverford", "Valdoro", "Westmark", "Zielona Brama",
)  # fmt: skip
_COUNTRIES = {
    "North": ("Sweden", "Denmark", "Netherlands", "Germany", "Poland", "United Kingdom"),
    "South": ("Italy", "Spain", "France", "Portugal", "Austria", "Czechia"),
}
_CURRENCIES = {"Poland": "PLN", "United Kingdom": "GBP"}


@dataclass(frozen=True)
class Account:
    """A company that buys, or may; `side` is the part of Sales that looks after it."""

    key: str
    name: str
    industry: str
    segment: str
    country: str
    side: str
    owner: Seller
    employees: int
    was_customer: bool

    @property
    def currency(self) -> str:
        """Return what it pays in."""
        return _CURRENCIES.get(self.country, CURRENCY)


def make_accounts(dice: random.Random) -> list[Account]:
    """Return the accounts; no two have a name in common."""
    names = [
        (f"{first} {second}", industry)
        for first, (industry, seconds) in product(_FIRST, _INDUSTRIES.items())
        for second in seconds
    ]
    dice.shuffle(names)
    return [_account(dice, number, name, industry) for number, (name, industry) in enumerate(names[:ACCOUNTS])]


def account_rows(accounts: list[Account], *, day: date) -> Iterator[SaidRow]:
    """Yield what the CRM says of accounts."""
    for number, account in enumerate(accounts):
        values = {
            "name": account.name,
            "industry": account.industry,
            "segment": account.segment,
            "region": account.country,
            "employees": account.employees,
            "owner": account.owner.name,
            "owner_email": account.owner.email,
            "created_on": (day - timedelta(days=731 + 3 * number)).isoformat(),
        }
        yield SaidRow(account.key, None, values)


def product_rows() -> Iterator[SaidRow]:
    """Yield what the CRM says of products; prices are those of a year and a site."""
    for key, (name, price) in PRODUCTS.items():
        family = "Sites" if price > 300 else "Additions"
        values = {"name": name, "family": family, "price": price * 1_200, "currency": CURRENCY, "is_active": True}
        yield SaidRow(key, None, values)


def rate_rows(dice: random.Random, *, first: date, last: date) -> Iterator[SaidRow]:
    """Yield the rates of the first day and of the first of each month, which drift a little."""
    days = [first, *(day for day in month_starts(first, last) if day > first)]
    for currency, rate in RATES.items():
        for on in days:
            said = round(rate * (1 + dice.gauss(0, 0.012)), 4)
            values = {"on": on.isoformat(), "currency": currency, "base": CURRENCY, "rate": said}
            yield SaidRow(f"{currency}/{CURRENCY}/{on}", None, values)


def month_starts(first: date, last: date) -> Iterator[date]:
    """Yield the first of each month from the month of one day to that of another."""
    on = first.replace(day=1)
    while on <= last:
        yield on
        on = (on + timedelta(days=31)).replace(day=1)


def _account(dice: random.Random, number: int, name: str, industry: str) -> Account:
    side = ("North", "South")[number % 2]
    segment = dice.choices(list(SEGMENTS), weights=list(SEGMENTS.values()))[0]
    owners = [seller for seller in SELLERS if seller.region == side and not seller.is_sdr]
    return Account(
        key=f"A{number + 1:04}",
        name=name,
        industry=industry,
        segment=segment,
        country=dice.choices(_COUNTRIES[side], weights=(4, 3, 4, 5, 2, 2))[0],
        side=side,
        owner=dice.choice(owners),
        employees=dice.randint(*EMPLOYEES[segment]),
        was_customer=number < CUSTOMERS_BEFORE,
    )
