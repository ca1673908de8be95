"""Cells into plain values of their fields' types; what is wrong with one is said in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from api.work.uploads.columns_of_days import DayColumns
from api.work.uploads.columns_of_numbers import NumberColumns
from api.work.uploads.currencies import CurrencyError, currency_beside, currency_code, in_minor_units
from api.work.uploads.days import read_moment
from api.work.uploads.yes_no import read_yes_no

CellType = Literal[
    "key", "text", "email", "day", "moment", "money", "currency", "whole", "number", "share", "yes_no", "word"
]
DAYS: frozenset[CellType] = frozenset({"day", "moment"})
NUMBERS: frozenset[CellType] = frozenset({"money", "whole", "number", "share"})
MOST_KEPT = 5_000
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
_IN_BRACKETS = re.compile(r".*<([^@\s<>]+@[^@\s<>]+)>")


@dataclass(frozen=True)
class CellSpec:
    """What a field holds: its type, for a word the words; `like` is the field whose columns are written alike."""

    type: CellType
    words: Mapping[str, str] = field(default_factory=dict)
    like: str = ""


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a cell."""

    detail: str


class Priced(NamedTuple):
    """A number with what stands beside it, before its currency is known."""

    number: Decimal
    beside: tuple[str, ...]


class CellReader:
    """Reads the cells of rows; of each field some texts are remembered, because most come again."""

    def __init__(
        self,
        specs: Mapping[str, CellSpec],
        days: DayColumns,
        numbers: NumberColumns,
        *,
        said: Mapping[str, Mapping[str, Any]],
        tidy: Mapping[str, Callable[[str], str]],
    ) -> None:
        """Take the fields, their settled columns, what was said of single texts, and what tidies texts of fields."""
        self._days, self._numbers = days, numbers
        self._tidy = {name: tidy[name] for name in specs if name in tidy}
        plain = {name for name, spec in specs.items() if spec.type in {"text", "key"}} - said.keys()
        self._meanings: dict[str, _Meanings] = {
            name: _Meanings(self._reader(name, specs[name]), said.get(name, {})) for name in specs.keys() - plain
        }

    def read(self, own: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Return the values of a row, None for an empty cell, and what is wrong with its fields."""
        known = self._meanings.get
        values: dict[str, Any] = {
            name: (text or None) if (its := known(name)) is None else its[text] for name, text in own.items()
        }
        for name, tidy in self._tidy.items():
            if values.get(name):
                values[name] = tidy(values[name])
        if Wrong not in map(type, values.values()):
            return values, []
        wrong = [(name, value.detail) for name, value in values.items() if isinstance(value, Wrong)]
        for name, _ in wrong:
            del values[name]
        return values, wrong

    def _reader(self, name: str, spec: CellSpec) -> Callable[[str], Any]:
        """Return what reads the cells of a field."""
        if spec.type in DAYS:
            return partial(self._moment, spec, spec.like or name)
        if spec.type in NUMBERS:
            return partial(self._number, spec, spec.like or name)
        if spec.type == "word":
            return partial(_word, spec.words)
        return {"email": _email, "currency": _currency, "yes_no": _yes_no}.get(spec.type, str)

    def _moment(self, spec: CellSpec, column: str, text: str) -> Any:
        found = self._days.find(column, text)
        if isinstance(found, str):
            return Wrong(found)
        if spec.type == "moment" and found.at is not None:
            return found.at.replace(microsecond=0, tzinfo=None).isoformat() + "Z"
        return found.day.isoformat()

    def _number(self, spec: CellSpec, column: str, text: str) -> Any:
        found = self._numbers.find(column, text)
        if isinstance(found, str):
            return Wrong(found)
        number, amount = found
        if spec.type == "money" and not amount.is_percent:
            return Priced(number, amount.beside)
        if amount.beside or (amount.is_percent and spec.type != "share"):
            return Wrong(f"`{text[:40]}` is no number alone")
        if spec.type == "share":
            share = number / 100 if amount.is_percent or column in self._numbers.in_percent else number
            return float(share) if -10 <= share <= 10 else Wrong(f"`{text[:40]}` is no share; write 0.45 or 45%")
        if spec.type == "whole":
            return int(number) if number == int(number) else Wrong(f"`{text[:40]}` is no whole number")
        return int(number) if number == int(number) else float(number)


def priced(values: Mapping[str, Any], default: str, *, is_kept: bool) -> tuple[dict[str, Any], dict[str, str]]:
    """Return a row with its amounts in minor units of its currency, and what is wrong, by field.

    With `is_kept` the currency becomes part of the row also where nothing but the default says it.
    """
    found, wrong = dict(values), {}
    for name, value in values.items():
        if value.__class__ is Priced:
            try:
                currency = currency_beside(value.beside, found.get("currency"), default)
                found[name] = in_minor_units(value.number, currency)
            except CurrencyError as error:
                wrong[name] = str(error)
                continue
            if is_kept or value.beside:
                found["currency"] = currency
    return found, wrong


class _Meanings(dict[str, Any]):
    """What texts of one field mean: read when they come first, and the last MOST_KEPT remembered."""

    def __init__(self, read: Callable[[str], Any], said: Mapping[str, Any]) -> None:
        super().__init__({"": None})
        self._read, self._said = read, said

    def __missing__(self, text: str) -> Any:
        if len(self) >= MOST_KEPT:
            self.clear()
            self[""] = None
        value = self[text] = self._said[text] if text in self._said else self._read(text)
        return value


def _word(words: Mapping[str, str], text: str) -> str | Wrong:
    word = words.get(text.casefold())
    return word or Wrong(f"`{text[:40]}` isn't known; write {', '.join(dict.fromkeys(words.values()))}")


def _currency(text: str) -> str | Wrong:
    return currency_code(text) or Wrong(f"`{text[:40]}` is no currency; write its code, such as EUR")


def _yes_no(text: str) -> bool | Wrong:
    answer = read_yes_no(text)
    return Wrong(_no_yes_or_no(text)) if answer is None else answer


def _no_yes_or_no(text: str) -> str:
    shown = f"`{text[:40]}`"
    if read_moment(text, zone=ZoneInfo("UTC")):
        return f"{shown} is a day, and neither yes nor no; map its column to a field that holds days"
    return f"{shown} is neither yes nor no"


def _email(text: str) -> str | Wrong:
    named = _IN_BRACKETS.fullmatch(text)
    address = (named[1] if named else text.removeprefix("mailto:")).lower()
    return (
        address if _EMAIL.fullmatch(address) and len(address) <= 320 else Wrong(f"`{text[:80]}` is no e-mail address")
    )
