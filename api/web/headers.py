"""The security headers of every answer."""

from __future__ import annotations

from flask import Flask, Response, g, request

SELF = "'self'"


def init_headers(app: Flask) -> None:
    """Send them with every answer."""
    app.after_request(_add)


def content_security_policy(script_hashes: list[str]) -> str:
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
    headers = response.headers
    headers.setdefault("Content-Security-Policy", content_security_policy(g.get("script_hashes", [])))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("X-Frame-Options", "DENY")
    if request.path.startswith("/api/"):
        headers.setdefault("Cache-Control", "private, no-cache" if "ETag" in headers else "no-store")
    return response
