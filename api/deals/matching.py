"""Deals that a page fits, over HTTP: the asker's own open ones."""

from __future__ import annotations

from flask import Blueprint
from pydantic import BaseModel

from api.deals.shapes import SELLERS, TAGS, DealOut
from api.deals.topics import TopicOut, topics_out
from api.web.auth import allow
from api.web.context import actor, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import Limited
from api.web.sight import visible_entry
from api.work.selling.listing import DealsAsked, deals_of, owners_seen
from api.work.selling.matching import deals_for
from api.work.selling.rows import read_deals

blueprint = Blueprint("page_deals", __name__, url_prefix=f"{PREFIX}/content/<page_id>")


class MatchedDealOut(BaseModel):
    """A deal that a page fits, and why: what of it the page names."""

    deal: DealOut
    because: list[TopicOut]


class MatchedDealsOut(BaseModel):
    """The asker's open deals that a page fits, those first of which it names most; `total` is how many there are."""

    items: list[MatchedDealOut]
    total: int


@blueprint.get("/deals")
@allow(*SELLERS)
@spec.validate(resp=answers(503, HTTP_200=MatchedDealsOut), tags=TAGS)
def page_deals(page_id: str, query: Limited) -> Answer:
    """List the asker's own open deals that a page fits."""
    entry, figures = visible_entry(page_id), parts().figures.current()
    owners = owners_seen(session(), figures, actor=actor(), owner_id=actor().id)
    numbers = deals_of(figures, DealsAsked(), owners=owners)
    taxonomy = parts().search.generation().head.taxonomy
    found, total = deals_for(figures, taxonomy, entry, numbers, limit=query.limit)
    rows = read_deals(session(), figures, [one.number for one in found], currency=parts().config.currency)
    items = [
        MatchedDealOut(deal=DealOut.of(row), because=topics_out(one.because))
        for row, one in zip(rows, found, strict=True)
    ]
    return MatchedDealsOut(items=items, total=total)
