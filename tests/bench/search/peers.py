"""What we compare ourselves with: other engines over the same pages, each set up as one would for this.

Each indexes title, headings and text in one language's analysis and joins the words of a query with OR. None of them
makes facets, suggestions or marked passages here; they return paths only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from content.document import Document
from content.outline import read_sections

CJK = {"ja", "zh"}
# The languages that PostgreSQL and tantivy both have rules of.
STEMMED = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian",
    "nl": "dutch", "pt": "portuguese", "ru": "russian", "sv": "swedish",
}  # fmt: skip


class Plain(NamedTuple):
    """A page as every engine gets it."""

    path: str
    title: str
    headings: str
    body: str


def plain(page: Document) -> Plain:
    """Strip a page of its markup, in the way our own index does."""
    sections = read_sections(page.body)
    headings = "\n".join(part.heading for part in sections)
    return Plain(page.path, page.title, headings, "\n".join(part.text for part in sections))


class Marked(NamedTuple):
    """A page that was found: the piece of its text that answers, with the matching words marked."""

    path: str
    title: str
    html: str


class Peer(Protocol):
    """An engine that holds pages of one language."""

    def add(self, pages: Iterable[Plain]) -> None:
        """Index pages, once."""

    def find(self, words: Sequence[str], limit: int) -> list[str]:
        """Return the paths of pages that have any of the words, best first."""

    def phrase(self, words: Sequence[str], limit: int) -> list[str]:
        """Return the paths of pages that have the words one after the other."""

    def beginning(self, start: str, limit: int) -> list[str]:
        """Return the paths of pages that have a word that begins so."""


def words_of(text: str) -> list[str]:
    """Return the words of a query, each once."""
    return list(dict.fromkeys(re.findall(r"\w+", text.lower())))


def grams(word: str, size: int) -> list[str]:
    """Return every run of so many characters."""
    return [word[start : start + size] for start in range(len(word) - size + 1)]
