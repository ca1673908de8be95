"""Owners of the CRM: those whom the directory doesn't know, and who they are, as an admin says it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import allow
from api.web.context import actor, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Strict, Words
from api.web.writes import writes
from lms.crm.aliases import forget_alias, list_aliases, set_alias
from lms.figures.unknown import unknown_owners_of

blueprint = Blueprint("crm_owners", __name__, url_prefix=f"{PREFIX}/crm/owners")
OwnerName = Annotated[Words, Field(max_length=320)]


class UnknownOwnerOut(BaseModel):
    """An owner whom the directory doesn't know, as the CRM calls them, and what is theirs."""

    name: str
    email: str | None
    deals: int
    activities: int


class AliasOut(BaseModel):
    """An owner of the CRM, by name, address or id in lower case, and who of the directory that is."""

    name: str
    person_id: UUID
    person: str


class OwnersOut(BaseModel):
    """Owners whom the directory doesn't know, and those of whom somebody said who they are."""

    unknown: list[UnknownOwnerOut]
    aliases: list[AliasOut]


class AliasIn(Strict):
    """Who an owner of the CRM is: a person of the directory, or null to take back what was said."""

    name: OwnerName
    person_id: UUID | None


@blueprint.get("")
@allow("admin")
@spec.validate(resp=answers(503, HTTP_200=OwnersOut), tags=["crm"])
def owners() -> Answer:
    """List the owners whom the directory doesn't know, and who others are said to be."""
    return _owners()


@blueprint.put("")
@allow("admin")
@writes
@spec.validate(resp=answers(404, 409, 415, 503, HTTP_200=OwnersOut), tags=["crm"])
def say_owner(json: AliasIn) -> Answer:
    """Say who an owner of the CRM is; figures follow within seconds."""
    if json.person_id is None:
        forget_alias(session(), name=json.name)
    else:
        set_alias(session(), name=json.name, person_id=json.person_id, by_id=actor().id, at=now())
    return _owners()


def _owners() -> OwnersOut:
    unknown = unknown_owners_of(parts().figures.current())
    aliases = list_aliases(session())
    return OwnersOut(
        unknown=[UnknownOwnerOut.model_validate(one, from_attributes=True) for one in unknown],
        aliases=[AliasOut(name=name, person_id=person_id, person=person) for name, person_id, person in aliases],
    )
