"""Types of deals: new customers, upsell and cross-sell, renewals, by what CRMs call them."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lms.kpis.asked import KpiQuestion
from lms.kpis.picked import Picked

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


def is_of_type(asked: KpiQuestion, rows: Picked, kind: DealType) -> NDArray[np.bool_]:
    """Tell for each row of deals whether it is of a type."""
    known = np.array([type_of(name) == kind for name in asked.words("type")] + [False])
    found: NDArray[np.bool_] = known[rows["type"]]
    return found
