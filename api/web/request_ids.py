"""Ids of requests: one for each, which its answer, its errors and its lines in the log all name."""

from __future__ import annotations

import re
from uuid import uuid4

from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

HEADER = "X-Request-ID"
# Key of the environ: the id that a request was given before the app saw it.
GIVEN = "repertoire.request_id"
# What is known in a thread while it answers, and what the log shows.
NAME = "request_id"
_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{1,64}")


def id_for(asked: str) -> str:
    """Return the id for a request: the one that it brings, such as a proxy's, where it is well formed, or a new one."""
    return asked if _WELL_FORMED.fullmatch(asked) else uuid4().hex


def begin_request(request_id: str) -> None:
    """Let all that this thread does from now on be of a request."""
    clear_contextvars()
    bind_contextvars(**{NAME: request_id})


def current_request() -> str:
    """Return the id of the request that is being answered; empty outside of one."""
    found: str = get_contextvars().get(NAME, "")
    return found
