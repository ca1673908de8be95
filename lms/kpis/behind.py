"""Rows behind a KPI: what was counted, as the figures have it, one row for each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from lms.figures.frames import NEVER
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition
from lms.kpis.picked import Picked

Cell = date | str | float | int | None
# A day, a person, a number, yes or no; any other name is that of a list of words.
Holds = str
_CUT = 20_000
_OUTCOMES = {1: "won", 0: "lost"}


@dataclass(frozen=True)
class Behind:
    """What rows are of, which of their days counts, and what their columns are called and hold."""

    frame: str
    day: str
    columns: tuple[tuple[str, str, Holds], ...]
    is_stock: bool = False


# By the first kind of data that a KPI needs.
_BEHIND: dict[str, Behind] = {
    "leads": Behind(
        "lead",
        "day",
        (
            ("created", "day", "day"),
            ("person", "who", "person"),
            ("lead_source", "lead_source", "lead_source"),
            ("campaign", "campaign", "campaign"),
            ("converted", "converted", "day"),
        ),
    ),
    "activities": Behind(
        "activity",
        "day",
        (
            ("day", "day", "day"),
            ("person", "who", "person"),
            ("kind", "kind", "activity_kind"),
            ("connected", "was_connected", "yes_no"),
            ("minutes", "minutes", "number"),
        ),
    ),
    "surveys": Behind(
        "survey",
        "day",
        (("day", "day", "day"), ("person", "who", "person"), ("nps", "nps", "number"), ("trust", "trust", "number")),
    ),
    "contracts": Behind(
        "contract",
        "start",
        (
            ("starts", "start", "day"),
            ("ends", "end", "day"),
            ("person", "who", "person"),
            ("amount_in_minor_units", "amount", "number"),
            ("currency", "currency", "currency"),
            ("period", "period", "period"),
        ),
        is_stock=True,
    ),
    "searches": Behind(
        "episode",
        "day",
        (
            ("day", "day", "day"),
            ("person", "who", "person"),
            ("seconds", "seconds", "number"),
            ("succeeded", "is_success", "yes_no"),
            ("found_nothing", "found_nothing", "yes_no"),
        ),
    ),
    "shares": Behind(
        "share",
        "day",
        (
            ("day", "day", "day"),
            ("person", "who", "person"),
            ("page", "page", "page"),
            ("by_link", "is_link", "yes_no"),
            ("visits", "visits", "number"),
            ("seconds", "seconds", "number"),
        ),
    ),
    "links": Behind("link", "day", (("day", "day", "day"), ("person", "who", "person"), ("opened", "opened", "day"))),
    "opens": Behind(
        "visit",
        "day",
        (("day", "day", "day"), ("person", "who", "person"), ("page", "page", "page"), ("used", "was_used", "yes_no")),
    ),
}


def deals_behind(asked: KpiQuestion, definition: Definition) -> Picked | None:
    """Return the rows of deals behind a KPI: ends, or what was open; None for one that isn't of deals first."""
    if not definition.needs or definition.needs[0] != "deals":
        return None
    if definition.rows:
        return definition.rows(asked)
    if "deal_changes" in definition.needs:
        return asked.flow("stay", "left")
    return asked.stock("held") if definition.measure == "stock" else asked.flow("end")


def deal_once(rows: Picked) -> Picked:
    """Return the first row of each deal in each period, in the order of periods."""
    size = 1 + int(rows["deal"].max(initial=0))
    _, first = np.unique(rows.group.astype(np.int64) * size + rows["deal"], return_index=True)
    return rows.at_places(first)


def counted_as(rows: Picked) -> Iterator[tuple[str | None, float | None]]:
    """Yield what became of each deal, and with what value it counts in the currency of reports, as far as is known."""
    own = rows.asked.frame(rows.frame)
    outcomes = [_OUTCOMES[won] for won in rows["is_won"].tolist()] if "is_won" in own else [None] * len(rows)
    worth = rows.worth().tolist() if "amount" in own else [math.nan] * len(rows)
    for outcome, value in zip(outcomes, worth, strict=True):
        yield outcome, None if math.isnan(value) else round(value, 2)


def rows_behind(asked: KpiQuestion, definition: Definition) -> tuple[tuple[str, ...], Picked, Behind] | None:
    """Return the header, rows and columns behind a KPI; None where there are none of its kind."""
    behind = _BEHIND.get(definition.needs[0]) if definition.needs else None
    if behind is None:
        return None
    if definition.rows:
        rows = definition.rows(asked)
    else:
        rows = asked.stock(behind.frame, behind.day) if behind.is_stock else asked.flow(behind.frame, behind.day)
    return tuple(name for name, _, _ in behind.columns), rows, behind


def each_row(rows: Picked, behind: Behind, *, periods: Sequence[str], names_people: bool) -> Iterator[list[Cell]]:
    """Yield rows as they read, last what their period is called; people by name where whoever asks may see them."""
    for start in range(0, len(rows), _CUT):
        part = rows.part(start, start + _CUT)
        columns = (_read(part, column, holds, names_people=names_people) for _, column, holds in behind.columns)
        named = [periods[period] for period in part.group.tolist()]
        yield from map(list, zip(*columns, named, strict=True))


def _read(part: Picked, column: str, holds: Holds, *, names_people: bool) -> list[Cell]:
    values = part[column].tolist()
    if holds == "day":
        return [date.fromordinal(value) if 0 < value < NEVER else None for value in values]
    if holds == "person":
        names = part.asked.figures.notes["who"]["names"]
        return [names[value] if names_people and value >= 0 else None for value in values]
    if holds == "yes_no":
        return [{1: "yes", 0: "no"}.get(value) for value in values]
    if holds == "number":
        return [None if value != value or value == -1 else value for value in values]  # noqa: PLR0124 - NaN isn't itself
    words = part.asked.words(holds)
    return [words[value] if value >= 0 else None for value in values]
