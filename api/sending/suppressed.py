"""The list of addresses that may not be written to: any seller adds one, managers read it, an admin takes one off."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.sending.shapes import SaidWhy
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, created, listed
from api.web.shapes import Address, PersonRef, Strict
from api.web.writes import writes
from lms.people.addresses import checked_address
from lms.people.directory import names_of
from lms.sending.models import SuppressedAddress
from lms.sending.suppression import lift, list_suppressed, suppress

blueprint = Blueprint("suppressed", __name__, url_prefix=f"{PREFIX}/sending/suppressed")
TAGS = ["sending"]
READERS = ("manager", "admin")


class SuppressedIn(Strict):
    """An address that may not be written to, and why."""

    email: Address
    reason: SaidWhy


class SuppressedOut(BaseModel):
    """An address that may not be written to: since when, who said so (null for a link in an e-mail) and why."""

    id: UUID
    email: str
    at: datetime
    on: date
    by: PersonRef | None
    reason: str


@blueprint.get("")
@allow(*READERS)
@spec.validate(resp=answers(HTTP_200=Listed[SuppressedOut]), tags=TAGS)
def suppressed(query: After) -> Answer:
    """List the addresses that may not be written to, the last said first."""
    found = list_suppressed(session(), after=query.after, limit=query.limit + 1)
    return listed(Listed[SuppressedOut], _out(found), query.limit)


@blueprint.post("")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, HTTP_201=SuppressedOut), tags=TAGS)
def add(json: SuppressedIn) -> Answer:
    """Put an address on the list, which stops every sequence that runs for it; the first time stays."""
    address = checked_address(json.email, field="email")
    made = suppress(session(), email=address, by_id=actor().id, reason=json.reason.strip(), now=clock())
    return created(_out([made])[0], f"{PREFIX}/sending/suppressed")


@blueprint.delete("/<uuid:suppressed_id>")
@allow("admin")
@writes
@spec.validate(resp=answers(HTTP_200=SuppressedOut), tags=TAGS)
def remove(suppressed_id: UUID) -> Answer:
    """Take an address off the list; who did is kept, and what was stopped stays so."""
    return _out([lift(session(), actor=actor(), suppressed_id=suppressed_id, now=clock())])[0]


def _out(found: list[SuppressedAddress]) -> list[SuppressedOut]:
    names = names_of(session(), person_ids={one.by_id for one in found if one.by_id is not None})
    return [
        SuppressedOut(
            id=one.id,
            email=one.email,
            at=one.at,
            on=one.on,
            by=PersonRef(id=one.by_id, name=names[one.by_id]) if one.by_id else None,
            reason=one.reason,
        )
        for one in found
    ]
