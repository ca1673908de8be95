"""The demo's deals, each with its life: stages, amounts and close days that move, and how it ended."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from api.work.demo_crm_accounts import CURRENCY, PRODUCTS, RATES, Account
from api.work.demo_crm_calendar import Calendar, closing, working
from api.work.demo_people import COURSE_WITH_EFFECT, SELLERS, Seller
from lms.crm.facts import SaidRow

DEALS = 2_500
# By so much a seller's chance to win is higher after the course with an effect.
EFFECT = 0.16
STAGES = ("Prospecting", "Qualification", "Demo", "Proposal", "Negotiation")
WON, LOST = "Closed Won", "Closed Lost"
PROBABILITIES = (0.05, 0.1, 0.25, 0.5, 0.75)
NEW, UPSELL, RENEWAL = "New business", "Upsell", "Renewal"
SOURCES = ("Website", "Trade fair", "Referral", "Partner", "Outbound", "Webinar")
CAMPAIGNS = {"Trade fair": "Dock and Yard Expo", "Webinar": "Winter peak webinar", "Website": "The cost of waiting"}
_CHANCE = 0.18
_CHANCE_BY = {NEW: -0.02, UPSELL: 0.0, RENEWAL: 0.1, "Small": 0.02, "Mid-market": 0.0, "Enterprise": -0.03}
_CYCLE_DAYS = {"Small": 62, "Mid-market": 82, "Enterprise": 118}
_AMOUNTS = {"Small": 9_500, "Mid-market": 27_000, "Enterprise": 78_000}
_SIZE_BY = {NEW: 1.0, UPSELL: 0.6, RENEWAL: 0.9}
_LOSS_REASONS = ("Price", "No decision", "Competitor", "Timing", "Missing feature")
_COMPETITORS = ("GatePilot", "CarrierDesk", "SlotHarbor", "Spreadsheets and phone")
_SDR_SHARE = 0.12
_RAMP_DAYS = 180
# Fields of which each first change says what held before.
_TOLD = ("stage", "amount", "close_on", "owner", "owner_email", "is_closed", "forecast_category", "probability")


@dataclass
class DemoDeal:
    """A deal as it is being made: what holds from its beginning, and what changed on which day."""

    key: str
    account: Account
    seller: Seller
    created_on: date
    values: dict[str, Any]
    changes: dict[date, dict[str, Any]] = field(default_factory=dict)
    closes_on: date | None = None
    """When it closes, which may lie ahead; `ended_on` is that day once it has come."""
    ended_on: date | None = None
    is_won: bool = False

    def change(self, day: date, **values: Any) -> None:
        """Note what changed on a day, together with what else did."""
        self.changes.setdefault(day, {}).update(values)

    def now(self) -> dict[str, Any]:
        """Return what holds after all changes."""
        held = dict(self.values)
        for day in sorted(self.changes):
            held |= self.changes[day]
        return {name: value for name, value in held.items() if value is not None}

    def rows(self) -> Iterator[SaidRow]:
        """Yield how it began, then each change as an event."""
        yield SaidRow(self.key, None, self.values)
        told: set[str] = set()
        for day in sorted(self.changes):
            new = [name for name in _TOLD if name in self.changes[day] and name not in told]
            told.update(new)
            was = {"was": {name: self.values.get(name) for name in new}} if new else {}
            yield SaidRow(self.key, day, self.changes[day] | was, is_event=True)


def make_deals(seed: int, accounts: list[Account], calendar: Calendar) -> list[DemoDeal]:
    """Return the deals in the order in which they began; what each draws doesn't depend on the others or on the day."""
    customers = {account.key: calendar.first for account in accounts if account.was_customer}
    skills = {seller.name: random.Random(f"{seed} {seller.name}").gauss(0, 0.015) for seller in SELLERS}  # noqa: S311
    deals = []
    for number in range(DEALS):
        dice = random.Random(f"{seed} deal {number}")  # noqa: S311 - invented history, nothing secret
        created_on = calendar.beginning((number + dice.random()) / DEALS)
        seller = _seller(dice, created_on, calendar.last)
        is_customer = dice.random() < 0.55
        account = _account(dice, accounts, seller, customers, created_on, is_customer=is_customer)
        deal = _begin(
            dice, number, account, seller, created_on, is_customer=customers.get(account.key, date.max) <= created_on
        )
        _live(dice, deal, skills[seller.name], calendar)
        if deal.is_won and deal.ended_on:
            customers[account.key] = min(deal.ended_on, customers.get(account.key, date.max))
        deals.append(deal)
    return deals


def in_euros(amount: int, currency: str) -> float:
    """Return about how many EUR an amount of minor units is worth."""
    return amount / 100 * (1.0 if currency == CURRENCY else RATES[currency])


def _seller(dice: random.Random, on: date, today: date) -> Seller:
    weights = [
        (_SDR_SHARE if seller.is_sdr else 1.0) * min(1.0, max(0.0, (on - seller.hired_on(today)).days / _RAMP_DAYS))
        for seller in SELLERS
    ]
    return dice.choices(SELLERS, weights=weights)[0]


def _account(
    dice: random.Random,
    accounts: list[Account],
    seller: Seller,
    customers: dict[str, date],
    on: date,
    *,
    is_customer: bool,
) -> Account:
    """Draw an account of the seller's region that is a customer already, or isn't, as long as there are enough."""
    own = [account for account in accounts if account.side == seller.region]
    fitting = [account for account in own if (customers.get(account.key, date.max) <= on) == is_customer]
    some = fitting if len(fitting) > 5 else own
    return some[int(dice.random() * len(some))]


