"""The quality report: how many deals break each rule, what share of the value that is, and which ones they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lms.figures.frames import FigureSet
from lms.figures.keys import DEAL_KEY, keys_of
from lms.kpis.asked import PeopleScope
from lms.kpis.money import CurrencyRates
from lms.quality.looking import Breaks, Looked
from lms.quality.rules import RULES, QualityRule

# So many suggestions are told with a rule, those for the most deals.
_MOST_SUGGESTIONS = 5


@dataclass(frozen=True)
class WordHint:
    """What should be said in place of what, and in how many deals."""

    text: str
    deals: int


@dataclass(frozen=True)
class Broken:
    """How many deals break a rule, and what they are worth of the value of all; None where that says nothing."""

    rule: QualityRule
    deals: int
    value: float
    value_share: float | None
    suggestions: tuple[WordHint, ...]


@dataclass(frozen=True)
class Quality:
    """What is wrong with the deals of a scope; values in units of the currency of reports, deals without one are 0."""

    deals: int
    value: float
    faulty_deals: int
    faulty_value_share: float | None
    rules: tuple[Broken, ...]


@dataclass(frozen=True, eq=False)
class ListedDeals:
    """Deals in their order, by number, with values and references; of those that break a rule, with suggestions."""

    figures: FigureSet
    numbers: NDArray[np.int64]
    worth: NDArray[np.float64]
    refs: NDArray[np.int64]
    hint: NDArray[np.int64] | None
    hints: tuple[str, ...] | None

    def __len__(self) -> int:
        """Return how many deals there are."""
        return len(self.numbers)

    def after(self, worth: float, ref: int) -> int:
        """Return how many stand before what follows a deal of a value and reference, whether it is still there."""
        return int(((self.worth > worth) | ((self.worth == worth) & (self.refs <= ref))).sum())

    def suggestions(self, start: int, end: int) -> Iterator[str | None]:
        """Yield what the deals at some places should say, or of which other deal they are the same."""
        if self.hint is None:
            yield from (None for _ in range(start, min(end, len(self))))
            return
        hint = self.hint[start:end].tolist()
        if self.hints is None:
            yield from (f"the same as `{key}`" for key in keys_of(self.figures.frames[DEAL_KEY], hint))
        else:
            yield from ((self.hints[number] or None) if number >= 0 else None for number in hint)


def read_quality(figures: FigureSet, *, rates: CurrencyRates, scope: PeopleScope) -> Quality:
    """Return how many deals of a scope break each rule."""
    looked = Looked.of(figures, rates, scope)
    worth = _values(looked)
    total = float(worth.sum())
    is_faulty = np.zeros(len(worth), dtype=bool)
    found = []
    for rule in RULES.values():
        broken = rule.find(looked)
        is_faulty[broken.places] = True
        value = float(worth[broken.places].sum())
        share = value / total if rule.has_value and total else None
        found.append(Broken(rule, len(broken.places), value, share, _suggestions(broken)))
    faulty = float(worth[is_faulty].sum())
    return Quality(len(worth), total, int(is_faulty.sum()), faulty / total if total else None, tuple(found))


def list_broken(figures: FigureSet, *, rates: CurrencyRates, scope: PeopleScope, rule: QualityRule) -> ListedDeals:
    """Return the deals of a scope that break a rule."""
    looked = Looked.of(figures, rates, scope)
    found = rule.find(looked)
    worth, refs = _values(looked)[found.places], looked["ref"][found.places]
    order = np.lexsort((refs, -worth))
    hint = None if found.hint is None else found.hint[order]
    hints = None if found.hints is None else tuple(found.hints)
    return ListedDeals(figures, looked.at[found.places][order], worth[order], refs[order], hint, hints)


def _suggestions(found: Breaks) -> tuple[WordHint, ...]:
    if found.hint is None or not found.hints:
        return ()
    counts = np.bincount(found.hint, minlength=len(found.hints)).tolist()
    often = sorted((-count, number) for number, count in enumerate(counts) if count and found.hints[number])
    return tuple(WordHint(found.hints[number], -count) for count, number in often[:_MOST_SUGGESTIONS])


def _values(looked: Looked) -> NDArray[np.float64]:
    """Return what deals add to a sum of values."""
    return np.maximum(np.nan_to_num(looked.worth), 0)
