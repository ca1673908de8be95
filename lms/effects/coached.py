"""Coached skills against others: how a rep's scores moved on what was coached, beside what wasn't in the same days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lms.effects.outcomes import Basis
from lms.figures.frames import NEVER, Frame, FrameColumn
from lms.kpis.scope import KpiPeriod
from lms.kpis.scored import own_role
from lms.statistics.intervals import LEVEL, Interval
from lms.statistics.ratios import bootstrap_ratios

# Scores of so many days before a skill was first coached, and after it, are compared.
WINDOW_DAYS = 90
# Of fewer reps one alone could make the difference.
LEAST_REPS = 10


@dataclass(frozen=True)
class CoachedReport:
    """Reps with scores before and after on a skill that was coached and on others that weren't, and how both moved.

    `pairs` are reps, each counted once; `coached` how many were coached on any skill. Changes are shares of a
    criterion's levels, means over reps; the difference is of each rep with themselves. None of fewer than LEAST_REPS.
    """

    coached: int
    pairs: int
    skills: int
    on_coached: float | None
    on_others: float | None
    difference: float | None
    interval: Interval | None

    @property
    def is_clear(self) -> bool:
        """Whether none at all is outside of the interval."""
        return self.interval is not None and not self.interval.low <= 0 <= self.interval.high


def coached_report(basis: Basis) -> CoachedReport:
    """Compare, of each rep, the scores on skills that were coached with those on skills that weren't.

    Scores are those that others gave on the same line before and after the day on which a skill was first coached; the
    day itself is neither. Skills that are coached within the same days are not among the others. Of several skills of
    a rep the mean counts, each beside the others of its own days.
    """
    begun = _begun(basis)
    coached = len(np.unique(begun["who"]))
    pair, own, others = _moves(basis, begun)
    who, number = np.unique(begun["who"][pair], return_inverse=True)
    means = [np.bincount(number, weights=moved) / np.bincount(number) for moved in (own, others)]
    if len(who) < LEAST_REPS:
        return CoachedReport(coached, len(who), len(pair), None, None, None, None)
    apart = means[0] - means[1]
    bounds = bootstrap_ratios(apart[:, None], np.ones((len(apart), 1)))
    interval = Interval(float(bounds.low[0]), float(bounds.high[0]), LEVEL, bounds.method)
    on_coached, on_others, difference = (float(change.mean()) for change in (*means, apart))
    return CoachedReport(coached, len(who), len(pair), on_coached, on_others, difference, interval)


def _begun(basis: Basis) -> Frame:
    """Return who was first coached on which skill on which day."""
    rows = basis.asked(KpiPeriod(1, basis.as_of)).flow("coached")
    known = rows.where(rows["who"] >= 0)
    return {name: known[name] for name in ("who", "skill", "day")}


def _moves(basis: Basis, begun: Frame) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Return for which rows of `begun` there are both, and how scores moved on the skill and on others."""
    pair, skill, gained = _gained(basis, begun)
    is_own = skill == begun["skill"][pair]
    is_other = (skill >= 0) & ~_is_touched(begun, pair, skill)
    count = len(begun["who"])
    with np.errstate(all="ignore"):
        own, others = (
            np.bincount(pair[mask], weights=gained[mask], minlength=count) / np.bincount(pair[mask], minlength=count)
            for mask in (is_own, is_other)
        )
    found = np.flatnonzero(~np.isnan(own) & ~np.isnan(others))
    return found, own[found], others[found]


def _is_touched(begun: Frame, pair: NDArray[np.intp], skill: FrameColumn) -> NDArray[np.bool_]:
    """Tell of lines whether their rep was first coached on their skill within the days that are compared."""
    size = 1 + max(int(begun["skill"].max(initial=0)), int(skill.max(initial=0)))
    days = dict(
        zip((begun["who"].astype(np.int64) * size + begun["skill"]).tolist(), begun["day"].tolist(), strict=True)
    )
    wanted = begun["who"][pair].astype(np.int64) * size + skill
    cells, number = np.unique(wanted, return_inverse=True)
    first = np.array([days.get(cell, -NEVER) for cell in cells.tolist()], dtype=np.int64)[number]
    touched: NDArray[np.bool_] = np.abs(first - begun["day"][pair]) <= WINDOW_DAYS
    return touched


def _gained(basis: Basis, begun: Frame) -> tuple[NDArray[np.intp], FrameColumn, NDArray[np.float64]]:
    """Return by how much scores of a line are higher after a day than before it: row of `begun`, skill, and gain."""
    last = np.minimum(begun["day"] + WINDOW_DAYS, basis.as_of)
    spans = ((begun["day"] + 1, last), (begun["day"] - WINDOW_DAYS, begun["day"] - 1))
    after, before = (_means(basis, begun, first, until) for first, until in spans)
    _, here, there = np.intersect1d(after.cells, before.cells, assume_unique=True, return_indices=True)
    return after.pair[here], after.skill[here], after.mean[here] - before.mean[there]


class _Means(NamedTuple):
    """Mean shares by row of `begun` and line, each a cell."""

    cells: NDArray[np.int64]
    pair: NDArray[np.intp]
    skill: FrameColumn
    mean: NDArray[np.float64]


def _means(basis: Basis, begun: Frame, first: FrameColumn, until: FrameColumn) -> _Means:
    """Return the means of what others gave from a day on until another, those included."""
    score, own = basis.figures.frames["score"], own_role(basis.figures.notes["words"].get("card_role", []))
    own_days = _place(score["who"], score["day"])[score["order"]]
    start = np.searchsorted(own_days, _place(begun["who"], first))
    end = np.searchsorted(own_days, _place(begun["who"], until), side="right")
    sizes = np.maximum(end - start, 0)
    pair = np.repeat(np.arange(len(begun["who"])), sizes)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    rows = score["order"][np.repeat(start, sizes) + within]
    by_others = score["role"][rows] != own
    pair, rows = pair[by_others], rows[by_others]
    size = 1 + int(score["line"].max(initial=0))
    key = pair * size + score["line"][rows]
    cells, at, number = np.unique(key, return_index=True, return_inverse=True)
    summed = np.bincount(number, weights=score["share"][rows], minlength=len(cells))
    counted = np.bincount(number, minlength=len(cells))
    return _Means(cells, pair[at], score["skill"][rows[at]], summed / np.maximum(counted, 1))


def _place(who: FrameColumn, day: FrameColumn) -> NDArray[np.int64]:
    """Return a number by which rows stand in the order of people and then of days."""
    return who.astype(np.int64) * NEVER + day
