"""The gate before every route: who it is, then whether the body fits; the route sees nothing of the others.

A server that receives bodies for us asks twice: with FIRST_LOOK in the environ before it receives any of one, so that
nobody's body takes up room, and then with all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, request

from api.web.auth import check_caller
from api.web.documentation import PREFIX, spec
from api.web.errors import problem

# Keys of the environ: no body has been received yet; it may have so many bytes.
FIRST_LOOK = "repertoire.first_look"
MOST = "repertoire.most_bytes"
MOST_BYTES = 1_000_000
View = TypeVar("View", bound=Callable[..., Any])


def bare(view: View) -> View:
    """Let a route whose every field may be left out be called without any body."""
    view.may_be_bare = True  # type: ignore[attr-defined]  # read below
    return view


def init_gate(app: Flask) -> None:
    """Stand before every route."""
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.before_request(_stand)


def _stand() -> Response | None:
    if request.endpoint is None:  # a wrong address or method, which Flask answers
        return None
    view = current_app.view_functions[request.endpoint]
    most = request.max_content_length = getattr(view, "most_bytes", MOST_BYTES)
    is_first = FIRST_LOOK in request.environ
    check_caller(view, is_counted=not is_first)
    if is_first:
        if (request.content_length or 0) > most:
            abort(413, f"the body may have {most:,} bytes at most")
        request.environ[MOST] = most
        return Response()
    return _refusal(view)


def _refusal(view: Callable[..., Any]) -> Response | None:
    """Refuse a body that is to be JSON and isn't, or isn't an object."""
    metadata = spec.get_function_metadata(view)
    if not request.path.startswith(PREFIX) or metadata is None or getattr(metadata, "json", None) is None:
        return None
    if getattr(view, "may_be_bare", False) and not request.mimetype and not request.content_length:
        return None
    if request.mimetype != "application/json":
        return problem(415, "send the body as `Content-Type: application/json`")
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        body = None
    if not isinstance(body, dict):
        return problem(400, "the body must be one JSON object, well formed and in UTF-8")
    return None
