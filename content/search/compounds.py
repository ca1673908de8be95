"""Words that are written as one and made of others, as German `Preisliste`: which hold a word, and of what one is made.

A part is a word that the library itself says, or one of the language's dictionary. Between two may stand what joins
them: `Kunde-n-zufriedenheit`, `Zufriedenheit-s-umfrage`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import islice

from content.search.analysis import analysis_of
from content.search.dictionary import is_word_of
from content.search.stops import STOPS
from content.search.vocabulary import Vocabulary, Word

COMPOUNDING = {"da", "de", "fi", "nl", "no", "sv"}
# Shorter words are no parts: of three letters a dictionary lists a third of all there are, the library hardly any.
MIN_PART = 4
MIN_SAID = 3
# No longer word is taken apart, and none into more ways.
MAX_WORD = 48
MOST_WAYS = 4
MOST_TRIED = 64
MOST_KEPT = 2_000
# Beginnings and endings that are words as well, or are listed as if they were: `nach` isn't part of a `Nachteil`.
_BEGINNINGS = "nach unter uber gegen hinter wider durch voor onder over tegen door achter naar boven efter fore"
_ENDINGS = "haft heit het isch keit lich lichen los schaft ung baar heid lijk lijke schap skap skab lige ligt"
_AFFIXES = frozenset(f"{_BEGINNINGS} {_ENDINGS}".split())
_JOINTS = ("s", "n", "en", "es", "e", "er")
# Letters that an ending adds to a stem.
_LONGEST_ENDING = 3


class Compounds:
    """The compounds of one language group in a library's words."""

    def __init__(self, vocabulary: Vocabulary, group: str) -> None:
        """Read nothing yet."""
        self._vocabulary = vocabulary
        self._group = group
        self._stops = STOPS.get(group, frozenset())
        # `lru_cache` on methods would keep old vocabularies alive: each has its own.
        self.holding = lru_cache(MOST_KEPT)(self._holding)
        self.parts = lru_cache(MOST_KEPT)(self._ways_to_part)
        self._is_made = lru_cache(10 * MOST_KEPT)(self._made)

    def prepare(self) -> None:
        """Read what the first question would wait for."""
        self._is_part("none")
        self._vocabulary.with_part("none", self._group)

    def _holding(self, word: str, term: str) -> list[Word]:
        """Return the library's words that have a word, folded and given with its term, as a part in some form."""
        stem = term if word.startswith(term) and len(term) >= MIN_PART else word
        if len(stem) < MIN_PART or word in self._stops or not stem.isalpha():
            return []
        candidates = self._vocabulary.with_part(stem, self._group)
        return [one for one in candidates if one.term != term and self._has_part(one.text, stem, word, term)]

    def _has_part(self, text: str, stem: str, word: str, term: str) -> bool:
        """Tell whether a form of a word stands in a text between other words, at its beginning or at its end."""
        if not text.isalpha() or len(text) > MAX_WORD:
            return False
        places = (match.start() for match in re.finditer(f"(?={stem})", text))
        return any(
            self._analysis[text[place:end]] == term and self._ends(text[:place], text[end:])
            for place in places
            if not place or self._is_made(text[:place], is_last=False)
            for end in _ends_of(text, place, stem, word)
        )

    def _ends(self, left: str, right: str) -> bool:
        if not right:
            return bool(left)
        return any(self._is_made(rest, is_last=True) for rest in _behind_joint(right))

    def _made(self, text: str, *, is_last: bool) -> bool:
        """Tell whether a text is a word or several; before the last one a joint may follow."""
        if self._is_part(text) if is_last else self._first_part(text):
            return True
        cuts = range(MIN_SAID, len(text) - MIN_PART + 1)
        return any(self._first_part(text[:cut]) and self._is_made(text[cut:], is_last=is_last) for cut in cuts)

    def _ways_to_part(self, word: str) -> list[tuple[str, ...]]:
        """Return the ways in which a folded word is made of two or more; none for one that isn't."""
        if len(word) > MAX_WORD or not word.isalpha():
            return []
        found = dict.fromkeys(islice(self._parts(word), MOST_TRIED))
        return sorted(found, key=len)[:MOST_WAYS]

    def _parts(self, word: str) -> Iterator[tuple[str, ...]]:
        for cut in range(MIN_SAID, len(word) - MIN_PART + 1):
            left, rest = self._first_part(word[:cut]), word[cut:]
            if left and self._is_made(rest, is_last=True):
                if self._is_part(rest):
                    yield left, rest
                yield from ((left, *others) for others in self._parts(rest))

    def _first_part(self, text: str) -> str | None:
        """Return the word that a text is before another one, without what joins them; None when it is none."""
        return next(filter(self._is_part, (text, *self._before_joint(text))), None)

    def _is_part(self, text: str) -> bool:
        """Tell whether a text is a word that may be part of others: not a small one, such as `nach` in `Nachteil`."""
        if len(text) < MIN_SAID or text in self._stops or text in _AFFIXES:
            return False
        if self._vocabulary.in_group(text, self._group):
            return True
        return len(text) >= MIN_PART and is_word_of(text, self._group)

    def _before_joint(self, text: str) -> Iterator[str]:
        """Yield what a first part may be without what joins it to the next, or with the ending that it lost."""
        if len(text) < MIN_PART or text in self._stops:
            return
        yield from (text.removesuffix(joint) for joint in _JOINTS if text.endswith(joint))
        yield f"{text}e"

    @cached_property
    def _analysis(self) -> dict[str, str]:
        return analysis_of(self._group)


def _ends_of(text: str, place: int, stem: str, word: str) -> list[int]:
    """Return where a form of a word may end that begins at a place of a text."""
    shortest = place + len(word if text.startswith(word, place) else stem)
    return list(range(shortest, min(len(text), shortest + _LONGEST_ENDING) + 1))


def _behind_joint(text: str) -> Iterator[str]:
    yield text
    yield from (text.removeprefix(joint) for joint in _JOINTS if text.startswith(joint))
