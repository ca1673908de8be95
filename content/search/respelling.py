"""Other spellings of a word: apart or together, with a sign between its letters, with letters that others stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

# Shorter parts are found by chance, and must stand apart in many pages.
MIN_PART = 3
# So long is each part of what `&` or `/` joins, at most.
MAX_JOINED = 3
MAX_INITIALS = 6
_JOINING = re.compile("[&/]")
# What keyboards without a language's letters write for them, and the letter that stands there, folded or as terms have
# it. Where a language isn't here, its stemmer or its accents do.
_LETTERS = {
    "da": (("oe", "ø"), ("o", "ø"), ("aa", "a")),
    "no": (("oe", "ø"), ("o", "ø"), ("aa", "a")),
    "sv": (("ae", "a"), ("oe", "o"), ("aa", "a")),
    "fi": (("ae", "a"), ("oe", "o")),
}
_IN_TWO = str.maketrans({"ä": "ae", "å": "aa", "ö": "oe", "ø": "oe", "ü": "ue"})


class SplitWord(NamedTuple):
    """A word as it is written apart, or as another one; an unsure one may only resemble it."""

    words: tuple[str, ...]
    is_sure: bool


def respelled(word: str, group: str) -> Iterator[str]:
    """Yield a folded word with the letters of its language where others may stand for them, at one place or at all."""
    whole = word
    for typed, letter in _LETTERS.get(group, ()):
        changed = [f"{word[: match.start()]}{letter}{word[match.end() :]}" for match in re.finditer(typed, word)]
        if len(typed) > 1:
            whole = whole.replace(typed, letter)
        for one in (*changed, whole):
            if one != word:
                yield from dict.fromkeys((one, one.replace("ø", "o")))


def in_two_letters(word: str) -> str | None:
    """Return a word with two letters for each of those that many keyboards lack; None for one that has none."""
    written = word.casefold().translate(_IN_TWO)
    return None if word.isascii() or written == word.casefold() else written


def together(first: str, second: str) -> Iterator[str]:
    """Yield two folded words as one: `soc2` for `soc 2`, `r&d` for `r d`; two numbers are never one."""
    if first[-1:].isdigit() and second[:1].isdigit():
        return
    yield from _forms(first + second)
    if max(len(first), len(second)) <= MAX_JOINED:
        yield from (f"{first}{sign}{second}" for sign in "&/")


def apart(word: str, is_said: Callable[[str], bool]) -> Iterator[SplitWord]:
    """Yield the ways to write a folded word apart, or with a sign, of words that are said.

    `is_said` tells of a folded word whether the library says it.
    """
    if _JOINING.search(word):
        yield from _said([tuple(filter(None, _JOINING.split(word))), (_JOINING.sub("", word),)], is_said)
        return
    if len(word) <= MAX_INITIALS and word.isalpha():
        places = [(cut, sign) for cut in range(1, len(word)) for sign in ("&/" if len(word) == 2 else "&")]
        yield from _said([(word[:cut] + sign + word[cut:],) for cut, sign in places], is_said)
    for cut in range(1, len(word)):
        head, tail = word[:cut], word[cut:]
        is_sure = _is_sure(head, tail)
        # Long words are quicker to ask for.
        if (is_sure or _is_possible(head, tail)) and (cut < MIN_PART or is_said(head)):
            said = next(filter(is_said, _forms(tail)), None)
            if said and (cut >= MIN_PART or is_said(head)):
                yield SplitWord((head, said), is_sure)


def _said(ways: list[tuple[str, ...]], is_said: Callable[[str], bool]) -> Iterator[SplitWord]:
    return (SplitWord(words, is_sure=True) for words in ways if words and all(map(is_said, words)))


def _is_sure(head: str, tail: str) -> bool:
    """Tell whether a word surely is two: long ones, or letters beside figures as in `soc2`."""
    if head[-1].isdigit() or tail[0].isdigit():
        return head[-1].isdigit() != tail[0].isdigit()
    return min(len(head), len(tail)) >= MIN_PART


def _is_possible(head: str, tail: str) -> bool:
    """Tell whether a word may be two of which one is short: `signup`, `email`; a number is one."""
    return len(tail) > 1 and not (head[-1].isdigit() or tail[0].isdigit())


def _forms(word: str) -> Iterator[str]:
    """Yield a word with and without the ending of a plural."""
    yield word
    yield f"{word}s"
    if word.endswith("s") and len(word) >= MIN_PART:
        yield word[:-1]
