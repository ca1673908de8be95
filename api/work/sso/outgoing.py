"""Requests to identity providers: to no other address, soon over, of bounded size, and only so many at once."""

from __future__ import annotations

import threading
import time
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.requests_client import OAuth2Session

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 3.0, 4.0, 6.0
MOST_ANSWER_BYTES = 500_000
# Threads of a server process that may wait for providers at once, and how long others wait for their turn.
MOST_AT_ONCE, TURN_SECONDS = 3, 1.0
# How the web says that a provider is away. Not 503: that is a node's fault, and nginx asks the next one, where the
# state of a sign-in is spent by then.
AWAY_STATUS, AWAY_HEADERS = 502, {"Retry-After": "15"}
_PIECE = 16_384
_turns = threading.BoundedSemaphore(MOST_AT_ONCE)


class ProviderAwayError(Exception):
    """A provider can't be asked just now, or answers what it may not; the message is for the log."""


def is_loopback(host: str | None) -> bool:
    """Tell whether a host is this machine, with which no network lies in between."""
    return host in {"127.0.0.1", "::1", "localhost"}


def is_safe_url(url: str) -> bool:
    """Tell whether an address may be asked: https, or this machine; nothing in it that names somebody or a part."""
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    is_plain = url.isascii() and url.isprintable() and not any(sign in url for sign in ' \\"<>')
    is_private = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
    return is_whole and is_plain and is_private and parts.username is None and not parts.fragment


def send_bounded(send: Any, request: requests.PreparedRequest, **options: Any) -> requests.Response:
    """Send a request by the `send` of a session, and return the answer read whole; a redirect is an answer like others.

    Raises ProviderAwayError.
    """
    if not _turns.acquire(timeout=TURN_SECONDS):
        raise ProviderAwayError("too many requests to providers are waiting for an answer")
    try:
        options |= {"timeout": (CONNECT_SECONDS, READ_SECONDS), "stream": True, "allow_redirects": False}
        began = time.monotonic()
        with send(request, **options) as answer:
            body = bytearray()
            for piece in answer.iter_content(_PIECE):
                body += piece
                if len(body) > MOST_ANSWER_BYTES or time.monotonic() - began > WHOLE_SECONDS:
                    raise ProviderAwayError(f"{_shown(request)} answers too much, or too slowly")
            answer._content = bytes(body)  # noqa: SLF001 - where the library itself puts what was read
    except (requests.RequestException, OSError, ValueError) as error:
        raise ProviderAwayError(f"{_shown(request)} can't be asked: {type(error).__name__}") from error
    finally:
        _turns.release()
    return answer  # type: ignore[no-any-return]  # a Response


def get_json(url: str, *, bearer: str = "") -> dict[str, Any]:
    """GET an object of JSON, as somebody where a token is given; raises ProviderAwayError."""
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
    with _BoundedSession() as session:
        answer = session.get(url, headers=headers)
    try:
        found = answer.json() if answer.status_code == 200 else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ProviderAwayError(f"{url} answers {answer.status_code} and no object of JSON")
    return found


class _BoundedSession(requests.Session):
    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        return send_bounded(super().send, request, **options)


class BoundedClient(OAuth2Session):  # type: ignore[misc]  # the library has no types
    """Authlib's client of a provider, whose requests are bounded too."""

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """Send a request, as `send_bounded` says."""
        return send_bounded(super().send, request, **options)


def _shown(request: requests.PreparedRequest) -> str:
    """Return the address of a request without what is asked there."""
    return (request.url or "").partition("?")[0]
