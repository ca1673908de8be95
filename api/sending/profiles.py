"""The asker's own words in e-mails over HTTP: phone, calendar link and signature."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.shapes import Strict, Words
from api.web.writes import writes
from lms.sending.profiles import OwnWords, keep_profile, read_profile

blueprint = Blueprint("sender_profile", __name__, url_prefix=f"{PREFIX}/me/sender")
LINK = r"^https?://[^\s\x00]+$"


class SenderIn(Strict):
    """What the asker says of themselves in e-mails; what isn't given is forgotten. `signature` is Markdown."""

    phone: Annotated[Words, Field(max_length=50)] | None = None
    calendar_link: Annotated[str, Field(max_length=500, pattern=LINK)] | None = None
    signature: Annotated[Words, Field(max_length=2000)] | None = None


class SenderOut(BaseModel):
    """What the asker says of themselves in e-mails; null for what they don't."""

    phone: str | None
    calendar_link: str | None
    signature: str | None


@blueprint.get("")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=SenderOut), tags=["sending"])
def show() -> Answer:
    """Return what the asker says of themselves in e-mails."""
    return SenderOut(**vars(read_profile(session(), actor=actor())))


@blueprint.put("")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(415, HTTP_200=SenderOut), tags=["sending"])
def keep(json: SenderIn) -> Answer:
    """Replace what the asker says of themselves in e-mails."""
    return SenderOut(**vars(keep_profile(session(), actor=actor(), words=OwnWords(**json.model_dump()))))
