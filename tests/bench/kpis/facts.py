"""Invented facts of a CRM, as `lms.crm.facts.store` would have written them: rows of `crm_fact`, made in chunks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from bench.kpis.company import DAYS, REGIONS, Company, address

from lms.crm.kinds import KINDS, KindName

Row = tuple[int, int, str, str | None, int, str]
COLUMNS = ("source_id", "kind", "key", "day", "import_number", "said")
SOURCE = 1
CHUNK = 50_000
# In the order in which they are imported; the number of each import is its place, from 1.
IMPORTED: tuple[KindName, ...] = (
    "people", "accounts", "products", "deals", "deal_changes", "quotas", "leads", "surveys", "contracts", "spend",
    "rates", "activities",
)  # fmt: skip
_STAGES = ("Discovery", "Qualified", "Proposal", "Negotiation")
_TYPES = ("New business", "Upsell", "Renewal", "")
_SOURCES = ("Web", "Event", "Partner", "Referral", "Outbound", "Advert", "Inbound", "Other")
_INDUSTRIES = ("Retail", "Freight", "Food", "Chemicals", "Software", "Public", "Health", "Steel")
_SEGMENTS = ("Small", "Middle", "Enterprise")
_REASONS = ("Price", "No decision", "Competitor", "Timing")
_PRODUCTS, _CAMPAIGNS, _OUTSIDE = 40, 60, 20


def rows_of(company: Company, kind: KindName) -> Iterator[Row]:
    """Yield the facts of a kind in the order of their records."""
    made, number = _MAKERS[kind], IMPORTED.index(kind) + 1
    # What was said of a deal's past is a fact of the deal.
    stored = KINDS["deals" if kind == "deal_changes" else kind].number
    for key, day, said in made(company):
        yield SOURCE, stored, key, day, number, said


@dataclass(frozen=True)
class _Deals:
    """Some deals: columns of equal length."""

    created: list[int]
    closed: list[int]
    owner: list[int]
    amount: list[int]
    drawn: list[list[float]]
    steps: list[int]


def _deals(company: Company, start: int, size: int) -> _Deals:
    """Draw the deals from a number on; the same each time. What isn't closed yet has a last day after today."""
    dice = np.random.default_rng((11, start))
    created = np.sort(dice.integers(0, DAYS, size)) * size // company.deals + start * DAYS // company.deals
    created = np.minimum(created, DAYS - 1)
    cycle = np.maximum(np.exp(dice.normal(np.log(60), 0.7, size)).astype(np.int64), 1)
    amount = (np.exp(dice.normal(9.3, 1.0, size)) * 100).astype(np.int64)
    owner = dice.integers(0, company.people + _OUTSIDE, size)
    return _Deals(
        created.tolist(),
        np.minimum(created + cycle, DAYS + 300).tolist(),
        owner.tolist(),
        amount.tolist(),
        dice.random((size, 4)).tolist(),
        dice.integers(1, 4, size).tolist(),
    )


def _each_chunk(count: int) -> Iterator[tuple[int, int]]:
    for start in range(0, count, CHUNK):
        yield start, min(CHUNK, count - start)


def _of_deals(company: Company) -> Iterator[tuple[str, str | None, str]]:
    days, today = company.days, company.days[DAYS - 1]
    for start, size in _each_chunk(company.deals):
        deals = _deals(company, start, size)
        columns = (deals.created, deals.closed, deals.owner, deals.amount, deals.drawn, deals.steps)
        for place, (created, closed, owner, amount, drawn, steps) in enumerate(zip(*columns, strict=True)):
            number, is_closed = start + place, closed < DAYS
            is_won = drawn[0] < 0.2 + 0.2 * (owner % 10) / 10
            stage = ("Closed Won" if is_won else "Closed Lost") if is_closed else _STAGES[steps]
            said = (
                f'{{"is_deleted":null,"account":"001{number * 7919 % company.accounts:09}"'
                f',"owner_email":"{address(owner)}","stage":"{stage}","amount":{amount},"currency":"{_currency(drawn[1])}","created_on":"{days[created]}"'
                f',"close_on":"{days[closed]}","is_closed":{_yes(is_closed)},"is_won":{_yes(is_closed and is_won)}'
                f',"product":"P{number % _PRODUCTS}","lead_source":"{_SOURCES[number % 8]}"'
                f',"campaign":"Campaign {number % _CAMPAIGNS}"{_text("type", _TYPES[int(drawn[2] * 4)])}'
                f"{_text('loss_reason', _REASONS[number % 4] if is_closed and not is_won else '')}}}"
            )
            yield f"006{number:012}", days[closed] if is_closed else today, said


