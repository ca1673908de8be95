"""A KPI: its value, interval, data, definition and assumptions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from lms.statistics.intervals import Interval

Status = Literal["measured", "insufficient_data", "no_baseline"]


@dataclass(frozen=True)
class Kpi:
    """One indicator; value and interval are None unless the status is `measured`."""

    name: str
    status: Status
    unit: str
    value: float | None
    interval: Interval | None
    n: int
    n_means: str
    definition: str
    assumptions: tuple[str, ...] = ()
    details: dict[str, float | str | None] = field(default_factory=dict)
