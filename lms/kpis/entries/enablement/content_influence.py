"""Content influence: deals won before whose close something was shared with the buyer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lms.kpis.asked import DEAL_DIMENSIONS, KpiQuestion
from lms.kpis.closed import closed_deals, won_deals
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.picked import Picked
from lms.kpis.readings import divided, priced, share_of
from lms.kpis.recorded import since_recorded


def shared_before(asked: KpiQuestion, ends: Picked) -> NDArray[np.bool_]:
    """Tell of each end of a deal whether a page was shared on that deal on an earlier day."""
    shares = asked.frame("share")
    is_of_deal = shares["deal"] != 0
    # Shares stand in the order of their days, so the first of a deal is its earliest.
    refs, first = np.unique(shares["deal"][is_of_deal], return_index=True)
    if not len(refs):
        return np.zeros(len(ends), dtype=bool)
    earliest = shares["day"][is_of_deal][first]
    own = asked.frame("deal")["ref"][ends["deal"]]
    place = np.minimum(np.searchsorted(refs, own), len(refs) - 1)
    found: NDArray[np.bool_] = (refs[place] == own) & (earliest[place] < ends["day"])
    return found


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of deals won with something shared before; their value, and win rates with and without."""
    won, closed = won_deals(asked), closed_deals(asked)
    has, closed_has = shared_before(asked, won), shared_before(asked, closed)
    is_won = closed["is_won"] == 1
    details = {
        "value": won.sum(np.where(has, np.nan_to_num(won.worth()), 0.0)),
        "win_rate_with": divided(closed.count(is_won & closed_has), closed.count(closed_has)),
        "win_rate_without": divided(closed.count(is_won & ~closed_has), closed.count(~closed_has)),
    }
    return since_recorded(asked, priced(share_of(won, has, details=details), won), ("share",), "sharing is")


ENTRY = Definition(
    name="content_influence",
    title="Content influence",
    question="On how many of the deals that we won was content shared with the buyer?",
    formula=(
        "Deals won on which a page was sent or shared with that deal named, on a day before the close, divided by all "
        "deals won. Beside it the value of those deals, each counted once and in full, and the win rates of deals with "
        "and without."
    ),
    unit="share",
    measure="ratio",
    needs=("deals", "shares"),
    least_n=20,
    n_means="deals won",
    method="Wilson's score interval over deals",
    traps=(
        "It says that content was there, not that it did anything: reps share more on deals that go well anyway.",
        "Its value can't be added to that of other influences: the same deal counts in full for each.",
        "What was shared on the day of the close, or after, isn't counted.",
    ),
    source="smartbugmedia.com and pedowitzgroup.com for the use; Wilson 1927",
    dimensions=DEAL_DIMENSIONS,
    assumptions=("whoever shares a page names the deal",),
    group="enablement",
    timing="lagging",
    direction="neither",
    read=read,
    rows=won_deals,
)
