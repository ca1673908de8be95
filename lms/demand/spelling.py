"""Spelling: two queries are one with a letter wrong, left out, doubled or swapped, or a space more or less."""

from __future__ import annotations

from collections.abc import Callable

from rapidfuzz.distance import OSA

# Letters that a word must have for one error, and for two.
ONE_ERROR = 5
TWO_ERRORS = 9
MOST_ERRORS = 2


def squeezed(normal: str) -> str:
    """Return a query without its spaces."""
    return normal.replace(" ", "")


def distance(one: str, other: str, *, is_word: Callable[[str], bool]) -> int | None:
    """Return how many errors stand between two queries in normal form; None when they aren't one query misspelled.

    Words must begin alike; figures, signs and words of scripts without case (where one sign is a word or a syllable)
    must be equal. Two words that the library knows are no misspellings of each other: `contact` is no `contract`.
    """
    ones, others = one.split(" "), other.split(" ")
    if len(ones) != len(others):
        return _distance_of_words(squeezed(one), squeezed(other), most=1, least=TWO_ERRORS)
    total = 0
    for left, right in zip(ones, others, strict=True):
        if left != right:
            errors = _distance_of_words(left, right, most=MOST_ERRORS, least=ONE_ERROR)
            if errors is None or (is_word(left) and is_word(right)):
                return None
            total += errors
    return total if total <= MOST_ERRORS else None


def _distance_of_words(one: str, other: str, *, most: int, least: int) -> int | None:
    if one == other:
        return 0
    if one[:1] != other[:1] or not (_is_spelled(one) and _is_spelled(other)):
        return None
    shorter = min(len(one), len(other))
    if shorter < least:
        return None
    allowed = min(most, 1 if shorter < TWO_ERRORS else 2)
    found = OSA.distance(one, other, score_cutoff=allowed)
    return found if found <= allowed else None


def _is_spelled(word: str) -> bool:
    """Tell whether every sign is a letter of a script with small and capital ones, or an apostrophe."""
    return all(sign == "'" or sign.lower() != sign.upper() for sign in word)
