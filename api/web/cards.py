"""Cards of everybody's home: each noun contributes its own, and says who sees it and where it comes from.

A module `cards.py` of a noun has a tuple `cards`, which `create_app` finds, so that home knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from flask import Flask, current_app
from pydantic import BaseModel

from api.web.context import actor, session
from api.web.shapes import PersonRef, ProportionOut
from lms.people.access import visible_among

_KEY = "repertoire.cards"
MOST_ITEMS = 5


class WayOut(BaseModel):
    """A link: what it says and where it leads."""

    label: str
    url: str


class PersonOnCard(PersonRef):
    """Somebody on a card; `url` is their page, null unless the asker may see it, which `cards_for` finds out."""

    url: str | None = None


class ItemOut(BaseModel):
    """A row of a card.

    `detail` are words before the day (`on`) or the moment (`at`); `state` is one of training, `action` the one thing to
    do about it.
    """

    title: str
    url: str | None = None
    language: str | None = None
    state: str | None = None
    detail: str = ""
    on: date | None = None
    at: datetime | None = None
    person: PersonOnCard | None = None
    action: WayOut | None = None


class FigureOut(BaseModel):
    """A number and what it is of, or a share with its interval; `url` leads to its rows."""

    label: str
    value: int | None = None
    share: ProportionOut | None = None
    url: str | None = None
    state: str | None = None


class CardOut(BaseModel):
    """A card: figures, rows, and where all of it stands; `empty` is said where there is neither."""

    name: str
    title: str
    url: str | None
    is_urgent: bool
    empty: str
    figures: list[FigureOut]
    items: list[ItemOut]
    more: WayOut | None


@dataclass(frozen=True)
class Showing:
    """What a card has to show now; an urgent one stands out."""

    items: Iterable[ItemOut] = ()
    figures: Iterable[FigureOut] = ()
    more: WayOut | None = None
    is_urgent: bool = False


@dataclass(frozen=True)
class Card:
    """A card that the people with some of the roles see, in the order of `place`.

    `read` returns what it has to show now, or None where the card isn't shown at all.
    """

    name: str
    title: str
    roles: tuple[str, ...]
    place: int
    read: Callable[[], Showing | None]
    empty: str
    url: str | None = None


def init_cards(app: Flask, cards: Iterable[Card]) -> None:
    """Keep the cards of the nouns, in their order."""
    app.extensions[_KEY] = sorted(cards, key=lambda card: card.place)


def cards_for(roles: frozenset[str]) -> list[CardOut]:
    """Return the cards of somebody with these roles, read now."""
    cards = (card for card in cast(list[Card], current_app.extensions[_KEY]) if not roles.isdisjoint(card.roles))
    shown = [_card_out(card, found) for card in cards if (found := card.read()) is not None]
    people = [item.person for card in shown for item in card.items if item.person is not None]
    visible = visible_among(session(), actor=actor(), person_ids={person.id for person in people}) if people else set()
    for person in people:
        person.url = person_url(person.id) if person.id in visible else None
    return shown


def person_url(person_id: UUID) -> str:
    """Return the address of a person's page in the site."""
    return f"/app/person/?id={person_id}"


def _card_out(card: Card, found: Showing) -> CardOut:
    return CardOut(
        name=card.name,
        title=card.title,
        url=card.url,
        is_urgent=found.is_urgent,
        empty=card.empty,
        figures=list(found.figures),
        items=list(found.items),
        more=found.more,
    )
