"""Ids of records: the short and the long form of Salesforce's are one, and what is too long for a key is hashed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any

from lms.crm.models import MOST_IN_KEY

# Fields that hold an id, of the record itself or of another.
IDS = frozenset({"key", "deal", "account", "owner", "product", "manager", "parent", "campaign", "merged_into"})
# The first three signs name the kind of record: 006 an opportunity, 00Q a lead, a0B one of the customer's own.
_SHORT = re.compile(r"(?:0[0-9A-Za-z]{2}|a[0-9A-Za-z]{2}|[1-9]0[0-9])[0-9A-Za-z]{12}")
_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def one_id(text: str) -> str:
    """Return an id, one of Salesforce in its long form, which says the same in any case."""
    return _long_form(text) if len(text) == 15 and _SHORT.fullmatch(text) else text


def key_of(parts: Iterable[Any]) -> str | None:
    """Return a key made of what a record says; None where that is nothing."""
    texts = ["" if part is None else str(part) for part in parts]
    return short_key("|".join(texts)) if any(texts) else None


def short_key(text: str) -> str:
    """Return a key as it is, or its hash where it is too long to be kept."""
    if len(text) <= MOST_IN_KEY:
        return text
    return f"sha256:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _long_form(text: str) -> str:
    """Add the three signs that tell which letters of each five are capitals (Salesforce's 18-character id)."""
    ends = []
    for start in range(0, 15, 5):
        capitals = sum(1 << place for place, sign in enumerate(text[start : start + 5]) if sign.isupper())
        ends.append(_SIGNS[capitals])
    return text + "".join(ends)
