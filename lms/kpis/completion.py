"""The KPI of training: completion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lms.kpis.intervals import wilson
from lms.kpis.kpi import Kpi
from lms.training.report import ReportRow

MINIMUM = 5
DEFINITION = (
    "Assignments with a completion that is still valid, divided by all assignments that were due by the date, "
    "of people who had not left."
)


def training_completion(rows: Sequence[ReportRow], *, on: date) -> Kpi:
    """Return the share of due assignments that are complete; insufficient_data below MINIMUM of them."""
    due = [row for row in rows if row.due_on <= on]
    complete = sum(row.state == "complete" for row in due)
    is_enough = len(due) >= MINIMUM
    return Kpi(
        name="training_completion",
        status="measured" if is_enough else "insufficient_data",
        unit="share",
        value=complete / len(due) if is_enough else None,
        interval=wilson(complete, len(due)) if is_enough else None,
        n=len(due),
        n_means="assignments due",
        definition=DEFINITION,
        assumptions=("one person's assignments are taken as independent of each other",),
        details={"complete": complete, "minimum": MINIMUM, "not_yet_due": len(rows) - len(due)},
    )
