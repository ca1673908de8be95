"""Facts of a page's text alone: its links, the anchors others may link to, and what is wrong by itself."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from content.checks.merging import merge_problems
from content.dialects.placing import Link
from content.document import Document
from content.html import Rendered, is_kept, to_html
from content.links import target_path
from content.models import DeckFields
from content.problem import LibraryProblem
from content.quiz.reading import read_quiz
from content.rendering import Renderer, RenderingError


@dataclass(frozen=True)
class PageFacts:
    """Links with their places in the body, the anchors of the page's headings, and its own problems."""

    links: tuple[Link, ...]
    anchors: frozenset[str]
    problems: tuple[LibraryProblem, ...]


def facts_of(page: Document, renderer: Renderer | None) -> PageFacts:
    """Read a page as it is rendered; with a renderer, one that takes too long is a problem and has no facts."""
    found = [*merge_problems(page), *(read_quiz(page)[1] if page.type == "quiz" else ())]
    try:
        rendered = renderer.render(page) if renderer else to_html(page.body, page.dialect)
    except RenderingError as error:
        too_slow = LibraryProblem(page.path, page.body_line + error.line - 1, "too-slow", str(error))
        return PageFacts((), frozenset(), (*found, too_slow))
    found += [*_address_problems(page, rendered.links), *_image_problems(page, rendered.links)]
    if isinstance(page.fields, DeckFields) and page.fields.slides:
        found += _slide_problems(page, page.fields.slides, {html.unescape(name) for name in _headings(rendered)})
    return PageFacts(rendered.links, rendered.anchors, tuple(found))


def _address_problems(page: Document, links: Iterable[Link]) -> Iterator[LibraryProblem]:
    """Yield addresses that the sanitiser takes away; where those inside the library lead is told elsewhere."""
    for link in links:
        if target_path(page.path, link.target) is not None or is_kept(link.target, is_image=link.is_image):
            continue
        what = (
            "the image: it isn't in the library; put it there" if link.is_image else "the link: pages lead to the web"
        )
        ends = "" if link.is_image else ", to a mailbox, a phone or a file in the library"
        message = f"the site drops the address `{link.target[:200]}` of {what}{ends}"
        line = page.body_line + link.line - 1
        yield LibraryProblem(page.path, line, "dropped-address", message, "warning", column=link.column)


def _image_problems(page: Document, links: Iterable[Link]) -> Iterator[LibraryProblem]:
    for link in links:
        if link.is_image and not link.has_text:
            message = f"the image `{link.target[:200]}` has no text for who can't see it; write `![what it shows](...)`"
            line = page.body_line + link.line - 1
            yield LibraryProblem(page.path, line, "missing-alt", message, "warning", column=link.column)


def _slide_problems(page: Document, slides: list[str], headings: set[str]) -> Iterator[LibraryProblem]:
    for number, slide in enumerate(slides):
        if slide not in headings:
            line, column = page.front.place_of(("slides", number))
            message = f"`slides` names `{slide[:200]}`, and no heading of the page says so"
            yield LibraryProblem(page.path, line, "missing-slide", message, column=column)


def _headings(rendered: Rendered) -> Iterator[str]:
    waiting: list[Any] = [*rendered.toc]
    while waiting:
        token = waiting.pop()
        yield token["name"]
        waiting += token["children"]
