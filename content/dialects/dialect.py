"""The Markdown that a library is written in, and what of it is switched on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

DialectName = Literal["github", "mkdocs"]
Slugs = Literal["github", "plain", "pymdownx"]
NAMES: tuple[DialectName, ...] = get_args(DialectName)


@dataclass(frozen=True)
class Dialect:
    """The Markdown of a library: its name, and for MkDocs the extensions with their settings as one text of JSON.

    Where `has_math` isn't set, a dollar sign is a dollar sign; where `has_diagrams` is, they are drawn. `slugs` says
    how headings become anchors.
    """

    name: DialectName = "github"
    extensions: str = ""
    has_math: bool = True
    has_diagrams: bool = False
    slugs: Slugs = "github"


GITHUB = Dialect()
