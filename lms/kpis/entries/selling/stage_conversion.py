"""Stage conversion: deals that went on from a stage."""

from __future__ import annotations

from lms.figures.stays import LOST, WENT_ON, WON
from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share_of


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of stays in a stage that ended with a later stage or a win, of those and lost ones."""
    left = asked.flow("stay", "left")
    became = left["became"]
    went_on = (became == WENT_ON) | (became == WON)
    return share_of(left, went_on, of=went_on | (became == LOST))


ENTRY = Definition(
    name="stage_conversion",
    title="Stage conversion",
    question="In which stage do deals fall out?",
    formula=(
        "Stays in a stage that ended with a later stage or a win, divided by these and those that ended with a loss. "
        "Deals that went back, were deleted, or went to a stage that nobody named are in neither."
    ),
    unit="share",
    measure="ratio",
    timing="leading",
    needs=("deals", "deal_changes"),
    least_n=20,
    n_means="stays that ended with a later stage, a win or a loss",
    method="Wilson's score interval over stays",
    traps=("Only stages that the history names count: what a deal went through before the first file is not known.",),
    source="common use",
    dimensions=("stage", *DEAL_DIMENSIONS),
    group="selling",
    direction="up",
    read=read,
)
