"""The KPI of training: completion."""

from __future__ import annotations

from lms.kpis.kpi import Kpi
from lms.training.rates import Rates

MINIMUM = 5
DEFINITION = (
    "Courses of people that are complete with a completion still valid on the last day, divided by all courses "
    "assigned to people who are with the company on that day; waived courses are left out."
)


def training_completion(rates: Rates) -> Kpi:
    """Return the share of what is assigned that is complete; insufficient_data below MINIMUM."""
    is_enough = rates.assigned >= MINIMUM
    return Kpi(
        name="training_completion",
        status="measured" if is_enough else "insufficient_data",
        unit="share",
        value=rates.completion.value if is_enough else None,
        interval=rates.completion.interval if is_enough else None,
        n=rates.assigned,
        n_means="courses assigned to people",
        definition=DEFINITION,
        assumptions=("one person's courses are taken as independent of each other",),
        details={
            "complete": rates.completion.part,
            "minimum": MINIMUM,
            "overdue": rates.overdue.part,
            "due": rates.on_time.whole,
            "completed_on_time": rates.on_time.part,
            "waived": rates.waived,
        },
    )
