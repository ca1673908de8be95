"""Tokens of everybody, for admins: who has which, since when, last used, and revoked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import allow
from api.web.context import now, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, listed
from api.web.writes import writes
from lms.people.directory import names_of
from lms.people.proofs import list_all_tokens, revoke_any_token

blueprint = Blueprint("all_tokens", __name__, url_prefix=f"{PREFIX}/admin")


class TokenOfOut(BaseModel):
    """A token of anybody, without its secret."""

    id: UUID
    person_id: UUID
    person: str
    name: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


@blueprint.get("/tokens")
@allow("admin")
@spec.validate(resp=answers(HTTP_200=Listed[TokenOfOut]), tags=["admin"])
def tokens(query: After) -> Answer:
    """List everybody's tokens, the newest first."""
    found = list_all_tokens(session(), after=query.after, limit=query.limit + 1)
    names = names_of(session(), person_ids={token.person_id for token in found})
    items = [
        TokenOfOut(
            id=token.id,
            person_id=token.person_id,
            person=names[token.person_id],
            name=token.name,
            created_at=token.created_at,
            expires_at=token.expires_at,
            last_used_at=token.last_used_at,
            revoked_at=token.revoked_at,
        )
        for token in found
    ]
    return listed(Listed[TokenOfOut], items, query.limit)


@blueprint.delete("/tokens/<uuid:token_id>")
@allow("admin")
@writes
@spec.validate(resp=answers(HTTP_204=None), tags=["admin"])
def revoke(token_id: UUID) -> Answer:
    """Revoke somebody's token, for good."""
    revoke_any_token(session(), token_id=token_id, at=now())
    return "", 204
