"""Answers offered as pages to write, and hearing that what was asked for is there."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.questions.offered import OfferOut, PageThere, offer_out, page_there
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import Limited
from api.web.shapes import Strict, Words
from api.web.writes import writes
from api.work.demand import ask_for_page
from lms.demand.asked import SaidNeed, hear_of, list_met
from lms.questions.asking import check_offer, note_offer

blueprint = Blueprint("heard", __name__, url_prefix=f"{PREFIX}/questions")
# Of what was met since, so many are looked at: pages that aren't there yet, or no more, are left out.
LOOKED_AT = 200


class OfferIn(Strict):
    """A page to write: `words` as people would search for it, and what it should say. Nobody is named in either."""

    words: Annotated[Words, Field(max_length=200)]
    text: Annotated[Words, Field(max_length=5_000)]


class MetOut(BaseModel):
    """Something that the asker asked for, or passed on, and the page that is there for it.

    `words` are those of a page to write; of what a page was said to lack, `text` alone.
    """

    need_id: UUID
    source: Literal["question", "feedback"]
    words: str | None
    text: str
    asked_at: datetime
    is_own: bool
    page: PageThere
    there_since: datetime
    heard_at: datetime | None


class MetListOut(BaseModel):
    """What is there of what the asker asked for, the newest first."""

    items: list[MetOut]


class MetQuery(Limited):
    """Only what the asker hasn't seen yet, unless `all` is asked for; of one page, where `page_id` names it."""

    all: bool = False
    page_id: str | None = Field(None, max_length=200)


@blueprint.post("/<uuid:question_id>/offer")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=OfferOut), tags=["questions"])
def offer(question_id: UUID, json: OfferIn) -> Answer:
    """Offer the answer to marketing as a page to write; who was asked can, once, and is named as who offers it."""
    question = check_offer(session(), actor=actor(), question_id=question_id)
    said = SaidNeed("question", json.text.strip(), question.asker_id, question.is_named, question.asked_id)
    need = ask_for_page(session(), search=parts().search, words=json.words.strip(), said=said, now=clock())
    note_offer(session(), question=question, need_id=need.id, at=now())
    return offer_out(need.id), 201


@blueprint.get("/heard")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=MetListOut), tags=["questions"])
def heard(query: MetQuery) -> Answer:
    """List what is there of what the asker asked for: a page that closed the gap, once it can be read."""
    return MetListOut(items=met_for_actor(has_heard=query.all, page_id=query.page_id)[: query.limit])


@blueprint.put("/heard/<uuid:need_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_204=None), tags=["questions"])
def hear(need_id: UUID) -> Answer:
    """Note that the asker saw that it is there; twice is as good as once."""
    hear_of(session(), person_id=actor().id, need_id=need_id, at=now())
    return "", 204


def met_for_actor(*, has_heard: bool = False, page_id: str | None = None) -> list[MetOut]:
    """Return what is there of what the actor asked for, or passed on, of which they may see the page."""
    found = list_met(session(), person_id=actor().id, has_heard=has_heard, limit=LOOKED_AT)
    there = ((met, page_there(met.page_id)) for met in found)
    return [
        MetOut(
            need_id=met.need.id,
            source="question" if met.need.source == "question" else "feedback",
            words=met.query,
            text=met.need.text,
            asked_at=met.need.at,
            is_own=met.need.person_id == actor().id,
            page=page,
            there_since=met.closed_at,
            heard_at=met.heard_at,
        )
        for met, page in there
        if page is not None and page_id in {None, page.id}
    ]
