"""Deals: those of the asker, or of whom they manage, and each with what the CRM says of it and of its account."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.deals.shapes import SELLERS, TAGS, DealOut, asked_deal, row_of
from api.web.auth import allow
from api.web.context import actor, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import Numbered
from api.work.selling.listing import DealsAsked, DealState, deals_of, owners_seen, word_of, words_asked
from api.work.selling.rows import read_deals

blueprint = Blueprint("deals", __name__, url_prefix=f"{PREFIX}/deals")


class DealsQuery(Numbered):
    """Which deals: those that are open, or in another state, or in `any`; whose name or id holds all words of `q`."""

    q: str = Field("", max_length=200, pattern=r"^[^\x00]*$")
    state: DealState | None = None
    any: bool = Field(False, description="closed deals too; `state` then says nothing")
    owner_id: UUID | None = None


class DealsOut(BaseModel):
    """Deals, open ones that are expected to close first, others that closed last; `total` is how many there are."""

    items: list[DealOut]
    total: int
    page: int
    limit: int


class DealPageOut(DealOut):
    """A deal with what is known of its account: `segment` and `region` are those of the deal, where it says its own."""

    industry: str | None
    segment: str | None
    region: str | None


@blueprint.get("")
@allow(*SELLERS)
@spec.validate(resp=answers(503, HTTP_200=DealsOut), tags=TAGS)
def deals(query: DealsQuery) -> Answer:
    """List the deals of those whose records the asker may see."""
    figures = parts().figures.current()
    owners = owners_seen(session(), figures, actor=actor(), owner_id=query.owner_id)
    asked = DealsAsked(None if query.any else query.state or "open", words_asked(session(), query.q))
    numbers = deals_of(figures, asked, owners=owners)
    shown = query.part_of(numbers.tolist())
    found = read_deals(session(), figures, shown, currency=parts().config.currency)
    return DealsOut(items=[DealOut.of(deal) for deal in found], total=len(numbers), page=query.page, limit=query.limit)


@blueprint.get("/<deal_id>")
@allow(*SELLERS)
@spec.validate(resp=answers(409, 503, HTTP_200=DealPageOut), tags=TAGS)
def show(deal_id: str) -> Answer:
    """Return a deal whose owner's records the asker may see, by `source:key` or by its key alone."""
    figures, found = asked_deal(deal_id)
    deal = row_of(figures, found)
    return DealPageOut(
        **DealOut.of(deal).model_dump(),
        **{name: word_of(figures, name, found.number) for name in ("industry", "segment", "region")},
    )
