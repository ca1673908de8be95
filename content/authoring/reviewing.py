"""Marking a page as reviewed: the exact change to commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from content.authoring.editing import EditError, patch, with_field
from content.catalogue import entry_of
from content.document import Document, parse
from content.problem import one_line
from content.taxonomy import Taxonomy

FIELD = "reviewed"
SUBJECT_LENGTH = 72


@dataclass(frozen=True)
class ReviewChange:
    """A patch, the line it changes (`before` is None for a new one), the new text, and what the page then says.

    `verified_until` is None where the page doesn't say how often it is to be reviewed.
    """

    patch: str
    line: int
    before: str | None
    after: str
    text: str
    message: str
    review_every: str | None
    verified_until: date | None


def review_change(page_text: str, path: str, on: date) -> ReviewChange:
    """Return what marks a page as reviewed on a day; raises EditError where an author must change it by hand."""
    text = with_field(page_text, FIELD, on.isoformat())
    page = _read(text, path)
    old = _read(page_text, path)
    line = page.front.place_of((FIELD,))[0]
    every = page.front.fields.get("review_every")
    until = entry_of(page).verified_until
    return ReviewChange(
        patch=patch(path, page_text, text),
        line=line,
        before=_line(page_text, line) if FIELD in old.front.fields else None,
        after=_line(text, line),
        text=text,
        message=_message(page.title),
        review_every=None if page.fields.review_every is None else str(every),
        verified_until=date.fromisoformat(until) if until else None,
    )


def _read(text: str, path: str) -> Document:
    page, problems = parse(text, path=path, taxonomy=Taxonomy())
    if page is None:
        raise EditError("; ".join(problem.message for problem in problems))
    return page


def _line(text: str, number: int) -> str:
    return text.split("\n")[number - 1].removesuffix("\r")


def _message(title: str) -> str:
    """Return a commit's subject of one line and no more than a screen shows."""
    subject = " ".join(f"Review {one_line(title)}".split())
    return subject if len(subject) <= SUBJECT_LENGTH else f"{subject[: SUBJECT_LENGTH - 1].rstrip()}…"
