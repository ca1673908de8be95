"""Conversion of upsell and cross-sell: of deals of this type, how many were won."""

from __future__ import annotations

from functools import partial

from lms.kpis.asked import DEAL_DIMENSIONS
from lms.kpis.deal_types import closed_of, conversion
from lms.kpis.definition import Definition

ENTRY = Definition(
    name="upsell_conversion",
    title="Conversion of upsell and cross-sell",
    question="Of the upsell and cross-sell deals that were decided, how many did we win?",
    formula="Deals of the type upsell and cross-sell that were won, divided by those won and lost.",
    unit="share",
    measure="ratio",
    needs=("deals",),
    least_n=20,
    n_means="closed upsell and cross-sell deals",
    method="Wilson's score interval over deals",
    traps=("It needs a type on each deal; those without one are in none of the four conversions.",),
    source="common use",
    dimensions=DEAL_DIMENSIONS,
    group="selling",
    timing="lagging",
    direction="up",
    read=partial(conversion, kind="upsell"),
    rows=partial(closed_of, kind="upsell"),
)
