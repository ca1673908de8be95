"""Conversion of leads: leads that became a sale, each seen for as many days."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lms.figures.frames import NEVER
from lms.kpis.asked import KpiPeriod, KpiQuestion
from lms.kpis.closed import won_deals
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.earlier import days_before
from lms.kpis.picked import Picked
from lms.kpis.readings import share

AGE_DAYS = 90


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of leads with a deal that was won within AGE_DAYS, of those that reached that age."""
    leads = aged(asked)
    won = _won_on(asked, int(leads["day"].min(initial=asked.as_of)))[leads["deal"]]
    converted = (leads["converted"] > 0) & (leads["converted"] <= leads["day"] + AGE_DAYS)
    is_later = won >= leads["day"]
    details = {"converted": leads.count(converted), "won_so_far": leads.count(is_later & (won < NEVER))}
    return share(leads.count(is_later & (won <= leads["day"] + AGE_DAYS)), leads.count(), details=details)


def aged(asked: KpiQuestion) -> Picked:
    """Return the leads that reached AGE_DAYS in the periods."""
    return days_before(asked, [AGE_DAYS] * len(asked.periods)).flow("lead")


def _won_on(asked: KpiQuestion, since: int) -> NDArray[np.int32]:
    """Return the day, from one on, on which each deal was won, as it stood on the day asked for; NEVER for others."""
    won = won_deals(asked.of_all().over([KpiPeriod(since, asked.as_of)]))
    found = np.full(len(asked.frame("deal")["state"]) + 1, NEVER, dtype=np.int32)
    found[won["deal"]] = won["day"]
    return found


ENTRY = Definition(
    name="lead_conversion",
    title="Conversion of leads to sales",
    question="How many of the leads became a sale?",
    formula=(
        "Leads that became 90 days old in the period and whose deal was won in these days, divided by all leads that "
        "became 90 days old in it: those created in the same days 90 days before."
    ),
    unit="share",
    measure="ratio",
    needs=("leads", "deals"),
    least_n=20,
    n_means="leads that became 90 days old",
    method="Wilson's score interval over leads",
    traps=(
        "It speaks of leads that came 90 days before the period: younger ones had no time yet, and would look worse.",
        "A sale that took longer isn't in it: how many were won so far, however late, stands beside.",
    ),
    source="conversion of cohorts of one age, common use",
    dimensions=("person", "team", "lead_source", "campaign"),
    assumptions=("leads become a sale independently of each other",),
    group="selling",
    timing="lagging",
    direction="up",
    rows=aged,
    read=read,
)
