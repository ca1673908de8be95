"""Words of others, as our log may hold them: one line, not long, and nobody's address."""

from __future__ import annotations

MOST = 200
ADDRESS = "(an address)"


def for_log(text: str, *, most: int = MOST) -> str:
    """Return a text with what can be printed of it, every word that may be an e-mail address replaced, and then cut."""
    words = "".join(sign if sign.isprintable() else " " for sign in text).split()
    return " ".join(ADDRESS if "@" in word else word for word in words)[:most]