def _of_deal_changes(company: Company) -> Iterator[tuple[str, str | None, str]]:
    """Yield two or three changes of each deal: of its stage up to its end, now and then of its amount."""
    days = company.days
    for start, size in _each_chunk(company.deals):
        deals = _deals(company, start, size)
        columns = (deals.created, deals.closed, deals.owner, deals.drawn, deals.amount, deals.steps)
        for place, (created, closed, owner, drawn, amount, steps) in enumerate(zip(*columns, strict=True)):
            key, was = f"006{start + place:012}", _STAGES[0]
            for step in range(1, steps + 1):
                day = created + (closed - created) * step // (steps + 1)
                if day >= DAYS:
                    break
                more = f',"amount":{amount * 9 // 10}' if step == 1 and drawn[3] < 0.3 else ""
                yield key, days[day], _change(days[day], _STAGES[step], was, more)
                was = _STAGES[step]
            if closed < DAYS:
                is_won = drawn[0] < 0.2 + 0.2 * (owner % 10) / 10
                more = f',"amount":{amount}' if drawn[3] < 0.3 else ""
                yield key, days[closed], _change(days[closed], "Closed Won" if is_won else "Closed Lost", was, more)


def _change(day: str, stage: str, was: str, more: str) -> str:
    return f'{{"at":"{day}T12:00:00Z","stage":"{stage}"{more},"was":{{"stage":"{was}"}}}}'


