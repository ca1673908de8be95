"""Search success: searches that ended with a page that was of use."""

from __future__ import annotations

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.searching import share_of_episodes


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of search episodes that succeeded."""
    episodes = asked.flow("episode")
    return share_of_episodes(episodes, episodes["is_success"] == 1)


ENTRY = Definition(
    name="search_success",
    title="Search success",
    question="Do people find what they search for?",
    formula=(
        "Search episodes that end with an opened page that was of use (read for 30 s, copied or shared), divided by "
        "all search episodes. An episode runs from a first query to that open or to being abandoned; a pause of more "
        "than 5 minutes ends it."
    ),
    unit="share",
    measure="ratio",
    timing="leading",
    needs=("searches",),
    least_n=30,
    least_setting="min_episodes",
    n_means="search episodes",
    method="bootstrap over people; of one person Wilson's score interval over episodes",
    traps=(
        "A result whose summary already answers is never opened, and counts as a failure.",
        "Of fewer than five people there is insufficient data, however much they search.",
    ),
    source="what Read the Docs and Mintlify count as a successful search",
    assumptions=("an opened page that was read for 30 s, copied or shared was the right one",),
    group="enablement",
    direction="up",
    read=read,
)
