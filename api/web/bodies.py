"""Bodies of bytes: routes that take in a recording or a picture, and of which media types."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort, request

View = TypeVar("View", bound=Callable[..., Any])


def takes(*media_types: str, most_bytes: int | None = None) -> Callable[[View], View]:
    """State that a route's body is bytes of these types; others get 415. They are the view's first argument."""

    def mark(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Any:
            if request.mimetype not in media_types:
                abort(415, f"send it as `Content-Type: {media_types[0]}`")
            return view(request.get_data(), *args, **kwargs)

        checked.body_media_types = media_types  # type: ignore[attr-defined]  # read by the API's document
        if most_bytes is not None:
            checked.most_bytes = most_bytes  # type: ignore[attr-defined]  # read by the gate
        return checked  # type: ignore[return-value]  # wraps keeps the rest of the signature

    return mark
