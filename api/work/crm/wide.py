"""Sheets with a column for each month or quarter: whose first day it is, and how long it runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from api.work.crm.periods import first_day
from api.work.uploads.typed import CellSpec

_Values = dict[str, Any]
INTO = "in "
"""Begins the names of fields that hold the amount of a period."""
LEAST = 2
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,}\.?)['’\s-]+(\d{2})")


def period_columns(cells: Sequence[str]) -> dict[str, tuple[int, CellSpec]]:
    """Return the columns that are called as periods are, if there are some of one length, by names that say which."""
    found: dict[str, tuple[int, CellSpec]] = {}
    for place, cell in enumerate(cells):
        text = cell.strip()
        short = _MONTH_FIRST.fullmatch(text)
        period = first_day(f"{short[1]} 20{short[2]}" if short else text)
        if period:
            found[f"{INTO}{period[0]} {period[1]}"] = (place, CellSpec("money", like="amount"))
    lengths = {name.rpartition(" ")[2] for name in found}
    return found if len(found) >= LEAST and len(lengths) == 1 else {}


def by_period(values: _Values) -> list[_Values]:
    """Return a row once for each of its periods that has an amount; a row without such columns as it is."""
    names = [name for name in values if name.startswith(INTO)]
    if not names:
        return [values]
    rest = {name: value for name, value in values.items() if name not in names}
    found = []
    for name in names:
        if values[name] is not None:
            _, day, period = name.split(" ")
            found.append(rest | {"starts_on": day, "period": period, "amount": values[name]})
    return found
