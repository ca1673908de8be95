"""References for a deal over HTTP: who may be asked, who was, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.deals.shapes import SELLERS, TAGS, asked_deal, row_of
from api.deals.topics import TopicOut, topics_asked, topics_out
from api.web.auth import allow
from api.web.context import actor, clock, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import PersonRef, Strict
from api.web.writes import writes
from api.work.deals import FoundDeal
from api.work.selling.speaking import FittingReference, references_for
from lms.deals.asks import AskOutcome, asked_of, asks_on, note_ask, settle_ask, undo_ask
from lms.deals.models import CustomerReference, ReferenceAsk
from lms.deals.references import active_references, get_reference
from lms.figures.frames import FigureSet
from lms.people.directory import names_of

blueprint = Blueprint("deal_references", __name__, url_prefix=f"{PREFIX}/deals/<deal_id>")


class FittingReferenceOut(BaseModel):
    """Who may be asked for a deal, and why; `is_asked_enough` is whether the year holds no more."""

    id: UUID
    account: str
    contact_name: str
    language: str | None
    note: str | None
    because: list[TopicOut]
    asked_in_year: int
    most_a_year: int
    last_asked_on: date | None
    is_asked_enough: bool


class ReferenceAskOut(BaseModel):
    """Who was asked for the deal, by whom, on which day of the company, and what came of it."""

    id: UUID
    reference_id: UUID
    account: str
    contact_name: str
    by: PersonRef
    at: datetime
    on: date
    outcome: AskOutcome


class DealReferencesOut(BaseModel):
    """Who may be asked, the least recently asked first, and who was, the last first."""

    items: list[FittingReferenceOut]
    asked: list[ReferenceAskOut]


class AskIn(Strict):
    """Whom the asker asked."""

    reference_id: UUID


class AskOutcomeIn(Strict):
    """What came of it."""

    outcome: AskOutcome


@blueprint.get("/references")
@allow(*SELLERS)
@spec.validate(resp=answers(409, 503, HTTP_200=DealReferencesOut), tags=TAGS)
def deal_references(deal_id: str) -> Answer:
    """Return the references that speak for what a deal is about, and those who were asked for it."""
    return _out(*asked_deal(deal_id))


@blueprint.post("/asks")
@allow(*SELLERS)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=DealReferencesOut), tags=TAGS)
def ask(deal_id: str, json: AskIn) -> Answer:
    """Note that a reference was asked for a deal; refused once they were asked as often in a year as was agreed."""
    figures, deal = asked_deal(deal_id)
    note_ask(session(), actor=actor(), reference_id=json.reference_id, deal=deal.id, now=clock())
    return _out(figures, deal)


@blueprint.put("/asks/<uuid:ask_id>")
@allow(*SELLERS)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=DealReferencesOut), tags=TAGS)
def settle(deal_id: str, ask_id: UUID, json: AskOutcomeIn) -> Answer:
    """Say what came of asking a reference for a deal; whoever sees the deal may."""
    figures, deal = asked_deal(deal_id)
    settle_ask(session(), deal=deal.id, ask_id=ask_id, outcome=json.outcome, now=clock())
    return _out(figures, deal)


@blueprint.delete("/asks/<uuid:ask_id>")
@allow(*SELLERS)
@writes
@spec.validate(resp=answers(409, 503, HTTP_200=DealReferencesOut), tags=TAGS)
def undo(deal_id: str, ask_id: UUID) -> Answer:
    """Take back that a reference was asked for a deal, so that it counts no more."""
    figures, deal = asked_deal(deal_id)
    undo_ask(session(), deal=deal.id, ask_id=ask_id, now=clock())
    return _out(figures, deal)


def _out(figures: FigureSet, deal: FoundDeal) -> DealReferencesOut:
    row = row_of(figures, deal)
    known = active_references(session())
    asked = asked_of(session(), reference_ids=[one.id for one in known], today=clock().day)
    fitting = references_for(known, topics_asked(figures, deal, row), asked, account=row.account)
    asks = asks_on(session(), deal=deal.id)
    names = names_of(session(), person_ids={one.by_id for one in asks})
    of = {one.reference_id: get_reference(session(), reference_id=one.reference_id) for one in asks}
    return DealReferencesOut(
        items=[_fitting(one) for one in fitting if one.reference.id not in of],
        asked=[_asked(one, of[one.reference_id], names) for one in asks],
    )


def _fitting(one: FittingReference) -> FittingReferenceOut:
    reference = one.reference
    return FittingReferenceOut(
        id=reference.id,
        account=reference.account,
        contact_name=reference.contact_name,
        language=reference.language,
        note=reference.note,
        because=topics_out(one.because),
        asked_in_year=one.asked.in_year,
        most_a_year=reference.most_a_year,
        last_asked_on=one.asked.last_on,
        is_asked_enough=one.is_asked_enough,
    )


def _asked(one: ReferenceAsk, reference: CustomerReference, names: Mapping[UUID, str]) -> ReferenceAskOut:
    return ReferenceAskOut(
        id=one.id,
        reference_id=one.reference_id,
        account=reference.account,
        contact_name=reference.contact_name,
        by=PersonRef(id=one.by_id, name=names[one.by_id]),
        at=one.at,
        on=one.on,
        outcome=one.outcome,
    )
