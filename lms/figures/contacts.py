"""Contacts as columns: the account of each, and its key in the CRM, so that those of a deal are found at once."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from lms.crm.facts import CrmRecord
from lms.figures.frames import FigureSet, Frame
from lms.figures.linking import at
from lms.figures.rows import GrowingRows
from lms.figures.words import WordLists

# The name of the frame with the keys, as bytes one after the other.
CONTACT_KEY = "contact_key"


def read_contacts(records: Iterable[CrmRecord], vocabulary: WordLists) -> dict[str, Frame]:
    """Return contacts as frames, without those that were deleted; `end` is where the key of each ends."""
    rows, keys, end = GrowingRows({"source": "h", "account_text": "i", "end": "q"}), list[bytes](), 0
    for record in records:
        values = record.on()
        account = values.get("account")
        if account and not values.get("is_deleted"):
            keys.append(record.key.encode("utf-8", "surrogatepass"))
            end += len(keys[-1])
            text = vocabulary["account_text"].number(f"{record.source_id}\x1f{account}")
            rows.add(record.source_id, text, end)
    return {"contact": rows.frame(), CONTACT_KEY: {"text": np.frombuffer(b"".join(keys), dtype=np.uint8)}}


def link_contacts(contact: Frame, account_of: NDArray[np.int32]) -> None:
    """Add the account of each contact, and their order by it; one that no other record names is none."""
    contact["account"] = at(account_of, contact["account_text"])
    contact["order"] = np.argsort(contact["account"], kind="stable").astype(np.int32)


def contacts_at(figures: FigureSet, account: int, *, start: int, limit: int) -> tuple[list[tuple[int, str]], int]:
    """Return source and key of some contacts of an account, by its number, and how many there are in all."""
    contact, text = figures.frames["contact"], figures.frames[CONTACT_KEY]["text"]
    if account < 0 or not len(contact["account"]):
        return [], 0
    own, order = contact["account"], contact["order"]
    first = int(np.searchsorted(own, account, side="left", sorter=order))
    last = int(np.searchsorted(own, account, side="right", sorter=order))
    found = []
    for number in order[first + start : min(last, first + start + limit)].tolist():
        begin = int(contact["end"][number - 1]) if number else 0
        key = text[begin : int(contact["end"][number])].tobytes().decode("utf-8", "surrogatepass")
        found.append((int(contact["source"][number]), key))
    return found, last - first
