"""Parts of files (RFC 9110, 14.2): one part where one is asked for, and the whole file for any other wish."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import Response, request, send_from_directory
from werkzeug.exceptions import RequestedRangeNotSatisfiable

_SPANS = re.compile(r"bytes=[ \t,]*(.*)", re.IGNORECASE)
_SPAN = re.compile(r"(\d+)-(\d*)|-(\d+)", re.ASCII)
# No file is as long as a number of more digits says.
MOST_DIGITS = 18


def send_part(folder: str | Path, name: str, **options: Any) -> Response:
    """Send a file of a folder, or the part of it that is asked for; 416 where all the parts lie behind its end.

    A header that says nothing, or asks in another unit, is as good as none, and who asks for several parts gets all.
    """
    try:
        return send_from_directory(folder, name, **options)
    except RequestedRangeNotSatisfiable as error:
        if _asks_behind(request.headers.get("Range", ""), error.length or 0):
            raise
        request.environ.pop("HTTP_RANGE")
        return send_from_directory(folder, name, **options)


def _asks_behind(header: str, length: int) -> bool:
    """Tell whether a header asks rightly for parts in bytes none of which a file of this length has."""
    asked = _SPANS.fullmatch(header.strip())
    found = [_SPAN.fullmatch(span.strip()) for span in asked[1].split(",") if span.strip()] if asked else []
    has_part = False
    for span in found:
        if span is None or (span[2] and _number(span[2]) < _number(span[1])):
            return False
        has_part |= _number(span[3]) > 0 if span[3] else _number(span[1]) < length
    return bool(found) and not has_part


def _number(digits: str) -> int:
    plain = digits.lstrip("0") or "0"
    return int(plain) if len(plain) <= MOST_DIGITS else 10**MOST_DIGITS
