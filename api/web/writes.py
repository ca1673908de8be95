"""Writes: one commit for each, and the same answer when a client asks again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response, abort, current_app, request

from api.web.compressing import keep_plain
from api.web.context import actor, now, session
from lms.retries.answers import find_answer, keep_answer

View = TypeVar("View", bound=Callable[..., Any])
HEADER = "Idempotency-Key"
MAX_KEY = 200
KEY_PATTERN = f"[!-~]{{1,{MAX_KEY}}}"


def writes(view: View) -> View:
    """Commit what the route did; with an Idempotency-Key the answer is kept in the same transaction and given again."""

    @wraps(view)
    def committed(*args: Any, **kwargs: Any) -> Response:
        key = _key()
        digest = hashlib.sha256(f"{request.method} {request.full_path}\n".encode() + request.get_data()).digest()
        if key is not None:
            known = find_answer(session(), person_id=actor().id, key=key, digest=digest)
            if known is not None:
                answer = Response(known.body, known.status, mimetype="application/json")
                if known.location:
                    answer.headers["Location"] = known.location
                return answer
        response = current_app.make_response(view(*args, **kwargs))
        if key is not None and response.status_code < 300:
            keep_answer(
                session(),
                person_id=actor().id,
                key=key,
                digest=digest,
                status=response.status_code,
                location=response.headers.get("Location"),
                body=response.get_data(as_text=True),
                at=now(),
            )
        session().commit()
        return response

    committed.is_write = True  # type: ignore[attr-defined]  # read by the API's document and a test
    return committed  # type: ignore[return-value]  # wraps keeps the signature


def commits(view: View) -> View:
    """Commit what the route did, and keep no answer and compress none: for answers that hold a secret."""

    @wraps(view)
    def committed(*args: Any, **kwargs: Any) -> Response:
        keep_plain()
        response = current_app.make_response(view(*args, **kwargs))
        session().commit()
        return response

    return committed  # type: ignore[return-value]  # wraps keeps the signature


def _key() -> str | None:
    key = request.headers.get(HEADER)
    if key is not None and not re.fullmatch(KEY_PATTERN, key):
        abort(400, f"{HEADER} must have 1 to {MAX_KEY} visible ASCII characters")
    return key
