"""Values that a page's fields hold: texts that can be seen, ids, days."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints

MAX_ID = 200


def is_visible(text: str) -> bool:
    """Tell whether a text shows anything: more than blanks, control signs and marks without width."""
    return any(unicodedata.category(sign)[0] not in "CMZ" for sign in text)


def _seen(text: str) -> str:
    if text and not is_visible(text):
        raise ValueError("holds nothing that can be seen; write a text")
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), AfterValidator(_seen)]
PageId = Annotated[str, StringConstraints(pattern=r"^[\w][\w.\-]*$", max_length=MAX_ID)]


def _as_date(value: Any) -> Any:
    if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value)):
        raise ValueError("write a date as YYYY-MM-DD")
    return value


WrittenDay = Annotated[date, BeforeValidator(_as_date)]
