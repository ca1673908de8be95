"""Content for a deal over HTTP: pages that fit it, what won deals like it used, and what was sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.deals.shapes import SELLERS, TAGS, asked_deal, row_of
from api.deals.topics import TopicOut, topics_asked, topics_out
from api.web.auth import allow
from api.web.context import actor, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.named import NamedPageOut, named_page
from api.web.paging import After, Limited, Listed, listed
from api.web.shapes import PageOut, PersonRef, ProportionOut, page_out
from api.web.sight import sight_of
from api.work.selling.fitting import pages_for
from api.work.selling.used import used_by_won
from lms.people.directory import names_of
from lms.sending.models import SentMessage
from lms.sending.sends import SendWay, sends_of_deal

blueprint = Blueprint("deal_content", __name__, url_prefix=f"{PREFIX}/deals/<deal_id>")
SentState = Literal["as_sent", "changed", "overdue", "gone"]


class FittingPageOut(BaseModel):
    """A page that fits, and why: what it names of the deal."""

    page: PageOut
    because: list[TopicOut]


class UsedPageOut(BaseModel):
    """A page, and in how many won deals like this one it was sent."""

    page: NamedPageOut
    status: Literal["measured", "insufficient_data"]
    deals: ProportionOut


class DealContentOut(BaseModel):
    """Pages that fit a deal, those that fit most first, and what won deals like it used.

    Like it are those with its product, or its industry and segment; counted are those won `since` sends are noted.
    """

    fitting: list[FittingPageOut]
    total: int
    won: int
    since: date | None
    used: list[UsedPageOut]


class DealSendOut(BaseModel):
    """What somebody sent for a deal; `state` says whether the page changed since, is overdue for a review, or gone."""

    id: UUID
    rep: PersonRef
    at: datetime
    on: date
    page: NamedPageOut
    state: SentState
    way: SendWay
    contact_name: str | None


@blueprint.get("/content")
@allow(*SELLERS)
@spec.validate(resp=answers(409, 503, HTTP_200=DealContentOut), tags=TAGS)
def content(deal_id: str, query: Limited) -> Answer:
    """Return the pages that fit a deal, and those that won deals like it used."""
    figures, deal = asked_deal(deal_id)
    topics = topics_asked(figures, deal, row_of(figures, deal))
    found = pages_for(parts().search, topics, sight=sight_of(actor()))
    used = used_by_won(figures, deal.number)
    named = [(named_page(page.page_id), page.deals) for page in used.pages]
    return DealContentOut(
        fitting=[
            FittingPageOut(page=page_out(page.entry), because=topics_out(page.because)) for page in found[: query.limit]
        ],
        total=len(found),
        won=used.won,
        since=used.since,
        used=[
            UsedPageOut(page=page, status=share.status, deals=ProportionOut.of(share))
            for page, share in named
            if page.title
        ][: query.limit],
    )


@blueprint.get("/sent")
@allow(*SELLERS)
@spec.validate(resp=answers(409, 503, HTTP_200=Listed[DealSendOut]), tags=TAGS)
def sent(deal_id: str, query: After) -> Answer:
    """List what was sent for a deal, whoever sent it, the last first."""
    _, deal = asked_deal(deal_id)
    found = sends_of_deal(session(), deal=deal.id, after=query.after, limit=query.limit + 1)
    names = names_of(session(), person_ids={one.rep_id for one in found})
    return listed(Listed[DealSendOut], [_sent(one, names[one.rep_id]) for one in found], query.limit)


def _sent(one: SentMessage, rep: str) -> DealSendOut:
    return DealSendOut(
        id=one.id,
        rep=PersonRef(id=one.rep_id, name=rep),
        at=one.at,
        on=one.on,
        page=named_page(one.page_id),
        state=_state(one),
        way=one.way,
        contact_name=one.contact_name,
    )


def _state(one: SentMessage) -> SentState:
    entry = parts().search.entry(one.page_id, sight=sight_of(actor()))
    if entry is None or entry.status == "archived":
        return "gone"
    if page_out(entry).freshness == "overdue":
        return "overdue"
    return "as_sent" if entry.hash == one.page_version else "changed"
