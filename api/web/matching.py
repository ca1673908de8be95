"""If-Match: a write that names the version it was made on, as the ETag that was given with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, request

View = TypeVar("View", bound=Callable[..., Any])
HEADER = "If-Match"
ETAG_PATTERN = '^"[0-9]{1,9}"$'
# Proxies that compress answers make ETags weak, or add the encoding, and still mean the same version.
_ETAG = re.compile(r'(?:W/)?"(\d{1,9})(?:-[a-z]+)?"')


def etag_of(version: int) -> str:
    """Return the ETag of a version."""
    return f'"{version}"'


def matched_version() -> int:
    """Return the version that this request was made on; 428 where it names none, 400 where it can't be read."""
    given = request.headers.get(HEADER)
    if given is None:
        abort(428, f"send the ETag of the version that this was written on as {HEADER}")
    found = _ETAG.fullmatch(given.strip())
    if found is None:
        abort(400, f'{HEADER} must be the ETag of one version, as in {HEADER}: "3"')
    return int(found[1])


def needs_match(view: View) -> View:
    """Refuse a request without If-Match before anything else looks at it; the API's document says that it is taken."""

    @wraps(view)
    def matched(*args: Any, **kwargs: Any) -> Any:
        matched_version()
        return view(*args, **kwargs)

    matched.needs_match = True  # type: ignore[attr-defined]  # read by the API's document
    return matched  # type: ignore[return-value]  # wraps keeps the signature
