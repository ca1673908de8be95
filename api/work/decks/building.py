"""Building the files of decks that are wished for, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from api.work.decks.asked import DeckAsked, key_of, read_asked, template_of
from api.work.decks.buyer import buyer_key, read_buyer_deck
from api.work.decks.store import BuildState, DeckStore
from config import Config
from content.course import NoSuchPageError
from content.deck.errors import DeckError
from content.deck.files import file_of
from content.deck.reading import Deck
from content.deck.template import refusal_of_template
from content.rendering import Renderer, RenderingError
from content.search import Search
from lms.sending.buyer_decks import find_deck


@dataclass(frozen=True)
class Workshop:
    """What decks are read from: the library, its renderer, the database and the settings, as of a day."""

    search: Search
    renderer: Renderer
    session: Session
    config: Config
    today: date


def build_wished(store: DeckStore, shop: Workshop) -> int:
    """Build what is wished for, and return how many files were; may be killed, and done again."""
    count = 0
    for wished, asked in store.wishes():
        try:
            _build(store, wished, asked, shop)
            count += 1
        except (DeckError, NoSuchPageError, RenderingError) as error:
            store.refuse(wished, str(error))
        except Exception:
            # Tried again by whoever asks again: it must not keep all others waiting.
            store.refuse(wished, "the file can't be built; the server's log says why")
            raise
    return count


def _build(store: DeckStore, wished: str, asked: DeckAsked, shop: Workshop) -> None:
    config = shop.config
    store.note(wished, BuildState("reads the pages", 0))
    key, deck = _read_buyers(asked, shop) if asked.buyer_deck_id else _read_page(asked, shop)
    if config.deck_template and (refusal := refusal_of_template(config.deck_template)):
        raise DeckError(f"DECK_TEMPLATE: {refusal}")
    store.note(wished, BuildState(f"sets {len(deck.slides)} slides", 1))
    made, _ = file_of(deck, asked.form, template=template_of(config), colour=config.brand_colour)
    store.note(wished, BuildState("keeps the file", 2))
    store.keep(wished, key, asked, made)


def _read_page(asked: DeckAsked, shop: Workshop) -> tuple[str, Deck]:
    entry, catalogue = shop.search.entry(asked.page_id), shop.search.catalogue()
    if entry is None:
        raise NoSuchPageError(f"no page `{asked.page_id}` any more")
    key = key_of(asked, entry, catalogue, shop.config)
    return key, read_asked(entry, catalogue, shop.renderer, shop.config, is_outside=asked.is_outside)


def _read_buyers(asked: DeckAsked, shop: Workshop) -> tuple[str, Deck]:
    session, catalogue = shop.session, shop.search.catalogue()
    try:
        found = find_deck(session, deck_id=UUID(asked.buyer_deck_id))
        if found is None:
            raise DeckError("this deck was removed")
        key = buyer_key(asked, found, catalogue, shop.config)
        return key, read_buyer_deck(session, found, catalogue, shop.renderer, today=shop.today)[0]
    finally:
        session.rollback()  # setting the slides takes seconds, in which nothing of the database is held
