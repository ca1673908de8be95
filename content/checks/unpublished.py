"""Links of published pages to pages that readers don't get: drafts, archived ones, and those of later days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from content.checks.facts import PageFacts
from content.checks.places import problem_at
from content.document import Document
from content.fields.models import WITHHELD
from content.library import Library
from content.places.links import Destinations
from content.places.page_names import PageNames
from content.problem import LibraryProblem


def unpublished_problems(
    library: Library,
    facts: Mapping[str, PageFacts],
    ways: Mapping[str, list[str | None]],
    *,
    names: PageNames,
    destinations: Destinations,
) -> Iterator[LibraryProblem]:
    """Yield the links, and wiki links, of published pages to others that aren't; `ways` are where links point at."""
    # What holds answers is never a page of its own: a link to a quiz leads to the page that asks its questions.
    hidden = {page.path for page in library.pages if not page.is_shown and page.type not in WITHHELD}
    for page in library.pages if hidden else ():
        if not page.is_shown:
            continue
        own = facts[page.path]
        targets = (way and destinations.page_at(way) for way in ways[page.path])
        places = [
            *((path, (link.line, link.column), link.target) for path, link in zip(targets, own.links, strict=True)),
            *(
                (names.page_named(link.name, seen_from=page.path), (link.line, link.column), f"[[{link.name}]]")
                for link in own.wiki_links
            ),
        ]
        for path, place, written in places:
            if path in hidden:
                what = _what(library.by_path[path])
                message = f"the link `{written[:200]}` leads to {what}; until then readers get no page"
                yield problem_at(page, place, "unpublished-page", message, "warning")


def _what(page: Document) -> str:
    if page.fields.status == "archived":
        return "an archived page, which has to be published again"
    if page.awaited:
        return f"a page that is published on {page.awaited.isoformat()}"
    return "a draft, which has to be published first"
