"""NPS: whether customers would recommend us."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.scope import CUSTOMER_DIMENSIONS
from lms.statistics.scores import MINIMUM_ANSWERS, net_promoter

PROMOTER, PASSIVE = 9, 7


def read(asked: KpiQuestion) -> KpiReading:
    """Return 100 (promoters - detractors) / answers, with its standard error beside."""
    surveys = asked.flow("survey")
    answers = surveys.where(surveys["nps"] >= 0)
    score = answers["nps"]
    promoters, detractors, n = answers.count(score >= PROMOTER), answers.count(score < PASSIVE), answers.count()
    found = net_promoter(promoters, detractors, n)
    details = {"promoters": promoters, "passives": n - promoters - detractors, "detractors": detractors}
    own = {name: column.astype(np.float64) for name, column in details.items()}
    own["standard_error"] = found.standard_error
    return KpiReading(found.value, found.low, found.high, n, found.method, own)


ENTRY = Definition(
    name="nps",
    title="Net promoter score",
    question="Would our customers recommend us?",
    formula="Share of promoters (9 and 10) less the share of detractors (0 to 6), of all answers, times 100.",
    unit="points",
    measure="ratio",
    timing="leading",
    needs=("surveys",),
    least_n=MINIMUM_ANSWERS,
    n_means="answers",
    method="adjusted Wald interval; the standard error beside it is the common one",
    traps=(
        "Below about 100 answers the interval is 15 points and more to either side.",
        "Those who answer are not those who don't, and a score that is asked for on a bad day is another.",
        "Several answers of one customer count as several.",
    ),
    source="Reichheld 2003; Rocks 2016 for the interval",
    dimensions=CUSTOMER_DIMENSIONS,
    assumptions=("answers are independent of each other",),
    group="customers",
    direction="up",
    read=read,
)
