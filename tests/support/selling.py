"""Figures of invented sellers: deals by lot, which nothing but what a test plants tells apart."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from numpy.typing import NDArray

from lms.effects.outcomes import Basis
from lms.figures.frames import NEVER, FigureSet
from lms.figures.months import activity_months
from lms.kpis.money import CurrencyRates
from lms.kpis.scope import PeopleScope

FIRST, LAST = date(2025, 1, 1).toordinal(), date(2026, 12, 31).toordinal()


def person(number: int) -> UUID:
    """Return the id of a seller by their number."""
    return UUID(int=number + 1)


def basis_of(
    rng: np.random.Generator, *, sellers: int = 30, deals: int = 2_400, spread: float = 0.0, **columns: Any
) -> Basis:
    """Return two years of deals of some sellers, a third of them won, with amounts that a few large ones rule.

    `spread` is the standard deviation of what each wins more or less than others. `columns` replace columns of ends.
    """
    day = np.sort(rng.integers(FIRST, LAST + 1, deals)).astype(np.int32)
    who = rng.integers(0, sellers, deals).astype(np.int32)
    chance = np.clip(0.33 + spread * rng.standard_normal(sellers), 0.05, 0.95)
    cycle = rng.integers(10, 120, deals).astype(np.int32)
    end: dict[str, NDArray[Any]] = {
        "deal": np.arange(deals, dtype=np.int32),
        "day": day,
        "until": np.full(deals, NEVER, dtype=np.int32),
        "is_won": (rng.random(deals) < chance[who]).astype(np.int8),
        "who": who,
        "team": np.zeros(deals, dtype=np.int32),
        "amount": (rng.lognormal(8, 1.2, deals) * 100).astype(np.int64),
        "currency": np.full(deals, -1, dtype=np.int16),
        "cycle": cycle,
        "segment": rng.integers(0, 3, deals).astype(np.int32),
        **columns,
    }
    deal: dict[str, NDArray[Any]] = {
        "created": end["day"] - end["cycle"],
        "faults": np.zeros(deals, dtype=np.int32),
        "state": end["is_won"],
        "product": np.full(deals, -1, dtype=np.int32),
        **{name: end[name] for name in ("amount", "currency", "segment")},
    }
    return _basis({"end": end, "deal": deal}, rng, sellers)


def visits(rows: list[tuple[int, int, int]]) -> dict[str, NDArray[Any]]:
    """Return a frame of visits from rows of day, person and page."""
    columns = zip(*sorted(rows), strict=True) if rows else [[], [], []]
    frame = dict(zip(("day", "who", "page"), (np.array(column, dtype=np.int32) for column in columns), strict=True))
    return {**frame, "was_used": np.zeros(len(rows), dtype=np.int8)}


def _basis(frames: dict[str, dict[str, NDArray[Any]]], rng: np.random.Generator, sellers: int) -> Basis:
    count = 4_000
    meetings: dict[str, NDArray[Any]] = {
        "day": np.sort(rng.integers(FIRST, LAST + 1, count)).astype(np.int32),
        "who": rng.integers(0, sellers, count).astype(np.int32),
        "team": np.zeros(count, dtype=np.int32),
        "category": np.full(count, 2, dtype=np.int8),
        "was_connected": np.full(count, -1, dtype=np.int8),
        "minutes": np.full(count, np.nan, dtype=np.float32),
    }
    activities = {"activity": meetings, "activity_month": activity_months(meetings)}
    notes = {
        "who": {"ids": [str(person(number)) for number in range(sellers)]},
        "words": {"page": ["one", "two", "three"]},
        "day": LAST,
    }
    none = np.zeros(0, dtype=np.int32)
    without_rates = {name: {"currency": none} for name in ("contract", "quota", "spend")}
    without_rates["rate"] = dict.fromkeys(("day", "currency", "base", "rate"), none)
    more: dict[str, dict[str, NDArray[Any]]] = {"visit": visits([]), **activities, **without_rates}
    generation = FigureSet(uuid4().hex, {**frames, **more}, notes)
    return Basis(generation, CurrencyRates("EUR", np.array([0.01]), ()), LAST, PeopleScope())
