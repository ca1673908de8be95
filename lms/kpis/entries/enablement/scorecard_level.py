"""Scorecards: how well what reps do is scored by others."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import mean
from lms.kpis.scored import by_others


def read(asked: KpiQuestion) -> KpiReading:
    """Return the mean of the scores that others gave, each from 0, its criterion's lowest level, to 1, its highest."""
    scores = by_others(asked)
    details = {"reps": scores.distinct("who"), "lines": scores.distinct("line")}
    return mean(scores, scores["share"].astype(np.float64), details=details)


ENTRY = Definition(
    name="scorecard_level",
    title="Scorecard level",
    question="How well do reps do what is scored?",
    formula=(
        "Mean of all scores that coaches, peers and graders gave in the period, each as a share of the way from its "
        "criterion's lowest level to its highest."
    ),
    unit="share",
    measure="ratio",
    timing="leading",
    needs=("scores",),
    least_n=20,
    n_means="scores",
    method="bootstrap over people, from eight people on",
    traps=(
        "Rubrics, and who is scored by whom, differ from period to period: the change of scores compares like alone.",
        "Coaches differ in how strict they are; calibration shows by how much.",
        "What is scored was chosen, mostly by who knows how it went.",
    ),
    source="published scorecards",
    assumptions=("reps are scored independently of each other",),
    dimensions=("person", "team", "region", "skill"),
    group="enablement",
    direction="up",
    read=read,
)
