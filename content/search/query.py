"""A query taken apart: words, "phrases", `-not` and field words such as `type:deck`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

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
_QUOTE, _QUOTED = '["“”„«»]', '([^"“”„«»]*)'
_FIELD = re.compile(rf"(?<!\S)(-?)({'|'.join(FIELDS)}):(?:{_QUOTE}{_QUOTED}{_QUOTE}|([^\s\"“”„«»]\S*))", re.IGNORECASE)
_PHRASE = re.compile(rf"(?:(?<!\S)(-))?{_QUOTE}{_QUOTED}{_QUOTE}")
_NOT = re.compile(r"(?<!\S)-(?=\w)(\S+)")
Conditions = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Asked:
    """What is asked for. Values of one field are alternatives; different fields must all hold."""

    words: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    only: Conditions = field(default_factory=dict)
    without: Conditions = field(default_factory=dict)
    is_typing: bool = False

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
    kept: dict[str, list[str]] = {name: list(values) for name, values in (only or {}).items()}
    left: dict[str, list[str]] = {}

    def take(match: re.Match[str]) -> str:
        sign, name, quoted, plain = match.groups()
        value = (quoted or plain or "").strip()
        chosen = (left if sign else kept).setdefault(name.lower(), [])
        if value and len(chosen) < MAX_VALUES:
            chosen.append(value[:200])
        return " "

    text = _FIELD.sub(take, text[:MAX_CHARACTERS])
    phrases: list[str] = []
    excluded: list[str] = []

    def quote(match: re.Match[str]) -> str:
        words = match[2].split()[:MAX_WORDS]
        chosen = excluded if match[1] else phrases
        if TOKEN.search(match[2]) and len(chosen) < MAX_PHRASES:
            chosen.append(" ".join(words))
        return " "

    text = _PHRASE.sub(quote, text)
    excluded += _NOT.findall(text)[: MAX_EXCLUDED - len(excluded)]
    words = " ".join(_NOT.sub(" ", text).split()[:MAX_WORDS])
    return Asked(words, tuple(phrases), tuple(excluded), _chosen(kept), _chosen(left), is_typing)


def _chosen(values: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(dict.fromkeys(chosen)) for name, chosen in values.items() if chosen}


def normal_text(text: str) -> str:
    """Reduce a title, a value or a query to what makes two of them the same."""
    return " ".join(fold(token) for token in TOKEN.findall(text))


def condition(name: str, value: str) -> str:
    """Write a condition as it can be typed."""
    return f'{name}:"{value}"' if re.search(r"\s", value) else f"{name}:{value}"
