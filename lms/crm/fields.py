"""A field of a record of the CRM: what it holds, and how stored values look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldType = Literal[
    "key", "text", "email", "day", "moment", "money", "currency", "whole", "number", "share", "yes_no", "word"
]


@dataclass(frozen=True)
class Field:
    """One field: what it holds and how it is called in words; a `word` is one of `words`.

    Stored values are plain JSON: a day as `2026-05-31`, a moment too or as `2026-05-31T14:05:00Z`, money as a whole
    number of minor units of its currency, a share between 0 and 1, yes or no as true or false, else text or number.
    """

    type: FieldType
    description: str
    is_required: bool = False
    words: tuple[str, ...] = ()
