"""Pages of the library as KPIs know them: plain rows that whoever asks hands over in the settings, as `pages`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lms.figures.frames import NEVER
from lms.kpis.asked import KpiQuestion

UNKNOWN = "the pages of the library were not handed over"


@dataclass(frozen=True)
class Page:
    """A page that is published now: since when (None: nobody knows, so for long), and until when it was reviewed."""

    id: str
    published_on: date | None
    verified_until: date | None = None


@dataclass(frozen=True, eq=False)
class Shelf:
    """The pages as columns: `number` is that of the word `page`, -1 for one that nobody opened; days, 0 for none."""

    number: NDArray[np.int64]
    published: NDArray[np.int64]
    verified_until: NDArray[np.int64]


def shelf_of(asked: KpiQuestion) -> Shelf:
    """Return the pages that were handed over; none where none were."""
    pages: tuple[Page, ...] = tuple(asked.settings.get("pages", ()))
    known = {text: number for number, text in enumerate(asked.words("page"))}
    return Shelf(
        _column(known.get(page.id, -1) for page in pages),
        _column(page.published_on.toordinal() if page.published_on else 0 for page in pages),
        _column(page.verified_until.toordinal() if page.verified_until else 0 for page in pages),
    )


def published_by_number(asked: KpiQuestion, shelf: Shelf) -> NDArray[np.int64]:
    """Return since when each page by its number is published, NEVER for one that isn't; one more, for none."""
    found = np.full(len(asked.words("page")) + 1, NEVER, dtype=np.int64)
    opened = shelf.number >= 0
    found[shelf.number[opened]] = shelf.published[opened]
    return found


def _column(values: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(values, np.int64)
