"""A shared page as a buyer gets it: its HTML, or the slides of a deck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from api.work.sharing.items import PageFound
from content.catalogue import Catalogue
from content.deck.slides import Layout, columns_of, read_slides
from content.outward import outward_html
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
    found: PageFound,
    *,
    catalogue: Catalogue,
    renderer: Renderer,
    picture_at: Callable[[str], str],
    public_url: str,
) -> PageShown:
    """Return a page as a buyer gets it; raises as the renderer does."""
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
    shown = []
    for number, slide in enumerate(slides, start=1):
        above, *columns = columns_of(slide.blocks) or ((), slide.blocks)
        beside = tuple("\n".join(column) for column in columns)
        title = slide.title_html or escape(slide.title)
        shown.append(SlideShown(number, title, slide.layout, beside, "\n".join(above)))
    return PageShown("", tuple(shown))
