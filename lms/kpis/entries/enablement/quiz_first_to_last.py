"""Quiz scores, first to last: how much better people get at a quiz."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.picked import Picked
from lms.kpis.readings import mean


def read(asked: KpiQuestion) -> KpiReading:
    """Return by how many points the last score is above the first, of who tried a quiz again."""
    last = _last(asked.flow("attempt"))
    again = last.where(last["number"] > 1)
    with np.errstate(all="ignore"):
        details = {
            "first": again.sum(again["first"]) / again.count(),
            "last": again.sum(again["score"]) / again.count(),
            "people": again.distinct("who"),
            "tried_once": last.count(last["number"] == 1),
        }
    return mean(again, again["score"].astype(np.float64) - again["first"], details=details)


def _last(attempts: Picked) -> Picked:
    """Return the last attempt of each person in each course of a period; they are in the order of their days."""
    who, course = attempts["who"].astype(np.int64), attempts["course"]
    period = attempts.group // attempts.asked.part_count
    key = (period * (1 + who.max(initial=0)) + who) * (1 + course.max(initial=0)) + course
    _, from_the_end = np.unique(key[::-1], return_index=True)
    mask = np.zeros(len(key), dtype=bool)
    mask[len(key) - 1 - from_the_end] = True
    return attempts.where(mask)


ENTRY = Definition(
    name="quiz_first_to_last",
    title="Quiz scores, first to last attempt",
    question="Do people get better at what they are asked?",
    formula=(
        "Mean of the last score less the first, for each person and quiz with an attempt in the period and at least "
        "two up to it."
    ),
    unit="points",
    measure="ratio",
    timing="leading",
    needs=("quizzes",),
    least_n=10,
    n_means="quizzes of people who tried again",
    method="bootstrap over people, from eight people on",
    traps=(
        (
            "Who scored low by bad luck scores better next time without having learnt anything: a part of every such "
            "gain is that (regression to the mean)."
        ),
        "Who passed at once doesn't try again, and is counted beside.",
        "Knowing the questions is not knowing the matter.",
    ),
    source="scores of attempts that were handed in",
    group="enablement",
    direction="up",
    read=read,
)
