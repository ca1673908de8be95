"""The blocks of a quiz page sorted under its questions, before anybody asks whether they make sense."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from markdown_it.token import Token

from content.dialects.github import blocks_of
from content.document import Document

LONGEST_TEXT = 2_000
BlockKind = Literal["option", "step", "pair", "answer", "bullet"]
_OPTION = re.compile(r"\[([ xX])\][ \t]+(.+)", re.DOTALL)
_ANSWER = re.compile(r"answer:(.*)", re.IGNORECASE)
# What may be said of an answer; a line with another name is read too, for it may be meant as one of these.
_FIELD = re.compile(r"([A-Za-z]{3,12}):[ \t]*(.*?)[ \t]*")
_WHY = re.compile(r"Why:[ \t]*")
_LISTS = {"bullet_list_open": "bullet", "ordered_list_open": "step"}


@dataclass
class Item:
    """One line of a list or an `Answer:`, and the feedback below it."""

    sort: BlockKind
    text: str
    is_right: bool = False
    feedback: list[str] = field(default_factory=list)


@dataclass
class Block:
    """A question as it is written: its line in the file, its text, the pool it stands in, and what is below it.

    `fields` are lines such as `Unit: minutes`, each as its name in small letters and its value.
    """

    line: int
    text: str
    pool: str
    items: list[Item] = field(default_factory=list)
    feedback: list[str] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)

    def of(self, sort: BlockKind) -> list[Item]:
        """Return the items of a sort."""
        return [item for item in self.items if item.sort == sort]


def read_blocks(page: Document) -> list[Block]:
    """Read the questions of a page; any text is accepted."""
    reader = _Reader(page.body_line)
    for token in blocks_of(page.body):
        reader.read(token)
    return reader.blocks


class _Reader:
    """Reads the tokens of a page in their order, and knows in which lists, items and quotes it stands."""

    def __init__(self, first_line: int) -> None:
        self.blocks: list[Block] = []
        self._first_line = first_line
        self._pool = ""
        self._has_title = False
        self._heading: tuple[str, int] | None = None
        self._lists: list[str] = []
        self._is_new_item = False
        self._quotes = 0

    def read(self, token: Token) -> None:
        if token.type == "heading_open":
            self._heading = token.tag, self._first_line + (token.map or [0])[0]
        elif token.type == "heading_close":
            self._heading = None
        elif token.type in _LISTS:
            self._lists.append(_LISTS[token.type])
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self._lists.pop()
        elif token.type == "list_item_open":
            self._is_new_item = True
        elif token.type in {"blockquote_open", "blockquote_close"}:
            self._quotes += token.nesting
        elif token.type == "inline":
            self._read_text(token.content)

    def _read_text(self, text: str) -> None:
        if self._heading and not self._quotes:
            self._read_heading(*self._heading, text[:LONGEST_TEXT])
        elif self.blocks and not self._heading:
            block = self.blocks[-1]
            lines = [line.strip()[:LONGEST_TEXT] for line in text.split("\n")]
            if self._quotes:
                self._read_feedback(block, lines)
            elif self._lists and self._is_new_item:
                self._is_new_item = False
                block.items += _items(lines, is_step=self._lists[-1] == "step")
            else:
                _read_lines(block, lines)

    def _read_heading(self, tag: str, line: int, text: str) -> None:
        if tag == "h2" and text:
            self.blocks.append(Block(line, text, self._pool))
        elif tag == "h1" and (self._has_title or self.blocks):
            self._pool = text
        self._has_title = self._has_title or tag in {"h1", "h2"}

    def _read_feedback(self, block: Block, lines: list[str]) -> None:
        last = block.items[-1] if block.items else None
        is_of_option = bool(self._lists) and last is not None and last.sort == "option"
        feedback = last.feedback if last and is_of_option else block.feedback
        feedback += (_WHY.sub("", line, count=1) if _WHY.match(line) else line for line in lines)


def _items(lines: list[str], *, is_step: bool) -> Iterator[Item]:
    """Yield the item that a list's first text is; a line `Answer:` right below it is one by itself."""
    at = next((number for number, line in enumerate(lines) if _ANSWER.fullmatch(line)), len(lines))
    text = " ".join(lines[:at])
    if is_step and text:
        yield Item("step", text)
    elif option := _OPTION.fullmatch(text):
        yield Item("option", option[2].strip(), is_right=option[1] != " ")
    elif text:
        yield Item("pair" if "=>" in text else "bullet", text)
    yield from (Item("answer", found[1].strip()) for line in lines[at:] if (found := _ANSWER.fullmatch(line)))


def _read_lines(block: Block, lines: list[str]) -> None:
    """Read text for an answer, and for what is said of it."""
    for line in lines:
        if answer := _ANSWER.fullmatch(line):
            block.items.append(Item("answer", answer[1].strip()))
        elif named := _FIELD.fullmatch(line):
            block.fields.append((named[1].lower(), named[2]))
