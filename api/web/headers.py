"""The security headers of every answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from flask import Flask, Response, g, request

from api.web.context import parts
from content.places.file_kinds import FileKind
from content.places.rooms import PRACTICE

SELF = "'self'"
# The one page on which somebody records themselves, and looks at that before they send it.
RECORDING = f"/{PRACTICE}"
ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
)
# Browsers write styles into the page that they make around a picture or a film.
_FILE_POLICY = {
    "style-src": "'unsafe-inline'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}


# Of what people sent: nothing in it runs, and it is of no origin.
SANDBOXED = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def init_headers(app: Flask) -> None:
    """Send them with every answer."""
    app.after_request(_add)


@lru_cache
def content_security_policy(
    script_hashes: tuple[str, ...], *, has_external_images: bool, is_recording: bool = False
) -> str:
    """Return the policy: all from our origin only, pictures perhaps from others, inline scripts only by their hash."""
    directives = {
        "default-src": "'none'",
        "script-src": " ".join([SELF, *(f"'{digest}'" for digest in script_hashes)]),
        "style-src": SELF,
        "img-src": f"{SELF} data: https:" if has_external_images else f"{SELF} data:",
        "media-src": f"{SELF} blob:" if is_recording else SELF,
        "font-src": SELF,
        "connect-src": SELF,
        "worker-src": SELF,
        "manifest-src": SELF,
        "form-action": SELF,
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return _joined(directives)


def file_policy(kind: FileKind) -> str:
    """Return the policy of a library's file, opened by itself: it runs no script, and is of no origin.

    A film needs its origin, because the browser asks for its parts from the page that it makes around it.
    """
    if kind.is_played:
        return _joined({"default-src": "'none'", "media-src": SELF, **_FILE_POLICY})
    return _joined({"sandbox": "", "default-src": "'none'", "img-src": "data:", **_FILE_POLICY})


def _joined(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}".strip() for name, value in directives.items())


def _policy() -> str:
    hashes = tuple(g.get("script_hashes", ()))
    return content_security_policy(
        hashes, has_external_images=parts().config.external_images, is_recording=request.path == RECORDING
    )


def _permissions() -> str:
    """Return what the page may ask of the device: to hear and see somebody, where they record themselves."""
    whose = "(self)" if request.path == RECORDING else "()"
    return f"camera={whose}, microphone={whose}, display-capture=(), geolocation=()"


def _add(response: Response) -> Response:
    given = {name.lower() for name, _ in response.headers}
    missing = [(name, value) for name, value in ALWAYS if name.lower() not in given]
    if "content-security-policy" not in given:
        missing.append(("Content-Security-Policy", _policy()))
    if response.mimetype == "text/html":
        missing.append(("Permissions-Policy", _permissions()))
    if "cache-control" not in given and request.path.startswith("/api/"):
        missing.append(("Cache-Control", "private, no-cache" if "etag" in given else "no-store"))
    response.headers.extend(missing)
    return response
