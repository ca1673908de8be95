"""Cards of everybody's home: each noun contributes its own, and says who sees it and where it comes from.

A module `cards.py` of a noun has a tuple `cards`, which `create_app` finds, so that home knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast
from uuid import UUID

from flask import Flask, current_app
from pydantic import BaseModel

from api.web.below import SiteAddress
from api.web.context import actor, session
from api.web.shapes import PersonRef, ProportionOut
from lms.errors import NotFound
from lms.people.access import visible_among

_KEY = "repertoire.cards"
MOST_ITEMS = 5


class WayOut(BaseModel):
    """A link: what it says and where it leads."""

    label: str
    url: SiteAddress


class PersonOnCard(PersonRef):
    """Somebody on a card; `url` is their page, null unless the asker may see it, which `cards_for` finds out."""

    url: SiteAddress | None = None


class ItemOut(BaseModel):
    """A row of a card.

    `detail` are words before the day (`on`) or the moment (`at`); `state` is one of training, `action` the one thing to
    do about it.
    """

    title: str
    url: SiteAddress | None = None
    language: str | None = None
    state: str | None = None
    detail: str = ""
    on: date | None = None
    at: datetime | None = None
    person: PersonOnCard | None = None
    action: WayOut | None = None


class FigureOut(BaseModel):
    """A number and what it is of, or a share with its interval; `url` leads to its rows.

    A number that has a unit is `said` in words in place of its value; `detail` is what more there is to say of it.
    """

    label: str
    value: int | None = None
    said: str | None = None
    share: ProportionOut | None = None
    url: SiteAddress | None = None
    state: str | None = None
    detail: str = ""


class CardOut(BaseModel):
    """A card: figures, rows, and where all of it stands; `empty` is said where there is neither.

    `note` says of whom and of when it is. What is on one that `is_waiting` is to be asked for by its name.
    """

    name: str
    title: str
    url: SiteAddress | None
    is_urgent: bool
    is_waiting: bool
    note: str
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
    note: str = ""


@dataclass(frozen=True)
class Card:
    """A card that the people with some of the roles see, in the order of `place`.

    `read` returns what it has to show now, or None where the card isn't shown at all. One whose figures take longer
    than home should wait for has them from `later`, and `read` tells only whether it is shown.
    """

    name: str
    title: str
    roles: tuple[str, ...]
    place: int
    read: Callable[[], Showing | None]
    empty: str
    url: str | None = None
    later: Callable[[], Showing] | None = None


def init_cards(app: Flask, cards: Iterable[Card]) -> None:
    """Keep the cards of the nouns, in their order."""
    app.extensions[_KEY] = sorted(cards, key=lambda card: card.place)


def cards_for(roles: frozenset[str]) -> list[CardOut]:
    """Return the cards of somebody with these roles, read now, but for what is read later."""
    return _with_ways([_card_out(card, found) for card in _cards_of(roles) if (found := card.read()) is not None])


def card_for(roles: frozenset[str], name: str) -> CardOut:
    """Return one card of somebody with these roles, with all that is on it; raises NotFound where it isn't shown."""
    card = next((card for card in _cards_of(roles) if card.name == name), None)
    found = card.read() if card else None
    if card is None or found is None:
        raise NotFound(f"you have no card `{name[:80]}`")
    own = replace(card, later=None)
    return _with_ways([_card_out(own, card.later() if card.later else found)])[0]


def person_url(person_id: UUID) -> str:
    """Return the address of a person's page in the site."""
    return f"/app/person/?id={person_id}"


def _cards_of(roles: frozenset[str]) -> Iterator[Card]:
    cards = cast(list[Card], current_app.extensions[_KEY])
    return (card for card in cards if not roles.isdisjoint(card.roles))


def _with_ways(shown: list[CardOut]) -> list[CardOut]:
    """Lead to the people on cards whose pages the actor may see."""
    people = [item.person for card in shown for item in card.items if item.person is not None]
    visible = visible_among(session(), actor=actor(), person_ids={person.id for person in people}) if people else set()
    for person in people:
        person.url = person_url(person.id) if person.id in visible else None
    return shown


def _card_out(card: Card, found: Showing) -> CardOut:
    return CardOut(
        name=card.name,
        title=card.title,
        url=card.url,
        is_urgent=found.is_urgent,
        is_waiting=card.later is not None,
        note=found.note,
        empty=card.empty,
        figures=list(found.figures),
        items=list(found.items),
        more=found.more,
    )
