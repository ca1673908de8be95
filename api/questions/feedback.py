"""Feedback of sellers on pages: it worked, or it didn't, because; authors and a page's owner read why, not who."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from flask import Blueprint
from pydantic import BaseModel, Field

from api.questions.heard import MetOut, met_for_actor
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import Numbered
from api.web.shapes import PageOut, ProportionOut, Strict, Words, page_out
from api.web.sight import sight_of, visible_entry
from api.web.tables import csv_response
from api.web.writes import writes
from content.catalogue import Entry
from lms.demand.asked import SaidNeed, ask_of_page, withdraw_of_page
from lms.errors import Conflict
from lms.questions.feedback import LEAST_FOR_ALL, PageWorked, find_feedback, give_feedback, read_worked
from lms.questions.models import PageFeedback

blueprint = Blueprint("feedback", __name__, url_prefix=PREFIX)
AUTHORS = ("author", "admin")
DEFINITION = (
    "Of each person the last answer on a page counts. Reasons are shown without names, to authors and to the page's"
    f" owner; the share to everybody, from {LEAST_FOR_ALL} answers on."
)


class FeedbackIn(Strict):
    """Whether a page worked; for one that didn't why, and whether that says what is missing on it."""

    has_worked: bool
    because: Annotated[Words, Field(max_length=1_000)] | None = None
    is_missing: bool = False


class OwnFeedbackOut(BaseModel):
    """What the asker said last of a page."""

    has_worked: bool
    because: str | None
    is_missing: bool
    at: datetime


class ReasonOut(BaseModel):
    """Why a page didn't work for somebody."""

    text: str
    on: date
    is_missing: bool


class FeedbackOut(BaseModel):
    """What the asker said of a page, null where nothing, and what all did.

    `worked` is null below five answers, but for authors and the page's owner; `reasons` are for these alone. `met` is
    what the asker asked for, or passed on, that this page is there for, and they haven't seen yet.
    """

    page_id: str
    own: OwnFeedbackOut | None
    worked: ProportionOut | None
    reasons: list[ReasonOut] | None
    met: list[MetOut]


class PageFeedbackOut(BaseModel):
    """What was said of one page."""

    page: PageOut
    worked: ProportionOut
    last_on: date
    reasons: list[ReasonOut]


class FeedbackListOut(BaseModel):
    """The pages of which anything was said, those that failed most people first."""

    items: list[PageFeedbackOut]
    total: int
    page: int
    limit: int
    definition: str


@blueprint.get("/feedback")
@allow(*AUTHORS)
@spec.validate(resp=answers(503, HTTP_200=FeedbackListOut), tags=["questions"])
def feedback(query: Numbered) -> Answer:
    """List what sellers say of pages, those that failed most people first; nobody is named."""
    found = _all()
    return FeedbackListOut(
        items=[_page_feedback(entry, said) for entry, said in query.part_of(found)],
        total=len(found),
        page=query.page,
        limit=query.limit,
        definition=DEFINITION,
    )


@blueprint.get("/feedback.csv")
@allow(*AUTHORS)
@spec.validate(resp=answers(503, HTTP_200=None), tags=["questions"])
def feedback_csv() -> Answer:
    """List what sellers say of pages as CSV; nobody is named."""
    header = ("id", "path", "title", "owner", "worked", "answers", "share", "share_low", "share_high", "reasons")
    return csv_response(header, (_csv_row(entry, said) for entry, said in _all()), name="feedback.csv")


@blueprint.get("/feedback/<page_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=FeedbackOut), tags=["questions"])
def show(page_id: str) -> Answer:
    """Return what the asker said of a page, and what all did, as far as the asker may know."""
    return _out(visible_entry(page_id))


@blueprint.post("/feedback/<page_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=FeedbackOut), tags=["questions"])
def give(page_id: str, json: FeedbackIn) -> Answer:
    """Say whether a page worked; what is missing on it is asked for in Demand. The last word of a person counts."""
    entry, at = visible_entry(page_id), clock()
    if entry.status != "approved":
        raise Conflict("only what is published can be of use")
    if json.has_worked and (json.because is not None or json.is_missing):
        raise Conflict("a reason is for a page that didn't work", field="because")
    if json.is_missing and json.because is None:
        raise Conflict("say what is missing", field="because")
    because = json.because.strip() if json.because is not None else None
    made = give_feedback(
        session(), actor=actor(), page_id=entry.id, has_worked=json.has_worked, because=because, now=at
    )
    if json.is_missing and because is not None:
        said = SaidNeed("feedback", because, actor().id)
        made.need_id = ask_of_page(session(), said=said, page_id=entry.id, now=at).id
    else:
        withdraw_of_page(session(), person_id=actor().id, page_id=entry.id, at=now())
    session().flush()
    return _out(entry), 201


def _out(entry: Entry) -> FeedbackOut:
    own = find_feedback(session(), person_id=actor().id, page_id=entry.id)
    said = next(iter(read_worked(session(), page_ids=[entry.id])), None)
    may_read = not actor().roles.isdisjoint(AUTHORS) or entry.owner == actor().email
    is_enough = said is not None and said.answers >= LEAST_FOR_ALL
    return FeedbackOut(
        page_id=entry.id,
        own=_own_out(own) if own else None,
        worked=_worked_out(said) if said and (may_read or is_enough) else None,
        reasons=_reasons_out(said) if said and may_read else [] if may_read else None,
        met=met_for_actor(page_id=entry.id),
    )


def _own_out(own: PageFeedback) -> OwnFeedbackOut:
    return OwnFeedbackOut(has_worked=own.has_worked, because=own.because, is_missing=own.need_id is not None, at=own.at)


def _worked_out(said: PageWorked) -> ProportionOut:
    return ProportionOut.of(said.share)


def _reasons_out(said: PageWorked) -> list[ReasonOut]:
    return [ReasonOut.model_validate(reason, from_attributes=True) for reason in said.reasons]


def _all() -> list[tuple[Entry, PageWorked]]:
    """Return what was said of pages that the actor may see; of those that are gone nothing is told any more."""
    search, sight = parts().search, sight_of(actor())
    known = ((search.entry(said.page_id, sight=sight), said) for said in read_worked(session()))
    return [(entry, said) for entry, said in known if entry is not None]


def _page_feedback(entry: Entry, said: PageWorked) -> PageFeedbackOut:
    return PageFeedbackOut(
        page=page_out(entry), worked=_worked_out(said), last_on=said.last_on, reasons=_reasons_out(said)
    )


def _csv_row(entry: Entry, said: PageWorked) -> tuple[object, ...]:
    share = said.share
    low, high = (share.interval.low, share.interval.high) if share.interval else (None, None)
    reasons = " | ".join(reason.text for reason in said.reasons)
    return entry.id, entry.path, entry.title, entry.owner, said.worked, said.answers, share.value, low, high, reasons
