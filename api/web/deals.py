"""Deals that a request names."""

from __future__ import annotations

from api.web.context import actor, parts, session
from api.work.deals import visible_deal
from lms.errors import Conflict, NotFound


def known_deal(deal_id: str | None) -> str | None:
    """Return the full id of a deal whose records the actor may see; raises Conflict for any other."""
    if deal_id is None:
        return None
    try:
        return visible_deal(session(), parts().figures.current(), actor=actor(), deal_id=deal_id.strip()).id
    except NotFound as error:  # the address of the request is right
        raise Conflict(str(error), field="deal") from error
