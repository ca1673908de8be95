"""A shared page as a buyer gets it: its HTML, or the slides of a deck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape

from api.work.sharing.items import DeckFound, PageFound
from content.catalogue import Catalogue
from content.deck.slides import Layout, Slide, columns_of, read_slides
from content.outward import outward_html, settled
from content.rendering import Renderer


@dataclass(frozen=True)
class SlideShown:
    """A slide: its number from 1, its title as HTML, and its blocks in one column, or in two below what is above."""

    number: int
    title_html: str
    layout: Layout
    columns: tuple[str, ...]
    above: str


@dataclass(frozen=True)
class PageShown:
    """A page's HTML, or the slides of a deck; one of both is empty."""

    html: str
    slides: tuple[SlideShown, ...] = ()


def show_page(
    found: PageFound | DeckFound,
    *,
    catalogue: Catalogue,
    renderer: Renderer,
    picture_at: Callable[[str], str],
    public_url: str,
) -> PageShown:
    """Return a page, or a deck for a buyer, as a buyer gets it; raises as the renderer does."""
    if isinstance(found, DeckFound):
        place = partial(settled, pictures=found.pictures, picture_at=picture_at, public_url=public_url)
        slides = found.deck.slides
        return PageShown("", tuple(_shown(slide, number, place) for number, slide in enumerate(slides, start=1)))
    html = outward_html(
        found.page,
        renderer.render(found.page),
        found.entry,
        catalogue,
        picture_at=picture_at,
        public_url=public_url,
    )
    if found.entry.type != "deck":
        return PageShown(html)
    slides = read_slides(html, title=found.entry.title)
    if not slides:
        return PageShown(html)
    return PageShown("", tuple(_shown(slide, number, str) for number, slide in enumerate(slides, start=1)))


def _shown(slide: Slide, number: int, place: Callable[[str], str]) -> SlideShown:
    above, *columns = columns_of(slide.blocks) or ((), slide.blocks)
    beside = tuple(place("\n".join(column)) for column in columns)
    title = slide.title_html or escape(slide.title)
    return SlideShown(number, place(title), slide.layout, beside, place("\n".join(above)))
