"""Decks for buyers: made and changed by the rep whose they are, version by version; seen by who may see the rep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import hold
from lms.days import Now
from lms.errors import Conflict, NotFound
from lms.people.access import Actor, visible_people
from lms.sending.models import BuyerDeck

MAX_SLIDES = 300
PickedRows = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class DeckWords:
    """What a deck is called, for which company it is, in which language, and for which deal, if there is one."""

    title: str
    buyer: str
    language: str
    deal: str | None = None


class StaleDeckError(Exception):
    """Somebody, or the same person in another window, changed the deck meanwhile: `version` is the last."""

    def __init__(self, version: int) -> None:
        """Keep the version that counts now."""
        super().__init__("the deck was changed meanwhile, in another window; load it again")
        self.version = version


def make_deck(session: Session, *, actor: Actor, words: DeckWords, slides: PickedRows, now: Now) -> BuyerDeck:
    """Make a deck of the actor's; raises Conflict for more slides than a deck may have."""
    made = BuyerDeck(rep_id=actor.id, version=1, made_at=now.at, changed_at=now.at, logo_type=None)
    _write(made, words, slides)
    session.add(made)
    session.flush()
    return made


def change_deck(
    session: Session, *, actor: Actor, deck_id: UUID, words: DeckWords, slides: PickedRows, version: int, now: Now
) -> BuyerDeck:
    """Replace what a deck of the actor's says and holds, over a version; raises StaleDeckError for an older one."""
    found = _held(session, actor, deck_id, version)
    _write(found, words, slides)
    return _changed(session, found, now)


def keep_slides(
    session: Session, *, actor: Actor, deck_id: UUID, slides: PickedRows, version: int, now: Now
) -> BuyerDeck:
    """Replace the slides of a deck of the actor's, over a version."""
    found = _held(session, actor, deck_id, version)
    found.slides = list(slides)
    return _changed(session, found, now)


def keep_logo(
    session: Session, *, actor: Actor, deck_id: UUID, logo: tuple[bytes, str] | None, version: int, now: Now
) -> BuyerDeck:
    """Put the buyer's logo (its bytes and media type) on a deck of the actor's, or take it off with None."""
    found = _held(session, actor, deck_id, version)
    found.logo, found.logo_type = logo or (None, None)
    return _changed(session, found, now)


def remove_deck(session: Session, *, actor: Actor, deck_id: UUID, now: Now) -> None:
    """Take a deck of the actor's away; nobody sees it any more."""
    _held(session, actor, deck_id, None).removed_at = now.at
    session.flush()


def get_deck(session: Session, *, actor: Actor, deck_id: UUID) -> BuyerDeck:
    """Return a deck of somebody whose records the actor may see; raises NotFound for any other."""
    seen = (BuyerDeck.removed_at.is_(None), BuyerDeck.rep_id.in_(visible_people(actor)))
    found = session.scalar(select(BuyerDeck).where(BuyerDeck.id == deck_id, *seen))
    if found is None:
        raise NotFound("no such deck")
    return found


def own_deck(session: Session, *, actor: Actor, deck_id: UUID) -> BuyerDeck:
    """Return a deck of the actor's; raises NotFound for others'."""
    found = get_deck(session, actor=actor, deck_id=deck_id)
    if found.rep_id != actor.id:
        raise NotFound("no such deck of yours")
    return found


def find_deck(session: Session, *, deck_id: UUID) -> BuyerDeck | None:
    """Return a deck, whoever asks; None for one that is removed."""
    return session.scalar(select(BuyerDeck).where(BuyerDeck.id == deck_id, BuyerDeck.removed_at.is_(None)))


def read_logo(session: Session, deck: BuyerDeck) -> bytes | None:
    """Return the bytes of a deck's logo, which nothing else reads with it."""
    return session.scalar(select(BuyerDeck.logo).where(BuyerDeck.id == deck.id)) if deck.logo_type else None


def list_decks(
    session: Session, *, actor: Actor, person_id: UUID | None, deal: str | None, after: UUID | None, limit: int
) -> list[BuyerDeck]:
    """Return the decks of those whose records the actor may see, or some of them, the last made first."""
    wanted = select(BuyerDeck).where(BuyerDeck.removed_at.is_(None), BuyerDeck.rep_id.in_(visible_people(actor)))
    if person_id is not None:
        wanted = wanted.where(BuyerDeck.rep_id == person_id)
    if deal is not None:
        wanted = wanted.where(BuyerDeck.deal == deal)
    if after is not None:
        wanted = wanted.where(BuyerDeck.id < after)
    return list(session.scalars(wanted.order_by(BuyerDeck.id.desc()).limit(limit)))


def _held(session: Session, actor: Actor, deck_id: UUID, version: int | None) -> BuyerDeck:
    """Return a deck of the actor's that nobody else changes until this transaction ends."""
    mine = (BuyerDeck.id == deck_id, BuyerDeck.rep_id == actor.id, BuyerDeck.removed_at.is_(None))
    hold(session, BuyerDeck.version, *mine)
    found = session.scalar(select(BuyerDeck).where(*mine).execution_options(populate_existing=True))
    if found is None:
        raise NotFound("no such deck of yours")
    if version is not None and version != found.version:
        raise StaleDeckError(found.version)
    return found


def _write(deck: BuyerDeck, words: DeckWords, slides: PickedRows) -> None:
    if len(slides) > MAX_SLIDES:
        raise Conflict(f"a deck has at most {MAX_SLIDES} slides, and this has {len(slides)}", field="slides")
    deck.title, deck.buyer, deck.language, deck.deal = words.title, words.buyer, words.language, words.deal
    deck.slides = list(slides)


def _changed(session: Session, deck: BuyerDeck, now: Now) -> BuyerDeck:
    deck.version += 1
    deck.changed_at = now.at
    session.flush()
    return deck
