"""Cookies of the product: by HTTPS alone where people reach it so, and below its own path."""

from __future__ import annotations

from typing import Literal

from werkzeug.wrappers import Response

from api.web.below import below
from api.web.context import parts


def set_cookie(
    response: Response,
    name: str,
    value: str,
    *,
    seconds: int,
    path: str,
    same_site: Literal["Lax", "Strict"] = "Lax",
    for_scripts: bool = False,
) -> None:
    """Give a browser a cookie for some seconds, sent below a path of the product; scripts see it only `for_scripts`."""
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        httponly=not for_scripts,
        samesite=same_site,
        secure=parts().config.is_secure,
        path=below(path),
    )
