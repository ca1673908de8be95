"""Things that a link leads to, as the library is now: each is there for a buyer, or it says why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from api.work.decks.buyer import picked_of, read_buyer_deck
from content.catalogue import Entry
from content.course import NoSuchPageError, read_page
from content.deck.reading import Deck
from content.document import Document
from content.places.file_kinds import FileKind, kind_of
from content.places.files import is_inside
from content.rendering import Renderer
from content.search import BUYER_SIGHT, Search
from lms.sending.buyer_decks import find_deck
from lms.sending.models import BuyerDeck
from lms.sharing.links import ItemKind


@dataclass(frozen=True)
class PageFound:
    """A page as buyers get it: its entry of what is sent, and its text."""

    entry: Entry
    page: Document


@dataclass(frozen=True)
class FileFound:
    """A file of the library."""

    root: Path
    path: str
    kind: FileKind


@dataclass(frozen=True)
class DeckFound:
    """A deck that was put together for a buyer, as it is read now, and the pictures of its pages by their paths."""

    row: BuyerDeck
    deck: Deck
    pictures: frozenset[str]


@dataclass(frozen=True)
class ItemFound:
    """One thing: what it is called, and what is found; `why` says why a buyer doesn't get it, None where they do."""

    title: str
    language: str
    found: PageFound | FileFound | DeckFound | None = None
    why: str | None = None

    @property
    def is_deck(self) -> bool:
        """Whether it is shown slide by slide."""
        is_page = isinstance(self.found, PageFound) and self.found.entry.type == "deck"
        return is_page or isinstance(self.found, DeckFound)


@dataclass(frozen=True)
class ThingsFinder:
    """Where things are found: the library, the records, and which day it is; each is looked for once."""

    session: Session
    search: Search
    renderer: Renderer
    today: date
    _known: dict[tuple[ItemKind, str], ItemFound] = field(default_factory=dict)

    def find(self, kind: ItemKind, target: str) -> ItemFound:
        """Find a thing by its kind and name; what buyers don't get says why."""
        if (kind, target) not in self._known:
            finders = {"page": self._page, "file": self._file, "deck": self._deck}
            self._known[kind, target] = finders[kind](target)
        return self._known[kind, target]

    def _page(self, page_id: str) -> ItemFound:
        whole = self.search.entry(page_id)
        if whole is None:
            return ItemFound(page_id, "", why=f"there is no page `{page_id}` any more")
        if whole.status != "approved":
            return _without(whole, f"is {'a draft' if whole.status == 'draft' else 'archived'}")
        entry = self.search.entry(page_id, sight=BUYER_SIGHT)
        if entry is None:
            return _without(whole, f"isn't written for customers: its audience is {whole.audience}")
        try:
            page = read_page(self.search.catalogue(), entry)
        except NoSuchPageError:
            return _without(whole, "was removed just now")
        if page.fields.expires and page.fields.expires < self.today:
            return _without(whole, f"expired on {page.fields.expires}")
        return ItemFound(entry.title, entry.language, PageFound(entry, page))

    def _file(self, path: str) -> ItemFound:
        catalogue, kind = self.search.catalogue(), kind_of(path)
        name, root = path.rpartition("/")[2], Path(catalogue.library)
        if kind is None or path not in catalogue.files_for(BUYER_SIGHT.audiences):
            return ItemFound(name, "", why=f"no page that is written for customers leads to a file `{path[:200]}`")
        if not is_inside(root / path, root):
            return ItemFound(name, "", why=f"the file `{path[:200]}` is gone")
        return ItemFound(name, "", FileFound(root, path, kind))

    def _deck(self, deck_id: str) -> ItemFound:
        try:
            row = find_deck(self.session, deck_id=UUID(deck_id))
        except ValueError:
            row = None
        if row is None:
            return ItemFound(deck_id, "", why=f"there is no deck `{deck_id[:100]}` any more")
        catalogue = self.search.catalogue()
        deck, _ = read_buyer_deck(self.session, row, catalogue, self.renderer, today=self.today)
        if len(deck.slides) < 2:
            return ItemFound(row.title, row.language, why=f"“{row.title}” has no slide that a buyer may get")
        pages = (catalogue.by_id.get(one.page_id) for one in picked_of(row))
        pictures = frozenset(path for page in pages if page for path in page.pictures)
        return ItemFound(row.title, row.language, DeckFound(row, deck, pictures))


def _without(entry: Entry, why: str) -> ItemFound:
    return ItemFound(entry.title, entry.language, why=f"“{entry.title}” {why}")
