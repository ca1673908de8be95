"""Cells into plain values of their fields' types; what is wrong with one is said in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal
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


@dataclass(frozen=True)
class Priced:
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
        tidy: Callable[[str, str], str] | None = None,
    ) -> None:
        """Take the fields, their settled columns, and what was said of single texts; `tidy` changes texts of fields."""
        self._specs, self._days, self._numbers = specs, days, numbers
        self._said, self._tidy = said, tidy
        plain = {name for name, spec in specs.items() if spec.type in {"text", "key"} and name not in said}
        self._known: dict[str, dict[str, Any]] = {name: {} for name in specs.keys() - plain}

    def read(self, own: Mapping[str, str]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Return the values of a row, None for an empty cell, and what is wrong with its fields."""
        values: dict[str, Any] = {}
        wrong = []
        for name, text in own.items():
            known = self._known.get(name)
            if not text:
                values[name] = None
            elif known is None:
                values[name] = self._tidy(name, text) if self._tidy else text
            else:
                value = known[text] if text in known else self._learn(known, name, text)
                if value.__class__ is Wrong:
                    wrong.append((name, value.detail))
                else:
                    values[name] = value
        return values, wrong

    def _learn(self, known: dict[str, Any], name: str, text: str) -> Any:
        if len(known) >= MOST_KEPT:
            known.clear()
        said = self._said.get(name, {})
        value = known[text] = said[text] if text in said else self._value(name, self._specs[name], text)
        return value

    def _value(self, name: str, spec: CellSpec, text: str) -> Any:
        if spec.type in DAYS:
            return self._moment(spec, spec.like or name, text)
        if spec.type in NUMBERS:
            return self._number(spec, spec.like or name, text)
        match spec.type:
            case "email":
                return _email(text)
            case "currency":
                return currency_code(text) or Wrong(f"`{text[:40]}` is no currency; write its code, such as EUR")
            case "yes_no":
                answer = read_yes_no(text)
                return Wrong(_no_yes_or_no(text)) if answer is None else answer
            case "word":
                word = spec.words.get(text.casefold())
                return word or Wrong(
                    f"`{text[:40]}` isn't known; write {', '.join(dict.fromkeys(spec.words.values()))}"
                )
        return self._tidy(name, text) if self._tidy else text

    def _moment(self, spec: CellSpec, column: str, text: str) -> Any:
        found = self._days.find(column, text)
        if isinstance(found, str):
            return Wrong(found)
        if spec.type == "moment" and found.at is not None:
            return f"{found.at:%Y-%m-%dT%H:%M:%SZ}"
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
        if isinstance(value, Priced):
            try:
                currency = currency_beside(value.beside, found.get("currency"), default)
            except CurrencyError as error:
                wrong[name] = str(error)
                continue
            found[name] = in_minor_units(value.number, currency)
            if is_kept or value.beside:
                found["currency"] = currency
    return found, wrong


def _no_yes_or_no(text: str) -> str:
    is_day = bool(read_moment(text, zone=ZoneInfo("UTC")))
    shown = f"`{text[:40]}`"
    if is_day:
        return f"{shown} is a day, and neither yes nor no; map its column to a field that holds days"
    return f"{shown} is neither yes nor no"


def _email(text: str) -> str | Wrong:
    named = _IN_BRACKETS.fullmatch(text)
    address = (named[1] if named else text.removeprefix("mailto:")).lower()
    return (
        address if _EMAIL.fullmatch(address) and len(address) <= 320 else Wrong(f"`{text[:80]}` is no e-mail address")
    )
