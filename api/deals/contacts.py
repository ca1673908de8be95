"""Contacts of a deal: who may be written to, as the CRM has them."""

from __future__ import annotations

from flask import Blueprint
from pydantic import BaseModel

from api.deals.shapes import SELLERS, TAGS, asked_deal
from api.web.auth import allow
from api.web.context import session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import Numbered
from api.work.selling.contacts import DealContact, contacts_of

blueprint = Blueprint("deal_contacts", __name__, url_prefix=f"{PREFIX}/deals")


class DealContactOut(BaseModel):
    """A contact by its id in the CRM (`source:key`).

    `language` and `country` are codes of ISO 639 and 3166, `time_zone` is a name that a sequence takes; null where the
    CRM says nothing that is plain.
    """

    id: str
    name: str
    email: str | None
    phone: str | None
    title: str | None
    language: str | None
    country: str | None
    time_zone: str | None

    @classmethod
    def of(cls, one: DealContact) -> DealContactOut:
        """Return a contact as the API shows it."""
        said = one.said
        return cls(
            id=one.id,
            name=said.name,
            email=said.email,
            phone=said.phone,
            title=said.title,
            language=one.language,
            country=one.country,
            time_zone=said.zone,
        )


class DealContactsOut(BaseModel):
    """The contacts at a deal's account; `total` is how many there are."""

    items: list[DealContactOut]
    total: int
    page: int
    limit: int


@blueprint.get("/<deal_id>/contacts")
@allow(*SELLERS)
@spec.validate(resp=answers(409, 503, HTTP_200=DealContactsOut), tags=TAGS)
def contacts(deal_id: str, query: Numbered) -> Answer:
    """List the contacts at the account of a deal that the asker may see, each page by name."""
    figures, deal = asked_deal(deal_id)
    start = (query.page - 1) * query.limit
    found, total = contacts_of(session(), figures, deal, start=start, limit=query.limit)
    return DealContactsOut(
        items=[DealContactOut.of(one) for one in found], total=total, page=query.page, limit=query.limit
    )
