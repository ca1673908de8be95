"""Change of scores: reps against themselves, on the same criteria with the same levels."""

from __future__ import annotations

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.earlier import days_before
from lms.kpis.readings import mean
from lms.kpis.scored import by_others, paired


def read(asked: KpiQuestion) -> KpiReading:
    """Return by how much reps score higher than in as many days before, where both have scores of the same line."""
    before = days_before(asked, [period.days for period in asked.periods])
    rows, gained = paired(by_others(asked), by_others(before))
    return mean(rows, gained, details={"reps": rows.distinct("who"), "lines": rows.distinct("line")})


ENTRY = Definition(
    name="scorecard_change",
    title="Change of scores",
    question="Do reps get better at what is scored?",
    formula=(
        "For each rep and criterion with scores in the period and in as many days before it, the mean score of the "
        "period less that of before, as a share of the criterion's levels; then the mean of all of these."
    ),
    unit="share",
    measure="ratio",
    timing="leading",
    needs=("scores",),
    least_n=10,
    n_means="criteria of reps scored in both",
    method="bootstrap over people, from eight people on",
    traps=(
        "A criterion whose levels were changed begins anew: it is compared with itself alone.",
        "Who was scored because a call went badly scores better the next time by chance (regression to the mean).",
        "Only who was scored in both periods is in it.",
    ),
    source="published scorecards",
    assumptions=("reps are scored independently of each other", "coaches stay as strict as they are"),
    dimensions=("person", "team", "region", "skill"),
    group="enablement",
    direction="up",
    read=read,
)
