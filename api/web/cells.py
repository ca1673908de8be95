"""Text that no spreadsheet takes for a formula, however it splits the file: by commas, semicolons, tabs or lines."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

# Spreadsheets take the signs of other widths for those on a keyboard.
_SIGNS = frozenset("=+-@＝＋－＠﹦﹢﹣﹫⁺₊⁼₌⁻₋−")
# A reader that isn't told how the file is written may begin a cell after each of these, within quotes too.
_PARTING = frozenset(",;\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
# Letters that show nothing.
_BLANK = frozenset('"\u115f\u1160\u3164\uffa0\u2800')
_MARKS = {"Mn", "Me"}
# Few texts have a sign behind anything but a word: only those are looked at sign by sign.
_MAYBE = re.compile(rf"(?:\A|[\W{''.join(_BLANK)}])[{re.escape(''.join(sorted(_SIGNS)))}]")


def cell_of(value: object) -> str:
    """Write a value for a cell: numbers as they are, text with an apostrophe before what would begin a formula."""
    if isinstance(value, int | float | Decimal):
        return str(value)
    text = "" if value is None else str(value)
    return _without_formulas(text) if _MAYBE.search(text) else text


def _without_formulas(text: str) -> str:
    kept: list[str] = []
    begins = True
    for sign in text:
        if begins and sign in _SIGNS:
            kept.append("'")
            begins = False
        elif sign in _PARTING:
            begins = True
        elif not _is_unseen(sign):
            begins = False
        kept.append(sign)
    return "".join(kept)


def _is_unseen(sign: str) -> bool:
    """Tell whether a sign shows nothing of its own, so that what follows it may still begin a cell."""
    return sign.isspace() or not sign.isprintable() or sign in _BLANK or unicodedata.category(sign) in _MARKS
