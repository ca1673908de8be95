"""Types of deals: new customers, upsell and cross-sell, renewals, by what CRMs call them."""

from __future__ import annotations

import re
from functools import partial
from typing import Literal

import numpy as np

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
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


def conversion(name: str, title: str, *, kind: DealType, what: str) -> Definition:
    """Return the KPI of this name: how many of the closed deals of a type, in words, were won."""
    return Definition(
        name=name,
        title=title,
        question=f"Of the {what} deals that were decided, how many did we win?",
        formula=f"Deals of the type {what} that were won, divided by those won and lost.",
        unit="share",
        measure="ratio",
        needs=("deals",),
        least_n=20,
        n_means=f"closed {what} deals",
        method="Wilson's score interval over deals",
        traps=("It needs a type on each deal; those without one are in none of the four conversions.",),
        source="common use",
        dimensions=DEAL_DIMENSIONS,
        assumptions=("deals are won or lost independently of each other",),
        group="selling",
        timing="lagging",
        direction="up",
        read=partial(_read, kind=kind),
        rows=partial(_closed_of, kind=kind),
    )


def _read(asked: KpiQuestion, *, kind: DealType) -> KpiReading:
    own = _closed_of(asked, kind=kind)
    return share_of(own, own["is_won"] == 1)


def _closed_of(asked: KpiQuestion, *, kind: DealType) -> Picked:
    closed = asked.flow("end")
    known = np.array([type_of(name) == kind for name in asked.words("type")] + [False])
    return closed.where(known[closed["type"]])
