"""Texts and numbers in the ways people write them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal

from content.quiz.keyboard import as_typed, without_accents

_ENDS = " .,;:!?。，；：！？、"
_SPACED = re.compile(r"(?<=\d)[ '](?=\d{3}(?!\d))")
_PLAIN = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3})+(?:,\d+)?)")
_NO_CENTS = re.compile(r"(?<=\d)[.,]-{1,2}$")


def plain_text(text: str, *, has_accents: bool = True, has_spaces: bool = True) -> str:
    """Return a text as all ways to write it that count as one.

    What a keyboard, autocorrect or a paste changes is taken back, and so are case and end marks; accents and spaces
    inside only where they don't matter.
    """
    plain = re.sub("-{2,}", "-", as_typed(text)).replace("''", '"')
    # French autocorrect puts spaces inside quotes and before these marks.
    plain = re.sub(' *" *', '"', plain)
    plain = re.sub(" +(?=[:;!?])", "", plain).rstrip(_ENDS)
    plain = plain if has_accents else without_accents(plain)
    return plain if has_spaces else plain.replace(" ", "")


def numbers_of(text: str, units: Collection[str] = ("%",)) -> set[Decimal]:
    """Return the numbers that a text may mean: `1,500` is one thousand five hundred, or one and a half.

    One of the units may stand before or behind it; they are given as they are typed, without a full stop.
    """
    return {number for bare in _without_unit(as_typed(text).rstrip(_ENDS), units) for number in _read(bare)}


def _without_unit(written: str, units: Collection[str]) -> Iterator[str]:
    yield written
    sign, rest = (written[0], written[1:].lstrip()) if written[:1] in {"+", "-"} else ("", written)
    for unit in units:
        if rest.endswith(unit):
            yield sign + rest.removesuffix(unit).rstrip()
        if rest.startswith(unit):
            behind = rest.removeprefix(unit)
            yield sign + (behind.removeprefix(".") if unit[-1].isalpha() else behind).lstrip()


def _read(written: str) -> set[Decimal]:
    written = _SPACED.sub("", _NO_CENTS.sub("", written))
    found = {Decimal(written.replace(",", "."))} if _PLAIN.fullmatch(written) else set()
    if _GROUPED.fullmatch(written):
        decimal = max(written.rfind("."), written.rfind(",")) if {".", ","} <= set(written) else len(written)
        whole = re.sub("[.,]", "", written[:decimal])
        found.add(Decimal(f"{whole}.{written[decimal + 1 :]}"))
    return found
