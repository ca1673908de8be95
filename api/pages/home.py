"""Everybody's home: the cards that the nouns contribute, in one request, and those that take longer one by one."""

from __future__ import annotations

from flask import Blueprint
from pydantic import BaseModel

from api.web.auth import SIGNED_IN, allow
from api.web.cards import CardOut, card_for, cards_for
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


@blueprint.get("/home/cards/<name>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(404, 503, HTTP_200=CardOut), tags=["people"])
def home_card(name: str) -> Answer:
    """Return one of the asker's cards, also one that home didn't wait for."""
    return card_for(actor().roles, name)
