"""Codes of languages as people write them, in fields and in names of folders and files."""

from __future__ import annotations

import re

_CODE = re.compile(r"([a-z]{2})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?", re.IGNORECASE)
_ALONE = (
    "az bg bs cy da de el en es et fi fr gl hu hy ja ka kk ko lt lv mk nb nl nn pl pt ro ru sk sl sq sr sv sw ta te"
)
_ALONE_TOO = "th tl tr ur uz vi zh"
CLEAR = frozenset(f"{_ALONE} {_ALONE_TOO}".split())
# Codes that folders of departments, regions and small words have too: they need something else that agrees.
_SEEN_ELSEWHERE = "af am ar be ca cs eu fa ga he hi hr id is it mr ms mt my ne no pa so uk"
DOUBTFUL = frozenset(_SEEN_ELSEWHERE.split())


def base_of(language: str) -> str:
    """Return a language without its script and region, in small letters."""
    return re.split("[-_]", language, maxsplit=1)[0].lower()


def read_code(text: object) -> str | None:
    """Return a language's code as it is usually written, such as `pt-BR` for `pt_br`; None for what is none."""
    match = _CODE.fullmatch(text.strip()) if isinstance(text, str) else None
    if not match or match[1].lower() not in CLEAR | DOUBTFUL:
        return None
    parts = (match[1].lower(), (match[2] or "").title(), (match[3] or "").upper())
    return "-".join(part for part in parts if part)
