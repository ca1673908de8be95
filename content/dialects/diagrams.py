"""Diagrams drawn from their text, where a library wants that and the extra `diagrams` is installed.

A drawing is shown as an image: in one, SVG runs no script and loads nothing.
"""

from __future__ import annotations

import base64
from functools import cache
from importlib.util import find_spec

# What is longer isn't looked at, but shown as text.
MOST_CHARACTERS = 20_000


@cache
def can_draw() -> bool:
    """Tell whether the package that draws is installed."""
    return find_spec("mmdr") is not None


def drawn(text: str) -> str:
    """Return the drawing of a Mermaid text as the address of an image; nothing for a text that can't be drawn."""
    if not can_draw() or len(text) > MOST_CHARACTERS:
        return ""
    from mmdr import render  # 30 MB; most libraries draw nothing

    try:
        svg = render(text).svg()
    except (ValueError, RuntimeError):  # not Mermaid, or too much of it
        return ""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
