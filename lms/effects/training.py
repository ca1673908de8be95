"""Training: those who took a course, or were coached, against those who hadn't yet, in each outcome looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from lms.effects.outcomes import OUTCOMES, Basis, OutcomeCells, Sellers, cells_of, sellers_of
from lms.effects.starts import months_of
from lms.kpis.definition import Definition
from lms.kpis.registry import registry
from lms.statistics.effects.imputed import ImputedEffect, imputed_effect
from lms.statistics.effects.multiplicity import benjamini_hochberg
from lms.statistics.effects.panel import Panel
from lms.statistics.effects.power import detectable_effect
from lms.statistics.intervals import LEVEL

# Of fewer people on either side there is no telling them from the company's other ups and downs.
LEAST_PEOPLE = 4


@dataclass(frozen=True)
class Look:
    """One outcome that was looked at; `found` is None where there are too few people or nothing to compare with.

    `adjusted_p` is p corrected for all looks of the report, `detectable` the smallest effect that would most likely
    have been seen.
    """

    definition: Definition
    found: ImputedEffect | None
    trained: int
    compared: int
    already: int
    deals: int
    adjusted_p: float | None = None

    @property
    def detectable(self) -> float | None:
        """The smallest effect that so much data would show in four of five cases."""
        return detectable_effect(self.found.deviation) if self.found else None

    @property
    def went_apart(self) -> bool:
        """Whether those who were to be treated went apart from the others before: then nothing can be read after it."""
        p = self.found.before.p if self.found else None
        return p is not None and p < 1 - LEVEL

    @property
    def is_evidence(self) -> bool:
        """Whether there is more than chance would do, with all looks of the report counted."""
        if self.found is None or self.adjusted_p is None or self.went_apart:
            return False
        covers_none = self.found.interval.low <= 0 <= self.found.interval.high
        return not covers_none and self.adjusted_p < 1 - LEVEL


@dataclass(frozen=True)
class TrainingReport:
    """All outcomes that were looked at, of which people, over which days; the days are None where there is nothing."""

    looks: tuple[Look, ...]
    people: int
    first_day: date | None
    last_day: date | None

    def of(self, outcome: str) -> Look:
        """Return one of the outcomes."""
        return next(look for look in self.looks if look.definition.name == outcome)

    @property
    def measured(self) -> int:
        """Of how many outcomes there is anything to say: p-values are corrected for as many."""
        return sum(look.found is not None for look in self.looks)


def training_report(basis: Basis, first: Mapping[UUID, date], *, shown: str | None = None) -> TrainingReport:
    """Compare those first treated on a day with those who weren't yet, in every outcome.

    All outcomes are looked at whichever is shown, so that choosing one after the other corrects nothing away; only of
    the one that is shown there are effects in spans of months.
    """
    sellers = sellers_of(basis)
    if not sellers.months:
        return TrainingReport(tuple(_nothing(name) for name in OUTCOMES), 0, None, None)
    starts = months_of(basis.figures, sellers.people.tolist(), sellers.months, first)
    looks = [_look(cells_of(basis, sellers, name), sellers, starts, name == shown) for name in OUTCOMES]
    places = [place for place, look in enumerate(looks) if look.found]
    adjusted = benjamini_hochberg([found.p for look in looks if (found := look.found)])
    for place, p in zip(places, adjusted, strict=True):
        looks[place] = replace(looks[place], adjusted_p=p)
    days = (date.fromordinal(sellers.months[0].start), date.fromordinal(sellers.months[-1].end))
    return TrainingReport(tuple(looks), len(sellers.people), *days)


def _nothing(name: str) -> Look:
    return Look(registry()[name], None, 0, 0, 0, 0)


def _look(cells: OutcomeCells, sellers: Sellers, starts: NDArray[np.int64], is_shown: bool) -> Look:
    here = np.arange(len(cells.months))
    has = (cells.weights > 0) & _can_compare(cells, starts)
    is_used = has.any(axis=1) & (starts > 0)
    is_treated = is_used & (has & (here < starts[:, None])).any(axis=1) & (has & (here >= starts[:, None])).any(axis=1)
    is_compared = is_used & (has & (here < starts[:, None])).any(axis=1)
    counts = (int(is_treated.sum()), int((is_compared & ~is_treated).sum()), int((starts == 0).sum()))
    look = Look(cells.definition, None, *counts, deals=int(sellers.deals[is_compared].sum()))
    if look.trained < LEAST_PEOPLE or is_compared.sum() < 2 * LEAST_PEOPLE:
        return look
    panel = Panel(
        tuple(np.flatnonzero(is_compared).tolist()),
        tuple(here.tolist()),
        cells.values[is_compared],
        starts[is_compared],
    )
    try:
        weights = np.where(has, cells.weights, 0.0)[is_compared]
        return replace(look, found=imputed_effect(panel, weights, with_spans=is_shown))
    except ValueError:
        return look


def _can_compare(cells: OutcomeCells, starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell in which months enough people hadn't done it yet: fewer would lend all others their own ups and downs."""
    waiting = (cells.weights > 0) & (np.arange(len(cells.months)) < starts[:, None])
    return np.asarray(waiting.sum(axis=0) >= LEAST_PEOPLE)
