"""A file of a deck as it is asked for, and its name in the store: another one once anything in it changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from config import Config
from content.catalogue import Catalogue, Entry
from content.course import read_page
from content.deck.files import FORMAT, DeckForm
from content.deck.reading import Deck, Surroundings, read_deck
from content.rendering import Renderer
from content.search import PARTNER_SIGHT, STAFF_SIGHT


@dataclass(frozen=True)
class DeckAsked:
    """A file of a deck: of which page, of which kind, and whether it is for outside, without notes.

    Of a deck that somebody put together for a buyer there is its id instead of a page.
    """

    page_id: str
    form: DeckForm
    is_outside: bool
    buyer_deck_id: str = ""

    @property
    def file_name(self) -> str:
        """What the file is called where it is downloaded; one with notes says so."""
        return f"{self.page_id}{'' if self.is_outside else '-with-notes'}.{self.form}"


def key_of(asked: DeckAsked, entry: Entry, catalogue: Catalogue, config: Config) -> str:
    """Return the name under which a file is kept, made of all that it depends on."""
    return key_from(asked, config, page=stamp_of(entry, catalogue), base_url=config.public_url)


def key_from(asked: DeckAsked, config: Config, **told: object) -> str:
    """Return the name of a file that depends on what is told here, and on the company's looks."""
    looks = [_stamp(file) for file in filter(None, [template_of(config)])]
    everything = {**asdict(asked), "format": FORMAT, "colour": config.brand_colour, "looks": looks, **told}
    return hashlib.sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()[:32]


def stamp_of(entry: Entry, catalogue: Catalogue) -> list[str]:
    """Return what differs once a page, or a picture that it shows, has changed."""
    root = Path(catalogue.library)
    return [entry.hash, *(_stamp(root / path) for path in entry.pictures)]


def read_asked(
    entry: Entry, catalogue: Catalogue, renderer: Renderer, config: Config, *, is_outside: bool, is_file: bool = True
) -> Deck:
    """Read a deck as it is shown inside or outside; raises DeckError, and as `read_page` and the renderer do.

    In a file links lead to the site by its whole address, and from one for outside nowhere in it.
    """
    page = read_page(catalogue, entry)
    around = around_of(entry, catalogue, is_outside=is_outside)
    base_url = config.public_url if is_file and not is_outside else ""
    return read_deck(page, renderer.render(page), around, is_outside=is_outside, base_url=base_url)


def around_of(entry: Entry, catalogue: Catalogue, *, is_outside: bool) -> Surroundings:
    """Return what a page has around it, as far as it may be seen inside or outside."""
    audiences = (PARTNER_SIGHT if is_outside else STAFF_SIGHT).audiences
    return Surroundings(
        Path(catalogue.library),
        catalogue.destinations_for(audiences),
        catalogue.names_for(audiences),
        frozenset({*entry.attachments, *entry.pictures}),
    )


def template_of(config: Config) -> Path | None:
    """Return the company's template of decks; None for pandoc's own."""
    return Path(config.deck_template) if config.deck_template else None


def _stamp(file: Path) -> str:
    try:
        status = file.stat()
    except OSError:
        return "gone"
    return f"{status.st_mtime_ns}-{status.st_size}"
