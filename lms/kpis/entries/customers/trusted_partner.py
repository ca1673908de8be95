"""Trusted partner: how customers see who sells to them."""

from __future__ import annotations

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share_of
from lms.kpis.scope import CUSTOMER_DIMENSIONS

LEVELS = {
    "approved_vendor": 1,
    "preferred_supplier": 2,
    "solutions_consultant": 3,
    "strategic_contributor": 4,
    "trusted_partner": 5,
}


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of answers with the highest level, and how many there are of each."""
    surveys = asked.flow("survey")
    trust = surveys["trust"]
    answers = surveys.where((trust >= 1) & (trust <= len(LEVELS)))
    details = {name: answers.count(answers["trust"] == level) for name, level in LEVELS.items()}
    return share_of(answers, answers["trust"] == LEVELS["trusted_partner"], details=details)


ENTRY = Definition(
    name="trusted_partner",
    title="Trusted partner status",
    question="How many customers see a trusted partner in us?",
    formula=(
        "Answers of customers who name the highest of five levels (approved vendor, preferred supplier, solutions "
        "consultant, strategic contributor, trusted partner), divided by all answers; how many name each stands beside."
    ),
    unit="share",
    measure="ratio",
    timing="leading",
    needs=("surveys",),
    least_n=10,
    n_means="answers",
    method="Wilson's score interval over answers",
    traps=(
        "It is what customers say; what sellers think of themselves is no answer.",
        "The levels are an order, not a scale: a mean of them says nothing.",
    ),
    source="the levels of relationship of CSO Insights' SRP matrix",
    dimensions=CUSTOMER_DIMENSIONS,
    assumptions=("answers are independent of each other",),
    group="customers",
    direction="up",
    read=read,
)
