"""Conversion of leads: leads that became a sale."""

from __future__ import annotations

import numpy as np

from lms.figures.deals import WON
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of leads that became a deal which was won, of those that had time to."""
    leads = asked.flow("lead")
    deal = asked.frame("deal")
    known = leads["deal"] >= 0
    state = np.where(known, deal["state"][np.maximum(leads["deal"], 0)], -1) if len(deal["state"]) else leads["deal"]
    return share(leads.count(state == WON), leads.count(), details={"converted": leads.count(leads["converted"] > 0)})


ENTRY = Definition(
    name="lead_conversion",
    title="Conversion of leads to sales",
    question="How many of the leads became a sale?",
    formula="Leads of the period whose deal was won so far, divided by all leads of the period.",
    unit="share",
    measure="ratio",
    needs=("leads", "deals"),
    least_n=20,
    n_means="leads",
    method="Wilson's score interval over leads",
    traps=("Leads of the last weeks had no time yet: the newest periods always look worse.",),
    source="common use",
    dimensions=("person", "team", "lead_source", "campaign"),
    group="selling",
    timing="lagging",
    direction="up",
    read=read,
)
