"""Facts of a page's text alone: its links, the anchors others may link to, and what is wrong by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from content.checks.addresses import address_problems
from content.checks.leftovers import leftover_problems
from content.checks.lines import Lines
from content.checks.merging import stray_field_problems, template_problems
from content.checks.places import problem_at
from content.checks.references import reference_problems
from content.checks.structure import structure_problems
from content.checks.wiki import WikiLink, wiki_links
from content.document import Document
from content.html import Rendered
from content.models import DeckFields, EmailTemplateFields
from content.outline import Link, read_outline
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
    """Read a page; with a renderer it is rendered too, which says what its anchors really are."""
    outline = read_outline(page.body)
    lines = Lines(page.body)
    found = [*address_problems(page, outline.links), *_image_problems(page, outline.links)]
    found += leftover_problems(page, lines)
    found += structure_problems(page, lines)
    found += reference_problems(page, lines)
    if isinstance(page.fields, EmailTemplateFields):
        found += template_problems(page, page.fields)
    else:
        found += stray_field_problems(page, lines)
    if page.type == "quiz":
        found += read_quiz(page)[1]
    headings = [section.heading for section in outline.sections]
    if isinstance(page.fields, DeckFields) and page.fields.slides:
        found += _slide_problems(page, page.fields.slides, headings)
    anchors = {section.anchor for section in outline.sections}
    if renderer:
        try:
            anchors = set(_anchors(renderer.render(page)))
        except RenderingError as error:
            found.append(LibraryProblem(page.path, page.body_line + error.line - 1, "too-slow", str(error)))
    return PageFacts(outline.links, tuple(wiki_links(lines)), frozenset(anchors), tuple(found))


def _image_problems(page: Document, links: Iterable[Link]) -> Iterator[LibraryProblem]:
    for link in links:
        if link.is_image and not link.has_text:
            message = f"the image `{link.target[:200]}` has no text for who can't see it; write `![what it shows](...)`"
            yield problem_at(page, (link.line, link.column), "missing-alt", message, "warning")


def _slide_problems(page: Document, slides: list[str], headings: list[str]) -> Iterator[LibraryProblem]:
    for number, slide in enumerate(slides):
        if slide not in headings:
            line, column = page.front.place_of(("slides", number))
            message = f"`slides` names `{slide[:200]}`, and no heading of the page says so"
            yield LibraryProblem(page.path, line, "missing-slide", message, column=column)


def _anchors(rendered: Rendered) -> Iterator[str]:
    waiting: list[Any] = [*rendered.toc]
    while waiting:
        token = waiting.pop()
        yield token["id"]
        waiting += token["children"]
