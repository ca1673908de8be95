"""The lines of a quiz page sorted under its questions, before anybody asks whether they make sense."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from content.document import Document

LONGEST_LINE = 2_000
BlockKind = Literal["option", "step", "pair", "answer", "bullet"]
_FENCE = re.compile(r"[ \t]{0,3}(```|~~~)")
_HEADING = re.compile(r"(#{1,2})[ \t]+(.+?)[ \t#]*")
_BULLET = re.compile(r"[ \t]{0,3}[-*+][ \t]+(.+?)[ \t]*")
_OPTION = re.compile(r"\[([ xX])\][ \t]+(.+)")
_STEP = re.compile(r"[ \t]{0,3}\d{1,9}[.)][ \t]+(.+?)[ \t]*")
_ANSWER = re.compile(r"[ \t]{0,3}answer:(.*)", re.IGNORECASE)
# What may be said of an answer; a line with another name is read too, for it may be meant as one of these.
_FIELD = re.compile(r"[ \t]{0,3}([A-Za-z]{3,12}):[ \t]*(.*?)[ \t]*")
_QUOTE = re.compile(r"([ \t]*)>[ \t]*(?:Why:[ \t]*)?(.*)")
# Such a line never goes on with the one before it.
_BEGINS = re.compile(r"[ \t]*(?:[-*+>|<#]|\d{1,9}[.)]|$)")


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
    reader = _Reader()
    for number, line in enumerate(page.body.replace("\0", "").split("\n"), start=page.body_line):
        reader.read(number, line[:LONGEST_LINE])
    return reader.blocks


class _Reader:
    """Reads a page line by line; `_open` is the item that the next line may go on with."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pool = ""
        self._has_title = False
        self._fence: str | None = None
        self._open: Item | None = None

    def read(self, number: int, line: str) -> None:
        fence = _FENCE.match(line)
        if fence and self._fence in {None, fence[1]}:
            self._fence = None if self._fence else fence[1]
        if fence or self._fence:
            self._open = None
        elif heading := _HEADING.fullmatch(line):
            self._read_heading(number, len(heading[1]), heading[2])
        elif self.blocks:
            self._read_item(self.blocks[-1], line)

    def _read_heading(self, number: int, level: int, text: str) -> None:
        self._open = None
        if level == 2:
            self.blocks.append(Block(number, text, self._pool))
        elif self._has_title or self.blocks:
            self._pool = text
        self._has_title = True

    def _read_item(self, block: Block, line: str) -> None:
        if quote := _QUOTE.fullmatch(line):
            last = block.items[-1] if block.items else None
            is_of_option = bool(quote[1]) and last is not None and last.sort == "option"
            (last.feedback if last and is_of_option else block.feedback).append(quote[2].strip())
            self._open = None
        elif item := _item_of(line):
            block.items.append(item)
            self._open = None if item.sort == "answer" else item
        elif self._open and not _BEGINS.match(line):
            self._open.text += f" {line.strip()}"
        else:
            self._open = None
            if named := _FIELD.fullmatch(line):
                block.fields.append((named[1].lower(), named[2]))


def _item_of(line: str) -> Item | None:
    if answer := _ANSWER.fullmatch(line):
        return Item("answer", answer[1].strip())
    if step := _STEP.fullmatch(line):
        return Item("step", step[1])
    bullet = _BULLET.fullmatch(line)
    if not bullet:
        return None
    if option := _OPTION.fullmatch(bullet[1]):
        return Item("option", option[2], is_right=option[1] != " ")
    return Item("pair" if "=>" in bullet[1] else "bullet", bullet[1])
