"""Everything that is wrong with a library: what single pages show, and what only shows between pages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from content.document import Document
from content.front_matter import KeyPath
from content.library import Library, Progress
from content.links import is_missing, target_path
from content.outline import Outline, read_outline
from content.problem import Problem
from content.quiz import read_quiz
from content.rendering import Renderer, RenderingError


def problems(library: Library, *, renderer: Renderer | None = None, progress: Progress | None = None) -> list[Problem]:
    """List every problem in the order of path and line; with a renderer, pages that can't be rendered in time too."""
    found = list(library.page_problems)
    folders = _folders(library)
    if renderer:
        renderer.start_all(library.pages)
    for number, page in enumerate(library.pages, start=1):
        outline = read_outline(page.body)
        found += _link_problems(page, outline, library, folders)
        found += _reference_problems(page, library)
        found += _quiz_problems(page)
        if renderer:
            found += _rendering_problems(page, renderer)
        if progress:
            progress(number, len(library.pages))
    return sorted(found)


def _folders(library: Library) -> set[str]:
    """Return every folder that holds a page, at any depth."""
    folders: set[str] = set()
    for page in library.pages:
        folder = posixpath.dirname(page.path)
        while folder and folder not in folders:
            folders.add(folder)
            folder = posixpath.dirname(folder)
    return folders


def _link_problems(page: Document, outline: Outline, library: Library, folders: set[str]) -> Iterator[Problem]:
    for link in outline.links:
        path = target_path(page.path, link.target)
        if path is not None and is_missing(path, library.by_path, library.files, folders):
            what = "the image" if link.is_image else "the link"
            message = f"{what} `{link.target[:200]}` leads nowhere: the library has no `{path[:200]}`"
            yield Problem(page.path, page.body_line + link.line - 1, "broken-link", message)


def _reference_problems(page: Document, library: Library) -> Iterator[Problem]:
    """Report ids in the front matter that name no page."""
    fields = page.fields
    named: list[tuple[KeyPath, str]] = [(("plays", at), id_) for at, id_ in enumerate(getattr(fields, "plays", []))]
    named += [(("steps", at, "template"), step.template) for at, step in enumerate(getattr(fields, "steps", []))]
    if fields.translation_of:
        named.append((("translation_of",), fields.translation_of))
    for where, id_ in named:
        if id_ not in library.by_id:
            message = f"`{where[0]}` names the page `{id_}`, which doesn't exist"
            yield Problem(page.path, page.front.line_of(where), "unknown-page", message)


def _quiz_problems(page: Document) -> list[Problem]:
    return read_quiz(page)[1] if page.type == "quiz" else []


def _rendering_problems(page: Document, renderer: Renderer) -> Iterator[Problem]:
    try:
        renderer.render(page)
    except RenderingError as error:
        yield Problem(page.path, page.body_line + error.line - 1, "too-slow", str(error))
