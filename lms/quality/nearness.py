"""Words that are near each other: written apart, with other signs, or with a slip of the keyboard."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

# Words with so many letters may differ by one of them, and longer ones by two.
_ONE_SLIP, _TWO_SLIPS = 5, 10
# So many words at most are compared with so many others, the most frequent ones first.
_MOST_WORDS, _MOST_KNOWN = 1_000, 3_000
_SIGNS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")


def plain(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return _SIGNS.sub("", text.casefold())


def is_near(one: str, other: str) -> bool:
    """Tell whether one of two plain words may be the other with a slip; the plural of a word isn't."""
    from rapidfuzz.distance import OSA

    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < _ONE_SLIP or one[0] != other[0] or _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    if one in {other + "s", other + "es"} or other in {one + "s", one + "es"}:
        return False
    most = 2 if shorter >= _TWO_SLIPS else 1
    return OSA.distance(one, other, score_cutoff=most) <= most


def nearest(texts: Sequence[str], known: Sequence[str]) -> list[int]:
    """Return for each text the number of the known one that is nearest to it, -1 where none is near."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    ours, theirs = [plain(text) for text in texts], [plain(text) for text in known]
    same = {text: number for number, text in reversed(list(enumerate(theirs))) if text}
    found = [same.get(text, -1) for text in ours]
    left = [number for number, place in enumerate(found) if place < 0][:_MOST_WORDS]
    if not left or not theirs:
        return found
    asked = [ours[number] for number in left]
    distances = cdist(asked, theirs[:_MOST_KNOWN], scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
    for number, row in zip(left, distances, strict=True):
        near = np.flatnonzero(row <= 2)
        best = sorted(near.tolist(), key=lambda place: int(row[place]))
        found[number] = next((place for place in best if is_near(ours[number], theirs[place])), -1)
    return found


def near_pairs(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of texts that are near each other, as (later, earlier), by the place of the later one."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    own = [plain(text) for text in texts[:_MOST_WORDS]]
    if not own:
        return []
    distances = cdist(own, own, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
    pairs = np.argwhere(np.tril(distances <= 2, -1))
    return [(later, earlier) for later, earlier in pairs.tolist() if is_near(own[later], own[earlier])]
