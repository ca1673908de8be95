"""Home cards of KPIs: numbers of one's own, and what somebody hasn't yet said or done of how long finding took."""

from __future__ import annotations

from collections.abc import Iterator

from api.kpis.own_numbers import RESULTS, is_anything_counted, own_numbers
from api.kpis.survey import QUESTION
from api.web.cards import Card, ItemOut, Showing
from api.web.context import actor, parts, session
from lms.baselines.sheets import own_draw
from lms.baselines.survey import own_answer

FIND_THIS = "/app/find-this/"


def _asked() -> Showing | None:
    """Return what the actor hasn't done yet; who is through is asked no more."""
    items = list(_open_items())
    return Showing(items=items) if items else None


def _open_items() -> Iterator[ItemOut]:
    if own_answer(session(), actor=actor()) is None:
        yield ItemOut(title=QUESTION, url=FIND_THIS)
    for entry in parts().search.catalogue().entries:
        if entry.type == "timed-tasks" and entry.status == "approved":
            draw = own_draw(session(), actor=actor(), page_id=entry.id)
            if draw is None or draw.finished_on is None:
                yield ItemOut(title=entry.title, url=FIND_THIS, detail="against the clock")


cards = (
    Card(
        "numbers",
        "Results",
        ("rep", "manager", "analyst", "admin"),
        38,
        is_anything_counted,
        "There is too little data yet to say anything.",
        RESULTS,
        own_numbers,
    ),
    Card("finding", "How long did finding take?", ("rep",), 58, _asked, "", FIND_THIS),
)
