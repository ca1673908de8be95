"""The asker's bearer tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, now, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Name, Strict, Whole
from api.web.writes import commits, writes
from lms.people.directory import get_person
from lms.people.proofs import issue_token, list_tokens, revoke_token

blueprint = Blueprint("tokens", __name__, url_prefix=PREFIX)


class TokenIn(Strict):
    """A token to make, good for some days."""

    name: Name
    days: Whole = Field(90, ge=1, le=366)
    scope: Literal["all", "scim", "scim-preview"] = Field(
        "all", description="what it opens: all that its owner may do, /scim/v2 alone, or a dry run of that"
    )


class TokenOut(BaseModel):
    """A token, without its secret."""

    id: UUID
    name: str
    scope: str
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


@blueprint.get("/tokens")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=TokensOut), tags=["people"])
def tokens() -> Answer:
    """List the asker's tokens."""
    found = list_tokens(session(), actor=actor())
    return TokensOut(items=[TokenOut.model_validate(token, from_attributes=True) for token in found])


@blueprint.post("/tokens")
@allow(*SIGNED_IN)
@commits
@spec.validate(resp=answers(409, 415, HTTP_201=NewTokenOut), tags=["people"])
def make_token(json: TokenIn) -> Answer:
    """Make a token for the asker; its secret is in this answer and nowhere else."""
    owner = get_person(session(), person_id=actor().id)
    name = json.name.strip()
    token, secret = issue_token(session(), person=owner, name=name, at=now(), days=json.days, scope=json.scope)
    shown = TokenOut.model_validate(token, from_attributes=True)
    return NewTokenOut(secret=secret, **shown.model_dump()), 201


@blueprint.delete("/tokens/<uuid:token_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_204=None), tags=["people"])
def revoke(token_id: UUID) -> Answer:
    """Revoke one of the asker's tokens, for good."""
    revoke_token(session(), actor=actor(), token_id=token_id, at=now())
    return "", 204
