"""Deals by the ids that people see in lists: which one is meant, what it is called, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from sqlalchemy.orm import Session

from lms.crm.facts import read_records
from lms.crm.imports import counted_imports, source_names
from lms.crm.kinds import KINDS
from lms.errors import Conflict, NotFound
from lms.figures.deals import GONE
from lms.figures.frames import FigureSet
from lms.figures.rows import reference
from lms.people.access import Actor, visible_among

# Between a source and an id of its own.
_PART = ":"


@dataclass(frozen=True)
class DealRef:
    """A deal by its id (`source:key`), and what the CRM calls it."""

    id: str
    name: str


def visible_deal(session: Session, figures: FigureSet, *, actor: Actor, deal_id: str) -> DealRef:
    """Return a deal whose owner's records the actor may see, by `source:key` or by its key alone.

    Raises NotFound for any other deal, as if it weren't there, and Conflict for a key that several sources have.
    """
    sources = source_names(session)
    found = [
        (source, key, number)
        for source, key in _meant(deal_id.strip(), sources)
        if (number := _number_of(figures, source, key)) is not None
    ]
    owners = {number: _owner_of(figures, number) for _, _, number in found}
    visible = visible_among(session, actor=actor, person_ids={owner for owner in owners.values() if owner})
    seen = [(source, key) for source, key, number in found if owners[number] in visible]
    if not seen:
        raise NotFound(f"no deal `{deal_id[:100]}`")
    if len(seen) > 1:
        names = " or ".join(f"{sources[source]}{_PART}{key}" for source, key in seen)
        raise Conflict(f"several deals have that id: write {names}", field="target")
    source, key = seen[0]
    return DealRef(f"{sources[source]}{_PART}{key}", _name_of(session, source, key) or key)


def _meant(deal_id: str, sources: dict[int, str]) -> list[tuple[int, str]]:
    """Return the source and key that an id may mean; a key may hold what stands between the two."""
    found = [(source, deal_id) for source in sources]
    for source, name in sources.items():
        if deal_id.startswith(f"{name}{_PART}"):
            found.append((source, deal_id.removeprefix(f"{name}{_PART}")))
    return found


def _number_of(figures: FigureSet, source: int, key: str) -> int | None:
    deal = figures.frames["deal"]
    if not key:
        return None
    places = np.flatnonzero(deal["ref"] == reference(source, key)).tolist()
    alive = [place for place in places if deal["state"][place] != GONE]
    return alive[0] if alive else None


def _owner_of(figures: FigureSet, number: int) -> UUID | None:
    who = int(figures.frames["deal"]["who"][number])
    person_id = figures.notes["who"]["ids"][who] if who >= 0 else None
    return UUID(person_id) if person_id else None


def _name_of(session: Session, source: int, key: str) -> str | None:
    counted = counted_imports(session)
    records = read_records(session, source_id=source, kind=KINDS["deals"].number, keys=[key], counted=counted)
    name = records[key].on().get("name") if key in records else None
    return str(name) if name else None