def _begin(
    dice: random.Random, number: int, account: Account, seller: Seller, created_on: date, *, is_customer: bool
) -> DemoDeal:
    kind = (UPSELL if dice.random() < 0.64 else RENEWAL) if is_customer else NEW
    product = dice.choices([name for name, price in PRODUCTS.values() if price], weights=(5, 3, 2))[0]
    source = dice.choice(SOURCES)
    euros = _AMOUNTS[account.segment] * _SIZE_BY[kind] * math.exp(dice.gauss(0, 0.45))
    rate = RATES.get(account.currency, 1.0)
    contact = created_on - timedelta(days=dice.randrange(12))
    values = {
        "name": f"{account.name}: {product}, {kind.lower()} {number + 1}",
        "account": account.key,
        "owner": seller.name,
        "owner_email": seller.email,
        "pipeline": "Sales",
        "stage": STAGES[0],
        "amount": round(euros / rate / 10) * 1_000,
        "currency": account.currency,
        "created_on": created_on.isoformat(),
        "first_contact_on": contact.isoformat(),
        "is_closed": False,
        "type": kind,
        "product": product,
        "lead_source": source,
        "campaign": CAMPAIGNS.get(source),
        "segment": account.segment,
        "region": account.country,
        "competitor": dice.choice(_COMPETITORS) if dice.random() < 0.55 else None,
        "forecast_category": "Pipeline",
        "probability": PROBABILITIES[0],
    }
    said = {name: value for name, value in values.items() if value is not None}
    return DemoDeal(f"D{number + 1:05}", account, seller, created_on, said)


def _live(dice: random.Random, deal: DemoDeal, skill: float, calendar: Calendar) -> None:
    """Let a deal go through its stages up to the last day; whether it is won depends on what its seller has learned."""
    length = max(6, round(_CYCLE_DAYS[deal.account.segment] * math.exp(dice.gauss(0, 0.5))))
    closes = max(deal.created_on + timedelta(days=4), closing(dice, deal.created_on + timedelta(days=length)))
    deal.closes_on = closes
    took = deal.seller.took(COURSE_WITH_EFFECT, calendar.last)
    chance = _CHANCE + skill + _CHANCE_BY[deal.values["type"]] + _CHANCE_BY[deal.account.segment]
    is_won = dice.random() < chance + (EFFECT if took and took < closes else 0)
    reached = len(STAGES) if is_won else dice.choices(range(1, 6), weights=(20, 30, 22, 18, 10))[0]
    last = min(closes, calendar.last)
    _expect(dice, deal, closes, last)
    _move(dice, deal, reached, closes, last)
    if closes > calendar.last:
        return
    deal.ended_on, deal.is_won = closes, is_won
    deal.change(
        closes,
        stage=WON if is_won else LOST,
        is_closed=True,
        is_won=is_won,
        close_on=closes.isoformat(),
        probability=1.0 if is_won else 0.0,
        forecast_category="Closed" if is_won else "Omitted",
    )
    if not is_won:
        deal.change(closes, loss_reason=dice.choices(_LOSS_REASONS, weights=(28, 30, 20, 14, 8))[0])


def _expect(dice: random.Random, deal: DemoDeal, closes: date, last: date) -> None:
    """Say when it is expected to close, and put that off as long as it doesn't; some forget to."""
    expected = working(
        deal.created_on + timedelta(days=round(_CYCLE_DAYS[deal.account.segment] * dice.uniform(0.8, 1.3)))
    )
    deal.values["close_on"] = expected.isoformat()
    while expected < closes and dice.random() < 0.93:
        noticed = max(deal.created_on + timedelta(days=1), working(expected - timedelta(days=dice.randrange(9))))
        if noticed >= last:
            return
        expected = working(expected + timedelta(days=dice.randrange(21, 70)))
        deal.change(noticed, close_on=expected.isoformat())


def _move(dice: random.Random, deal: DemoDeal, reached: int, closes: date, last: date) -> None:
    """Move it through the stages that it reaches; one in two changes its amount, one in twenty was begun by another."""
    days = (closes - deal.created_on).days
    moments = sorted(dice.uniform(0.04, 0.96) for _ in range(reached - 1))
    for stage, share in enumerate(moments, start=1):
        on = deal.created_on + timedelta(days=max(1, round(days * share)))
        if on < last:
            deal.change(on, stage=STAGES[stage], probability=PROBABILITIES[stage], forecast_category=_category(stage))
    is_resized, when, factor = dice.random() < 0.45, dice.uniform(0.2, 0.9), dice.uniform(0.6, 1.5)
    on = deal.created_on + timedelta(days=max(1, round(days * when)))
    if is_resized and on < last:
        deal.change(on, amount=round(deal.values["amount"] * factor / 1_000) * 1_000)
    _hand_over(dice, deal, last)


def _hand_over(dice: random.Random, deal: DemoDeal, last: date) -> None:
    on = deal.created_on + timedelta(days=dice.randrange(3, 20))
    begun_by = dice.choice([seller for seller in SELLERS if seller.is_sdr and seller.region == deal.seller.region])
    if dice.random() < 0.06 and on < last and begun_by != deal.seller:
        deal.values |= {"owner": begun_by.name, "owner_email": begun_by.email}
        deal.change(on, owner=deal.seller.name, owner_email=deal.seller.email)


def _category(stage: int) -> str:
    return ("Pipeline", "Pipeline", "Pipeline", "Best case", "Commit")[stage]
