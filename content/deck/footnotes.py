"""Footnotes of a deck: taken from the end of its page to the slides that name them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

from content.parts.marking import NOTES

_NAMED = re.compile(r'<sup[^>]*>\s*<a[^>]*href="#([^"]+)"[^>]*>\s*\[?(\d+)\]?\s*</a>\s*</sup>')


def take_footnotes(tree: LexborHTMLParser) -> dict[str, str]:
    """Take the footnotes out of a page's tree; returns the HTML of each by its anchor."""
    found = {}
    for section in tree.css(NOTES):
        for item in section.css("li[id]"):
            for back in item.css("a.footnote-backref"):
                back.decompose()
            found[item.id or ""] = _inline(item.inner_html or "")
        section.decompose()
    return found


def with_footnotes(blocks: tuple[str, ...], footnotes: Mapping[str, str]) -> tuple[str, ...]:
    """Return blocks with the footnotes that they name below them, and the numbers without links."""
    html = "".join(blocks)
    named = {number: footnotes[anchor] for anchor, number in _NAMED.findall(html) if anchor in footnotes}
    if not named:
        return blocks
    plain = (_NAMED.sub(r"<sup>\2</sup>", block) for block in blocks)
    return (*plain, *(f"<p><small><sup>{number}</sup> {note}</small></p>" for number, note in named.items()))


def _inline(html: str) -> str:
    """Return the text of a footnote as one line."""
    return re.sub(r"</p>\s*<p[^>]*>", "<br>", html).replace("<p>", "").replace("</p>", "").strip()
