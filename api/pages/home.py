"""Everybody's home: the cards that the nouns contribute, in one request."""

from __future__ import annotations

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import SIGNED_IN, allow
from api.web.cards import CardOut, cards_for
from api.web.context import actor
from api.web.documentation import PREFIX, Answer, answers, spec

blueprint = Blueprint("home", __name__, url_prefix=PREFIX)


class HomeOut(BaseModel):
    """The asker's cards, the most pressing first."""

    cards: list[CardOut]


@blueprint.get("/home")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(503, HTTP_200=HomeOut), tags=["people"])
def home() -> Answer:
    """Return what is the asker's now, by role."""
    return HomeOut(cards=cards_for(actor().roles))
