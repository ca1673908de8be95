"""Content freshness: pages whose review still holds."""

from __future__ import annotations

import numpy as np

from lms.kpis.asked import KpiQuestion
from lms.kpis.definition import Definition, KpiReading
from lms.kpis.pages import UNKNOWN, shelf_of
from lms.kpis.readings import counted

_PRESENT_ONLY = "only of the present day: nobody keeps until when pages were reviewed on days that are over"


def read(asked: KpiQuestion) -> KpiReading:
    """Return the share of published pages whose review holds on the present day; for other days there is none.

    Pages are nobody's: told apart by anything, all of them are in the last part.
    """
    shelf = shelf_of(asked)
    is_present = [one.start <= asked.as_of <= one.end and asked.as_of >= _today(asked) for one in asked.periods]
    published = shelf.published <= asked.as_of
    n = np.zeros(asked.groups, dtype=np.int64)
    last_parts = np.arange(1, len(asked.periods) + 1) * asked.part_count - 1
    if not asked.filters:
        n[last_parts] = np.where(is_present, np.count_nonzero(published), 0)
    current = np.count_nonzero(published & (shelf.verified_until >= asked.as_of))
    without = np.count_nonzero(published & (shelf.verified_until == 0))
    value = np.where(n > 0, current / np.maximum(n, 1), np.nan)
    details = {"current": np.where(n > 0, current, 0), "without_review": np.where(n > 0, without, 0)}
    return counted(value, n, details=details, notes=(_PRESENT_ONLY,) if len(shelf.published) else (UNKNOWN,))


def _today(asked: KpiQuestion) -> int:
    return int(asked.figures.notes.get("day", 0))


ENTRY = Definition(
    name="content_freshness",
    title="Content freshness",
    question="Can we rely on what the library says?",
    formula="Published pages whose review is current today, divided by all published pages.",
    unit="share",
    measure="stock",
    timing="leading",
    needs=(),
    least_n=1,
    n_means="published pages",
    method="counted, no interval: these are all the pages",
    traps=(
        "A page that says nothing of its review isn't current.",
        "It is known of the present day only, so there is no series and no period before.",
        "A review that nobody did carefully counts like any other.",
    ),
    source="the library's own dates",
    dimensions=(),
    group="enablement",
    direction="up",
    read=read,
    settings=("pages",),
)
