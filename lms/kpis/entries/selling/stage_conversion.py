"""Stage conversion: deals that went on from a stage."""

from __future__ import annotations

from lms.figures.stays import WENT_BACK, WENT_ON, WON
from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share_of


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of stays in a stage that ended with the next stage or a win."""
    left = asked.flow("stay", "left")
    decided = left.where(left["became"] != WENT_BACK)
    return share_of(decided, (decided["became"] == WENT_ON) | (decided["became"] == WON))


ENTRY = Definition(
    name="stage_conversion",
    title="Stage conversion",
    question="In which stage do deals fall out?",
    formula=(
        "Stays in a stage that ended with a later stage or a win, divided by all that ended, without those that "
        "went back."
    ),
    unit="share",
    measure="ratio",
    timing="leading",
    needs=("deals", "deal_changes"),
    least_n=20,
    n_means="stays that ended",
    method="Wilson's score interval over stays",
    traps=("Only stages that the history names count: what a deal went through before the first file is not known.",),
    source="common use",
    dimensions=("stage", *DEAL_DIMENSIONS),
    group="selling",
    direction="up",
    read=read,
)
