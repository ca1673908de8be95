"""Types of deals: new customers, upsell and cross-sell, renewals, by what CRMs call them."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import KpiReading
from lms.kpis.picked import Picked
from lms.kpis.readings import share_of

DealType = Literal["new", "upsell", "renewal"]
_NAMES: dict[DealType, re.Pattern[str]] = {
    "new": re.compile(r"new|neu|nouve|nuev|now[yae]\b|нов|新"),
    "upsell": re.compile(
        r"up-?\s?sell|cross-?\s?sell|upgrade|add-?\s?on|expan|existing(?!.*(?:renew|replac))|bestand|增购"
    ),
    "renewal": re.compile(r"renew|verläng|renouvel|renovac|odnow|продлен|续"),
}


def type_of(name: str) -> DealType | None:
    """Return what the type of a deal means; None where its name says nothing."""
    text = name.casefold()
    return next((kind for kind in ("renewal", "upsell", "new") if _NAMES[kind].search(text)), None)


def conversion(asked: KpiQuestion, *, kind: DealType) -> KpiReading:
    """Return the share of closed deals of a type that were won."""
    own = closed_of(asked, kind=kind)
    return share_of(own, own["is_won"] == 1)


def closed_of(asked: KpiQuestion, *, kind: DealType) -> Picked:
    """Return the ends of deals of a type."""
    closed = asked.flow("end")
    known = np.array([type_of(name) == kind for name in asked.words("type")] + [False])
    return closed.where(known[closed["type"]])
