"""Deals of those whose records somebody may see, found by the words of their names and ids: from columns alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lms.crm.imports import source_names
from lms.figures.deals import DEAL_TEXT, GONE, LOST, OPEN, WON
from lms.figures.frames import NEVER, FigureSet
from lms.figures.texts import holding
from lms.people.access import Actor, visible_people

MOST_WORDS = 8
DealState = Literal["open", "won", "lost"]
STATES: dict[DealState, int] = dict(zip(get_args(DealState), (OPEN, WON, LOST), strict=True))
_NAMES = {number: name for name, number in STATES.items()}


@dataclass(frozen=True)
class DealsAsked:
    """Which deals: in one state, or in any, whose name or id holds all of some words."""

    state: DealState | None = "open"
    words: tuple[str, ...] = ()


def deals_of(figures: FigureSet, asked: DealsAsked, *, owners: Collection[int]) -> NDArray[np.int64]:
    """Return the numbers of the deals of some owners that are asked for.

    Open ones that are expected to close first come first; of others those that closed last.
    """
    deal = figures.frames["deal"]
    wanted = np.isin(deal["who"], np.fromiter(owners, dtype=np.int64))
    wanted &= deal["state"] != GONE if asked.state is None else deal["state"] == STATES[asked.state]
    found = np.flatnonzero(wanted)
    for word in asked.words:
        own = deal["text_at"][found], deal["text_length"][found]
        found = found[holding(figures.frames[DEAL_TEXT]["text"], *own, word)]
    expected = deal["expected"][found].astype(np.int64)
    closes = np.where(expected > 0, expected, NEVER) if asked.state == "open" else -expected
    return found[np.lexsort((found, closes))]


def words_asked(session: Session, text: str) -> tuple[str, ...]:
    """Return the words that somebody looks for; an id is looked for without its source, as deals have it."""
    begins = tuple(f"{name}:" for name in source_names(session).values())
    words = text.split()[:MOST_WORDS]
    return tuple(word.partition(":")[2] or word if word.startswith(begins) else word for word in words)


def owners_seen(session: Session, figures: FigureSet, *, actor: Actor, owner_id: UUID | None) -> set[int]:
    """Return the numbers of those whose deals the actor may see, or of one of them, as `found_deal` lets them."""
    numbers = {person_id: number for number, person_id in enumerate(figures.notes["who"]["ids"]) if person_id}
    people = map(str, session.scalars(visible_people(actor)))
    seen = {numbers[person_id] for person_id in people if person_id in numbers}
    return seen if owner_id is None else seen & {numbers.get(str(owner_id), -1)}


def state_of(figures: FigureSet, number: int) -> DealState:
    """Return how a deal that counts stands."""
    return _NAMES[int(figures.frames["deal"]["state"][number])]


def word_of(figures: FigureSet, column: str, number: int) -> str | None:
    """Return what a column of words says of a deal, such as its product or industry."""
    word = int(figures.frames["deal"][column][number])
    return figures.notes["words"][column][word] if word >= 0 else None
