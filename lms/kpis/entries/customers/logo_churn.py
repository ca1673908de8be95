"""Logo churn: customers who left."""

from __future__ import annotations

from lms.kpis.asked import KpiQuestion
from lms.kpis.contracts import RENEWED, kept_customers
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.readings import share
from lms.kpis.scope import CUSTOMER_DIMENSIONS


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of the customers of the start who have no contract any more at the end."""
    kept = kept_customers(asked)
    may_renew = kept.count(kept.may_renew)
    return share(kept.count(~kept.is_there), kept.count(), details={"may_still_renew": may_renew})


ENTRY = Definition(
    name="logo_churn",
    title="Logo churn",
    question="How many customers do we lose?",
    formula=(
        "Customers with a contract on the day before the period and none on its last day, divided by all with one on "
        "the day before."
    ),
    unit="share",
    measure="ratio",
    timing="lagging",
    needs=("contracts",),
    least_n=10,
    n_means="customers on the day before the period",
    method="Wilson's score interval over customers",
    traps=(
        "It is of the period, not of a year: compare periods of one length.",
        "Who became a customer within the period can't be lost in it.",
        "A contract that ended in the last 30 days may still be renewed, and counts as lost until then.",
        "A large customer counts like a small one: read revenue retention beside it.",
    ),
    source="common use; Wilson 1927 for the interval",
    dimensions=CUSTOMER_DIMENSIONS,
    assumptions=(RENEWED, "customers stay or leave independently of each other"),
    group="customers",
    direction="down",
    read=read,
)
