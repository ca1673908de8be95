"""Shapes of deals: what lists show of each."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from pydantic import BaseModel

from api.web.below import SiteAddress
from api.web.context import actor, parts, session
from api.web.shapes import PersonRef
from api.work.deals import FoundDeal, found_deal
from api.work.selling.listing import DealState
from api.work.selling.rows import ListedDeal, read_deals
from lms.figures.frames import FigureSet

# Whoever sells, and who leads them; a rep sees their own deals, a manager those of their teams.
SELLERS = ("rep", "manager", "admin")
TAGS = ["deals"]


class DealOut(BaseModel):
    """A deal as the CRM has it now; `id` is `source:key`, `url` its page in the site, `owner` whose it is."""

    id: str
    url: SiteAddress
    name: str
    account: str | None
    owner: PersonRef | None
    stage: str | None
    state: DealState
    amount: float | None
    currency: str | None
    created_on: date | None
    close_on: date | None
    product: str | None

    @classmethod
    def of(cls, deal: ListedDeal) -> DealOut:
        """Return a deal as the API shows it."""
        return cls(
            id=deal.id,
            url=deal_url(deal.id),
            name=deal.name,
            account=deal.account,
            owner=PersonRef(id=deal.owner_id, name=deal.owner or "") if deal.owner_id else None,
            stage=deal.stage,
            state=deal.state,
            amount=None if deal.amount is None else float(deal.amount),
            currency=deal.currency,
            created_on=deal.created_on,
            close_on=deal.close_on,
            product=deal.product,
        )


def row_of(figures: FigureSet, deal: FoundDeal) -> ListedDeal:
    """Return a deal as the CRM has it now."""
    (row,) = read_deals(session(), figures, [deal.number], currency=parts().config.currency)
    return row


def deal_url(deal_id: str) -> str:
    """Return the address of a deal's page in the site."""
    return f"/app/deal/?{urlencode({'id': deal_id})}"


def asked_deal(deal_id: str) -> tuple[FigureSet, FoundDeal]:
    """Return the figures, and where a deal that the actor may see stands in them; raises NotFound for any other."""
    figures = parts().figures.current()
    return figures, found_deal(session(), figures, actor=actor(), deal_id=deal_id)
