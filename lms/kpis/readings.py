"""The ways in which KPIs are read off rows, each with its interval: shares, means, medians, counts and sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lms.figures.frames import MISSING
from lms.kpis.definition import KpiReading
from lms.kpis.picked import Picked
from lms.kpis.worked import Worked
from lms.statistics.intervals import Z
from lms.statistics.many import Bounds, garwood_many, wilson_many
from lms.statistics.quantiles import quantile_by_group
from lms.statistics.ratios import bootstrap_ratios

# Of fewer values a sum is too skewed for a normal interval.
LEAST_FOR_SUM = 30
# A sum of so many amounts rests on one of them, where that is more than such a part of it.
LEAST_TO_REST_ON, MUCH = 5, 1 / 3
_SUM = "normal interval of a compound Poisson sum: what such a period brings by chance"
_GROWTH = "delta method on the logarithm of two compound Poisson sums"
_OF_ONE = "no interval: one person can't be drawn from others"
COUNTED = "no interval: it is counted, not estimated"


def share(part: ArrayLike, whole: ArrayLike, **more: Any) -> KpiReading:
    """Return a share of independent cases with Wilson's interval."""
    parts, wholes = np.asarray(part, np.float64), np.asarray(whole, np.float64)
    bounds = wilson_many(parts, wholes)
    return _reading(divided(parts, wholes), bounds, wholes, {"part": parts, **more.pop("details", {})}, **more)


def share_of(
    picked: Picked, mask: NDArray[np.bool_], *, of: NDArray[np.bool_] | None = None, **more: Any
) -> KpiReading:
    """Return the share of rows for which something holds, of all or of some."""
    part = mask if of is None else mask & of
    return share(picked.count(part), picked.count(of), **_faults(picked, of), **more)


def ratio(
    rows: Picked | Worked, numerator: ArrayLike, denominator: ArrayLike, *, ceiling: float = np.inf, **more: Any
) -> KpiReading:
    """Return the ratio of two sums over rows, with its bootstrap interval over the people they are of."""
    if rows.asked.is_by_person:
        bounds = Bounds(np.full(rows.asked.groups, np.nan), np.full(rows.asked.groups, np.nan), _OF_ONE)
        value = divided(rows.sum(numerator), rows.sum(denominator))
    else:
        parts, wholes = rows.by_person(numerator), rows.by_person(denominator)
        bounds = bootstrap_ratios(parts, wholes, ceiling=ceiling)
        value = divided(parts.sum(axis=0), wholes.sum(axis=0))
    n = more.pop("n") if "n" in more else rows.count()
    return _reading(value, bounds, n, more.pop("details", {}), **_faults(rows), **more)


def mean(picked: Picked, values: ArrayLike, **more: Any) -> KpiReading:
    """Return the mean of values that are known, with its bootstrap interval over the people they are of."""
    known = picked.where(~np.isnan(np.asarray(values, np.float64)))
    own = np.asarray(values, np.float64)[~np.isnan(np.asarray(values, np.float64))]
    return ratio(known, own, np.ones(len(own), dtype=bool), samples=_samples(known, own), **more)


def median(picked: Picked, values: ArrayLike, *, quantile: float = 0.5, **more: Any) -> KpiReading:
    """Return the median of values that are known, with its exact interval."""
    own, known = np.asarray(values), picked
    if own.dtype.kind == "f":
        is_known = ~np.isnan(own)
        own, known = own[is_known], picked.where(is_known)
    found = quantile_by_group(own, known.group, picked.asked.groups, quantile=quantile)
    bounds = Bounds(found.low, found.high, found.method)
    samples = _samples(known, own)
    return _reading(found.value, bounds, found.n, more.pop("details", {}), samples=samples, **_faults(known), **more)


def number(counts: ArrayLike, *, exposures: ArrayLike | None = None, **more: Any) -> KpiReading:
    """Return a number of events, by exposure where one is given, with Garwood's interval."""
    events = np.asarray(counts, np.float64)
    over = np.ones(len(events)) if exposures is None else np.asarray(exposures, np.float64)
    bounds = garwood_many(events, over)
    return _reading(divided(events, over), bounds, events, more.pop("details", {}), **more)


