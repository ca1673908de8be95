"""The product's own rooms in the site: where they stand, and which pages of a library stand in their way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from content.document import Document, address_of
from content.library import Library
from content.problem import LibraryProblem

SITE = Path(__file__).resolve().parent.parent / "site"
APP = SITE / "pages"
MANUAL = SITE / "manual"
# Written from the models when the site is built; see authoring/reference.py.
REFERENCE = "app/front-matter.md"
# A library's own first page of the folder isn't taken away: then the manual begins at the other.
FIRST, OTHER_FIRST = "docs/index.md", "docs/manual.md"


def app_pages() -> dict[str, Path]:
    """Return the files of the tools by the path that each has in the site."""
    return {f"app/{source.name}": source for source in sorted(APP.glob("*.md"))}


def manual_pages(library: Iterable[Document]) -> dict[str, Path]:
    """Return the manual's chapters by the path that each has in the site beside these pages."""
    has_first = any(page.url == address_of(FIRST) for page in library)
    chapters = {f"docs/{source.name}": source for source in sorted(MANUAL.glob("*.md"))}
    return {OTHER_FIRST if has_first and path == FIRST else path: source for path, source in chapters.items()}


def taken_addresses(library: Iterable[Document]) -> set[str]:
    """Return the addresses at which the site shows a room, whatever page the library has there."""
    return {address_of(path) for path in (*app_pages(), REFERENCE, *manual_pages(library))}


def room_problems(library: Library) -> Iterator[LibraryProblem]:
    """Yield pages that the site can't show, because a room of the product has their address."""
    taken = taken_addresses(library.pages)
    for page in library.pages:
        if page.url in taken and page.type != "quiz":
            message = f"the site shows a page of the product at `/{page.url}`; give this file another name"
            yield LibraryProblem(page.path, 1, "taken-address", message, "warning")
