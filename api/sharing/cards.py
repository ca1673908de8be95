"""Home card of sharing: what buyers opened lately."""

from __future__ import annotations

from datetime import timedelta

from api.web.auth import SIGNED_IN
from api.web.cards import MOST_ITEMS, Card, ItemOut, Showing, WayOut
from api.web.context import actor, now, parts, session
from lms.days import day_of
from lms.sharing.reading import opened_lately

SHARED = "/app/shared/"
LATELY = timedelta(days=7)


def _opened() -> Showing | None:
    """Return the links that buyers opened in the last days, the last opened first; without any there is no card."""
    found = opened_lately(session(), actor=actor(), since=now() - LATELY, most=MOST_ITEMS)
    if not found:
        return None
    items = [
        ItemOut(
            title=f"{link.contact_name}: {link.title}",
            url=f"{SHARED}#{link.id}",
            detail="opened once" if tally.opens == 1 else f"opened {tally.opens} times",
            on=day_of(parts().config.zone, tally.last_at or now()),
        )
        for link, tally in found
    ]
    return Showing(items=items, more=WayOut(label="All that you shared", url=SHARED))


cards = (Card("opened", "Opened by buyers", SIGNED_IN, 20, _opened, "", SHARED),)
