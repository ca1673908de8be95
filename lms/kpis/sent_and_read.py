"""Sent and read: of each page how often it went to buyers, and whether those who got it by a link had it on screen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lms.figures.frames import FigureSet
from lms.statistics.shares import Share

# Of fewer links nothing is said: of 20 without any reader the interval still reaches 16 %.
LEAST = 20


@dataclass(frozen=True)
class SentAndRead:
    """A page in a period: e-mails sent from it, and links to it; `read` is the share of links with it on screen.

    `seconds` is the mean time on screen of those that were read, None where none was.
    """

    page_id: str
    sent: int
    links: int
    read: Share
    seconds: float | None


def sent_and_read(figures: FigureSet, *, start: int, end: int) -> list[SentAndRead]:
    """Return the pages that went to buyers from one day to another, both counted; the most often first."""
    shares = figures.frames["share"]
    first, last = np.searchsorted(shares["day"], [start, end + 1])
    part = {name: column[first:last] for name, column in shares.items()}
    words = figures.notes["words"].get("page", [])
    by_link, was_read = part["is_link"] == 1, part["visits"] > 0
    columns = {
        "sent": ~by_link,
        "links": by_link,
        "read": by_link & was_read,
        "seconds": np.where(by_link & was_read, part["seconds"], 0.0),
    }
    known = part["page"] >= 0
    sums = {
        name: np.bincount(part["page"][known], weights=np.asarray(values, float)[known], minlength=len(words))
        for name, values in columns.items()
    }
    order = np.lexsort((np.arange(len(words)), -(sums["sent"] + sums["links"])))
    return [_row(words, sums, int(page)) for page in order if sums["sent"][page] + sums["links"][page] > 0]


def _row(words: list[str], sums: dict[str, np.ndarray], page: int) -> SentAndRead:
    sent, links, read = (int(sums[name][page]) for name in ("sent", "links", "read"))
    seconds = float(sums["seconds"][page]) / read if read else None
    return SentAndRead(words[page], sent, links, Share(read, links, LEAST), seconds)
