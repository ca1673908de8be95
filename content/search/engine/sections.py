"""Sections of a page as one text, which costs a reader next to nothing."""

from __future__ import annotations

from collections.abc import Iterable

from content.search.inverting import SectionText

# Between the sections of a page, and between heading, anchor and text; what readers see of them in a text is a space.
_SECTION, _PART = "\x1e", "\x1f"


def packed(sections: Iterable[SectionText]) -> bytes:
    """Write a page's sections as one text; its end tells that it is whole."""
    texts = [_PART.join(map(_without_marks, section)) for section in sections]
    return "".join(f"{text}{_SECTION}" for text in (*texts, "")).encode("utf-8", "surrogatepass")


def _without_marks(text: str) -> str:
    return text.replace(_SECTION, " ").replace(_PART, " ")


def unpacked(data: bytes) -> tuple[SectionText, ...]:
    """Read what `packed` wrote; raises EOFError or ValueError for what was cut off or isn't ours."""
    *texts, last, behind = data.decode("utf-8", "surrogatepass").split(_SECTION)
    if last or behind:
        raise EOFError("the text of a page is cut off")
    return tuple((heading, anchor, text) for heading, anchor, text in (text.split(_PART) for text in texts))
