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
    """A file of a deck: of which page, of which kind, and whether it is for outside, without notes."""

    page_id: str
    form: DeckForm
    is_outside: bool

    @property
    def file_name(self) -> str:
        """What the file is called where it is downloaded; one with notes says so."""
        return f"{self.page_id}{'' if self.is_outside else '-with-notes'}.{self.form}"


def key_of(asked: DeckAsked, entry: Entry, catalogue: Catalogue, config: Config) -> str:
    """Return the name under which a file is kept, made of all that it depends on."""
    root = Path(catalogue.library)
    files = [root / path for path in entry.pictures]
    told = {
        **asdict(asked),
        "format": FORMAT,
        "page": entry.hash,
        "base_url": config.public_url,
        "colour": config.brand_colour,
        "files": [_stamp(file) for file in (*files, *filter(None, [template_of(config)]))],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def read_asked(
    entry: Entry, catalogue: Catalogue, renderer: Renderer, config: Config, *, is_outside: bool, is_file: bool = True
) -> Deck:
    """Read a deck as it is shown inside or outside; raises DeckError, and as `read_page` and the renderer do.

    In a file links lead to the site by its whole address, and from one for outside nowhere in it.
    """
    page = read_page(catalogue, entry)
    audiences = (PARTNER_SIGHT if is_outside else STAFF_SIGHT).audiences
    around = Surroundings(
        Path(catalogue.library),
        catalogue.destinations_for(audiences),
        catalogue.names_for(audiences),
        frozenset({*entry.attachments, *entry.pictures}),
    )
    base_url = config.public_url if is_file and not is_outside else ""
    return read_deck(page, renderer.render(page), around, is_outside=is_outside, base_url=base_url)


def template_of(config: Config) -> Path | None:
    """Return the company's template of decks; None for pandoc's own."""
    return Path(config.deck_template) if config.deck_template else None


def _stamp(file: Path) -> str:
    try:
        status = file.stat()
    except OSError:
        return "gone"
    return f"{status.st_mtime_ns}-{status.st_size}"
