"""Ramp time: months until new sellers sell."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.ramp import Ramps, ramps
from lms.statistics.survival import kaplan_meier

SHARE = 0.8
METHOD = "Kaplan-Meier median, interval of Brookmeyer and Crowley"


def read(asked: KpiQuestion) -> KpiReading:
    """Return the median months of a ramp; none where half of them aren't there yet."""
    share = float(asked.settings.get("ramp_share", SHARE))
    found = ramps(asked, share=share)
    there = np.bincount(found.group[found.is_there], minlength=asked.groups)
    n = np.bincount(found.group, minlength=asked.groups)
    median, low, high = _medians(found, asked.groups)
    details = {"there": there, "not_yet": n - there, "without_quota": found.without_quota}
    own = {name: column.astype(np.float64) for name, column in details.items()}
    return KpiReading(
        median, low, high, n, METHOD, own, notes=(f"who sold {share:.0%} of a month's quota counts as there",)
    )


def _medians(found: Ramps, groups: int) -> np.ndarray:
    """Return medians and the ends of their intervals, of shape (3, groups)."""
    ends = np.full((3, groups), np.nan)
    for group in np.unique(found.group):
        own = found.group == group
        curve = kaplan_meier(found.months[own], found.is_there[own])
        known = (curve.median, curve.median_low, curve.median_high)
        ends[:, group] = [np.nan if value is None else value for value in known]
    return ends


ENTRY = Definition(
    name="ramp_time",
    title="Ramp time",
    question="How long does a new seller take to sell?",
    formula=(
        "Kaplan-Meier median of the months from the day of hiring to the end of the first calendar month with a won "
        "value of at least a share (80 % unless set otherwise) of that month's quota, of reps hired in the two years "
        "up to the period's end. Who isn't there yet, or left before, is followed to that day (censored)."
    ),
    unit="months",
    measure="distribution",
    timing="lagging",
    needs=("deals", "quotas"),
    least_n=10,
    n_means="reps hired in the last two years who had a quota",
    method=METHOD,
    traps=(
        "A mean over those who are there leaves out everybody who isn't, and looks quick.",
        "A quota that is lower in the first months makes the ramp shorter.",
        "Deals that were taken over from somebody else count like own ones.",
        "Where less than half are there yet, there is no median.",
    ),
    source="Kaplan and Meier 1958; Brookmeyer and Crowley 1982 for the interval",
    dimensions=("team", "region"),
    assumptions=("who left would have ramped like those who stayed",),
    group="enablement",
    direction="down",
    read=read,
)
