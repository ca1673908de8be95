"""Values that a page's fields hold: texts that can be seen, ids, days, periods."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from dateutil.relativedelta import relativedelta
from pydantic import AfterValidator, BeforeValidator, InstanceOf, StringConstraints, WithJsonSchema

# The kinds of coaching sessions; a test compares them with the records.
SessionKind = Literal["one-to-one", "call-review", "demo-review", "role-play", "deal-review", "questions", "mentoring"]
MAX_ID = 200
_PERIOD = re.compile(r"^(\d{1,4}) (day|week|month|year)s?$")
_POINTS = re.compile(r"(\d{1,6}(?:\.\d{1,6})?) ?(?:(%)|of ?(\d{1,6}(?:\.\d{1,6})?))?")


def is_visible(text: str) -> bool:
    """Tell whether a text shows anything: more than blanks, control signs and marks without width."""
    return any(unicodedata.category(sign)[0] not in "CMZ" for sign in text)


def period_of(number: int, unit: str) -> relativedelta:
    """Return so many days, weeks, months or years.

    After some months comes the same day, or the last of that month where it is shorter.
    """
    days = number * 7 if unit == "week" else number if unit == "day" else 0
    months = number * 12 if unit == "year" else number if unit == "month" else 0
    return relativedelta(days=days, months=months)


def _seen(text: str) -> str:
    if text and not is_visible(text):
        raise ValueError("holds nothing that can be seen; write a text")
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), AfterValidator(_seen)]
PageId = Annotated[str, StringConstraints(pattern=r"^[\w][\w.\-]*$", max_length=MAX_ID)]
CriterionId = Annotated[str, StringConstraints(pattern=r"^[\w][\w.\-]*$", max_length=100)]


@dataclass(frozen=True)
class Points:
    """So many points, of how many where that is said; `of` is 100 for per cent of whatever there are."""

    number: float
    of: float | None = None
    is_share: bool = False


def _as_points(value: Any) -> Any:
    found = _POINTS.fullmatch(str(value).strip()) if isinstance(value, str | int | float) else None
    if found is None or isinstance(value, bool):
        raise ValueError("write points, such as `20`, `20 of 28` or `70 %`")
    return Points(float(found[1]), 100.0 if found[2] else float(found[3]) if found[3] else None, bool(found[2]))


def _as_date(value: Any) -> Any:
    if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
        raise ValueError("write a date as YYYY-MM-DD")
    return value


WrittenDay = Annotated[date, BeforeValidator(_as_date)]


def _as_period(value: Any) -> Any:
    match = _PERIOD.match(value) if isinstance(value, str) else None
    if not match:
        raise ValueError("write a number and a unit, such as `90 days`, `6 months` or `1 year`")
    return period_of(int(match[1]), match[2])


WrittenPeriod = Annotated[
    relativedelta,
    InstanceOf(),
    BeforeValidator(_as_period),
    WithJsonSchema({"type": "string", "format": "duration"}),
]
WrittenPoints = Annotated[
    Points, InstanceOf(), BeforeValidator(_as_points), WithJsonSchema({"type": "string", "format": "points"})
]
