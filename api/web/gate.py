"""Bodies of requests, refused before a route looks at them unless they are JSON, well formed, an object."""

from __future__ import annotations

from flask import Flask, Response, current_app, request

from api.web.documentation import PREFIX, spec
from api.web.errors import problem


def init_gate(app: Flask) -> None:
    """Stand before every route of the API."""
    app.before_request(_check)


def _check() -> Response | None:
    if not request.path.startswith(PREFIX) or request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    metadata = spec.get_function_metadata(view)
    if metadata is None or getattr(metadata, "json", None) is None:
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
