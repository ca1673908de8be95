"""Names of places in a page: of a heading by its words, numbered where two would be alike."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

from markdown.extensions.toc import slugify_unicode, unique
from pymdownx.slugs import slugify

from content.dialects.dialect import Dialect, Slugs

# What GitHub keeps of a heading: letters, the marks on them (also the one that makes a sign colourful), digits, `_`.
_KEPT = ("L", "M", "Nd", "Nl", "Pc")
_pymdownx = slugify(case="lower")


def anchor_of(heading: str) -> str:
    """Make a heading's anchor as GitHub does; never begins with an underscore, the theme's own namespace."""
    text = unicodedata.normalize("NFC", heading).lower()
    return anchor_name("".join(map(_sign, text))) or "section"


def anchor_in(dialect: Dialect, heading: str) -> str:
    """Make a heading's anchor as a dialect does, where it is the first of its name."""
    return mkdocs_anchor_of(heading, dialect.slugs) if dialect.name == "mkdocs" else anchor_of(heading)


def anchor_name(name: str) -> str:
    """Return a name that an author gave to a place, or that a link asks for, as the page has it."""
    return unicodedata.normalize("NFC", name).lstrip("_")


@lru_cache(4096)
def _sign(sign: str) -> str:
    if sign.isspace():
        return "-"
    return sign if sign == "-" or unicodedata.category(sign).startswith(_KEPT) else ""


class Numbering:
    """Gives out the anchors of one page, each once: `-1` after the second of a name, as GitHub does."""

    def __init__(self) -> None:
        """Begin with a page that has no anchor."""
        self._given: set[str] = set()
        self._doubles: Counter[str] = Counter()

    def give(self, heading: str) -> str:
        """Return the anchor of a heading with these words."""
        return self.number(anchor_of(heading))

    def number(self, wanted: str) -> str:
        """Return a name if it is free, else the name with a number."""
        name = wanted
        while name in self._given:
            self._doubles[wanted] += 1
            name = f"{wanted}-{self._doubles[wanted]}"
        self._given.add(name)
        return name

    def take(self, name: str) -> bool:
        """Take a name for a place that isn't a heading; tell whether it was free."""
        if not name or name in self._given:
            return False
        self._given.add(name)
        return True


class MkDocsNumbering(Numbering):
    """Gives out anchors as python-markdown does: `_1` after the second of a name."""

    def __init__(self, slugs: Slugs) -> None:
        """Begin with a page that has no anchor; `slugs` says how headings become anchors."""
        super().__init__()
        self._slugs = slugs

    def give(self, heading: str) -> str:
        """Return the anchor of a heading with these words."""
        return self.number(mkdocs_anchor_of(heading, self._slugs))

    def number(self, wanted: str) -> str:
        """Return a name if it is free, else the name with a number."""
        return str(unique(wanted, self._given))


def mkdocs_anchor_of(heading: str, slugs: Slugs) -> str:
    """Make a heading's anchor as libraries for MkDocs have it; never begins with an underscore."""
    slug = _pymdownx(heading, "-") if slugs == "pymdownx" else slugify_unicode(heading, "-")
    return str(slug).lstrip("_") or "section"
