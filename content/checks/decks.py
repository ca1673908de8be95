"""Decks: slides that hold more than can be read on them, and decks without any."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.checks.lines import Lines
from content.checks.places import problem_at
from content.deck.crowding import FIGURES, LINES, figures_of, is_crowded, lines_of
from content.deck.slides import Slide, read_slides
from content.document import Document
from content.parts.rules import OWN_NAME, plain_name
from content.problem import LibraryProblem

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def deck_problems(page: Document, lines: Lines, html: str) -> Iterator[LibraryProblem]:
    """Yield what is wrong with the slides of a deck, given its HTML."""
    last, slides = 0, read_slides(html, title=page.title)
    if not slides and page.body.strip():
        message = "the deck has no slide; begin each with a heading of level 2: `## What it costs`"
        yield LibraryProblem(page.path, page.body_line, "no-slides", message, "warning")
    for number, slide in enumerate(slides, start=1):
        last = _line_of(slide, page.body, lines, after=last)
        if is_crowded(slide):
            yield problem_at(page, (max(1, last), 1), "full-slide", _say(number, slide), "warning")


def _say(number: int, slide: Slide) -> str:
    name = f"slide {number}, `{slide.title[:200]}`,"
    if figures_of(slide) > FIGURES:
        return f"{name} has {figures_of(slide)} tables and pictures; {FIGURES} stand beside each other, so divide it"
    return (
        f"{name} is about {lines_of(slide):.0f} lines high, and {LINES:.0f} can be read; "
        "divide it, or move what is said and not read into `> Notes:`"
    )


def _line_of(slide: Slide, body: str, lines: Lines, *, after: int) -> int:
    """Return the line of a slide's heading in the body, from 1; the last one's where it can't be told."""
    wanted = plain_name(slide.title)
    for number, line in enumerate(body.split("\n")[after:], start=after + 1):
        plain = plain_name(_LINK.sub(r"\1", OWN_NAME.sub("", line)))
        if plain == wanted and number not in lines.code:
            return number
    return after
