"""Lines of a page, told apart: what readers see as text, what is HTML, and what is code or a comment and only shown."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from markdown_it.token import Token

from content.dialects.github import block_parser

# Stands for each hidden sign, so that places stay what they are.
HIDDEN = "\0"
_TAGS = "code|kbd|pre|script|style|textarea"
_OPENER = re.compile(rf"\\[\\`]|`+|<!--|<({_TAGS})(?=[\s>])", re.IGNORECASE)
_CLOSER = re.compile(rf"`+|-->|</({_TAGS})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Fence:
    """A fenced block of code: its first line in the body, from 1, and whether a fence closes it."""

    line: int
    is_closed: bool


@dataclass(frozen=True)
class Table:
    """A table: the first of its rows after the head and the line after its last, from 1, and the cells of its head."""

    first: int
    end: int
    cells: int


@dataclass(frozen=True)
class _Parsed:
    """A text with everything hidden but one kind, twice, and what its blocks say."""

    prose: str
    shown: str
    code: frozenset[int]
    fences: tuple[Fence, ...]
    tables: tuple[Table, ...]
    references: frozenset[str]


class Lines:
    """The lines of a page, which are told apart only when somebody asks: most pages hold nothing to look for."""

    def __init__(self, body: str) -> None:
        """Take the body of a page; any text is accepted."""
        self.body = body

    @property
    def prose(self) -> str:
        """The body with everything hidden that isn't Markdown text; a place in it is one in the body."""
        return self._parsed.prose

    @property
    def shown(self) -> str:
        """The body with code and comments hidden: Markdown text, and HTML; a place in it is one in the body."""
        return self._parsed.shown

    @property
    def code(self) -> frozenset[int]:
        """The numbers of the lines of blocks of code, from 1."""
        return self._parsed.code

    @property
    def fences(self) -> tuple[Fence, ...]:
        """The fenced blocks of code in their order."""
        return self._parsed.fences

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in their order."""
        return self._parsed.tables

    @property
    def references(self) -> frozenset[str]:
        """The labels of the definitions of links, as markdown-it normalises them."""
        return self._parsed.references

    def in_prose(self, sign: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches of a pattern in Markdown text; each holds the sign, which is quick to look for."""
        if sign in self.body and pattern.search(self.body):
            yield from pattern.finditer(self.prose)

    def in_shown(self, sign: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches of a pattern in Markdown text and HTML, in the same way."""
        if sign in self.body and pattern.search(self.body):
            yield from pattern.finditer(self.shown)

    def place(self, at: int) -> tuple[int, int]:
        """Return line and column, from 1, of a place in the body."""
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """Return a line of the body as it is written."""
        start = self._starts[number - 1]
        return self.body[start : self._starts[number] - 1 if number < len(self._starts) else len(self.body)]

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return (0, *accumulate(len(line) + 1 for line in self.body.split("\n")[:-1]))

    @cached_property
    def _parsed(self) -> _Parsed:
        return _parse(self.body)


def _parse(body: str) -> _Parsed:
    written = body.split("\n")
    env: dict[str, Any] = {}
    # Python and editors count lines by "\n" alone.
    tokens = block_parser().parse(body.replace("\r", " ") + "\n", env)
    prose = _hidden(body).split("\n")
    shown = list(prose)
    code: set[int] = set()
    for token in tokens:
        first, end = token.map or (0, 0)
        if token.type == "inline" and prose[first:end] and prose[first].count(HIDDEN) == len(prose[first]):
            prose[first:end] = _without_code("\n".join(written[first:end]), is_html=False).split("\n")
            shown[first:end] = prose[first:end]
        elif token.type == "html_block":
            text = "\n".join(written[first:end])
            shown[first:end] = _without_code(text, is_html=True).split("\n")
        elif token.type in {"fence", "code_block"}:
            code.update(range(first + 1, end + 1))
    return _Parsed(
        "\n".join(prose),
        "\n".join(shown),
        frozenset(code),
        tuple(_fences(tokens)),
        tuple(_tables(tokens)),
        frozenset(env.get("references", ())),
    )


def _fences(tokens: Iterable[Token]) -> Iterator[Fence]:
    for token in tokens:
        if token.type == "fence" and token.map:
            first, end = token.map
            yield Fence(first + 1, is_closed=token.content.count("\n") < end - first - 1)


def _tables(tokens: Iterable[Token]) -> Iterator[Table]:
    cells = 0
    for token in tokens:
        if token.type == "thead_open":
            cells = 0
        elif token.type == "th_open":
            cells += 1
        elif token.type == "tbody_open" and token.map:
            yield Table(token.map[0] + 1, token.map[1] + 1, cells)


def _without_code(text: str, *, is_html: bool) -> str:
    """Hide code and comments; in HTML what isn't closed goes on to the end."""
    ends: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for found in _CLOSER.finditer(text):
        ends[found[1].lower() if found[1] else found[0]].append(found.span())
    parts, done, at = [], 0, 0
    while opener := _OPENER.search(text, at):
        at = opener.end()
        is_ticks = opener[0].startswith("`")
        if opener[0].startswith("\\") or (is_ticks and is_html):
            continue
        closers = ends[opener[1].lower() if opener[1] else opener[0] if is_ticks else "-->"]
        next_one = bisect_left(closers, (at, at))
        if next_one == len(closers) and not is_html:
            continue
        at = closers[next_one][1] if next_one < len(closers) else len(text)
        parts += [text[done : opener.start()], _hidden(text[opener.start() : at])]
        done = at
    return "".join([*parts, text[done:]])


def _hidden(text: str) -> str:
    return "\n".join(HIDDEN * len(line) for line in text.split("\n"))
