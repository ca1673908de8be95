"""Texts and numbers in the ways people write them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_ENDS = " .,;:!?…。，；：！？、"
_SPACED = re.compile(r"(?<=\d)[ '’](?=\d{3}(?!\d))")
_PLAIN = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3})+(?:,\d+)?)")


def plain_text(text: str) -> str:
    """Return a text as all ways to write it that count as one: without case, accents' composition and end marks."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split()).rstrip(_ENDS)


def numbers_of(text: str) -> set[Decimal]:
    """Return the numbers that a text may mean: `1,500` is one thousand five hundred, or one and a half."""
    written = unicodedata.normalize("NFKC", text).replace("−", "-").strip().removesuffix("%").rstrip()
    written = _SPACED.sub("", written)
    found = {Decimal(written.replace(",", "."))} if _PLAIN.fullmatch(written) else set()
    if _GROUPED.fullmatch(written):
        decimal = max(written.rfind("."), written.rfind(",")) if {".", ","} <= set(written) else len(written)
        whole = re.sub("[.,]", "", written[:decimal])
        found.add(Decimal(f"{whole}.{written[decimal + 1 :]}"))
    return found
