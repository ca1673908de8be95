"""Deals by the ids that people see in lists: which one is meant, what it is called, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy.orm import Session

from lms.crm.currencies import digits_of
from lms.crm.facts import read_records
from lms.crm.imports import counted_imports, keys_shown, shown_id, source_names
from lms.crm.kinds import KINDS, KindName
from lms.errors import Conflict, NotFound
from lms.figures.deals import GONE
from lms.figures.frames import FigureSet
from lms.figures.rows import reference
from lms.people.access import Actor, visible_among


@dataclass(frozen=True)
class DealRef:
    """A deal by its id (`source:key`), and what the CRM calls it."""

    id: str
    name: str


@dataclass(frozen=True)
class FoundDeal:
    """A deal by its source and key, and by its number in the figures."""

    source: int
    source_name: str
    key: str
    number: int

    @property
    def id(self) -> str:
        """Its id as people see it."""
        return shown_id(self.source_name, self.key)


def visible_deal(session: Session, figures: FigureSet, *, actor: Actor, deal_id: str) -> DealRef:
    """Return a deal whose owner's records the actor may see, by `source:key` or by its key alone.

    Raises NotFound for any other deal, as if it weren't there, and Conflict for a key that several sources have.
    """
    found = found_deal(session, figures, actor=actor, deal_id=deal_id)
    return DealRef(found.id, _name_of(session, found.source, found.key) or found.key)


def found_deal(session: Session, figures: FigureSet, *, actor: Actor, deal_id: str) -> FoundDeal:
    """Return where a deal that the actor may see stands in the figures; raises what `visible_deal` does."""
    sources = source_names(session)
    found = [
        FoundDeal(source, sources[source], key, number)
        for source, key in _meant(deal_id.strip(), sources)
        if (number := _number_of(figures, source, key)) is not None
    ]
    owners = {deal.number: owner_of(figures, deal.number) for deal in found}
    visible = visible_among(session, actor=actor, person_ids={owner for owner in owners.values() if owner})
    seen = [deal for deal in found if owners[deal.number] in visible]
    if not seen:
        raise NotFound(f"no deal `{deal_id[:100]}`")
    if len(seen) > 1:
        raise Conflict(f"several deals have that id: write {' or '.join(deal.id for deal in seen)}", field="target")
    return seen[0]


def records_of_deal(
    session: Session, figures: FigureSet, *, actor: Actor, deal_id: str
) -> dict[str, Mapping[str, str]]:
    """Return what the CRM says now of a deal that the actor may see, and of its account, as texts by their fields.

    Amounts are whole units with a point, days ISO. Raises NotFound and Conflict, as `visible_deal` does.
    """
    found = found_deal(session, figures, actor=actor, deal_id=deal_id)
    deal = _read(session, found.source, "deals", found.key)
    account = _read(session, found.source, "accounts", str(deal.get("account") or ""))
    if not account and deal.get("account"):
        account = {"name": deal["account"]}
    return {"deal": _texts("deals", deal), "account": _texts("accounts", account)}


def _texts(kind: KindName, record: Mapping[str, Any]) -> Mapping[str, str]:
    fields = KINDS[kind].fields
    return {
        name: _amount(value, str(record.get("currency") or "")) if fields[name].type == "money" else str(value)
        for name, value in record.items()
        if name in fields
    }


def _amount(minor: int, currency: str) -> str:
    return f"{Decimal(minor).scaleb(-digits_of(currency)):f}"


def _meant(deal_id: str, sources: dict[int, str]) -> list[tuple[int, str]]:
    """Return the source and key that an id may mean, with its source or without."""
    return [*((source, deal_id) for source in sources), *keys_shown(deal_id, sources)]


def _number_of(figures: FigureSet, source: int, key: str) -> int | None:
    deal = figures.frames["deal"]
    if not key:
        return None
    places = np.flatnonzero(deal["ref"] == reference(source, key)).tolist()
    alive = [place for place in places if deal["state"][place] != GONE]
    return alive[0] if alive else None


def owner_of(figures: FigureSet, number: int) -> UUID | None:
    """Return the person who owns a deal, by its number; None for somebody outside of the directory."""
    who = int(figures.frames["deal"]["who"][number])
    person_id = figures.notes["who"]["ids"][who] if who >= 0 else None
    return UUID(person_id) if person_id else None


def _name_of(session: Session, source: int, key: str) -> str | None:
    name = _read(session, source, "deals", key).get("name")
    return str(name) if name else None


def _read(session: Session, source: int, kind: KindName, key: str) -> dict[str, Any]:
    """Return what holds now of a record; nothing of one that isn't there."""
    counted = counted_imports(session)
    records = read_records(session, source_id=source, kind=KINDS[kind].number, keys=[key], counted=counted)
    return records[key].on() if key in records else {}
