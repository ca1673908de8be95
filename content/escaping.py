"""Text as Markdown that reads as the text does: names and notes from records are data, and no markup of a page."""

from __future__ import annotations

import re

from content.problem import one_line

LONGEST = 300
_SIGNS = re.compile(r"[\\`*_\[\]<>&|~${}]")
# What begins a block, where it stands at the beginning of a line or of an item.
_BEGINNING = re.compile(r"(?:[#+\-=:!])|\d{1,9}(?=[.)])")


def as_markdown(text: str, *, longest: int = LONGEST) -> str:
    """Return a text, cut to a length, as one line of GitHub's Markdown in which nothing but its own words is shown."""
    plain = " ".join(one_line(text).split())
    if len(plain) > longest:
        plain = plain[: longest - 1].rstrip() + "…"
    escaped = _SIGNS.sub(lambda sign: f"\\{sign[0]}", plain)
    begins = _BEGINNING.match(escaped)
    if begins is None:
        return escaped
    place = begins.end() if begins[0].isdigit() else 0
    return f"{escaped[:place]}\\{escaped[place:]}"
