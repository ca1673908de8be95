"""A query taken apart: words, "phrases", `-not` and field words such as `type:deck`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from content.search.analysis import TOKEN, fold

# Of a longer query the rest is left out.
MAX_CHARACTERS = 2_000
MAX_WORDS = 32
MAX_PHRASES = 4
MAX_EXCLUDED = 8
MAX_VALUES = 20
# Field word to the field of an entry; each may be followed by one value, or by a "quoted one".
FIELDS = {
    "type": "type",
    "stage": "stages",
    "persona": "personas",
    "industry": "industries",
    "product": "products",
    "skill": "skills",
    "language": "language",
    "owner": "owner",
    "audience": "audience",
    "status": "status",
}
# Every sign that a keyboard writes for a quotation mark, at either end of a phrase; phones write curly ones.
QUOTES = '"“”„‟«»＂「」『』'
_QUOTED = f"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]"
_PIECE = re.compile(
    rf"(?<!\S)(?P<leaves>-?)(?P<name>{'|'.join(FIELDS)}):(?:{_QUOTED}|([^\s{QUOTES}]\S*))"
    rf"|(?P<excludes>(?<!\S)-)?{_QUOTED}"
    rf"|(?P<word>[^\s{QUOTES}]+)",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(r"-(?=\.?\w)")
Conditions = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Piece:
    """Characters [start, end) of a query: a word, a phrase or a filter, and the text it asks for.

    `name` is a filter's field word; what `is_excluded` must not be there.
    """

    kind: Literal["word", "phrase", "filter"]
    start: int
    end: int
    text: str
    name: str | None = None
    is_excluded: bool = False


@dataclass(frozen=True)
class Asked:
    """What is asked for. Values of one field are alternatives; different fields must all hold.

    `typed` is the query as it was typed, up to MAX_CHARACTERS, and `pieces` what it was taken apart into.
    """

    words: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    only: Conditions = field(default_factory=dict)
    without: Conditions = field(default_factory=dict)
    is_typing: bool = False
    typed: str = field(default="", compare=False)
    pieces: tuple[Piece, ...] = field(default=(), compare=False)

    @property
    def text(self) -> str:
        """All words of the query."""
        return " ".join([self.words, *self.phrases]).strip()

    @property
    def normal(self) -> str:
        """The query as one with other spaces, case and accents would be written; equal for equal queries."""
        parts = [fold(token) for token in TOKEN.findall(self.words)]
        parts += [f'"{normal_text(phrase)}"' for phrase in self.phrases]
        parts += [f'-"{normal_text(phrase)}"' for phrase in self.excluded]
        for sign, selection in (("", self.only), ("-", self.without)):
            parts += [
                f"{sign}{condition(name, value)}" for name in sorted(selection) for value in sorted(selection[name])
            ]
        return " ".join(parts)


def read_query(text: str, *, only: Conditions | None = None, is_typing: bool = False) -> Asked:
    """Take a query apart; never raises. While the rep is typing, the last word may be the beginning of one."""
    typed = text[:MAX_CHARACTERS]
    pieces = tuple(_pieces(typed))
    kept: dict[str, list[str]] = {name: list(values) for name, values in (only or {}).items()}
    left: dict[str, list[str]] = {}
    words: list[str] = []
    phrases: list[str] = []
    not_phrases: list[str] = []
    not_words: list[str] = []
    for piece in pieces:
        if piece.kind == "filter":
            chosen = (left if piece.is_excluded else kept).setdefault(str(piece.name), [])
            if piece.text and len(chosen) < MAX_VALUES:
                chosen.append(piece.text[:200])
        elif piece.kind == "phrase":
            chosen = not_phrases if piece.is_excluded else phrases
            if TOKEN.search(piece.text) and len(chosen) < MAX_PHRASES:
                chosen.append(" ".join(piece.text.split()[:MAX_WORDS]))
        else:
            (not_words if piece.is_excluded else words).append(piece.text)
    excluded = (*not_phrases, *not_words)[:MAX_EXCLUDED]
    return Asked(
        " ".join(words[:MAX_WORDS]),
        tuple(phrases),
        excluded,
        _chosen(kept),
        _chosen(left),
        is_typing,
        typed,
        pieces,
    )


def _pieces(text: str) -> Iterator[Piece]:
    for match in _PIECE.finditer(text):
        start, end = match.span()
        _, name, quoted, plain, _, phrase, word = match.groups()
        if name:
            value = " ".join((quoted or plain or "").split())
            yield Piece("filter", start, end, value, fold(name), bool(match["leaves"]))
        elif word is None:
            yield Piece("phrase", start, end, phrase, is_excluded=bool(match["excludes"]))
        else:
            dash = _EXCLUDED.match(word)
            yield Piece("word", start, end, word[1:] if dash else word, is_excluded=bool(dash))


def is_word(piece: Piece) -> bool:
    """Tell whether a piece is one of the words that are looked for."""
    return piece.kind == "word" and not piece.is_excluded


def is_plain(text: str) -> bool:
    """Tell whether a query is of words alone."""
    pieces = read_query(text).pieces
    return bool(pieces) and all(map(is_word, pieces))


def rewritten(asked: Asked, change: Callable[[Piece], str | None]) -> str:
    """Write a query again with other pieces: `change` returns what stands for each, None for the piece as it was."""
    parts: list[str] = []
    place = 0
    for piece in asked.pieces:
        text = change(piece)
        if text is not None:
            parts += [asked.typed[place : piece.start], text or " "]
            place = piece.end
    return " ".join("".join([*parts, asked.typed[place:]]).split())


def leaving_out(asked: Asked, is_out: Callable[[Piece], bool]) -> str:
    """Write a query again without some of its pieces."""
    return rewritten(asked, lambda piece: "" if is_out(piece) else None)


def half_typed(asked: Asked) -> str:
    """Return the words of a query that is still typed, and the space behind them; "" behind a phrase or condition."""
    if not asked.pieces or not is_word(asked.pieces[-1]):
        return ""
    return asked.words + (" " if asked.typed[-1:].isspace() else "")


def with_words(asked: Asked, words: str) -> str:
    """Write a query again with other words; its phrases and conditions stay."""
    return " ".join(part for part in (words, leaving_out(asked, is_word)) if part)


def _chosen(values: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys(chosen)) for name, chosen in values.items() if chosen}


def normal_text(text: str) -> str:
    """Reduce a title, a value or a query to what makes two of them the same."""
    return " ".join(fold(token) for token in TOKEN.findall(text))


def condition(name: str, value: str) -> str:
    """Write a condition as it can be typed."""
    return f'{name}:"{value}"' if re.search(r"\s", value) else f"{name}:{value}"
