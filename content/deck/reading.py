"""A page read into its slides, with the ways of their links and pictures; a deck, or any other with sections."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from content.deck.errors import DeckError
from content.deck.pictures import Pictures, pictures_in
from content.deck.slides import Slide, read_slides
from content.document import Document
from content.fields.models import DeckFields
from content.html import Rendered, shown
from content.places.links import Destinations, resolver, site_url
from content.places.page_names import PageNames


@dataclass(frozen=True)
class Deck:
    """A deck's slides, what is known of all of them, and where their pictures are read."""

    title: str
    language: str
    slides: tuple[Slide, ...]
    pictures: Pictures


@dataclass(frozen=True)
class Surroundings:
    """What a library has around a page: its folder, where links lead, names of pages, and files that may be shown."""

    root: Path
    destinations: Destinations
    names: PageNames
    files: Container[str]


def read_deck(page: Document, rendered: Rendered, around: Surroundings, *, is_outside: bool, base_url: str) -> Deck:
    """Read a page's slides; outside the company without what stays inside, notes before all else.

    With `base_url` links lead to the site there. Raises DeckError for a page that is no deck, or has no slides.
    """
    if not isinstance(page.fields, DeckFields):
        raise DeckError(f"`{page.id}` is a page of type `{page.type}`, and slides are made of a `deck`")
    return read_sections(page, rendered, around, is_outside=is_outside, base_url=base_url)


def read_sections(page: Document, rendered: Rendered, around: Surroundings, *, is_outside: bool, base_url: str) -> Deck:
    """Read a page of any type as `read_deck` does: what stands below each heading of level 2 is a slide."""
    resolve = resolver(page.path, around.destinations, site_url, dialect=page.dialect, files=around.files)
    html = shown(rendered, page, names=around.names, resolve=resolve, is_outside=is_outside)
    if base_url:
        html = html.replace('<a href="/', f'<a href="{base_url}/')
    slides = read_slides(html, title=page.title)
    if not slides:
        raise DeckError(f"`{page.id}` has no slide; begin each with a heading of level 2, as in `## What it costs`")
    return Deck(page.title, page.fields.language, slides, pictures_in(around.root, around.files))
