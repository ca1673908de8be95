"""Months, quarters and years that stand where a day is needed: their first day, and how long they run."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from api.work.uploads.days import read_day
from content.quiz.keyboard import as_typed

_MONTH = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})|(?P<m2>\d{1,2})[-/.](?P<y2>\d{4})")
_QUARTER = re.compile(r"(?:fy)?(?P<y>\d{4})[\s/-]*q(?P<q>[1-4])|(?:q|kw\.?\s)(?P<q2>[1-4])[\s/-]*(?:fy)?(?P<y2>\d{4})")
_NAMED = re.compile(r"[^\W\d_]{3,}\.?[\s-]+\d{4}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UTC = ZoneInfo("UTC")


def first_day(text: str) -> tuple[str, str] | None:
    """Return the first day of a period as ISO text, and `month`, `quarter` or `year`; None for what is no period."""
    typed = as_typed(text[:40])
    if _YEAR.fullmatch(typed):
        return f"{typed}-01-01", "year"
    found = _QUARTER.fullmatch(typed)
    if found:
        return f"{found['y'] or found['y2']}-{3 * int(found['q'] or found['q2']) - 2:02}-01", "quarter"
    found = _MONTH.fullmatch(typed)
    if found and 1 <= int(found["m"] or found["m2"]) <= 12:
        return f"{found['y'] or found['y2']}-{int(found['m'] or found['m2']):02}-01", "month"
    if _NAMED.fullmatch(typed):
        days = read_day(f"1 {typed}", zone=_UTC)
        return (days["dmy"].isoformat(), "month") if "dmy" in days else None
    return None
