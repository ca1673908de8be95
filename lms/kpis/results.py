"""Results: what the registry says of each part of each period, or why it can't be said."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lms.figures.frames import length_of
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.exposures import days_to_sell
from lms.kpis.kept import KeptResults
from lms.statistics.differing import Difference, counts_differ, shares_differ, values_differ

KpiStatus = Literal["measured", "insufficient_data", "no_data"]
# The frame that each kind of data becomes.
FRAMES = {
    "deals": "deal",
    "deal_changes": "stay",
    "leads": "lead",
    "activities": "activity",
    "quotas": "quota",
    "surveys": "survey",
    "contracts": "contract",
    "spend": "spend",
    "accounts": "account",
    "searches": "episode",
    "opens": "visit",
    "people": "stand",
    "training": "standing",
    "quizzes": "attempt",
    "coaching": "session",
    "action_items": "action",
    "scores": "score",
    "shares": "share",
    "links": "link",
}
# The frame and the column of days, in their order, of what flows are sums of.
_ROWS_OF = {"deals": ("end", "day"), "leads": ("lead", "day"), "spend": ("spend", "start")}


_KEPT = KeptResults()


@dataclass(frozen=True)
class KpiResult:
    """One figure: its value and interval are None unless it is measured; the interval also where none can be said."""

    status: KpiStatus
    value: float | None
    low: float | None
    high: float | None
    n: int
    faulty: int | None
    unpriced: int | None
    details: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True)
class KpiResults:
    """What a KPI is for each part of each period, in the order of periods and then of parts."""

    definition: Definition
    method: str
    notes: tuple[str, ...]
    results: tuple[KpiResult, ...]
    reading: KpiReading | None = None


def results_of(asked: KpiQuestion, definitions: Iterable[Definition]) -> list[KpiResults]:
    """Return what each KPI is."""
    own = replace(asked)
    found = [_KEPT.once(own, definition, partial(_results, own, definition)) for definition in definitions]
    own.forget()
    return found


def missing_data(asked: KpiQuestion, definition: Definition) -> list[str]:
    """Return the kinds of data that a KPI needs and that there are none of."""
    frames = asked.figures.frames
    return [kind for kind in definition.needs if kind in FRAMES and not length_of(frames[FRAMES[kind]])]


def differing(asked: KpiQuestion, results: KpiResults) -> Difference | None:
    """Tell whether the parts of the last period differ at all; None where nothing can be tested."""
    reading, definition = results.reading, results.definition
    if reading is None:
        return None
    own = slice(-asked.part_count, -1)
    n = reading.n[own]
    if definition.unit == "share" and "part" in reading.details:
        enough = n > 0
        return shares_differ(reading.details["part"][own][enough], n[enough]) if enough.sum() > 1 else None
    if definition.measure == "flow" and definition.unit == "count" and n.sum():
        days = days_to_sell(asked, reading.value)[own]
        return counts_differ(reading.value[own], days) if np.count_nonzero(days) > 1 else None
    return _samples_differ(asked, *reading.samples) if reading.samples else None


def _samples_differ(asked: KpiQuestion, values: NDArray[Any], group: NDArray[Any]) -> Difference | None:
    """Tell whether the values of the last period's parts lie alike; those of no part are in none."""
    first = asked.groups - asked.part_count
    own = (group >= first) & (group < asked.groups - 1)
    found = values_differ(values[own], group[own] - first)
    return found if found.groups else None


def _results(asked: KpiQuestion, definition: Definition) -> KpiResults:
    missing = missing_data(asked, definition)
    if missing:
        nothing = KpiResult("no_data", None, None, None, 0, None, None)
        note = f"there is no data yet of this kind: {', '.join(missing)}"
        return KpiResults(definition, definition.method, (note,), (nothing,) * asked.groups)
    with np.errstate(all="ignore"):
        reading = definition.read(asked)
    least = least_n(asked, definition)
    has_begun = (asked.lengths > 0) & np.repeat(asked.last_days >= _first_day(asked, definition), asked.part_count)
    found = tuple(_result(least, reading, group, bool(has_begun[group])) for group in range(asked.groups))
    return KpiResults(definition, reading.method, reading.notes, found, reading)


def _first_day(asked: KpiQuestion, definition: Definition) -> int:
    """Return the first day of which there are rows of a KPI that is a sum: before it none isn't known to be none."""
    frame, column = _ROWS_OF.get(definition.needs[0] if definition.needs else "", ("", ""))
    if not frame or definition.measure != "flow":
        return 0
    days = asked.frame(frame)[column]
    return int(days[0]) if len(days) else 0


def least_n(asked: KpiQuestion, definition: Definition) -> int:
    """Return of how many a KPI must be at least to be told."""
    return int(asked.settings.get(definition.least_setting or "", definition.least_n))


def _result(least: int, reading: KpiReading, group: int, has_begun: bool) -> KpiResult:
    n = int(reading.n[group])
    value = _plain(reading.value[group])
    is_enough = n >= least and value is not None and has_begun
    return KpiResult(
        "measured" if is_enough else "insufficient_data",
        value if is_enough else None,
        _plain(reading.low[group]) if is_enough else None,
        _plain(reading.high[group]) if is_enough else None,
        n,
        None if reading.faulty is None else int(reading.faulty[group]),
        None if reading.unpriced is None else int(reading.unpriced[group]),
        {name: _plain(column[group]) for name, column in reading.details.items()},
    )


def _plain(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
