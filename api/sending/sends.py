"""Sends over HTTP: messages outside of sequences, what came of any, and lists of what was sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.sending.runs import SendOutcomeIn
from api.sending.shapes import MessageId, template_page
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, session
from api.web.deals import known_deal
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.named import NamedPageOut, named_page
from api.web.paging import After, Listed, created, listed
from api.web.shapes import Address, DealId, Id, Name, PersonRef, Strict
from api.web.writes import writes
from lms.people.addresses import checked_address
from lms.people.directory import names_of
from lms.sending.models import SentMessage
from lms.sending.outcomes import Source, outcomes_of, say_of_send, undo_send
from lms.sending.sends import ByHand, SendWay, add_send, get_send, list_sends
from lms.sending.states import OutcomeKind

blueprint = Blueprint("sends", __name__, url_prefix=f"{PREFIX}/sending/sends")
TAGS = ["sending"]


class SentMessageIn(Strict):
    """A message that the asker sent outside of a sequence; to whom, where that is worth keeping."""

    template_id: Id
    way: ByHand
    contact_name: Name | None = None
    contact_email: Address | None = None
    deal: DealId | None = None
    message_id: MessageId | None = None


class SendsQuery(After):
    """Which sends: of one person, of one template, of one deal (`source:key`); without all the asker may see."""

    person_id: UUID | None = None
    template_id: Id | None = None
    deal: DealId | None = None


class SendOutcomeOut(BaseModel):
    """What came of a message, when, and how that is known."""

    kind: OutcomeKind
    at: datetime
    source: Source


class SentMessageOut(BaseModel):
    """A message that was sent: the template and its version, on which day of the company, to whom, and what came of it.

    In a sequence it has the run and the step's number from 1.
    """

    id: UUID
    rep: PersonRef
    at: datetime
    on: date
    template: NamedPageOut
    version: str
    language: str
    way: SendWay
    run_id: UUID | None
    step: int | None
    deal: str | None
    contact_name: str | None
    contact_email: str | None
    outcomes: list[SendOutcomeOut]


class NothingOut(BaseModel):
    """It is taken back."""

    state: Literal["undone"] = "undone"


@blueprint.get("")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=Listed[SentMessageOut]), tags=TAGS)
def sends(query: SendsQuery) -> Answer:
    """List what was sent, the last first: by the asker, and by those whose records they may see."""
    found = list_sends(
        session(),
        actor=actor(),
        person_id=query.person_id,
        page_id=query.template_id,
        deal=query.deal,
        after=query.after,
        limit=query.limit + 1,
    )
    return listed(Listed[SentMessageOut], _out(found), query.limit)


@blueprint.post("")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=SentMessageOut), tags=TAGS)
def record(json: SentMessageIn) -> Answer:
    """Note a message that the asker sent outside of a sequence, with the template's version."""
    template = template_page(json.template_id)
    made = SentMessage(
        rep_id=actor().id,
        page_id=template.id,
        page_version=template.version,
        language=template.language,
        deal=known_deal(json.deal),
        contact_name=json.contact_name and json.contact_name.strip(),
        contact_email=checked_address(json.contact_email, field="contact_email") if json.contact_email else None,
        way=json.way,
        message_id=json.message_id,
    )
    add_send(session(), made, now=clock())
    return created(_out([made])[0], f"{PREFIX}/sending/sends/{made.id}")


@blueprint.get("/<uuid:send_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=SentMessageOut), tags=TAGS)
def show(send_id: UUID) -> Answer:
    """Return a message that the asker sent, or somebody whose records they may see."""
    return _out([get_send(session(), actor=actor(), send_id=send_id)])[0]


@blueprint.post("/<uuid:send_id>/outcomes")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=SentMessageOut), tags=TAGS)
def came_of_send(send_id: UUID, json: SendOutcomeIn) -> Answer:
    """Note what came of a message of the asker's, which ends the sequence it was sent in."""
    say_of_send(session(), actor=actor(), send_id=send_id, kind=json.kind, now=clock())
    return _out([get_send(session(), actor=actor(), send_id=send_id)])[0]


@blueprint.post("/<uuid:send_id>/undone")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, HTTP_200=NothingOut), tags=TAGS)
def undone(send_id: UUID) -> Answer:
    """Take back what was said last of a message outside of a sequence: what came of it, or that it was sent."""
    undo_send(session(), actor=actor(), send_id=send_id, now=clock())
    return NothingOut()


def _out(found: list[SentMessage]) -> list[SentMessageOut]:
    names = names_of(session(), person_ids={one.rep_id for one in found})
    outcomes = outcomes_of(session(), send_ids=[one.id for one in found])
    return [
        SentMessageOut(
            id=one.id,
            rep=PersonRef(id=one.rep_id, name=names[one.rep_id]),
            at=one.at,
            on=one.on,
            template=named_page(one.page_id),
            version=one.page_version,
            language=one.language,
            way=one.way,
            run_id=one.run_id,
            step=None if one.step is None else one.step + 1,
            deal=one.deal,
            contact_name=one.contact_name,
            contact_email=one.contact_email,
            outcomes=[SendOutcomeOut(kind=it.kind, at=it.at, source=it.source) for it in outcomes.get(one.id, [])],
        )
        for one in found
    ]
