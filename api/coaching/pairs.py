"""Pairs of mentor and mentee, and with whom one may have sessions."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.gate import bare
from api.web.paging import After, Listed, created, listed
from api.web.shapes import Day, PersonRef, Strict, Words
from api.web.writes import writes
from content.fields.values import SessionKind
from lms.coaching.pairs import PairShown, end_pair, list_pairs, make_pair
from lms.coaching.partners import list_partners
from lms.coaching.plans import KIND_NAMES

blueprint = Blueprint("mentoring", __name__, url_prefix=f"{PREFIX}/coaching")


class PairIn(Strict):
    """Who is to be whose mentor from a day on, today where that is left out: name the mentor by id or by address."""

    mentee_id: UUID
    mentor_id: UUID | None = None
    mentor_email: Annotated[Words, Field(max_length=320)] | None = None
    since: Day | None = None


class PairEndIn(Strict):
    """The first day on which two are no pair any more, today where that is left out."""

    until: Day | None = None


class PairOut(BaseModel):
    """Mentor and mentee, from a day until another (not included); `may_end` tells whether the asker may end it."""

    id: UUID
    mentor: PersonRef
    mentee: PersonRef
    since: date
    until: date | None
    may_end: bool


class KindOut(BaseModel):
    """A kind of session, and what people call it."""

    kind: SessionKind
    name: str


class PartnerOut(PersonRef):
    """Somebody with whom one may have sessions, what they are in them, and of which kinds these are."""

    part: Literal["coach", "rep"]
    kinds: list[SessionKind]


class PartnersOut(BaseModel):
    """All kinds of session, and one's managers, mentors and mentees; whom one manages, `/people` lists."""

    kinds: list[KindOut]
    items: list[PartnerOut]


@blueprint.get("/partners")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=PartnersOut), tags=["coaching"])
def partners() -> Answer:
    """List with whom the asker may have sessions, but for those whose manager they are."""
    found = list_partners(session(), actor=actor(), now=clock())
    kinds = [KindOut(kind=kind, name=name) for kind, name in KIND_NAMES.items()]
    return PartnersOut(kinds=kinds, items=[PartnerOut.model_validate(one, from_attributes=True) for one in found])


@blueprint.get("/pairs")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=Listed[PairOut]), tags=["coaching"])
def pairs(query: After) -> Answer:
    """List the pairs in which the asker is mentor or mentee, and those of whom they manage, that haven't ended."""
    found = list_pairs(session(), actor=actor(), day=clock().day, after=query.after, limit=query.limit + 1)
    return listed(Listed[PairOut], [_out(one) for one in found], query.limit)


@blueprint.post("/pairs")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_201=PairOut), tags=["coaching"])
def make(json: PairIn) -> Answer:
    """Pair a mentee whom the asker manages with a mentor of the company; a mentor sees no records for it."""
    made = make_pair(session(), actor=actor(), now=clock(), **json.model_dump())
    return created(_out(made), f"{PREFIX}/coaching/pairs")


@blueprint.post("/pairs/<uuid:pair_id>/ended")
@bare
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=PairOut), tags=["coaching"])
def end(pair_id: UUID, json: PairEndIn) -> Answer:
    """End a pair, today or with a day to come; a manager of the mentee or an admin can."""
    return _out(end_pair(session(), actor=actor(), pair_id=pair_id, until=json.until, now=clock()))


def _out(found: PairShown) -> PairOut:
    pair = found.pair
    return PairOut(
        id=pair.id,
        mentor=PersonRef(id=pair.mentor_id, name=found.mentor),
        mentee=PersonRef(id=pair.mentee_id, name=found.mentee),
        since=pair.since,
        until=pair.until,
        may_end=found.may_end,
    )
