"""Columns of numbers: how decimals are parted in all of a column, asked for where it isn't plain and never guessed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from api.work.uploads.numbers import STYLES, TOO_LARGE, NumberStyle, ReadNumber, read_amount, read_number
from api.work.uploads.proposal import Choice, FileQuestion
from api.work.uploads.seen import Seen
from api.work.uploads.settling import SettledColumns

STYLE_WORDS: dict[NumberStyle, str] = {"point": "a point before the decimals", "comma": "a comma before the decimals"}


class NumberColumns(SettledColumns[NumberStyle, Decimal]):
    """The columns of numbers of one file, and the style of each.

    Where a column of shares holds a number above 1, all of it is `in_percent`.
    """

    def __init__(self, fields: Collection[str], shares: Collection[str] = ()) -> None:
        """Begin knowing nothing; the numbers of `shares` may be parts of one or per cent."""
        super().__init__(fields, STYLES, read_number)
        self._shares = shares
        self.in_percent: set[str] = set()

    def note(self, own: Mapping[str, str]) -> None:
        """Let the numbers of a row count."""
        for field, seen in self._seen.items():
            text = own.get(field)
            if text:
                seen.note(text)
                if field in self._shares and field not in self.in_percent:
                    found = read_amount(text)
                    if not found.is_percent and any(abs(number) > 1 for number in found.ways.values()):
                        self.in_percent.add(field)

    def find(self, field: str, text: str) -> tuple[Decimal, ReadNumber] | str:
        """Return the number of one cell in its column's style with all that stands there, or what is wrong with it."""
        found = read_amount(text)
        style = self.settled.get(field) or STYLES[0]
        if style in found.ways:
            return found.ways[style], found
        if found.ways:
            return f"`{text[:80]}` is no number with {STYLE_WORDS[style]}; write 1234.56"
        if found.is_too_large:
            return f"`{text[:80]}` is too large; write less than {TOO_LARGE:,}"
        return f"`{text[:80]}` is no number; write 1234.56"

    def _question(self, field: str, seen: Seen[NumberStyle, Decimal], fitting: Sequence[NumberStyle]) -> FileQuestion:
        example = seen.example(fitting)
        if example is not None:
            found = seen.read(example)
            choices = tuple(Choice(way, f"{STYLE_WORDS[way]}: {example[:80]} is {found[way]:f}") for way in fitting)
            text = f"every number of `{field}` can be read in two ways: which is right?"
            return FileQuestion("numbers", field, text, choices)
        choices = tuple(
            Choice(way, f"{STYLE_WORDS[way]}: {out:,} of the numbers can't be read")
            for way in STYLES
            if (out := seen.left_out(way)) < seen.differing
        )
        text = f"the numbers of `{field}` are written in two ways: which one is meant?"
        return FileQuestion("numbers", field, text, choices)
