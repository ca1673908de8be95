"""Home cards of demand: what was searched for in vain this week, and the gaps that an author has taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from api.web.cards import MOST_ITEMS, Card, FigureOut, ItemOut, Showing, WayOut
from api.web.context import actor, clock, parts, session
from api.web.shapes import ProportionOut
from lms.days import day_of
from lms.demand.gaps import list_taken_by
from lms.demand.models import Gap
from lms.demand.report import DemandCounts, Wording, nothing_share, read_demand, read_wordings

DEMAND = "/app/demand/"
WEEK = timedelta(days=6)


def _week() -> Showing:
    """Return what was searched for in vain in the last seven days, the most wanted first."""
    today = clock().day
    found = read_demand(session(), kind="nothing", start=today - WEEK, end=today)
    if not found.needs:
        return Showing()
    shown = found.rows[:MOST_ITEMS]
    worded = read_wordings(session(), [row.group for row in shown])
    whole = DemandCounts(0, found.needs, found.nothing_found, found.unopened)
    period = f"?from={today - WEEK}&to={today}"
    return Showing(
        figures=[
            FigureOut(label="needs this week", value=found.needs, url=f"{DEMAND}{period}"),
            FigureOut(label="found nothing", share=ProportionOut.of(nothing_share(whole)), url=f"{DEMAND}{period}"),
        ],
        items=[
            ItemOut(
                title=f"“{worded[row.group].query}”",
                url=f"/app/search/?{urlencode({'q': worded[row.group].query})}",
                language=worded[row.group].language,
                detail=f"{row.nothing_found} of {row.needs} found nothing",
            )
            for row in shown
        ],
        more=WayOut(label="All that was searched for", url=DEMAND),
    )


def _gaps() -> Showing | None:
    """Return the gaps that the actor took and hasn't closed, the oldest first."""
    gaps = list_taken_by(session(), person_id=actor().id, limit=MOST_ITEMS)
    if not gaps:
        return None
    worded = read_wordings(session(), [gap.query_number for gap in gaps if gap.query_number is not None])
    return Showing(items=[_gap(gap, worded) for gap in gaps])


def _gap(gap: Gap, worded: Mapping[int, Wording]) -> ItemOut:
    on = day_of(parts().config.zone, gap.taken_at)
    if gap.query_number is not None:
        words = worded[gap.query_number]
        title, language = f"“{words.query}”", words.language
    else:
        entry = parts().search.entry(gap.lacking_id or "")
        title = f"What “{entry.title if entry else gap.lacking_id}” lacks"
        language = None
    return ItemOut(title=title, url=f"{DEMAND}#gaps", language=language, detail="taken on", on=on)


cards = (
    Card("gaps", "Gaps you are closing", ("author", "admin"), 13, _gaps, "", DEMAND),
    Card("demand", "Demand this week", ("author",), 15, _week, "Nobody has searched for anything this week.", DEMAND),
)
