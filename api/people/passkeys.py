"""Passkeys of one's own: made in the browser that is signed in, listed, and deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow, browser_proof
from api.web.context import actor, now, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Strict, Words
from api.web.signing_in import party
from api.web.writes import commits, writes
from lms.errors import Conflict
from lms.people.passkeys.ceremony import MAX_ANSWER
from lms.people.passkeys.challenges import begin_challenge, spend_challenge
from lms.people.passkeys.keeping import delete_passkey, list_passkeys, make_passkey, options_for
from lms.people.passkeys.models import MAX_PASSKEY_NAME
from lms.people.passkeys.party import RelyingParty

blueprint = Blueprint("passkeys", __name__, url_prefix=PREFIX)


class PasskeyIn(Strict):
    """A passkey that a device made for the last challenge: what its owner calls it, and the answer as JSON."""

    name: Annotated[Words, Field(max_length=MAX_PASSKEY_NAME)]
    credential: str = Field(max_length=MAX_ANSWER, description="what `PublicKeyCredential.toJSON` gives, as text")


class PasskeyOut(BaseModel):
    """A passkey."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


class PasskeysOut(BaseModel):
    """The asker's passkeys, the newest first, and whether browsers allow any at the address of this installation."""

    items: list[PasskeyOut]
    is_possible: bool


class CreationOut(BaseModel):
    """What a browser is to ask a device for: WebAuthn's PublicKeyCredentialCreationOptions as JSON."""

    options: dict[str, Any]


@blueprint.get("/me/passkeys")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=PasskeysOut), tags=["people"])
def passkeys() -> Answer:
    """List the asker's passkeys."""
    found = list_passkeys(session(), actor=actor())
    items = [PasskeyOut.model_validate(each, from_attributes=True) for each in found]
    return PasskeysOut(items=items, is_possible=party() is not None)


@blueprint.post("/me/passkeys/challenge")
@allow(*SIGNED_IN)
@commits
@spec.validate(resp=answers(409, HTTP_200=CreationOut), tags=["people"])
def begin_passkey() -> Answer:
    """Return what a device is to sign to make a passkey; it holds for this browser's session, once, for minutes."""
    here, browser = _here()
    asked = begin_challenge(session(), browser=browser, at=now(), person_id=actor().id)
    return CreationOut(options=options_for(session(), actor=actor(), party=here, challenge=asked))


@blueprint.post("/me/passkeys")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(404, 409, 415, HTTP_201=PasskeyOut), tags=["people"])
def keep_passkey(json: PasskeyIn) -> Answer:
    """Keep a passkey that a device made; whatever comes of it, the challenge is spent."""
    here, browser = _here()
    asked = spend_challenge(session(), browser=browser, at=now(), person_id=actor().id)
    session().commit()
    made = make_passkey(
        session(),
        actor=actor(),
        party=here,
        challenge=asked,
        answer=json.credential,
        name=json.name.strip(),
        at=now(),
    )
    return PasskeyOut.model_validate(made, from_attributes=True), 201


@blueprint.delete("/me/passkeys/<uuid:passkey_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_204=None), tags=["people"])
def remove_passkey(passkey_id: UUID) -> Answer:
    """Delete one of the asker's passkeys; sessions that began with it go on."""
    delete_passkey(session(), actor=actor(), passkey_id=passkey_id)
    return "", 204


def _here() -> tuple[RelyingParty, str]:
    """Return what passkeys are bound to and the browser that asks; raises Conflict where either is missing."""
    here, browser = party(), browser_proof()
    if here is None:
        raise Conflict("browsers allow no passkeys at this address; BASE_URL must be https:// and a name, or localhost")
    if browser is None:
        raise Conflict("passkeys are made in a browser that is signed in, not with a token")
    return here, browser
