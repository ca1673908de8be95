"""Losses: deals lost, by the stage in which they were."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lms.figures.stays import LOST
from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.picked import Picked
from lms.kpis.readings import number


def read(asked: KpiQuestion) -> KpiReading:
    """Return how many deals were lost from a stage."""
    left, ends = asked.flow("stay", "left"), asked.flow("end")
    was_lost = left["became"] == LOST
    found = number(left.count(was_lost), faulty=left.faulty(was_lost))
    # Where the CRM says of no lost deal in which stage it was, none is no answer.
    is_unknown = (found.n == 0) & (ends.count(ends["is_won"] == 0) > 0)
    return replace(found, value=np.where(is_unknown, np.nan, found.value))


def lost_stays(asked: KpiQuestion) -> Picked:
    """Return the stays in stages that ended because the deal was lost."""
    left = asked.flow("stay", "left")
    return left.where(left["became"] == LOST)


ENTRY = Definition(
    name="losses_by_stage",
    title="Deals lost by stage",
    question="Where do deals die?",
    formula="Deals that were lost, by the stage in which they were the day before.",
    unit="count",
    measure="flow",
    direction="down",
    needs=("deals", "deal_changes"),
    least_n=0,
    n_means="deals lost from a known stage",
    method="Garwood's exact Poisson interval",
    traps=("Only deals whose stages the history names are in it.",),
    source="Garwood 1936 for the interval",
    dimensions=("stage", *DEAL_DIMENSIONS),
    group="selling",
    timing="lagging",
    read=read,
    rows=lost_stays,
)