def _of_activities(company: Company) -> Iterator[tuple[str, str | None, str]]:
    days, today, count = company.days, company.days[DAYS - 1], company.activities
    for start, size in _each_chunk(count):
        dice = np.random.default_rng((13, start))
        owners, deals = dice.integers(0, company.people, size).tolist(), dice.integers(0, company.deals, size).tolist()
        kinds, minutes = dice.integers(0, 10, size).tolist(), dice.integers(1, 60, size).tolist()
        for place, (owner, deal, kind, length) in enumerate(zip(owners, deals, kinds, minutes, strict=True)):
            number = start + place
            day = days[number * DAYS // count]
            yield f"00T{number:012}", today, activity(day, owner, deal, kind, length)


def activity(day: str, owner: int, deal: int, kind: int, minutes: int) -> str:
    """Return what is said of an activity: of ten, four are calls, three e-mails, two meetings."""
    name = ("Call", "Email", "Meeting", "Task")[(kind >= 4) + (kind >= 7) + (kind >= 9)]
    reached = f',"is_connected":{_yes(minutes % 3 == 0)}' if kind < 4 else ""
    return (
        f'{{"kind":"{name}","on":"{day}","owner_email":"{address(owner)}"{reached},"minutes":{minutes}'
        f',"deal":"006{deal:012}","subject":"About {deal % 1000}"}}'
    )


def _of_leads(company: Company) -> Iterator[tuple[str, str | None, str]]:
    days, count = company.days, company.leads
    for start, size in _each_chunk(count):
        dice = np.random.default_rng((17, start))
        owners, drawn = dice.integers(0, company.people, size).tolist(), dice.random(size).tolist()
        for place, (owner, chance) in enumerate(zip(owners, drawn, strict=True)):
            number = start + place
            created = number * DAYS // count
            is_converted = chance < 0.3
            more = f',"converted_on":"{days[created + 9]}","deal":"006{number * 2:012}"' if is_converted else ""
            said = (
                f'{{"is_deleted":null,"name":"Lead {number}","owner_email":"{address(owner)}","created_on":'
                f'"{days[created]}","lead_source":"{_SOURCES[number % 8]}","campaign":"Campaign {number % _CAMPAIGNS}"'
                f',"is_converted":{_yes(is_converted)}{more}}}'
            )
            yield f"00Q{number:012}", days[created], said


def _of_people(company: Company) -> Iterator[tuple[str, str | None, str]]:
    for number in range(company.people):
        said = f'{{"name":"Rep {number:04}","email":"{address(number)}","region":"{REGIONS[number % 4]}"}}'
        yield f"005{number:012}", company.days[0], said


def _of_accounts(company: Company) -> Iterator[tuple[str, str | None, str]]:
    for number in range(company.accounts):
        said = (
            f'{{"is_deleted":null,"name":"Account {number}","industry":"{_INDUSTRIES[number % 8]}"'
            f',"segment":"{_SEGMENTS[number % 3]}","region":"{REGIONS[number % 4]}"}}'
        )
        yield f"001{number:09}", company.days[0], said


def _of_products(company: Company) -> Iterator[tuple[str, str | None, str]]:
    for number in range(_PRODUCTS):
        yield f"P{number}", company.days[0], f'{{"name":"Product {number}","family":"Family {number % 5}"}}'


def _of_quotas(company: Company) -> Iterator[tuple[str, str | None, str]]:
    for day in [day for day in company.days[:DAYS] if day[5:] in {"01-01", "04-01", "07-01", "10-01"}]:
        for number in range(company.people):
            amount = company.deals * 100_000_00 // company.people // 90
            said = (
                f'{{"owner_email":"{address(number)}","starts_on":"{day}","period":"quarter","amount":{amount}'
                f',"currency":"EUR"}}'
            )
            yield f"{address(number)}|{day}", day, said


def _of_surveys(company: Company) -> Iterator[tuple[str, str | None, str]]:
    count = company.deals // 20
    for number in range(count):
        day = company.days[number * DAYS // count]
        said = (
            f'{{"on":"{day}","account":"001{number * 31 % company.accounts:09}","owner_email":'
            f'"{address(number % company.people)}","nps":{number * 7 % 11},"trust":{1 + number % 5}}}'
        )
        yield f"S{number:09}", day, said


def _of_contracts(company: Company) -> Iterator[tuple[str, str | None, str]]:
    count = company.deals // 20
    for number in range(count):
        start = number * DAYS // count
        end = f',"ends_on":"{company.days[start + 364]}"' if number % 3 == 0 else ""
        said = (
            f'{{"account":"001{number * 13 % company.accounts:09}","owner_email":"{address(number % company.people)}"'
            f',"starts_on":"{company.days[start]}"{end},"amount":{100_000 + number % 7777},"currency":"EUR"'
            f',"period":"month","margin":0.7}}'
        )
        yield f"C{number:09}", company.days[start], said


def _of_spend(company: Company) -> Iterator[tuple[str, str | None, str]]:
    for day in [day for day in company.days[:DAYS] if day.endswith("-01")]:
        for kind in ("sales", "marketing"):
            said = f'{{"starts_on":"{day}","kind":"{kind}","amount":{company.people * 500_000},"currency":"EUR"}}'
            yield f"{day}|{kind}", day, said


def _of_rates(company: Company) -> Iterator[tuple[str, str | None, str]]:
    for number, day in enumerate(company.days[:DAYS]):
        for currency, rate in (("USD", 0.9 + number % 50 / 1000), ("GBP", 1.1 + number % 30 / 1000)):
            said = f'{{"on":"{day}","currency":"{currency}","base":"EUR","rate":{rate}}}'
            yield f"{currency}|EUR|{day}", day, said


def _currency(drawn: float) -> str:
    return "EUR" if drawn < 0.9 else "USD" if drawn < 0.98 else "GBP"


def _yes(value: Any) -> str:
    return "true" if value else "false"


def _text(name: str, value: str) -> str:
    return f',"{name}":"{value}"' if value else ""


_MAKERS = {
    "people": _of_people,
    "accounts": _of_accounts,
    "products": _of_products,
    "deals": _of_deals,
    "deal_changes": _of_deal_changes,
    "quotas": _of_quotas,
    "leads": _of_leads,
    "surveys": _of_surveys,
    "contracts": _of_contracts,
    "spend": _of_spend,
    "rates": _of_rates,
    "activities": _of_activities,
}
