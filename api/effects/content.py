"""Content before deals closed: the credit of pages in two ways, and win rates with and without."""

from __future__ import annotations

from datetime import date
from typing import Literal

from flask import Blueprint
from pydantic import BaseModel, Field

from api.effects.asking import READERS, EffectsBasisOut, EffectsQuery, basis_out, begin, interval_out
from api.web.auth import allow
from api.web.context import actor, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Id, IntervalOut
from lms.effects import wording
from lms.effects.content import ContentReport, PageCredit, content_report
from lms.effects.touches import read_visits

blueprint = Blueprint("effects_of_content", __name__, url_prefix=f"{PREFIX}/effects")


class ContentQuery(EffectsQuery):
    """Which page beside those touched before most deals, what counts as a touch, and in how many days before a close.

    If not given, the days on which the deal was open count.
    """

    page_id: Id | None = None
    touch: Literal["opened", "used", "shared"] = "opened"
    days: int | None = Field(None, ge=1, le=730)


class PageCreditOut(BaseModel):
    """A page: deals that it was touched before, the credit of won ones in full (binary) and in parts (fractional).

    `difference` is the win rate with it less that without, in matched strata, and `n` the deals in them; null of too
    few deals. `adjusted_p` is corrected for all pages compared.
    """

    page_id: str
    title: str
    deals: int
    won: int
    binary_value: float
    fractional_won: float
    fractional_value: float
    others: int
    status: Literal["measured", "insufficient_data"]
    difference: float | None
    interval: IntervalOut | None
    n: int
    strata: int
    adjusted_p: float | None
    is_evidence: bool
    said: str

    @classmethod
    def of(cls, one: PageCredit, title: str, days: int | None) -> PageCreditOut:
        """Return a page as the API shows it."""
        names = ("page_id", "deals", "won", "binary_value", "fractional_won", "fractional_value", "others")
        compared = one.compared
        is_known = compared is not None and compared.interval is not None
        return cls(
            **{name: getattr(one, name) for name in (*names, "adjusted_p", "is_evidence")},
            title=title,
            status="measured" if is_known else "insufficient_data",
            difference=compared.matched.difference if compared and is_known else None,
            interval=interval_out(compared.interval if compared else None),
            n=compared.matched.n if compared else 0,
            strata=compared.matched.strata if compared else 0,
            said=wording.say_page(one, days),
        )


class ContentOut(EffectsBasisOut):
    """Pages before deals closed, most touched first; `shown` is the page asked for.

    Fractional credit adds up to `won_with_any` and `value_with_any` over all pages; binary credit doesn't add up.
    """

    recorded_from: date | None
    deals: int
    won_with_any: int
    value_with_any: float
    shown: PageCreditOut | None
    pages: list[PageCreditOut]
    said_of_deals: str
    said_of_credit: str
    said_of_looks: str
    said_of_time: str
    caveat: str


@blueprint.get("/content")
@allow(*READERS)
@spec.validate(resp=answers(404, 409, 503, HTTP_200=ContentOut), tags=["effects"])
def effects_of_content(query: ContentQuery) -> Answer:
    """Report which pages owners touched before their deals closed, never after, and what was won with and without."""
    basis, found = begin(actor(), query)
    visits = read_visits(session(), basis.figures, touch=query.touch, zone=parts().config.zone, until=now())
    days = basis.figures.frames["visit"]["day"]
    report = content_report(
        basis,
        visits,
        recorded_from=int(days.min()) if len(days) else None,
        days=query.days,
        page_id=query.page_id,
    )
    pages = _pages(report, query)
    return ContentOut(
        **basis_out(basis, found),
        **{name: getattr(report, name) for name in ("recorded_from", "deals", "won_with_any", "value_with_any")},
        shown=next((page for page in pages if page.page_id == query.page_id), None),
        pages=pages,
        said_of_deals=wording.say_recorded(report, query.days),
        said_of_credit=wording.NOT_ADDITIVE,
        said_of_looks=wording.say_pages_corrected(report),
        said_of_time=wording.NEVER_AFTER,
        caveat=wording.SELECTION,
    )


def _pages(report: ContentReport, query: ContentQuery) -> list[PageCreditOut]:
    known = parts().search.catalogue().by_id
    titles = {one.page_id: known[one.page_id].title if one.page_id in known else one.page_id for one in report.pages}
    return [PageCreditOut.of(one, titles[one.page_id], query.days) for one in report.pages]
