"""Pages that went to buyers, against those that buyers had on screen; never by person."""

from __future__ import annotations

from datetime import date
from typing import Literal

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import SIGNED_IN, allow
from api.web.context import parts
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.named import NamedPageOut, named_page
from api.web.paging import Numbered
from api.web.periods import PeriodQuery, period_of
from api.web.shapes import ProportionOut
from lms.kpis.sent_and_read import LEAST, SentAndRead, sent_and_read

blueprint = Blueprint("sent_and_read", __name__, url_prefix=f"{PREFIX}/sharing")
DEFINITION = (
    "Sent are e-mails that were noted as sent from a page; links are links for buyers that lead to it, alone or in a"
    " room. Read is the share of those links with which a buyer had this page on a screen; robots, scanners of mail and"
    f" our own people don't count. Below {LEAST} links there is too little data to say. Reps choose what they share"
    " with whom, so a difference between two pages isn't yet the pages' doing."
)


class ReadQuery(PeriodQuery, Numbered):
    """Which days, and which page of the list."""


class SentAndReadOut(BaseModel):
    """A page: e-mails sent from it, links that lead to it, the share of those that were read, and for how long."""

    page: NamedPageOut
    sent: int
    links: int
    status: Literal["measured", "insufficient_data"]
    read: ProportionOut
    seconds: float | None


class SentAndReadListOut(BaseModel):
    """The pages that went to buyers in a period, the most often first; `least` links are needed for a share."""

    start: date
    end: date
    least: int
    items: list[SentAndReadOut]
    page: int
    limit: int
    total: int
    definition: str


@blueprint.get("/read")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(409, 503, HTTP_200=SentAndReadListOut), tags=["sharing"])
def read(query: ReadQuery) -> Answer:
    """Report which pages went to buyers, and which of them were read, of the whole company."""
    period = period_of(query)
    found = sent_and_read(parts().figures.current(), start=period.start.toordinal(), end=period.end.toordinal())
    return SentAndReadListOut(
        start=period.start,
        end=period.end,
        least=LEAST,
        items=[_out(row) for row in query.part_of(found)],
        page=query.page,
        limit=query.limit,
        total=len(found),
        definition=DEFINITION,
    )


def _out(row: SentAndRead) -> SentAndReadOut:
    return SentAndReadOut(
        page=named_page(row.page_id),
        sent=row.sent,
        links=row.links,
        status=row.read.status,
        read=ProportionOut.of(row.read),
        seconds=row.seconds,
    )
