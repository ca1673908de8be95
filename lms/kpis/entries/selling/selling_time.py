"""Selling time: the share of working hours that went to buyers."""

from __future__ import annotations

import numpy as np

from lms.figures.linking_rows import OTHER
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import ratio
from lms.kpis.worked import worked
from lms.kpis.working_days import person_days

MINUTES_A_DAY = 8 * 60


def read(asked: KpiQuestion) -> KpiReading:
    """Return minutes of calls, e-mails and meetings divided by the working minutes of those who wrote any down."""
    done = worked(asked)
    timed = done.where((done.category != OTHER) & (done.sums["timed"] > 0) & (done.who >= 0))
    minutes_of_one = person_days(asked, np.ones(asked.groups, dtype=np.int64)) * MINUTES_A_DAY
    working = minutes_of_one[timed.group] * timed.one_each()
    return ratio(timed, timed.sums["minutes"], working, n=timed.count("timed"))


ENTRY = Definition(
    name="selling_time",
    title="Productive selling time",
    question="How much of their time do sellers spend with buyers?",
    formula=(
        "Minutes of calls, e-mails and meetings divided by working time (8 hours, Monday to Friday) of the people "
        "who have any with minutes."
    ),
    unit="share",
    measure="ratio",
    timing="leading",
    needs=("activities",),
    least_n=100,
    n_means="activities with minutes",
    method="bootstrap over people",
    traps=(
        "Only activities with minutes count; without any there is insufficient data.",
        (
            "Sellers believe to sell 21 % of their time; watched, it was 11 % (a claim of Alexander Proudfoot): "
            "what is written down is not what was done."
        ),
    ),
    source="activities of the CRM",
    dimensions=("person", "team"),
    group="selling",
    direction="up",
    read=read,
)
