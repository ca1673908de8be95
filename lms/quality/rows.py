"""Rows of lists of deals: what the CRM says of each, read for those that are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lms.crm.currencies import digits_of
from lms.crm.facts import read_records
from lms.crm.imports import counted_imports, source_names
from lms.crm.kinds import KINDS, KindName
from lms.figures.frames import FigureSet
from lms.figures.keys import DEAL_KEY, keys_of
from lms.quality.report import ListedDeals

_AT_ONCE = 1_000
# Where a list goes on: the value of a deal, and its reference.
PLACE = r"^([0-9]{1,30}\.[0-9]{1,30}|[0-9](?:\.[0-9]{1,20})?e\+[0-9]{1,3})_(-?[0-9]{1,19})$"


@dataclass(frozen=True)
class DealRow:
    """A deal as the CRM has it now; `place` tells where the list goes on after it."""

    place: str
    source: str
    key: str
    name: str | None
    account: str | None
    owner: str | None
    owner_id: UUID | None
    stage: str | None
    amount: Decimal | None
    currency: str | None
    created_on: date | None
    close_on: date | None
    suggestion: str | None


def place_of(text: str) -> tuple[float, int]:
    """Return the value and the reference that a place names; raises ValueError for no place."""
    found = re.fullmatch(PLACE, text)
    if found is None:
        raise ValueError("this is no `id` of such a list")
    return float(found[1]), int(found[2])


def read_rows(session: Session, listed: ListedDeals, *, start: int, end: int, currency: str) -> list[DealRow]:
    """Return the deals at some places of a list; amounts that name no currency are in that of reports."""
    end = min(end, len(listed))
    numbers = listed.numbers[start:end].tolist()
    known = _Known(session, listed.figures, numbers)
    suggestions = listed.suggestions(start, end)
    places = zip(numbers, listed.worth[start:end].tolist(), listed.refs[start:end].tolist(), suggestions, strict=True)
    return [known.row(number, f"{worth!r}_{ref}", hint, currency) for number, worth, ref, hint in places]


def all_rows(session: Session, listed: ListedDeals, *, currency: str) -> Iterator[DealRow]:
    """Yield all deals of a list, of which some thousand are in memory at once."""
    for start in range(0, len(listed), _AT_ONCE):
        yield from read_rows(session, listed, start=start, end=start + _AT_ONCE, currency=currency)


class _Known:
    """What the CRM says of some deals and their accounts."""

    def __init__(self, session: Session, figures: FigureSet, numbers: Sequence[int]) -> None:
        """Read the deals, and then the accounts that they name."""
        deal = figures.frames["deal"]
        self._session, self._who = session, figures.notes["who"]
        self._counted = counted_imports(session)
        self._sources = source_names(session)
        sources = deal["source"][numbers].tolist()
        keys = keys_of(figures.frames[DEAL_KEY], numbers)
        self._of = dict(zip(numbers, zip(sources, keys, deal["who"][numbers].tolist(), strict=True), strict=True))
        self._deals = self._read("deals", [(source, key) for source, key, _ in self._of.values()])
        named = [(source, str(values.get("account") or "")) for (source, _), values in self._deals.items()]
        self._accounts = self._read("accounts", [pair for pair in named if pair[1]])

    def row(self, number: int, place: str, suggestion: str | None, currency: str) -> DealRow:
        """Return a deal; one that was taken back meanwhile has its key alone."""
        source, key, who = self._of[number]
        values = self._deals.get((source, key), {})
        account = values.get("account")
        person_id = self._who["ids"][who] if who >= 0 else None
        return DealRow(
            place=place,
            source=self._sources.get(source, ""),
            key=key,
            name=values.get("name"),
            account=self._accounts.get((source, str(account)), {}).get("name") or account,
            owner=self._who["names"][who] if who >= 0 else None,
            owner_id=UUID(person_id) if person_id else None,
            stage=values.get("stage"),
            amount=_money(values, currency),
            currency=values.get("currency") or (currency if values.get("amount") is not None else None),
            created_on=_day(values, "created_on"),
            close_on=_day(values, "close_on"),
            suggestion=suggestion,
        )

    def _read(self, kind: KindName, wanted: Sequence[tuple[int, str]]) -> dict[tuple[int, str], dict[str, Any]]:
        found: dict[tuple[int, str], dict[str, Any]] = {}
        for source_id, pairs in groupby(sorted(set(wanted)), key=lambda pair: pair[0]):
            records = read_records(
                self._session,
                source_id=source_id,
                kind=KINDS[kind].number,
                keys=[key for _, key in pairs],
                counted=self._counted,
            )
            found |= {(source_id, key): record.on() for key, record in records.items()}
        return found


def _money(values: Mapping[str, Any], currency: str) -> Decimal | None:
    amount = values.get("amount")
    return None if amount is None else Decimal(amount).scaleb(-digits_of(values.get("currency") or currency))


def _day(values: Mapping[str, Any], name: str) -> date | None:
    text = values.get(name)
    return date.fromisoformat(text[:10]) if text else None
