"""References over HTTP: customers who speak for us, kept by managers, authors and admins."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, BeforeValidator, Field

from api.deals.shapes import TAGS
from api.web.auth import allow
from api.web.context import actor, clock, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, created, listed
from api.web.shapes import Id, LanguageTag, Name, Strict, Words, as_number
from api.web.writes import writes
from lms.deals.asks import asked_of
from lms.deals.models import CustomerReference
from lms.deals.references import (
    ReferenceSaid,
    add_reference,
    change_reference,
    list_references,
    restore_reference,
    retire_reference,
)
from lms.errors import Conflict

blueprint = Blueprint("references", __name__, url_prefix=f"{PREFIX}/references")
KEEPERS = ("manager", "author", "admin")
TOPICS = ("products", "industries", "personas")
Topics = Annotated[list[Id], Field(max_length=20)]


class ReferenceIn(Strict):
    """Who speaks for us, of what (values of the taxonomy), in which language, and how often a year at most."""

    account: Name
    contact_name: Name
    products: Topics = Field(default_factory=list)
    industries: Topics = Field(default_factory=list)
    personas: Topics = Field(default_factory=list)
    language: LanguageTag | None = None
    most_a_year: Annotated[int, Field(ge=1, le=52), BeforeValidator(as_number)] = 4
    note: Annotated[Words, Field(max_length=1_000)] | None = None


class ReferenceOut(BaseModel):
    """A reference, and how often it was asked in the last 365 days; `retired_at` is null while it may be asked."""

    id: UUID
    account: str
    contact_name: str
    products: list[str]
    industries: list[str]
    personas: list[str]
    language: str | None
    most_a_year: int
    note: str | None
    asked_in_year: int
    retired_at: datetime | None


class ReferenceTopicOut(BaseModel):
    """A value of the taxonomy, and what people call it."""

    value: str
    label: str


class ReferenceTopicsOut(BaseModel):
    """What references may speak of, as the taxonomy says it; a list that is empty allows everything."""

    products: list[ReferenceTopicOut]
    industries: list[ReferenceTopicOut]
    personas: list[ReferenceTopicOut]


@blueprint.get("/topics")
@allow(*KEEPERS)
@spec.validate(resp=answers(503, HTTP_200=ReferenceTopicsOut), tags=TAGS)
def known_topics() -> Answer:
    """Return the products, industries and personas that references may speak of."""
    dimensions = parts().search.generation().head.taxonomy.dimensions
    return ReferenceTopicsOut(
        **{
            name: [ReferenceTopicOut(value=value, label=label) for value, label in dimensions.get(name, {}).items()]
            for name in TOPICS
        }
    )


@blueprint.get("")
@allow(*KEEPERS)
@spec.validate(resp=answers(HTTP_200=Listed[ReferenceOut]), tags=TAGS)
def references(query: After) -> Answer:
    """List all references, retired ones too, the last added first."""
    found = list_references(session(), after=query.after, limit=query.limit + 1)
    return listed(Listed[ReferenceOut], _out(found), query.limit)


@blueprint.post("")
@allow(*KEEPERS)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=ReferenceOut), tags=TAGS)
def add(json: ReferenceIn) -> Answer:
    """Add a reference."""
    made = add_reference(session(), actor=actor(), said=_said(json), now=clock())
    return created(_out([made])[0], f"{PREFIX}/references/{made.id}")


@blueprint.put("/<uuid:reference_id>")
@allow(*KEEPERS)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=ReferenceOut), tags=TAGS)
def change(reference_id: UUID, json: ReferenceIn) -> Answer:
    """Say all of a reference anew."""
    return _out([change_reference(session(), reference_id=reference_id, said=_said(json))])[0]


@blueprint.put("/<uuid:reference_id>/retired")
@allow(*KEEPERS)
@writes
@spec.validate(resp=answers(HTTP_200=ReferenceOut), tags=TAGS)
def retire(reference_id: UUID) -> Answer:
    """Let a reference be asked no more; what was asked stays."""
    return _out([retire_reference(session(), actor=actor(), reference_id=reference_id, now=clock())])[0]


@blueprint.delete("/<uuid:reference_id>/retired")
@allow(*KEEPERS)
@writes
@spec.validate(resp=answers(HTTP_200=ReferenceOut), tags=TAGS)
def restore(reference_id: UUID) -> Answer:
    """Let a reference be asked again."""
    return _out([restore_reference(session(), reference_id=reference_id)])[0]


def _said(given: ReferenceIn) -> ReferenceSaid:
    """Return what is said; raises Conflict for a topic that the library doesn't know."""
    taxonomy = parts().search.generation().head.taxonomy
    topics = {name: tuple(dict.fromkeys(getattr(given, name))) for name in TOPICS}
    for name, values in topics.items():
        for value in values:
            if refusal := taxonomy.refusal(name, value):
                raise Conflict(refusal, field=name)
    return ReferenceSaid(
        account=given.account.strip(),
        contact_name=given.contact_name.strip(),
        **topics,
        language=given.language,
        most_a_year=given.most_a_year,
        note=given.note and given.note.strip(),
    )


def _out(found: list[CustomerReference]) -> list[ReferenceOut]:
    asked = asked_of(session(), reference_ids=[one.id for one in found], today=clock().day)
    own = [name for name in ReferenceOut.model_fields if name != "asked_in_year"]
    return [
        ReferenceOut(
            **{name: getattr(one, name) for name in own},
            asked_in_year=asked[one.id].in_year if one.id in asked else 0,
        )
        for one in found
    ]
