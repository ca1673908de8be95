"""Measures that ratios of a company's own are made of: which rows each counts, and what it sums of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lms.figures.linking_rows import CALL, EMAIL, MEETING
from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.picked import Picked

_PEOPLE = ("person", "team", "region")
MeasureRows = Callable[[KpiQuestion], Picked]


@dataclass(frozen=True)
class Measure:
    """What is counted: the rows, or with unit `money` what they are worth; `within` are measures of which it is a part.

    `needs` is the kind of data, `dimensions` by what it can be told apart.
    """

    rows: MeasureRows
    needs: str
    unit: Literal["count", "money"] = "count"
    within: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = _PEOPLE

    def values(self, rows: Picked) -> NDArray[np.float64]:
        """Return what each row adds."""
        return np.nan_to_num(rows.worth()) if self.unit == "money" else np.ones(len(rows))


def _closed(asked: KpiQuestion) -> Picked:
    return asked.flow("end")


def _ended(*, is_won: bool) -> MeasureRows:
    return lambda asked: (rows := asked.flow("end")).where(rows["is_won"] == int(is_won))


def _flow(frame: str, column: str | None = None, value: int = 1) -> MeasureRows:
    def rows(asked: KpiQuestion) -> Picked:
        found = asked.flow(frame)
        return found if column is None else found.where(found[column] == value)

    return rows


def _connected(asked: KpiQuestion) -> Picked:
    calls = _flow("activity", "category", CALL)(asked)
    return calls.where(calls["was_connected"] == 1)


def _deals(rows: MeasureRows, *within: str, unit: Literal["count", "money"] = "count") -> Measure:
    return Measure(rows, "deals", unit, within, DEAL_DIMENSIONS)


MEASURES: Mapping[str, Measure] = {
    "activities": Measure(_flow("activity"), "activities"),
    "calls": Measure(_flow("activity", "category", CALL), "activities", within=("activities",)),
    "calls_connected": Measure(_connected, "activities", within=("calls", "activities")),
    "closed_value": _deals(_closed, unit="money"),
    "deals_closed": _deals(_closed),
    "deals_created": _deals(lambda asked: asked.created()),
    "deals_lost": _deals(_ended(is_won=False), "deals_closed"),
    "deals_won": _deals(_ended(is_won=True), "deals_closed"),
    "emails": Measure(_flow("activity", "category", EMAIL), "activities", within=("activities",)),
    "leads": Measure(_flow("lead"), "leads"),
    "leads_converted": Measure(_flow("lead", "is_converted"), "leads", within=("leads",)),
    "lost_value": _deals(_ended(is_won=False), "closed_value", unit="money"),
    "meetings": Measure(_flow("activity", "category", MEETING), "activities", within=("activities",)),
    "pages_opened": Measure(_flow("visit"), "opens"),
    "pages_used": Measure(_flow("visit", "was_used"), "opens", within=("pages_opened",)),
    "searches": Measure(_flow("episode"), "searches"),
    "searches_successful": Measure(_flow("episode", "is_success"), "searches", within=("searches",)),
    "searches_without_result": Measure(_flow("episode", "found_nothing"), "searches", within=("searches",)),
    "won_value": _deals(_ended(is_won=True), "closed_value", unit="money"),
}
