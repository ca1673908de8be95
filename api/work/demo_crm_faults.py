"""Faults of the demo's deals, as every CRM has them: so many of each fault; and what is odd but right."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from api.work.demo_crm_deals import LOST, STAGES, DemoDeal
from api.work.demo_people import address

FAULTS = {
    "closed_before_created": 7,
    "unknown_owner": 9,
    "unknown_product": 8,
    "blank_account": 23,
    "won_without_value": 6,
    "unknown_stage": 5,
    "duplicate": 6,
    "future_close_of_won": 4,
    "amount_out_of_scale": 3,
    "won_but_open": 5,
    "closed_without_day": 6,
    "currency_without_rate": 7,
}
ODD = {"merged": 12, "deleted": 15, "reopened": 8}
UNKNOWN_OWNERS = ("Bert Olsen", "Carla Nunes")
# What products are called, and how somebody typed them.
MISSPELLED = {"Dockside": "Docksde", "Yardview": "Yardviev", "Berth Analytics": "BerthAnalytics"}
UNKNOWN_STAGE = "On ice"
CURRENCY_WITHOUT_RATE = "NOK"
TOO_LARGE = 1_000


def plant_faults(dice: random.Random, deals: list[DemoDeal], *, today: date) -> dict[str, list[str]]:
    """Spoil some deals, add duplicates, and return the ids of those with each fault, and of the odd ones.

    No deal has two of them.
    """
    left = deals[:]
    dice.shuffle(left)
    planted = {}
    for name, (spoil, fits) in _PLANTS.items():
        some = [deal for deal in left if fits(deal, today)][: (FAULTS | ODD)[name]]
        left = [deal for deal in left if deal not in some]
        for number, deal in enumerate(some):
            spoil(deal, number, today)
        planted[name] = [deal.key for deal in some]
    for name, plant in (("merged", _merge), ("duplicate", _double)):
        some = left[: (FAULTS | ODD)[name]]
        planted[name] = [deal.key for deal in plant(some, deals, today)]
        left = left[len(some) :]
    return planted


def _merge(some: list[DemoDeal], deals: list[DemoDeal], today: date) -> Iterator[DemoDeal]:
    """Add what was entered twice and then merged: each went on in another deal from the week after its beginning."""
    for number, deal in enumerate(some):
        twin = _twin(deal, f"D{9_000 + number:05}")
        on = min(today, deal.created_on + timedelta(days=7))
        twin.change(on, merged_into=deal.key)
        deals.append(twin)
        yield twin


def _double(some: list[DemoDeal], deals: list[DemoDeal], today: date) -> Iterator[DemoDeal]:
    """Add deals that were entered twice and are there twice still."""
    for number, deal in enumerate(some):
        twin = _twin(deal, f"D{9_500 + number:05}")
        twin.values |= {"amount": deal.now()["amount"]}
        deals.append(twin)
        yield twin


def _twin(deal: DemoDeal, key: str) -> DemoDeal:
    return replace(deal, key=key, values=dict(deal.values), changes={}, ended_on=None, is_won=False)


def _is_any(deal: DemoDeal, today: date) -> bool:
    return True


def _is_open(deal: DemoDeal, today: date) -> bool:
    return deal.ended_on is None and deal.created_on < today - timedelta(days=40)


def _is_settled(deal: DemoDeal, today: date) -> bool:
    return deal.ended_on is not None and deal.ended_on < today - timedelta(days=60)


def _is_won(deal: DemoDeal, today: date) -> bool:
    return _is_settled(deal, today) and deal.is_won


def _is_lost(deal: DemoDeal, today: date) -> bool:
    return _is_settled(deal, today) and not deal.is_won


def _end(deal: DemoDeal) -> date:
    """Return the day it ended; only asked of those that did."""
    if deal.ended_on is None:
        raise ValueError(deal.key)
    return deal.ended_on


def _create_late(deal: DemoDeal, number: int, today: date) -> None:
    deal.values["created_on"] = (_end(deal) + timedelta(days=2 + 3 * number)).isoformat()
    deal.values.pop("first_contact_on")


def _disown(deal: DemoDeal, number: int, today: date) -> None:
    name = UNKNOWN_OWNERS[number % len(UNKNOWN_OWNERS)]
    _never_changes(deal, "owner", "owner_email")
    deal.values |= {"owner": name, "owner_email": address(name)}


def _misspell(deal: DemoDeal, number: int, today: date) -> None:
    deal.values["product"] = MISSPELLED[deal.values["product"]]


def _forget_account(deal: DemoDeal, number: int, today: date) -> None:
    deal.values.pop("account")


def _forget_amount(deal: DemoDeal, number: int, today: date) -> None:
    _never_changes(deal, "amount")
    deal.values.pop("amount")


def _ice(deal: DemoDeal, number: int, today: date) -> None:
    deal.change(today - timedelta(days=9 + number), stage=UNKNOWN_STAGE)
    for day in [day for day in deal.changes if day > today - timedelta(days=9 + number)]:
        deal.changes[day].pop("stage", None)


def _win_ahead(deal: DemoDeal, number: int, today: date) -> None:
    deal.change(_end(deal), close_on=(today + timedelta(days=20 + 11 * number)).isoformat())


def _enlarge(deal: DemoDeal, number: int, today: date) -> None:
    for values in (deal.values, *deal.changes.values()):
        if "amount" in values:
            values["amount"] *= TOO_LARGE


def _leave_open(deal: DemoDeal, number: int, today: date) -> None:
    deal.changes[_end(deal)].pop("is_won")
    deal.change(_end(deal), is_closed=False)


def _forget_day(deal: DemoDeal, number: int, today: date) -> None:
    deal.change(_end(deal), close_on=None)


def _pay_in_another(deal: DemoDeal, number: int, today: date) -> None:
    deal.values["currency"] = CURRENCY_WITHOUT_RATE


def _delete(deal: DemoDeal, number: int, today: date) -> None:
    deal.change(today - timedelta(days=2 + number), is_deleted=True)


def _reopen(deal: DemoDeal, number: int, today: date) -> None:
    """Let a lost deal go on after some days; most are lost again, two are still open."""
    on = _end(deal) + timedelta(days=8 + number)
    later = today + timedelta(days=30) if number < 2 else on + timedelta(days=24)
    deal.change(on, stage=STAGES[-1], is_closed=False, is_won=None, loss_reason=None, close_on=later.isoformat())
    deal.change(on, forecast_category="Commit", probability=0.75)
    deal.ended_on = None
    if later < today:
        deal.ended_on = later
        deal.change(later, stage=LOST, is_closed=True, is_won=False, loss_reason="Timing", close_on=later.isoformat())
        deal.change(later, forecast_category="Omitted", probability=0.0)


def _never_changes(deal: DemoDeal, *names: str) -> None:
    """Take changes of these fields away, and days on which nothing else changed."""
    for day, values in list(deal.changes.items()):
        for name in names:
            values.pop(name, None)
        if not values:
            del deal.changes[day]


_PLANTS: dict[str, tuple[Callable[[DemoDeal, int, date], None], Callable[[DemoDeal, date], bool]]] = {
    "closed_before_created": (_create_late, _is_settled),
    "unknown_owner": (_disown, _is_any),
    "unknown_product": (_misspell, _is_any),
    "blank_account": (_forget_account, _is_any),
    "won_without_value": (_forget_amount, _is_won),
    "unknown_stage": (_ice, _is_open),
    "future_close_of_won": (_win_ahead, _is_won),
    "amount_out_of_scale": (_enlarge, _is_settled),
    "won_but_open": (_leave_open, _is_won),
    "closed_without_day": (_forget_day, _is_settled),
    "currency_without_rate": (_pay_in_another, _is_any),
    "deleted": (_delete, _is_open),
    "reopened": (_reopen, _is_lost),
}
