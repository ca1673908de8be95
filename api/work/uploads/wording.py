"""Mistakes in a cell, in words that say what to change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_WHOLE = re.compile(r"([+-]?\d{1,18})(?:[.,]0+)?\s*%?")


def whole_number(text: str) -> str:
    """Return a number as a spreadsheet shows it, such as `90.0` or `90 %`, without what says nothing."""
    found = _WHOLE.fullmatch(text)
    return found[1] if found else text


def say_what_is_wrong(error: Mapping[str, Any]) -> str:
    """Turn an error of pydantic into a sentence about the cell."""
    limits, given = error.get("ctx", {}), str(error.get("input"))[:80]
    match error["type"]:
        case "missing":
            return "the cell is empty; every row needs one"
        case "int_parsing" | "int_from_float" | "int_parsing_size":
            return f"`{given}` is no whole number; write one, such as 30"
        case "greater_than_equal":
            return f"`{given}` is too small; write {limits['ge']} or more"
        case "less_than_equal":
            return f"`{given}` is too large; write {limits['le']} or less"
        case "literal_error":
            return f"`{given}` isn't known; write {limits['expected']}"
        case "string_too_long":
            return f"the cell has more than {limits['max_length']} characters; shorten it"
        case "string_pattern_mismatch":
            return "the cell has a character that can't be kept; write it anew"
        case _:
            return str(error["msg"])
