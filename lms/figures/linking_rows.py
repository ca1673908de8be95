"""Links of activities and leads: whose they are, in which team on their day, and of which deal."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lms.figures.changed import is_among
from lms.figures.frames import Frame, FrameColumn
from lms.figures.linking import Links, at
from lms.figures.people import team_on
from lms.figures.words import WordList, WordLists

CALL, EMAIL, MEETING, OTHER = 0, 1, 2, 3
_ACTIVITIES = {
    CALL: re.compile(r"call|phone|telefon|anruf|appel|llamada|rozmow|звон|电话"),
    EMAIL: re.compile(r"e-?mail|mail|письм|wiadomo|correo|courriel|邮件"),
    MEETING: re.compile(r"meet|demo|event|visit|spotkan|termin|réunion|reunión|встреч|会议"),
}
_CONNECTED = re.compile(
    r"^(?!.*\b(?:no|not|left|busy|wrong|nie|нет|kein)\b).*(?:connect|reach|answer|held|complet|spoke)"
)


class DealNumbers:
    """The numbers of deals by their references."""

    def __init__(self, refs: FrameColumn) -> None:
        """Sort them."""
        self._refs = refs
        self._order = np.argsort(refs, kind="stable")

    def find(self, wanted: FrameColumn) -> NDArray[np.int32]:
        """Return the numbers of deals, -1 where there is none."""
        if not len(self._refs):
            return np.full(len(wanted), -1, dtype=np.int32)
        place = np.minimum(np.searchsorted(self._refs, wanted, sorter=self._order), len(self._refs) - 1)
        number = self._order[place]
        return np.where((self._refs[number] == wanted) & (wanted != 0), number, -1).astype(np.int32)


def link_rows(name: str, rows: Frame, links: Links, numbers: DealNumbers) -> Frame:
    """Return rows with what follows from them, in the order of their days."""
    found = dict(rows)
    found["who"] = at(links.owners, rows["owner_ref"])
    found["team"] = team_on(links.stand, found["who"], rows["day"])
    found["deal"] = numbers.find(rows["deal_ref"])
    if name == "activity":
        _tell_apart(found, links.vocabulary)
    return found


def relink_rows(
    rows: Frame, links: Links, numbers: DealNumbers, *, moved: set[int] | None, refs: NDArray[np.int64] | None
) -> Frame:
    """Return rows that were linked before as they are now; `moved` people and `refs` of deals alone, None for all."""
    found = dict(rows)
    if moved is None:
        found["who"] = at(links.owners, rows["owner_ref"])
    theirs = None if moved is None else np.isin(rows["who"], list(moved)) if moved else np.zeros(0, dtype=bool)
    found["team"] = _renewed(
        rows["team"], theirs, lambda some: team_on(links.stand, found["who"][some], rows["day"][some])
    )
    of_these = None if refs is None else is_among(rows["deal_ref"], refs) if len(refs) else np.zeros(0, dtype=bool)
    found["deal"] = _renewed(rows["deal"], of_these, lambda some: numbers.find(rows["deal_ref"][some]))
    return found


def _renewed(values: FrameColumn, mask: NDArray[np.bool_] | None, make: Callable[[Any], FrameColumn]) -> FrameColumn:
    """Return a column of which the values of some rows are made anew, or all; the same column where there are none."""
    if mask is None:
        return make(slice(None))
    some = np.flatnonzero(mask)
    if not len(some):
        return values
    found = np.array(values)
    found[some] = make(some)
    return found


def words_of(texts: WordList, pattern: re.Pattern[str]) -> NDArray[np.bool_]:
    """Return for each word whether it fits a pattern, in lower case; one more at the end, for none."""
    return np.array([bool(pattern.search(text.casefold())) for text in texts.texts] + [False])


def _tell_apart(activity: Frame, vocabulary: WordLists) -> None:
    """Tell calls, e-mails and meetings apart, and which calls reached somebody."""
    kinds = np.full(len(vocabulary["activity_kind"].texts) + 1, OTHER, dtype=np.int8)
    for category, pattern in reversed(_ACTIVITIES.items()):
        kinds[words_of(vocabulary["activity_kind"], pattern)] = category
    activity["category"] = kinds[activity["kind"]]
    reached = words_of(vocabulary["outcome"], _CONNECTED)[activity["outcome"]].astype(np.int8)
    said = np.where(activity["outcome"] >= 0, reached, -1)
    activity["was_connected"] = np.where(activity["is_connected"] >= 0, activity["is_connected"], said).astype(np.int8)
