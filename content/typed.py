"""Text typed into the product: Markdown like a page's, and no page of the library."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from content.dialects.dialect import GITHUB, Dialect
from content.document import Document


@dataclass(frozen=True)
class TypedPage:
    """Markdown that somebody typed; links in it lead on from `path`."""

    body: str
    path: str = "typed.md"
    dialect: Dialect = GITHUB

    @property
    def hash(self) -> str:
        """What is another where the text is."""
        return f"typed-{hashlib.sha256(self.body.encode()).hexdigest()}"

    @property
    def part_rules(self) -> None:
        """None: all of it is for who may read it."""
        return None


Page = Document | TypedPage
