"""Spend of a period: an entry over several days counts in it by its days."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lms.kpis.asked import KpiQuestion, PeopleScope
from lms.kpis.definition import KpiReading
from lms.kpis.picked import Picked

_MARKETING = re.compile(r"marketing|werb|рекла|маркет|营销")
_SALES = re.compile(r"\bsales\b|selling|commission|provision|salar|vertrieb|ventes?\b|ventas?\b|sprzeda|продаж|销售")


def spent(asked: KpiQuestion) -> tuple[Picked, NDArray[np.float64]]:
    """Return the entries of each period, and what of each falls into it; NaN where it can't be priced."""
    rows = asked.spans("spend", "start")
    days = asked.days_of(rows, rows["start"], rows["until"])
    return rows, rows.worth() * days / (rows["until"] - rows["start"])


def of_company(asked: KpiQuestion, reading: KpiReading) -> KpiReading:
    """Return a reading of spend; without values where people, teams or deals are asked for, of which spend is none."""
    if asked.scope == PeopleScope() and set(asked.filters) <= {"campaign"}:
        return reading
    nothing = np.full(len(reading.value), np.nan)
    note = "spend is of the company or of campaigns, and of no person, team or kind of deal"
    return replace(reading, value=nothing, notes=(*reading.notes, note))


def is_marketing(asked: KpiQuestion, rows: Picked) -> NDArray[np.bool_]:
    """Tell of each entry whether it is for marketing: by its name, or because it isn't for sales."""
    names = [kind.casefold() for kind in asked.words("spend_kind")]
    known = [bool(_MARKETING.search(name)) or not _SALES.search(name) for name in names]
    found: NDArray[np.bool_] = np.array([*known, True])[rows["kind"]]
    return found
