"""Zero-result share: searches that found nothing at all."""

from __future__ import annotations

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.searching import share_of_episodes


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of search episodes in which no query found anything."""
    episodes = asked.flow("episode")
    return share_of_episodes(episodes, episodes["found_nothing"] == 1)


ENTRY = Definition(
    name="zero_result_share",
    title="Searches without a result",
    question="How often does the library have nothing?",
    formula=(
        "Search episodes in which no query had a hit, divided by all search episodes; of words that were still being "
        "typed only what they came to counts."
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
        "A search that finds only the wrong pages isn't in it: read it beside search success.",
        "A search that forgives every spelling lowers it without helping anybody.",
        "Of fewer than five people there is insufficient data.",
    ),
    source="common use in site search",
    group="enablement",
    direction="down",
    read=read,
)
