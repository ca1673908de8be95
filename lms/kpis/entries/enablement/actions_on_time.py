"""Action items on time: what was agreed in coaching and done by its day."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share_of


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of action items due in each period that were done by their day."""
    items = asked.flow("action")
    is_over = (items["day"] < asked.as_of) | (items["done"] <= items["day"])
    was_dropped = items["dropped"] <= np.minimum(items["day"], asked.as_of)
    due = items.where(is_over & ~was_dropped)
    late = due.count((due["done"] > due["day"]) & (due["done"] <= asked.as_of))
    return share_of(due, due["done"] <= due["day"], details={"late": late, "dropped": items.count(was_dropped)})


ENTRY = Definition(
    name="actions_on_time",
    title="Action items on time",
    question="Is what was agreed in coaching done by its day?",
    formula=(
        "Action items of coaching sessions that were due in the period and done by their day, divided by all that "
        "were due in it; those dropped with a reason by their day are left out."
    ),
    unit="share",
    measure="flow",
    timing="leading",
    needs=("action_items",),
    least_n=10,
    n_means="action items that were due",
    method="Wilson's score interval over action items",
    traps=(
        "Items without a day are in no period.",
        "A day that was moved counts as it is now: who moves it in time is on time.",
        "Done is what its people say.",
    ),
    source="action items of coaching sessions; Wilson 1927",
    assumptions=("items are done independently of each other",),
    group="enablement",
    direction="up",
    read=read,
)
