"""Numbers and amounts as people and programs write them; what parts decimals, one cell can't always tell."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from content.quiz.keyboard import as_typed

# A point before the decimals, as in 1,234.56 and 1'234.56, or a comma, as in 1.234,56 and 1 234,56.
NumberStyle = Literal["point", "comma"]
STYLES: tuple[NumberStyle, ...] = get_args(NumberStyle)
# How styles are given to a command or a request.
STYLE_LIST = r"^(?:point|comma|[a-z_]+:(?:point|comma)(?:,[a-z_]+:(?:point|comma))*)$"
LONGEST = 60
# What is as far from 0 is no number of a company.
TOO_LARGE = 10**18
_PLAIN = re.compile(r"-?\d{1,18}")
_PLAIN_POINT = re.compile(r"-?(?:\d{4,18}|0)?\.\d{1,12}|-?\d{1,18}\.(?:\d\d?|\d{4,12})")
_PARTS = re.compile(r"(?P<before>[^\d.,]*)(?P<core>[.,]?\d(?:[\d.,' ]*\d)?)(?P<after>\D*)")
_POWER = re.compile(r"(?P<sign>-?)(?P<core>\d{1,18}(?:[.,]\d{1,18})?)e(?P<power>[+-]?\d{1,2})")
_NO_CENTS = re.compile(r"[.,]\s?-+")  # 1.234,- and 1'234.--
_CORES: dict[NumberStyle, re.Pattern[str]] = {
    "point": re.compile(
        r"(?P<whole>\d*|[1-9]\d{0,2}(?:,\d\d)*,\d{3}|[1-9]\d{0,2}(?P<sign>[,' ])\d{3}(?:(?P=sign)\d{3})*)"
        r"(?:\.(?P<part>\d+))?"
    ),
    "comma": re.compile(r"(?P<whole>\d*|[1-9]\d{0,2}(?P<sign>[.' ])\d{3}(?:(?P=sign)\d{3})*)(?:,(?P<part>\d+))?"),
}  # fmt: skip
_TEN = Decimal(10)


class ReadNumber(NamedTuple):
    """A number by the style in which it may be written, what stands beside it, and whether it is in per cent.

    One that is TOO_LARGE in every style has no way.
    """

    ways: dict[NumberStyle, Decimal]
    beside: tuple[str, ...] = ()
    is_percent: bool = False
    is_too_large: bool = False


def read_amount(text: str) -> ReadNumber:
    """Return what a text means as a number, with what stands beside it; without any way when it is none.

    Minus stands before or behind, or as brackets around.
    """
    if _PLAIN.fullmatch(text):
        return ReadNumber(dict.fromkeys(STYLES, Decimal(text)))
    if _PLAIN_POINT.fullmatch(text):
        return ReadNumber({"point": Decimal(text)})
    if len(text) > LONGEST:
        return ReadNumber({})
    typed = as_typed(text)
    power = _POWER.fullmatch(typed)
    if power:
        number = Decimal(power["sign"] + power["core"].replace(",", ".")) * _TEN ** int(power["power"])
        return _limited(ReadNumber(dict.fromkeys(STYLES, number)))
    parts = _PARTS.fullmatch(typed)
    return _limited(_with_signs(parts["before"], parts["core"], parts["after"])) if parts else ReadNumber({})


def read_number(text: str) -> dict[NumberStyle, Decimal]:
    """Return the number that a text means, by the style in which it may be written; nothing when it is none."""
    return read_amount(text).ways


def styles_in(text: str) -> dict[str, NumberStyle]:
    """Return styles by field as they are written for a command or a request: `comma` for all, or `amount:comma,...`."""
    pairs = [part.rpartition(":")[::2] for part in text.split(",") if part]
    return {field: style for field, given in pairs for style in STYLES if style == given}


def _limited(found: ReadNumber) -> ReadNumber:
    ways = {style: number for style, number in found.ways.items() if abs(number) < TOO_LARGE}
    return found._replace(ways=ways, is_too_large=bool(found.ways) and not ways)


def _with_signs(before: str, core: str, after: str) -> ReadNumber:
    after = _NO_CENTS.sub("", after, count=1) if _NO_CENTS.match(after) else after
    in_brackets = before.count("(") == after.count(")") == 1
    minus = before.count("-") + after.count("-")
    if minus + in_brackets > 1 or before.count("(") != after.count(")") or before.count("+") > 1:
        return ReadNumber({})
    is_percent = before.count("%") + after.count("%") == 1
    beside = tuple(word for side in (before, after) if (word := re.sub(r"[-+()%\s]", "", side).rstrip(".,")))
    sign = -1 if minus or in_brackets else 1
    ways = {style: sign * found for style in STYLES if (found := _number(core, style)) is not None}
    return ReadNumber(ways, beside, is_percent)


def _number(core: str, style: NumberStyle) -> Decimal | None:
    found = _CORES[style].fullmatch(core)
    if found is None or not (found["whole"] or found["part"]):
        return None
    whole = re.sub(r"\D", "", found["whole"])
    return Decimal(f"{whole or 0}.{found['part'] or 0}")
