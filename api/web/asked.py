"""The page that somebody asked for before they were signed in, kept in a cookie until they are.

The link that signs in comes by another way, so it can't carry the page itself.
"""

from __future__ import annotations

import re

from flask import Response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from api.web.below import below, path_within
from api.web.cookies import set_cookie

ASKED, SIGN_IN = "repertoire_asked", "/sign-in"
KEPT_SECONDS = 3600
_LOCAL = re.compile(r"/(?!/|api/|sign-)[!-\[\]-~]{0,1500}")


def ask_to_sign_in() -> BaseResponse:
    """Send a browser to the sign-in page, and remember the page that it came for; not what a page of ours loads."""
    response = redirect(below(SIGN_IN), 303)
    if request.headers.get("Sec-Fetch-Dest", "document") == "document" and request.accept_mimetypes.accept_html:
        remember_asked(response, below(request.full_path.removesuffix("?")))
    return response


def remember_asked(response: Response | BaseResponse, page: str) -> None:
    """Keep a page for after the sign-in; only one of this site, and not the one that everybody gets anyway."""
    if local_page(page) and page != below("/"):
        set_cookie(response, ASKED, page, seconds=KEPT_SECONDS, path=SIGN_IN)


def asked_page() -> str | None:
    """Return the page that was asked for; None where none was, or it isn't of this site."""
    return local_page(request.cookies.get(ASKED, ""))


def local_page(page: str) -> str | None:
    """Return an address that leads to a page of this site, and nothing else; None for any other."""
    within = path_within(page)
    return page if within is not None and _LOCAL.fullmatch(within) else None
