"""The dialect that keeps more of a library's structure, counted on its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser

from content.dialects.dialect import GITHUB, Dialect, DialectName
from content.dialects.extensions import comes_from_mkdocs, mkdocs_dialect
from content.document import Document
from content.library import Library
from content.rendering import Renderer, RenderingError

# So many pages, spread over the library, tell it well enough.
MOST_PAGES = 300
_BUILT = (
    "ul, ol, ul ul, ol ol, ul ol, ol ul, table, pre, dl, details, blockquote, .admonition, input, sup, code, a, h2, h3"
)
# Markup that a page shows as text, because its dialect didn't know it.
_LEFT = re.compile(
    r"^[ \t]*(?:!!!|\?\?\?|===|:::|```|[-*+] |\d+[.)] |\|.*\|)|\]\(|\{[:.#][^}]*\}|\[\^|\[![A-Z]+\]", re.MULTILINE
)


@dataclass(frozen=True)
class BetterDialect:
    """The dialect that keeps more, of how many pages, and how many of them each dialect keeps more of."""

    name: DialectName
    pages: int
    better_as_github: int
    better_as_mkdocs: int


def choose_dialect(library: Library, renderer: Renderer) -> BetterDialect | None:
    """Count the structure of pages in both dialects; None for a library that doesn't come from MkDocs."""
    if not comes_from_mkdocs(library.root):
        return None
    step = max(1, len(library.pages) // MOST_PAGES)
    pages = library.pages[::step]
    dialects = {"github": GITHUB, "mkdocs": mkdocs_dialect(library.root)}
    kept = {name: _kept(pages, dialect, renderer) for name, dialect in dialects.items()}
    pairs = list(zip(kept["github"], kept["mkdocs"], strict=True))
    name: DialectName = "mkdocs" if sum(kept["mkdocs"]) > sum(kept["github"]) else "github"
    return BetterDialect(
        name, len(pages), sum(one > other for one, other in pairs), sum(one < other for one, other in pairs)
    )


def _kept(pages: Iterable[Document], dialect: Dialect, renderer: Renderer) -> list[int]:
    written = [replace(page, dialect=dialect) for page in pages]
    renderer.start_all(written)
    return [_structure(page, renderer) for page in written]


def _structure(page: Document, renderer: Renderer) -> int:
    """Return how much of a page is built, less what is left of its markup."""
    try:
        tree = LexborHTMLParser(renderer.render(page).html)
    except RenderingError:
        return 0
    built = len(tree.css(_BUILT))
    for code in tree.css("pre, code"):
        code.decompose()
    return built - len(_LEFT.findall(tree.body.text() if tree.body else ""))
