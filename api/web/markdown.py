"""Markdown that people type into the product, as sanitised HTML: the dialect and the links of the library's pages."""

from __future__ import annotations

from dataclasses import dataclass

from api.web.below import site_below
from api.web.context import actor, parts
from api.web.sight import sight_of
from content.html import shown
from content.places.links import resolver
from content.rendering import RenderingError
from content.search import IndexMissingError
from content.typed import TypedPage


@dataclass(frozen=True)
class ShownText:
    """A text as HTML; `problem` says why there is none."""

    html: str
    problem: str | None = None


def typed_html(text: str) -> ShownText:
    """Return what somebody typed as HTML; links lead to pages that the asker may see, as from the library's root."""
    if not text.strip():
        return ShownText("")
    page = TypedPage(text)
    try:
        rendered = parts().renderer.render(page)
    except RenderingError as error:
        return ShownText("", f"line {error.line}: {error}")
    try:
        catalogue = parts().search.catalogue()
    except IndexMissingError:  # links lead nowhere until it is there
        return ShownText(rendered.html)
    audiences = sight_of(actor()).audiences
    resolve = resolver(page.path, catalogue.destinations_for(audiences), site_below, dialect=page.dialect, files=())
    return ShownText(shown(rendered, page, names=catalogue.names_for(audiences), resolve=resolve))
