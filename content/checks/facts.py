"""Facts of a page's text alone: its links, the anchors others may link to, and what is wrong by itself."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from content.checks.addresses import address_problems
from content.checks.decks import deck_problems
from content.checks.leftovers import leftover_problems
from content.checks.lines import Lines
from content.checks.merging import agenda_problems, stray_field_problems, template_problems
from content.checks.parts import part_problems
from content.checks.places import problem_at
from content.checks.references import reference_problems
from content.checks.structure import structure_problems
from content.checks.wiki import WikiLink, wiki_links
from content.dialects.placing import Link
from content.document import Document
from content.fields.models import AgendaFields, DeckFields, EmailTemplateFields
from content.html import Rendered, to_html
from content.problem import LibraryProblem
from content.quiz.reading import read_quiz
from content.rendering import Renderer, RenderingError


@dataclass(frozen=True)
class PageFacts:
    """Links with their places in the body, the anchors of the page's headings, and its own problems."""

    links: tuple[Link, ...]
    wiki_links: tuple[WikiLink, ...]
    anchors: frozenset[str]
    problems: tuple[LibraryProblem, ...]


def facts_of(page: Document, renderer: Renderer | None) -> PageFacts:
    """Read a page as it is rendered; with a renderer, one that takes too long is a problem and has no anchors."""
    lines = Lines(page.body)
    found = [*leftover_problems(page, lines), *structure_problems(page, lines), *reference_problems(page, lines)]
    if isinstance(page.fields, EmailTemplateFields):
        found += template_problems(page, page.fields, lines)
    elif isinstance(page.fields, AgendaFields):
        found += agenda_problems(page, lines)
    else:
        found += stray_field_problems(page, lines)
    if page.type == "quiz":
        found += read_quiz(page)[1]
    names = tuple(wiki_links(lines))
    external_images = renderer is not None and renderer.external_images
    try:
        rendered = renderer.render(page) if renderer else to_html(page.body, page.dialect, rules=page.part_rules)
    except RenderingError as error:
        too_slow = LibraryProblem(page.path, page.body_line + error.line - 1, "too-slow", str(error))
        return PageFacts((), names, frozenset(), (*found, too_slow))
    found += [
        *address_problems(page, rendered.links, external_images=external_images),
        *_image_problems(page, rendered.links),
    ]
    headings = {html.unescape(name) for name in _headings(rendered)}
    found += part_problems(page, lines, headings)
    if isinstance(page.fields, DeckFields):
        found += [*_slide_problems(page, page.fields.slides, headings), *deck_problems(page, lines, rendered.html)]
    return PageFacts(rendered.links, names, rendered.anchors, tuple(found))


def _image_problems(page: Document, links: Iterable[Link]) -> Iterator[LibraryProblem]:
    for link in links:
        if link.is_image and not link.has_text:
            message = f"the image `{link.target[:200]}` has no text for who can't see it; write `![what it shows](...)`"
            yield problem_at(page, (link.line, link.column), "missing-alt", message, "warning")


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
