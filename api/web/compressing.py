"""Answers made smaller on their way, for whoever says that they can be read so.

How long a compressed answer is shows whether a secret in it is alike to what stands beside it, and others may have
chosen that (BREACH). So three kinds of answers are left as they are: to anything but a read, as a new token is; those
that say `keep_plain`; and what another site made a browser ask for. What is left says nothing that opens a door.
"""

from __future__ import annotations

from flask import Flask, Response, g, request

from api.work.compressing import ENCODINGS, KINDS, MIN_BYTES, QUICK, compress


def init_compressing(app: Flask) -> None:
    """Look at every answer, after all others have."""
    app.after_request(_compress)


def keep_plain() -> None:
    """Leave the answer to this request as it is: a secret stands in it."""
    g.holds_secret = True


def encoding_asked() -> str | None:
    """Return which of ENCODINGS this request wants most, or None for none."""
    wanted = request.accept_encodings.best_match((*ENCODINGS, "identity"))
    return wanted if wanted in ENCODINGS else None


def _compress(response: Response) -> Response:
    """Compress what is large enough and holds no secret; its ETag is another, because its bytes are."""
    if request.method not in {"GET", "HEAD"} or g.get("holds_secret") or response.mimetype not in KINDS:
        return response
    response.vary.add("Accept-Encoding")
    encoding = encoding_asked()
    if encoding is None or not _is_whole(response) or _is_from_elsewhere():
        return response
    data = response.get_data()
    if len(data) < MIN_BYTES:
        return response
    response.set_data(compress(data, encoding, QUICK))
    response.headers["Content-Encoding"] = encoding
    etag, is_weak = response.get_etag()
    if etag is not None:
        response.set_etag(f"{etag}-{encoding}", weak=bool(is_weak))
        response.make_conditional(request)
    return response


def _is_whole(response: Response) -> bool:
    """Tell whether an answer is all of something, at hand, and as it was made."""
    is_sent_as_it_is = response.direct_passthrough or response.is_streamed or "Content-Encoding" in response.headers
    return response.status_code == 200 and not is_sent_as_it_is


def _is_from_elsewhere() -> bool:
    return request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}
