"""The security headers of every answer."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, Response, g, request

SELF = "'self'"
ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
)


def init_headers(app: Flask) -> None:
    """Send them with every answer."""
    app.after_request(_add)


@lru_cache
def content_security_policy(script_hashes: tuple[str, ...]) -> str:
    """Return the policy: everything from our origin only, inline scripts only by their hash."""
    scripts = " ".join([SELF, *(f"'{digest}'" for digest in script_hashes)])
    parts = {
        "default-src": "'none'",
        "script-src": scripts,
        "style-src": SELF,
        "img-src": f"{SELF} data:",
        "font-src": SELF,
        "connect-src": SELF,
        "worker-src": SELF,
        "manifest-src": SELF,
        "form-action": SELF,
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def _add(response: Response) -> Response:
    given = {name.lower() for name, _ in response.headers}
    missing = [(name, value) for name, value in ALWAYS if name.lower() not in given]
    if "content-security-policy" not in given:
        missing.append(("Content-Security-Policy", content_security_policy(tuple(g.get("script_hashes", ())))))
    if "cache-control" not in given and request.path.startswith("/api/"):
        missing.append(("Cache-Control", "private, no-cache" if "etag" in given else "no-store"))
    response.headers.extend(missing)
    return response
