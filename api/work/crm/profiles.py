"""Columns by what their cells look like, as far as the first rows of a file show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from api.work.crm.periods import first_day
from api.work.uploads.currencies import currency_code
from api.work.uploads.days import ORDERS, read_day
from api.work.uploads.numbers import ReadNumber, read_amount
from api.work.uploads.typed import CellType
from api.work.uploads.yes_no import read_yes_no
from content.quiz.keyboard import as_typed

MOST_CELLS = 1_000
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PERSON = re.compile(r"[^\W\d_][\w'’.-]*(?:,? [^\W\d_][\w'’.-]*){1,3}")
_ID = re.compile(r"[\w./#:-]{1,64}")
_OUTCOMES = re.compile(r"\b(?:won|lost|closed|gewonnen|verloren|gagn|perdu|ganad|perdid|wygran|przegran|выигр|проигр)")


@dataclass(frozen=True)
class Profile:
    """A column by its place from 0, what it is called, and its first cells that hold something."""

    place: int
    name: str
    cells: Sequence[str] = field(repr=False)

    def share(self, type_: CellType) -> float:
        """Return which share of the cells can be of a type."""
        return sum(_can_be(cell, type_) for cell in self.cells) / len(self.cells) if self.cells else 0.0

    @cached_property
    def distinct(self) -> int:
        """How many different cells there are."""
        return len(set(self.cells))

    @property
    def is_key(self) -> bool:
        """Whether each cell names one thing, and looks like an id, which days, periods and amounts don't."""
        is_one = len(self.cells) > 1 and self.distinct == len(self.cells) and all(map(_ID.fullmatch, self.cells))
        return is_one and not any(map(_is_no_id, self.cells[:_LOOKED_AT]))

    @property
    def is_stage(self) -> bool:
        """Whether there are few words, some of which say how a deal ends."""
        few = 1 < self.distinct <= max(2, min(30, len(self.cells) // 2))
        return few and any(_OUTCOMES.search(as_typed(cell)) for cell in set(self.cells))

    @property
    def is_person(self) -> bool:
        """Whether the cells look like names of people that come again."""
        alike = sum(bool(_PERSON.fullmatch(cell)) for cell in self.cells)
        return len(self.cells) > 3 and alike > 0.9 * len(self.cells) and self.distinct < 0.7 * len(self.cells)

    @property
    def is_priced(self) -> bool:
        """Whether the cells are amounts with a currency beside them."""
        return self.share("money") > 0.9 and any(read_amount(cell).beside for cell in self.cells)

    @cached_property
    def first_days(self) -> list[str]:
        """The days of the cells in the one order that all fit, as ISO text; none where several orders do."""
        read = [read_day(cell, zone=_UTC) for cell in self.cells]
        fitting = [order for order in ORDERS if all(order in found for found in read)]
        ways = {tuple(found[order] for found in read) for order in fitting}
        return [day.isoformat() for day in next(iter(ways))] if len(ways) == 1 else []


_UTC = ZoneInfo("UTC")
_DECIMAL = re.compile(r"-?\d+[.,]\d+")
_LOOKED_AT = 20


def _is_no_id(cell: str) -> bool:
    is_day = bool(read_day(cell, zone=_UTC)) and not cell.isdecimal()
    return is_day or first_day(cell.replace("_", " ")) is not None or _DECIMAL.fullmatch(cell) is not None


def _can_be(cell: str, type_: CellType) -> bool:
    match type_:
        case "email":
            return _EMAIL.search(cell) is not None
        case "day" | "moment":
            return bool(read_day(cell, zone=_UTC))
        case "money" | "number" | "whole":
            return _is_number(read_amount(cell), type_)
        case "share":
            found = read_amount(cell)
            return bool(found.ways) and not found.beside
        case "currency":
            return currency_code(cell) is not None
        case "yes_no":
            return read_yes_no(cell) is not None
    return True


def _is_number(found: ReadNumber, type_: CellType) -> bool:
    return bool(found.ways) and not found.is_percent and (type_ == "money" or not found.beside)
