"""Building the files of decks that are wished for, one after the other."""

from __future__ import annotations

from api.work.decks.asked import DeckAsked, key_of, read_asked, template_of
from api.work.decks.store import BuildState, DeckStore
from config import Config
from content.course import NoSuchPageError
from content.deck.errors import DeckError
from content.deck.files import file_of
from content.deck.template import refusal_of_template
from content.rendering import Renderer, RenderingError
from content.search import Search


def build_wished(store: DeckStore, *, search: Search, renderer: Renderer, config: Config) -> int:
    """Build what is wished for, and return how many files were; may be killed, and done again."""
    count = 0
    for wished, asked in store.wishes():
        try:
            _build(store, wished, asked, search=search, renderer=renderer, config=config)
            count += 1
        except (DeckError, NoSuchPageError, RenderingError) as error:
            store.refuse(wished, str(error))
        except Exception:
            # Tried again by whoever asks again: it must not keep all others waiting.
            store.refuse(wished, "the file can't be built; the server's log says why")
            raise
    return count


def _build(
    store: DeckStore, wished: str, asked: DeckAsked, *, search: Search, renderer: Renderer, config: Config
) -> None:
    entry = search.entry(asked.page_id)
    if entry is None:
        raise NoSuchPageError(f"no page `{asked.page_id}` any more")
    store.note(wished, BuildState("reads the page", 0))
    key = key_of(asked, entry, search.catalogue(), config)
    deck = read_asked(entry, search.catalogue(), renderer, config, is_outside=asked.is_outside)
    if config.deck_template and (refusal := refusal_of_template(config.deck_template)):
        raise DeckError(f"DECK_TEMPLATE: {refusal}")
    store.note(wished, BuildState(f"sets {len(deck.slides)} slides", 1))
    made, _ = file_of(deck, asked.form, template=template_of(config), colour=config.brand_colour)
    store.note(wished, BuildState("keeps the file", 2))
    store.keep(wished, key, asked, made)
