"""Ratios of a company's own: two named measures, each of some rows alone, as entries of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from lms.kpis.asked import DIMENSIONS, KpiQuestion
from lms.kpis.definition import BetterWhen, Definition, KpiGroup, KpiReading, KpiUnit
from lms.kpis.measures import MEASURES, Measure
from lms.kpis.picked import Picked
from lms.kpis.readings import divided, priced, share
from lms.statistics.ratios import bootstrap_ratios

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WILSON = "Wilson's score interval over the cases counted below the line"
_BOOTSTRAP = "bootstrap over people, from eight on"


@dataclass(frozen=True)
class Counted:
    """A measure by its name, of those rows alone that have one of the words of each filter."""

    measure: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def in_words(self) -> str:
        """Return what is counted."""
        wanted = [f"{name} {' or '.join(words)}" for name, words in sorted(self.where.items())]
        return self.measure.replace("_", " ") + (f" ({', '.join(wanted)})" if wanted else "")


@dataclass(frozen=True)
class OwnRatio:
    """A ratio as a company says it."""

    name: str
    title: str
    question: str
    numerator: Counted
    denominator: Counted
    direction: BetterWhen = "up"
    group: KpiGroup = "selling"
    least_n: int = 20
    traps: tuple[str, ...] = ()
    source: str = ""

    @property
    def is_share(self) -> bool:
        """Whether what is counted above is a part of what is counted below."""
        above, below = self.numerator, self.denominator
        is_within = below.measure in {above.measure, *MEASURES[above.measure].within}
        wanted = {name: set(words) for name, words in below.where.items()}
        return is_within and all(
            name in above.where and set(above.where[name]) <= words for name, words in wanted.items()
        )


def definition_of(own: OwnRatio) -> Definition:
    """Return a ratio as an entry of the registry."""
    above, below = MEASURES[own.numerator.measure], MEASURES[own.denominator.measure]
    counts_cases = own.is_share and below.unit == "count"
    return Definition(
        name=own.name,
        title=own.title,
        group=own.group,
        question=own.question,
        formula=f"{_sentence(own.numerator.in_words())} divided by {own.denominator.in_words()}, of the same period.",
        unit=_unit(own, above, below),
        measure="ratio",
        direction=own.direction,
        timing="lagging",
        needs=tuple(dict.fromkeys((above.needs, below.needs))),
        least_n=own.least_n,
        n_means=own.denominator.in_words(),
        method=_WILSON if counts_cases else _BOOTSTRAP,
        traps=own.traps,
        source=own.source,
        read=partial(_read_share if counts_cases else _read_ratio, own),
        rows=partial(_rows, own.denominator) if below.unit == "count" else None,
        dimensions=tuple(name for name in above.dimensions if name in below.dimensions),
        assumptions=("cases are independent of each other",) if counts_cases else (),
    )


def _unit(own: OwnRatio, above: Measure, below: Measure) -> KpiUnit:
    if own.is_share:
        return "share"
    return "money" if (above.unit, below.unit) == ("money", "count") else "ratio"


def _read_share(own: OwnRatio, asked: KpiQuestion) -> KpiReading:
    above, below = _rows(own.numerator, asked), _rows(own.denominator, asked)
    return share(above.count(), below.count())


def _read_ratio(own: OwnRatio, asked: KpiQuestion) -> KpiReading:
    above, below = _rows(own.numerator, asked), _rows(own.denominator, asked)
    parts, wholes = MEASURES[own.numerator.measure].values(above), MEASURES[own.denominator.measure].values(below)
    people = np.unique(np.concatenate([above["who"], below["who"]]))
    bounds = bootstrap_ratios(
        _by_person(above, parts, people), _by_person(below, wholes, people), ceiling=1.0 if own.is_share else np.inf
    )
    value = divided(above.sum(parts), below.sum(wholes))
    reading = KpiReading(value, bounds.low, bounds.high, below.count(), bounds.method)
    return priced(reading, above) if MEASURES[own.numerator.measure].unit == "money" else reading


def _rows(counted: Counted, asked: KpiQuestion) -> Picked:
    """Return the rows of a measure; a word that nothing has leaves none."""
    filters = dict(asked.filters)
    for name, words in counted.where.items():
        known = {text.casefold(): number for number, text in enumerate(asked.words(DIMENSIONS[name]))}
        numbers = frozenset(known[word.casefold()] for word in words if word.casefold() in known)
        filters[name] = numbers & filters.get(name, numbers)
    return MEASURES[counted.measure].rows(replace(asked, filters=filters))


def _by_person(rows: Picked, values: NDArray[np.float64], people: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return sums by person and group, of shape (people, groups)."""
    groups = rows.asked.groups
    place = np.searchsorted(people, rows["who"]) * groups + rows.group
    summed = np.bincount(place, weights=values, minlength=len(people) * groups)
    return summed.astype(np.float64, copy=False).reshape(len(people), groups)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
