"""Home card of deals: the open ones that are expected to close first, of the asker or of whom they manage."""

from __future__ import annotations

from api.deals.shapes import deal_url
from api.web.cards import MOST_ITEMS, Card, ItemOut, PersonOnCard, Showing, WayOut
from api.web.context import actor, parts, session
from api.work.selling.listing import DealsAsked, deals_of, owners_seen
from api.work.selling.rows import ListedDeal, read_deals
from lms.figures.frames import FiguresMissingError

DEALS = "/app/deals/"


def _closing() -> Showing | None:
    """Return the deals that close first; without any, or before they were counted, the card isn't shown."""
    try:
        figures = parts().figures.current()
    except FiguresMissingError:
        return None
    owners = owners_seen(session(), figures, actor=actor(), owner_id=None)
    numbers = deals_of(figures, DealsAsked(), owners=owners)
    if not len(numbers):
        return None
    more = WayOut(label=f"All {len(numbers):,}", url=DEALS) if len(numbers) > MOST_ITEMS else None
    found = read_deals(session(), figures, numbers[:MOST_ITEMS].tolist(), currency=parts().config.currency)
    return Showing(items=[_item(deal) for deal in found], more=more)


def _item(deal: ListedDeal) -> ItemOut:
    is_own = deal.owner_id == actor().id
    person = None if is_own or deal.owner_id is None else PersonOnCard(id=deal.owner_id, name=deal.owner or "")
    return ItemOut(
        title=deal.name,
        url=deal_url(deal.id),
        detail=", ".join(word for word in (deal.stage, "closes" if deal.close_on else "") if word),
        on=deal.close_on,
        person=person,
    )


cards = (Card("deals", "Deals that close first", ("rep", "manager"), 36, _closing, "", DEALS),)
