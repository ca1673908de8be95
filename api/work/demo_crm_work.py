"""The work of the demo's sellers: calls, e-mails, meetings and demos, and leads that became deals or didn't."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from api.work.demo_crm_accounts import Account
from api.work.demo_crm_calendar import Calendar, working
from api.work.demo_crm_deals import CAMPAIGNS, NEW, SOURCES, DemoDeal
from api.work.demo_people import SELLERS, Seller
from lms.crm.facts import SaidRow

LEADS = 3_000
# Calls and e-mails of those who look for new customers; those about deals follow from the deals.
PROSPECTING = 12_800
_ABOUT_A_DEAL = 6
_KINDS = {"call": 45, "email": 33, "meeting": 14, "demo": 8}
_MINUTES = {"call": (14, 5), "email": (7, 3), "meeting": (45, 12), "demo": (50, 10)}
_CONNECTED, _CONNECTED_COLD = 0.42, 0.17
_REST_IN_AUGUST = 0.4
_STATUSES = ("New", "Working", "Qualified", "Disqualified")
_CONVERTED = 0.68


def activity_rows(dice: random.Random, deals: Sequence[DemoDeal], calendar: Calendar) -> Iterator[SaidRow]:
    """Yield activities: some for each deal while it was open, the others by those who look for customers.

    Those of a deal lie anywhere in its whole life: were they all in what of it is over, the last weeks would be full.
    """
    numbers = iter(range(1, 10**6))
    for deal in deals:
        closes = deal.closes_on or calendar.last
        for _ in range(dice.randrange(2 * _ABOUT_A_DEAL)):
            on = working(deal.created_on + timedelta(days=round(dice.random() * (closes - deal.created_on).days)))
            if deal.created_on <= on <= calendar.last and not (on.month == 8 and dice.random() < _REST_IN_AUGUST):
                about = {"deal": deal.key, "account": deal.account.key}
                yield _activity(dice, next(numbers), on, deal.seller, about, tuple(_KINDS))
    looking = [seller for seller in SELLERS if seller.is_sdr]
    for number in range(PROSPECTING):
        on, seller = calendar.beginning((number + dice.random()) / PROSPECTING), dice.choice(looking)
        if on >= seller.hired_on(calendar.last):
            yield _activity(dice, next(numbers), on, seller, {}, ("call", "email"))


def lead_rows(
    dice: random.Random, deals: Sequence[DemoDeal], accounts: Sequence[Account], calendar: Calendar
) -> Iterator[SaidRow]:
    """Yield leads: of the deals with new customers two in three came of one, the others came to nothing so far."""
    converted = [deal for deal in deals if deal.values["type"] == NEW and dice.random() < _CONVERTED]
    for number in range(LEADS):
        deal = converted[number] if number < len(converted) else None
        made = _converted(dice, deal, calendar) if deal else _unconverted(dice, accounts, calendar)
        yield SaidRow(f"L{number + 1:05}", None, {name: value for name, value in made.items() if value is not None})


def _activity(
    dice: random.Random, number: int, on: date, seller: Seller, about: dict[str, str], kinds: Sequence[str]
) -> SaidRow:
    kind = dice.choices(kinds, weights=[_KINDS[kind] for kind in kinds])[0]
    mean, spread = _MINUTES[kind]
    minutes = max(2, round(dice.gauss(mean, spread)))
    values: dict[str, Any] = {"kind": kind, "on": on.isoformat(), "owner_email": seller.email, **about}
    if kind == "call":
        is_connected = dice.random() < (_CONNECTED if about else _CONNECTED_COLD)
        minutes = minutes if is_connected else 1
        values |= {"is_connected": is_connected, "outcome": "Connected" if is_connected else "No answer"}
    return SaidRow(f"T{number:06}", None, values | {"minutes": minutes})


def _converted(dice: random.Random, deal: DemoDeal, calendar: Calendar) -> dict[str, Any]:
    came_on = max(calendar.first, working(deal.created_on - timedelta(days=dice.randrange(2, 30))))
    return {
        **_lead(dice, deal.seller.region, came_on, calendar),
        "company": deal.account.name,
        "lead_source": deal.values["lead_source"],
        "campaign": deal.values.get("campaign"),
        "status": "Converted",
        "is_converted": True,
        "converted_on": deal.created_on.isoformat(),
        "deal": deal.key,
    }


def _unconverted(dice: random.Random, accounts: Sequence[Account], calendar: Calendar) -> dict[str, Any]:
    came_on = calendar.beginning(dice.random())
    account, source = dice.choice(accounts), dice.choice(SOURCES)
    is_fresh = (calendar.last - came_on).days < 45
    return {
        **_lead(dice, account.side, came_on, calendar),
        "company": account.name,
        "lead_source": source,
        "campaign": CAMPAIGNS.get(source),
        "status": dice.choice(_STATUSES[:3]) if is_fresh else _STATUSES[3],
        "is_converted": False,
    }


def _lead(dice: random.Random, side: str, came_on: date, calendar: Calendar) -> dict[str, Any]:
    fitting = [seller for seller in SELLERS if seller.is_sdr and seller.region == side]
    owner = dice.choice([seller for seller in fitting if seller.hired_on(calendar.last) <= came_on])
    return {"owner": owner.name, "owner_email": owner.email, "created_on": came_on.isoformat()}
