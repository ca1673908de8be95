"""A KPI's definition: the question it answers, how it is computed, and what it must not be taken for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lms.kpis.asked import KpiQuestion
    from lms.kpis.picked import Picked

KpiGroup = Literal["enablement", "selling", "customers", "planning"]
KpiUnit = Literal[
    "share",
    "days",
    "months",
    "money",
    "money per day",
    "count",
    "per day",
    "per month",
    "hours",
    "seconds",
    "points",
    "ratio",
]
# A flow is of a period, a stock of its last day; a distribution is neither summed nor averaged; nor is a ratio.
MeasureKind = Literal["flow", "stock", "distribution", "ratio"]
BetterWhen = Literal["up", "down", "neither"]


@dataclass(frozen=True, eq=False)
class KpiReading:
    """A KPI of several groups at once, each column of one value for a group.

    `value` is NaN where there is none, `low` and `high` where no interval can be said. `n` is what the least n counts,
    `faulty` how many of those have faults that the quality report lists, `unpriced` how many have no amount in the
    currency of reports. `details` are other numbers of each group. `samples` are the values that a middle is of, and
    the group of each, where groups are told apart.
    """

    value: NDArray[Any]
    low: NDArray[Any]
    high: NDArray[Any]
    n: NDArray[Any]
    method: str
    details: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    faulty: NDArray[Any] | None = None
    unpriced: NDArray[Any] | None = None
    notes: tuple[str, ...] = ()
    samples: tuple[NDArray[Any], NDArray[Any]] | None = None


@dataclass(frozen=True)
class Definition:
    """One entry of the registry.

    `formula` and `question` are plain sentences; `needs` names the kinds of data without which there is nothing to
    say; `dimensions` by what it can be told apart. A setting of the name `least_setting` goes before `least_n`. `read`
    computes it from `rows`, where those aren't all of the first kind that it needs, and may rest on `settings` that
    change while a process lives. What `is_of_whole_periods` speaks of all days of a period also while it isn't over,
    and is compared with the whole one before.
    """

    name: str
    title: str
    group: KpiGroup
    question: str
    formula: str
    unit: KpiUnit
    measure: MeasureKind
    direction: BetterWhen
    timing: Literal["leading", "lagging"]
    needs: tuple[str, ...]
    least_n: int
    n_means: str
    method: str
    traps: tuple[str, ...]
    source: str
    read: Callable[[KpiQuestion], KpiReading]
    rows: Callable[[KpiQuestion], Picked] | None = None
    dimensions: tuple[str, ...] = ("person", "team", "region")
    assumptions: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    least_setting: str | None = None
    is_of_whole_periods: bool = False
