"""People, teams and tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.auth import SIGNED_IN, allow
from api.context import actor, now, session
from api.documentation import PREFIX, answers, spec
from api.schemas import After, Listed, Strict, Whole, Words, created, next_address
from api.writes import commits, writes
from lms.people.access import Actor, list_visible, list_visible_teams, visible_person
from lms.people.directory import add_person, get_person
from lms.people.models import Person
from lms.people.proofs import issue_token, list_tokens, revoke_token

blueprint = Blueprint("people", __name__, url_prefix=PREFIX)
Role = Literal["rep", "author", "manager", "admin", "partner"]


class PersonIn(Strict):
    """A person to add."""

    email: Annotated[str, Field(max_length=320, pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,255}$")]
    name: Annotated[Words, Field(max_length=200)]
    roles: Annotated[list[Role], Field(min_length=1, max_length=4)]
    team_id: UUID | None = None


class PersonOut(BaseModel):
    """A person; `left_at` is null while they are with the company."""

    id: UUID
    email: str
    name: str
    roles: list[Role]
    team_id: UUID | None
    team_name: str | None
    left_at: datetime | None


class TeamOut(BaseModel):
    """A team and the one above it."""

    id: UUID
    name: str
    parent_id: UUID | None


class TeamsOut(BaseModel):
    """The teams the asker manages."""

    items: list[TeamOut]


class TokenIn(Strict):
    """A token to make, good for some days."""

    name: Annotated[Words, Field(max_length=200)]
    days: Whole = Field(90, ge=1, le=366)


class TokenOut(BaseModel):
    """A token, without its secret."""

    id: UUID
    name: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewTokenOut(TokenOut):
    """A token with its secret, which is shown this once."""

    secret: str


class TokensOut(BaseModel):
    """The asker's tokens, newest first."""

    items: list[TokenOut]


@blueprint.get("/me")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=PersonOut), tags=["people"])
def me() -> Any:
    """Return the asker."""
    return _out(get_person(session(), person_id=actor().id))


@blueprint.get("/people")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=Listed[PersonOut]), tags=["people"])
def people(query: After) -> Any:
    """List the people whose records the asker may see."""
    found = list_visible(session(), actor=actor(), after=query.after, limit=query.limit + 1)
    items = [_out(person) for person in found[: query.limit]]
    return Listed[PersonOut](items=items, next=next_address(found, query.limit, items[-1].id if items else ""))


@blueprint.post("/people")
@allow("admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_201=PersonOut), tags=["people"])
def add(json: PersonIn) -> Any:
    """Add a person."""
    made = add_person(session(), email=json.email, name=json.name, roles=json.roles, team_id=json.team_id, at=now())
    return created(_out(made), f"{PREFIX}/people/{made.id}")


@blueprint.get("/people/<uuid:person_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=PersonOut), tags=["people"])
def person(person_id: UUID) -> Any:
    """Return a person whose records the asker may see."""
    return _out(visible_person(session(), actor=actor(), person_id=person_id))


@blueprint.get("/teams")
@allow("manager", "admin")
@spec.validate(resp=answers(HTTP_200=TeamsOut), tags=["people"])
def teams() -> Any:
    """List the teams the asker manages."""
    found = list_visible_teams(session(), actor=actor())
    return TeamsOut(items=[TeamOut.model_validate(team, from_attributes=True) for team in found])


@blueprint.get("/tokens")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=TokensOut), tags=["people"])
def tokens() -> Any:
    """List the asker's tokens."""
    found = list_tokens(session(), actor=actor())
    return TokensOut(items=[TokenOut.model_validate(token, from_attributes=True) for token in found])


@blueprint.post("/tokens")
@allow(*SIGNED_IN)
@commits
@spec.validate(resp=answers(409, 415, HTTP_201=NewTokenOut), tags=["people"])
def make_token(json: TokenIn) -> Any:
    """Make a token for the asker; its secret is in this answer and nowhere else."""
    owner = get_person(session(), person_id=actor().id)
    token, secret = issue_token(session(), person=owner, name=json.name.strip(), at=now(), days=json.days)
    shown = TokenOut.model_validate(token, from_attributes=True)
    return NewTokenOut(secret=secret, **shown.model_dump()), 201


@blueprint.delete("/tokens/<uuid:token_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_204=None), tags=["people"])
def revoke(token_id: UUID) -> Any:
    """Revoke one of the asker's tokens, for good."""
    revoke_token(session(), actor=actor(), token_id=token_id, at=now())
    return "", 204


def _out(person: Person) -> PersonOut:
    who = Actor.of(person)
    return PersonOut(
        id=person.id,
        email=person.email,
        name=person.name,
        roles=sorted(who.roles),
        team_id=who.team_id,
        team_name=who.team_name,
        left_at=person.left_at,
    )
