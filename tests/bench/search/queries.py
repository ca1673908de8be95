"""Queries of every kind, drawn from the pages that will be searched: each different, the same ones for everybody."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from content.document import Document

SEED = 11
PER_KIND = 300
# Bands of document frequency: the words of most pages, those in up to a fiftieth of them, those in very few.
COMMONEST = 400
MIDDLE = (0.001, 0.02)
RARE = 3
MIN_LETTERS = 4
_WORD = re.compile(r"[^\W\d_]+")
_TRIPLE = re.compile(r"(?=(?<!\w)([^\W\d_]+ [^\W\d_]+ [^\W\d_]+)(?!\w))")
_CJK = re.compile(r"[\u4e00-\u9fff\u3040-\u30ff]{4,}")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Wanted(NamedTuple):
    """One query: what is typed, with the words of it for engines that have another syntax."""

    text: str
    words: tuple[str, ...]
    is_typing: bool = False


Kinds = dict[str, list[Wanted]]


class Drawn(NamedTuple):
    """Queries by kind, and how many different words the pages have that they were drawn from."""

    kinds: Kinds
    words: int


ONE = "one word, {}"
THREE, PHRASE, PREFIX = "three words", "phrase", "typing"
FUZZY, FILTERS, LANGUAGE, CJK, SUGGEST = "one typo", "word, type and stage", "word and language", "Chinese", "suggest"
# What the peers are asked as well.
PLAIN = (*(ONE.format(band) for band in ("common", "middle", "rare")), THREE, PHRASE, PREFIX)


def draw(pages: Sequence[Document], *, seed: int = SEED, per_kind: int = PER_KIND) -> Drawn:
    """Draw queries of every kind from pages; kinds for which the pages have too few words come out shorter."""
    drawer = _Drawer(pages, random.Random(seed), per_kind)
    return Drawn(drawer.kinds(), len(drawer.known))


class _Drawer:
    def __init__(self, pages: Sequence[Document], chance: random.Random, per_kind: int) -> None:
        self._chance = chance
        self._most = per_kind
        self._pages = [page for page in pages if page.fields.status == "approved"]
        counts = Counter(word for page in self._pages for word in set(_words(page.body)))
        self.known = set(counts)
        ordered = sorted(counts, key=lambda word: (-counts[word], word))
        low, high = MIDDLE[0] * len(self._pages), MIDDLE[1] * len(self._pages)
        self._bands = {
            "common": ordered[:COMMONEST],
            "middle": [word for word in ordered[COMMONEST:] if max(low, RARE) < counts[word] <= max(high, RARE + 1)],
            "rare": [word for word in ordered[COMMONEST:] if counts[word] <= RARE],
        }

    def kinds(self) -> Kinds:
        """Draw everything."""
        found: Kinds = {ONE.format(band): self._take(self._singles(words)) for band, words in self._bands.items()}
        found[THREE] = self._take(self._threes())
        found[PHRASE] = self._take(self._phrases())
        found[PREFIX] = self._take(Wanted(start, (start,), is_typing=True) for start in self._starts(3, 5))
        found[FUZZY] = self._take(Wanted(word, (word,)) for word in self._typos())
        found[FILTERS] = self._take(self._filtered())
        found[LANGUAGE] = self._take(self._in_a_language())
        found[CJK] = self._take(self._runs())
        found[SUGGEST] = self._take(Wanted(start, (start,), is_typing=True) for start in self._starts(2, 6))
        return {kind: wanted for kind, wanted in found.items() if wanted}

    def _take(self, drawn: Iterator[Wanted]) -> list[Wanted]:
        """Take as many different ones as are wanted; give up when nothing new comes."""
        found: dict[str, Wanted] = {}
        for wanted, _ in zip(drawn, range(30 * self._most), strict=False):
            found.setdefault(wanted.text.lower(), wanted)
            if len(found) == self._most:
                break
        return list(found.values())

    def _singles(self, words: list[str]) -> Iterator[Wanted]:
        return (Wanted(word, (word,)) for word in self._chance.sample(words, len(words)))

    def _any(self, *bands: str) -> str:
        usable = [self._bands[band] for band in bands if self._bands[band]] or [self._bands["common"]]
        return self._chance.choice(self._chance.choice(usable))

    def _threes(self) -> Iterator[Wanted]:
        while True:
            words = (self._any("common"), self._any("middle"), self._any("common", "middle", "rare"))
            yield Wanted(" ".join(words), words)

    def _phrases(self) -> Iterator[Wanted]:
        while True:
            lines = self._chance.choice(self._pages).body.lower().split("\n")
            found = [text for text in _TRIPLE.findall(self._chance.choice(lines)) if not _CJK.search(text)]
            if found:
                text = self._chance.choice(found)
                yield Wanted(f'"{text}"', tuple(text.split()))

    def _starts(self, least: int, most: int) -> Iterator[str]:
        while True:
            yield self._any("common", "middle", "rare")[: self._chance.randint(least, most)]

    def _typos(self) -> Iterator[str]:
        while True:
            word = self._any("common", "middle", "middle", "rare")
            place = self._chance.randrange(1, len(word))
            left, right = word[:place], word[place:]
            wrong = self._chance.choice(
                (left + right[1:], left + self._chance.choice(LETTERS) + right[1:], f"{left}{right[1:2]}{right[0]}")
            )
            if len(wrong) > MIN_LETTERS and wrong not in self.known:
                yield wrong

    def _filtered(self) -> Iterator[Wanted]:
        staged = [page for page in self._pages if page.fields.stages]
        while staged:
            page, word = self._chance.choice(staged), self._any("common", "middle")
            yield Wanted(f"{word} type:{page.type} stage:{self._chance.choice(page.fields.stages)}", (word,))

    def _in_a_language(self) -> Iterator[Wanted]:
        languages = sorted({page.fields.language for page in self._pages})
        while len(languages) > 1:
            word = self._any("common", "middle")
            yield Wanted(f"{word} language:{self._chance.choice(languages)}", (word,))

    def _runs(self) -> Iterator[Wanted]:
        bodies = [page.body for page in self._pages[:5000] if page.fields.language in {"zh", "ja"}]
        runs = sorted({run for body in bodies for run in _CJK.findall(body)})
        while runs:
            run = self._chance.choice(runs)
            start = self._chance.randrange(len(run) - 3)
            text = run[start : start + self._chance.randint(2, 6)]
            yield Wanted(text, (text,))


def _words(text: str) -> list[str]:
    """Return the words of letters that are long enough to be looked for alone, in their order."""
    return [word for word in _WORD.findall(text.lower()) if len(word) >= MIN_LETTERS and not _CJK.match(word)]
