"""Home card of sending: the steps of sequences that are due today."""

from __future__ import annotations

from api.web.auth import SIGNED_IN
from api.web.cards import MOST_ITEMS, Card, ItemOut, Showing, WayOut
from api.web.context import actor, now, session
from api.web.naming import named_page
from lms.sending.listing import DueStep, list_due

TODAY = "/app/today/"


def _due() -> Showing | None:
    """Return the steps that are due, the longest due first; without any the card isn't shown."""
    found = list_due(session(), actor=actor(), at=now())
    if not found:
        return None
    more = WayOut(label=f"All {len(found)}", url=TODAY) if len(found) > MOST_ITEMS else None
    return Showing(items=[_step(one) for one in found[:MOST_ITEMS]], more=more)


def _step(one: DueStep) -> ItemOut:
    run, template = one.found.run, named_page(one.step.template)
    return ItemOut(
        title=f"{run.contact_name}: {template.title or template.id}",
        url=f"{TODAY}#{run.id}",
        language=template.language,
        detail=f"step {one.step.number + 1} of {len(run.steps)}, due",
        on=one.step.due_on,
    )


cards = (Card("today", "To send today", SIGNED_IN, 19, _due, "", TODAY),)