def total(picked: Picked, values: ArrayLike, **more: Any) -> KpiReading:
    """Return the sum of values that are known, with what such a period brings by chance, of LEAST_FOR_SUM or more."""
    own = np.asarray(values, np.float64)
    summed, squares, n = picked.sum(own), picked.sum(own**2), picked.count(~np.isnan(own))
    half = np.where(n >= LEAST_FOR_SUM, Z * np.sqrt(squares), np.nan)
    bounds = Bounds(np.maximum(summed - half, 0), summed + half, _SUM)
    return _reading(summed, bounds, n, more.pop("details", {}), **_faults(picked), **more)


def growth(now: Picked, worth: ArrayLike, before: Picked, was_worth: ArrayLike) -> KpiReading:
    """Return by how much a sum grew, with the interval of two compound Poisson sums of LEAST_FOR_SUM rows each."""
    values, were = np.asarray(worth, np.float64), np.asarray(was_worth, np.float64)
    summed, earlier = now.sum(values), before.sum(were)
    n = np.minimum(now.count(~np.isnan(values)), before.count(~np.isnan(were)))
    with np.errstate(all="ignore"):
        times = np.where(earlier > 0, summed / earlier, np.nan)
        spread = Z * np.sqrt(now.sum(values**2) / summed**2 + before.sum(were**2) / earlier**2)
        spread = np.where(n >= LEAST_FOR_SUM, spread, np.nan)
        bounds = Bounds(times * np.exp(-spread) - 1, times * np.exp(spread) - 1, _GROWTH)
    return priced(_reading(times - 1, bounds, n, {"before": earlier, "now": summed}, faulty=now.faulty()), now)


def counted(values: ArrayLike, n: ArrayLike, *, method: str = COUNTED, **more: Any) -> KpiReading:
    """Return what has no interval: counted on a day, so that there is no more to know, or for another reason."""
    own = np.asarray(values, np.float64)
    nothing = np.full(len(own), np.nan)
    return _reading(own, Bounds(nothing, nothing, method), n, more.pop("details", {}), **more)


def priced(reading: KpiReading, picked: Picked) -> KpiReading:
    """Return a reading with how many of its rows have no amount in the currency of reports, and what to note of them.

    Noted are currencies of these rows without a rate, and a last period that rests on one amount alone.
    """
    unknown = np.isnan(picked.worth())
    notes = (*reading.notes, *_without_rate(picked, unknown), *_of_one_amount(picked))
    return replace(reading, unpriced=picked.count(unknown), notes=notes)


def _without_rate(picked: Picked, unknown: NDArray[np.bool_]) -> Iterator[str]:
    if not unknown.any():
        return
    numbers = np.unique(picked["currency"][unknown & (picked["amount"] != MISSING)])
    names = sorted(picked.asked.words("currency")[number] for number in numbers.tolist())
    if names:
        yield f"no rate is known for {', '.join(names)}: such amounts are counted and not priced"


def _of_one_amount(picked: Picked) -> Iterator[str]:
    if picked.asked.parts is not None:
        return
    worth = picked.worth()[slice(*picked.edges[-2:])]
    known = worth[worth > 0]
    if len(known) >= LEAST_TO_REST_ON and known.max() > known.sum() * MUCH:
        share = min(99, round(known.max() / known.sum() * 100))
        yield f"of the {len(known):,} amounts of the last period the largest alone is {share} % of their sum: check it"


def divided(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    """Return parts of wholes; NaN where there is no whole."""
    with np.errstate(all="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def _reading(
    value: NDArray[Any], bounds: Bounds, n: ArrayLike, details: Mapping[str, ArrayLike], **more: Any
) -> KpiReading:
    own = {name: np.asarray(column, np.float64) for name, column in details.items()}
    return KpiReading(value, bounds.low, bounds.high, np.asarray(n, np.int64), bounds.method, own, **more)


def _samples(rows: Picked, values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]] | None:
    return (values, rows.group) if rows.asked.parts else None


def _faults(rows: Picked | Worked, mask: NDArray[np.bool_] | None = None) -> dict[str, Any]:
    if isinstance(rows, Picked) and rows.frame in {"deal", "end", "held", "stay"}:
        return {"faulty": rows.faulty(mask)}
    return {}
