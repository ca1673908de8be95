"""Seller turnover: how many sellers leave in a year."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lms.figures.calendar import DAYS_IN_YEAR
from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import number
from lms.kpis.staying import Turnover, turnover, turnover_by_onboarding
from lms.statistics.many import garwood_many


def read(asked: KpiQuestion) -> KpiReading:
    """Return leavers by person-year, beside it those of the period and, where it is known, by onboarding."""
    found = turnover(asked)
    with np.errstate(all="ignore"):
        headcount = found.years * DAYS_IN_YEAR / asked.lengths
        details = {"average_headcount": headcount, "of_the_period": found.leavers / headcount}
    sides = turnover_by_onboarding(asked)
    for name, side in zip(("onboarded", "not_onboarded"), sides or (), strict=False):
        details |= _side(name, side)
    reading = number(found.leavers, exposures=found.years, details={"leavers": found.leavers, **details})
    # What the least n counts is who could leave, not who did.
    return replace(reading, n=np.round(np.nan_to_num(headcount)).astype(np.int64))


def _side(name: str, side: Turnover) -> dict[str, np.ndarray]:
    bounds = garwood_many(side.leavers, side.years)
    with np.errstate(all="ignore"):
        rate = np.where(side.years > 0, side.leavers / side.years, np.nan)
    return {
        name: rate,
        f"{name}_low": bounds.low,
        f"{name}_high": bounds.high,
        f"{name}_leavers": side.leavers,
        f"{name}_years": side.years,
    }


ENTRY = Definition(
    name="seller_turnover",
    title="Seller turnover a year",
    question="How many of our sellers leave in a year?",
    formula=(
        "Reps whose last day is in the period, divided by the average number of reps in it, for a year: by the years "
        "that they worked together. What it is for the period alone stands beside, and, where courses of the "
        "onboarding are set, the same of who had finished it and of who hadn't, each for the days on which that was so."
    ),
    unit="share",
    measure="ratio",
    timing="lagging",
    needs=("people",),
    least_n=5,
    n_means="reps on average",
    method="Garwood's exact Poisson interval over person-years",
    traps=(
        "It is of a year whatever the period: 3 of 60 who leave in a quarter are 20 % a year.",
        "Few leave in a quarter: the interval is wide.",
        "Who is a rep is known as of today only; who was one and became a manager isn't among them.",
        "Who finished the onboarding differs in more than that: a lower turnover of theirs isn't its effect.",
    ),
    source="leavers by average headcount, common use; Garwood 1936 for the interval",
    dimensions=("team", "region"),
    assumptions=("people leave independently of each other",),
    group="enablement",
    direction="down",
    read=read,
)
