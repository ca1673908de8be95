"""Cache of the facts of checked pages, in a file that may be thrown away at any time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from content.checks.facts import PageFacts, facts_of
from content.checks.wiki import WikiLink
from content.dialects.placing import Link
from content.document import Document
from content.problem import LibraryProblem
from content.rendering import Renderer
from content.replacing import write_atomically

NAME = "checked.json"
LIBRARIES = ("markdown", "markdown-it-py", "mdit-py-plugins", "pymdown-extensions", "selectolax")


class FactsCache:
    """The facts of pages by their text; facts that another version of the product found are found anew."""

    def __init__(self, folder: Path | None, *, renderer: Renderer | None) -> None:
        """Read what is kept in a folder; with None nothing is kept."""
        self._path = folder and folder / NAME
        self._renderer = renderer
        self._version = _version(external_images=renderer is not None and renderer.external_images)
        self._kept = self._read()
        self._used: dict[str, Any] = {}

    def prepare(self, pages: Iterable[Document]) -> None:
        """Begin rendering the pages that aren't known."""
        if self._renderer:
            self._renderer.start_all(page for page in pages if _key(page) not in self._kept)

    def facts_of(self, page: Document) -> PageFacts:
        """Return a page's facts, found now or before."""
        key = _key(page)
        try:
            facts = _unpacked(self._kept[key], page)
        except (KeyError, TypeError, ValueError, AttributeError):
            facts = facts_of(page, self._renderer)
            self._kept[key] = _packed(facts)
        if not any(problem.code == "too-slow" for problem in facts.problems):  # the machine may have been busy
            self._used[key] = self._kept[key]
        return facts

    def write(self) -> None:
        """Keep the facts of the pages that were asked for, and forget all others."""
        if self._path is None:
            return
        data = {"version": self._version, "pages": self._used}
        with suppress(OSError):  # a cache that can't be kept is found anew
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, json.dumps(data, ensure_ascii=False, separators=(",", ":")))

    def _read(self) -> dict[str, Any]:
        try:
            data = json.loads(self._path.read_text(encoding="utf-8")) if self._path else {}
            return dict(data["pages"]) if data["version"] == self._version else {}
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return {}


def _key(page: Document) -> str:
    """Name what facts depend on: the text, its dialect, and the type, which may come from the path."""
    return f"{page.hash} {page.type} {page.dialect}"


def _packed(facts: PageFacts) -> list[Any]:
    links = [[link.target, link.line, link.column, link.is_image, link.has_text] for link in facts.links]
    problems = [{**vars(problem), "path": ""} for problem in facts.problems]
    wiki_links = [[link.name, link.heading, link.line, link.column] for link in facts.wiki_links]
    return [links, wiki_links, sorted(facts.anchors), problems]


def _unpacked(packed: list[Any], page: Document) -> PageFacts:
    links, wiki_links, anchors, problems = packed
    return PageFacts(
        tuple(Link(*link) for link in links),
        tuple(WikiLink(*link) for link in wiki_links),
        frozenset(anchors),
        tuple(LibraryProblem(**{**problem, "path": page.path}) for problem in problems),
    )


@cache
def _version(*, external_images: bool) -> str:
    """Name what else facts depend on: our own code and the libraries that read Markdown."""
    digest = hashlib.sha256(str(external_images).encode())
    room = Path(__file__).parent.parent
    for source in sorted(room.rglob("*.py")):
        if "search" not in source.relative_to(room).parts:
            digest.update(source.read_bytes())
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}".encode())
    return digest.hexdigest()
