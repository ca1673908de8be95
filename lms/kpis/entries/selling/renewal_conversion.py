"""Conversion of renewals: of deals of this type, how many were won."""

from __future__ import annotations

from functools import partial

from lms.kpis.asked import DEAL_DIMENSIONS
from lms.kpis.deal_types import closed_of, conversion
from lms.kpis.definition import Definition

ENTRY = Definition(
    name="renewal_conversion",
    title="Conversion of renewals",
    question="Of the renewal deals that were decided, how many did we win?",
    formula="Deals of the type renewal that were won, divided by those won and lost.",
    unit="share",
    measure="ratio",
    needs=("deals",),
    least_n=20,
    n_means="closed renewal deals",
    method="Wilson's score interval over deals",
    traps=("It needs a type on each deal; those without one are in none of the four conversions.",),
    source="common use",
    dimensions=DEAL_DIMENSIONS,
    group="selling",
    timing="lagging",
    direction="up",
    read=partial(conversion, kind="renewal"),
    rows=partial(closed_of, kind="renewal"),
)
