"""Addresses below the path of BASE_URL, where the product stands on its host: callers write it, routes never see it.

Everything else in the code writes addresses from the product's own root, as `/app/deals/`. What leaves by HTTP has the
path before it: `below` for redirects, headers and cookies, `SiteAddress` for a field of an answer, `links_below` for
HTML, `url_for` in templates. What leaves by mail or in files begins with the whole of `Config.public_url`.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from flask import Flask, has_request_context, redirect, request
from pydantic import Field, PlainSerializer
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Response

from api.web.context import parts
from content.places.links import site_url

# In HTML that is sanitised, where every value stands between quotation marks and none holds one.
_ROOTED = re.compile(r'(<(?:a|img)\b[^>]*? (?:href|src)=")(?=/(?!/))')


def init_below(app: Flask) -> None:
    """Let the app answer below the path of BASE_URL, and nowhere else."""
    with app.app_context():
        path = parts().config.base_path
    if path:
        beside = Response(f"This product stands below {path}/, as its BASE_URL says.\n", 404, mimetype="text/plain")
        app.wsgi_app = DispatcherMiddleware(beside, {path: app.wsgi_app})  # type: ignore[method-assign]  # as Flask says
        app.before_request(_end_with_slash)


def below(address: str) -> str:
    """Return an address of the product as whoever called uses it; one that leads elsewhere stays as it is."""
    # A command answers nobody who would use the path.
    is_asked = has_request_context() and address.startswith("/")
    return f"{request.script_root}{address}" if is_asked else address


def site_below(url: str) -> str:
    """Return the address of a page or file of the site as whoever called uses it."""
    return below(site_url(url))


def links_below(html: str) -> str:
    """Return sanitised HTML whose links and pictures lead where they do for whoever called."""
    return _ROOTED.sub(rf"\g<1>{request.script_root}", html) if request.script_root else html


def path_within(address: str) -> str | None:
    """Return an address that a caller wrote as the product writes it, from its root; None for one beside it."""
    root = request.script_root
    return address.removeprefix(root) if address.startswith(f"{root}/") else None


def copied_within(text: str) -> str:
    """Return an address of ours that somebody copied, with or without its host, from our root; or the text as it is."""
    return path_within(text.strip().removeprefix(parts().config.public_origin)) or text


def facts_below(facts: dict[str, Any]) -> dict[str, Any]:
    """Return facts that become JSON without a schema, with their `url` and `next` as whoever called uses them."""
    return facts | {name: below(facts[name]) for name in ("url", "next") if facts.get(name)}


# A field of an answer: written from the product's root, it leaves as JSON as whoever called uses it.
SiteAddress = Annotated[
    str, PlainSerializer(below, when_used="json"), Field(json_schema_extra={"format": "uri-reference"})
]


def _end_with_slash() -> Response | None:
    """Send who asks for the path alone to the home below it, from where links that are relative lead on."""
    return redirect(f"{request.script_root}/", 308) if not request.environ["PATH_INFO"] else None
