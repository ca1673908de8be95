"""Certification currency: required certificates that are valid."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import KpiQuestion
from lms.kpis.assigned import COMPLETE, assigned_courses
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share_of
from lms.training.states import State


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of required certificates that are held and valid on the last day."""
    counted, _ = assigned_courses(asked)
    kinds = np.array([kind == "certification" for kind in asked.words("course_kind")] + [False])
    is_certification = kinds[np.append(asked.frame("course")["kind"], -1)]
    required = counted.where(is_certification[counted["course"]])
    state = required["state"]
    details = {"expiring": required.count(state == State.EXPIRING), "expired": required.count(state == State.EXPIRED)}
    return share_of(required, COMPLETE[state], details=details)


ENTRY = Definition(
    name="certification_currency",
    title="Certification currency",
    question="Do those who must be certified hold a valid certificate?",
    formula=(
        "Certificates (courses of the kind certification) that are valid on the last day, divided by those required: "
        "assigned to people who are with the company on that day and not waived."
    ),
    unit="share",
    measure="stock",
    timing="leading",
    needs=("training",),
    least_n=5,
    n_means="certificates required of people",
    method="Wilson's score interval over certificates of people",
    traps=(
        "What is about to expire is still valid: read how many are, beside it.",
        "A certificate that nobody is asked to hold counts on neither side.",
    ),
    source="holders valid of required, as certification registers count; Wilson 1927",
    assumptions=("one person's certificates are taken as independent of each other",),
    group="enablement",
    direction="up",
    read=read,
)
