"""Queries nobody would type: whether any raises, and which one takes longest."""

from __future__ import annotations

import random
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench.search.common import heading, in_fresh_process, milliseconds, row
from bench.search.queries import Kinds

SEED = 3
COUNT = 1000
SLOW = {"100 kB", "a long word"}
BIG = 100_000
SHOWN = 5
SIGNS = ['"', "“", "”", "-", "*", "?", "(", ")", ":", "~", "^", "+", "|", "&&", "AND", "OR", "NOT", "\\", "[", "{", "/"]
CONTROLS = "".join(map(chr, [*range(32), 127, 0x200B, 0x200E, 0x202E, 0xFEFF, 0x2028]))
EMOJI = "👍🏽👨‍👩‍👧‍👦🇵🇱❤️🔥😀"
SCRIPTS = "abcżółćäßéабвгёй太贵了价格のはカタカナｱｲ한국어हिन्दीعربيעבריתไทยİıſ"
FIELDS = ["type", "stage", "persona", "language", "owner", "status", "audience", "nothing"]


class Slow(NamedTuple):
    """A query that took long: its milliseconds, its kind, what was asked, and how it begins."""

    milliseconds: float
    kind: str
    call: str
    text: str


class Fuzzed(NamedTuple):
    """What the fuzzer met."""

    queries: Counter[str]
    calls: int
    raised: list[str]
    slowest: list[Slow]


class _Fuzzer:
    def __init__(self, chance: random.Random, words: list[str]) -> None:
        self._chance = chance
        self._words = words
        self.kinds: dict[str, Callable[[], str]] = {
            "random unicode": lambda: self._of(lambda: chr(self._unicode()), 1, 200),
            "lone surrogates": lambda: self._of(lambda: chr(chance.randrange(0xD800, 0xE000)), 1, 20),
            "mixed scripts": lambda: self._of(lambda: chance.choice(SCRIPTS + " "), 1, 300),
            "emoji": lambda: self._of(lambda: chance.choice(EMOJI), 1, 80),
            "control characters": lambda: self._of(lambda: chance.choice(CONTROLS) + self._word(), 1, 30),
            "wildcards": lambda: self._of(lambda: chance.choice("*?%_."), 1, 60),
            "operators": lambda: self._of(lambda: f"{chance.choice(SIGNS)}{self._word()} ", 1, 40),
            "nesting": lambda: (
                "(" * (depth := chance.randrange(1, 3000)) + self._word() + '"' * (depth % 3) + ")" * depth
            ),
            "fields": lambda: self._of(
                lambda: f"{chance.choice(['', '-'])}{chance.choice(FIELDS)}:{self._word()} ", 1, 60
            ),
            "many words": lambda: self._of(lambda: self._word() + " ", 20, 200),
            "thousands of short tokens": lambda: self._of(lambda: chance.choice(SCRIPTS) + " ", 2000, 8000),
            "many phrases": lambda: self._of(lambda: f'"{self._word()} {self._word()}" ', 1, 40),
            "a long word": lambda: self._of(lambda: chance.choice(SCRIPTS), 500, 5000),
            "a word again": lambda: (self._word() + " ") * chance.randrange(2, 200),
            "100 kB": self._big,
        }

    def draw(self) -> tuple[str, str]:
        """Return the kind of a query, and the query; those that may take long are rarer."""
        kinds = list(self.kinds)
        kind = self._chance.choices(kinds, [1 if name in SLOW else 5 for name in kinds])[0]
        return kind, self.kinds[kind]()

    def _of(self, part: Callable[[], str], least: int, most: int) -> str:
        return "".join(part() for _ in range(self._chance.randint(least, most)))

    def _unicode(self) -> int:
        code = self._chance.randrange(0x110000 - 0x800)
        return code if code < 0xD800 else code + 0x800

    def _word(self) -> str:
        return self._chance.choice(self._words)

    def _big(self) -> str:
        unit = self._chance.choice(
            ["a", "太", "a ", "-a ", '"', '"a ', "type:", "a'", "1.", "é", self._word() + " ", "\0"]
        )
        return (unit * (BIG // len(unit) + 1))[:BIG]


def fuzz(index: Path, words: list[str], count: int) -> Fuzzed:
    """Ask for hits, for hits while typing, and for suggestions."""
    from content.search import Search, read_query

    search = Search(index)
    search.generation()
    fuzzer = _Fuzzer(random.Random(SEED), words)
    calls: dict[str, Callable[[str], object]] = {
        "find": lambda text: search.find(read_query(text)),
        "typing": lambda text: search.find(read_query(text, is_typing=True)),
        "suggest": search.suggest,
    }
    queries: Counter[str] = Counter()
    raised: list[str] = []
    slowest: list[Slow] = []
    for _ in range(count):
        kind, text = fuzzer.draw()
        queries[kind] += 1
        for name, call in calls.items():
            try:
                took = milliseconds(lambda call=call, text=text: call(text))  # type: ignore[misc]
            except Exception:  # noqa: BLE001 - whatever it may raise is what is looked for
                raised.append(f"{kind}, {name}, {text[:80]!r}: {traceback.format_exc(limit=-3)}")
            else:
                slowest = sorted([*slowest, Slow(took, kind, name, repr(text[:60]))], reverse=True)[:SHOWN]
    return Fuzzed(queries, len(calls) * count, raised, slowest)


def measure_fuzz(index: Path, kinds: Kinds, *, count: int = COUNT) -> None:
    """Fuzz an index in a fresh process and print what was met."""
    words = sorted({word for wanted in kinds.values() for one in wanted for word in one.words})
    found = in_fresh_process(fuzz, index, words, count)
    heading("queries that nobody would type")
    row("queries", [str(found.queries.total())])
    row("calls: find, find while typing, suggest", [str(found.calls)])
    row("exceptions", [str(len(found.raised))])
    for text in list(dict.fromkeys(found.raised))[:SHOWN]:
        print(text)
    for slow in found.slowest:
        row(f"slowest, ms: {slow.kind}, {slow.call}", [slow.milliseconds, slow.text])
