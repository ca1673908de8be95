"""Notes of each request: counts and times for the metrics, a line for the log where that is wanted, its id.

A request is named by the template of its route. Its path, query, address and headers may hold secrets and names, and
nothing of them is noted.
"""

from __future__ import annotations

import logging
import time

from flask import Flask, Response, request

from api.web.context import KEY, parts
from api.web.documentation import path_of
from api.web.gate import FIRST_LOOK, MOST
from api.web.request_ids import GIVEN, HEADER, begin_request, current_request, id_for
from api.work.metrics.counted import Metrics

log = logging.getLogger("repertoire.requests")
# Key of the environ: when the request was there as a whole (performance counter, seconds), and waited for a thread.
BEGAN = "repertoire.began"
# Methods are any words that somebody sends, and routes that there aren't are without number.
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
OTHER, NO_ROUTE, NOT_TAKEN_UP = "OTHER", "(none)", "(not taken up)"


def init_measuring(app: Flask) -> None:
    """Stand around all else: the first to see a request, and, being registered first, the last to see its answer."""
    app.before_request(_begin)
    app.after_request(_end)


def note_turned_away(app: Flask, method: str, status: int, began: float) -> None:
    """Note a request that no thread took up, as when its body didn't come; `began` is as in BEGAN."""
    _note(app.extensions[KEY].metrics, method, NOT_TAKEN_UP, status, time.perf_counter() - began, None)


def _begin() -> None:
    environ = request.environ
    environ.setdefault(BEGAN, time.perf_counter())
    begin_request(environ.get(GIVEN) or id_for(request.headers.get(HEADER, "")))


def _end(response: Response) -> Response:
    response.headers[HEADER] = current_request()
    environ = request.environ
    if not (FIRST_LOOK in environ and MOST in environ):  # it comes again, with its body
        seconds = time.perf_counter() - environ[BEGAN]
        route = path_of(request.url_rule.rule) if request.url_rule else NO_ROUTE
        _note(parts().metrics, request.method, route, response.status_code, seconds, response.content_length)
    return response


def _note(metrics: Metrics, method: str, route: str, status: int, seconds: float, size: int | None) -> None:
    method = method if method in METHODS else OTHER
    metrics.requests.labels(method, route, str(status)).inc()
    metrics.request_seconds.labels(method, route).observe(seconds)
    if log.isEnabledFor(logging.INFO):
        known = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 2), "bytes": size}
        log.info("request", extra=known)
